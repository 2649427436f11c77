"""Addresses of the access log."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("csv/", views.export, name="export"),
]
