"""Addresses of won and lost."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.won_lost import views

app_name = "won_lost"
urlpatterns = [
    path("", views.won_lost, name="won_lost"),
    path("chart.json", views.chart_data, name="chart_data"),
]
