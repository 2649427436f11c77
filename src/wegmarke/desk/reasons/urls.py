"""Addresses of reasons."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.reasons import changes, defects, views

app_name = "reasons"
urlpatterns = [
    path("", views.reasons_page, name="reasons"),
    path("chart.json", views.chart_data, name="chart_data"),
    path("late-changes/", changes.changes_page, name="late_changes"),
    path("defects/", defects.defects_part, name="defects"),
]
