"""Addresses of journeys."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.journeys import funnel_views, outcome_views, overview_parts, overview_stages, views

app_name = "journeys"
urlpatterns = [
    path("", views.journeys, name="journeys"),
    path("map.json", views.map_data, name="map_data"),
    path("map/step/", views.step, name="step"),
    path("paths/", outcome_views.paths, name="paths"),
    path("entries/", outcome_views.entries, name="entries"),
    path("entries.json", outcome_views.entries_data, name="entries_data"),
    path("funnel/", funnel_views.funnel, name="funnel"),
    path("compare/", outcome_views.compare, name="compare"),
    path("compare.json", outcome_views.compare_data, name="compare_data"),
    path("attribution/", outcome_views.attribution, name="attribution"),
    path("attribution.json", outcome_views.attribution_data, name="attribution_data"),
    path("overview/stages/", overview_stages.overview_stages, name="overview_stages"),
    path("overview/<slug:which>/", overview_parts.overview_part, name="overview_part"),
    path("table/", views.table, name="table"),
]
