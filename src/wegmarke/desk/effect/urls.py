"""Addresses of what a defect costs."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.effect import views

app_name = "effect"
urlpatterns = [
    path("", views.effect_page, name="effect"),
    path("chart.json", views.chart_data, name="chart_data"),
]
