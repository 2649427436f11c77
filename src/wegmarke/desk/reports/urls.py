"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("write/", views.write, name="write"),
    path("<int:number>/", views.report, name="report"),
    path("<int:number>/file/", views.download, name="download"),
    path("<int:number>/stop/", views.stop, name="stop"),
    path("<int:number>/delete/", views.delete, name="delete"),
]
