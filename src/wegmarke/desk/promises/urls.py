"""Addresses of promises."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.promises import views

app_name = "promises"
urlpatterns = [
    path("", views.promises, name="promises"),
    path("promises.json", views.promises_data, name="promises_data"),
]
