"""Addresses of what waiting does."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.delay import views

app_name = "delay"
urlpatterns = [path("", views.delay_page, name="delay"), path("chart.json", views.chart_data, name="chart_data")]
