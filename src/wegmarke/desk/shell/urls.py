"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.shell import views

app_name = "shell"
urlpatterns = [path("", views.start, name="overview")]
