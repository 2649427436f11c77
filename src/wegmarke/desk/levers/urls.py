"""Addresses of the levers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.levers import comparing, kept_views, views

app_name = "levers"
urlpatterns = [
    path("", views.levers, name="levers"),
    path("compare/", comparing.compare_scenarios, name="compare"),
    path("compare/chart.json", comparing.compare_chart, name="compare_chart"),
    path("scenarios/keep/", kept_views.keep_scenario, name="keep"),
    path("scenarios/<int:number>/change/", kept_views.change_scenario, name="change"),
    path("scenarios/<int:number>/remove/", kept_views.remove_scenario, name="remove"),
    path("scenarios/<int:number>/bring-back/", kept_views.bring_scenario_back, name="bring_back"),
]
