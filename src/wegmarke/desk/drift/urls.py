"""Addresses of what changed."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.drift import event_views, views

app_name = "drift"
urlpatterns = [
    path("", views.drift, name="drift"),
    path("chart.json", views.chart_data, name="chart_data"),
    path("events/", event_views.events, name="events"),
    path("events/csv/", event_views.events_csv, name="events_csv"),
    path("events/add/", event_views.add_event, name="add_event"),
    path("events/<int:number>/", event_views.event, name="event"),
    path("events/<int:number>/remove/", event_views.remove_event, name="remove_event"),
]
