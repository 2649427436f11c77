"""Addresses of journeys."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.journeys import views

app_name = "journeys"
urlpatterns = [
    path("", views.journeys, name="journeys"),
    path("map.json", views.map_data, name="map_data"),
    path("map/step/", views.step, name="step"),
    path("paths/", views.table, name="paths"),
    path("entries/", views.table, name="entries"),
    path("funnel/", views.table, name="funnel"),
    path("compare/", views.compare, name="compare"),
    path("table/", views.table, name="table"),
]
