"""Addresses of two sources of reasons."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.agreement import views

app_name = "agreement"
urlpatterns = [
    path("", views.agreement_page, name="agreement"),
    path("chart.json", views.chart_data, name="chart_data"),
]
