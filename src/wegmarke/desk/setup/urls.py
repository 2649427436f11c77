"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("sources/", views.sources, name="sources"),
    path("sources/add/", views.add_source, name="add_source"),
    path("about/", views.about, name="about"),
]
