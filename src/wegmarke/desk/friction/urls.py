"""Addresses of friction."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.friction import views

app_name = "friction"
urlpatterns = [path("", views.friction, name="friction")]
