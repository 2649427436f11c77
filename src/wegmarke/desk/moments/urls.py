"""Addresses of the moments that matter."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.moments import views

app_name = "moments"
urlpatterns = [
    path("", views.moments_page, name="moments"),
    path("chart.json", views.chart_data, name="chart_data"),
]
