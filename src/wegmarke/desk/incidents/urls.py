"""Addresses of critical events."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.incidents import rules_views, views

app_name = "incidents"
urlpatterns = [
    path("critical-events/", views.incidents, name="incidents"),
    path("settings/critical-events/", rules_views.rules, name="rules"),
]
