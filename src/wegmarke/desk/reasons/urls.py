"""Addresses of reasons."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.reasons import changes, coding, coming, defects, views

app_name = "reasons"
urlpatterns = [
    path("", views.reasons_page, name="reasons"),
    path("chart.json", views.chart_data, name="chart_data"),
    path("late-changes/", changes.changes_page, name="late_changes"),
    path("coming/", coming.coming_page, name="coming"),
    path("coming/chart.json", coming.coming_chart, name="coming_chart"),
    path("coding/", coding.coding_page, name="coding"),
    path("coding/decide/", coding.decide, name="coding_decide"),
    path("coding/undo/", coding.undo, name="coding_undo"),
    path("coding/settle/", coding.settle, name="coding_settle"),
    path("coding/close/", coding.close, name="coding_close"),
    path("coding/choose/", coding.choose, name="coding_choose"),
    path("defects/", defects.defects_part, name="defects"),
]
