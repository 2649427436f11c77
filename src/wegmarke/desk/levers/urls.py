"""Addresses of the levers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.levers import views

app_name = "levers"
urlpatterns = [path("", views.levers, name="levers")]
