"""Addresses of touchpoints."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.touchpoints import views, why

app_name = "touchpoints"
urlpatterns = [
    path("", views.touchpoints, name="touchpoints"),
    path("<slug:key>/", views.touchpoint, name="touchpoint"),
    path("<slug:key>/why/", why.why, name="why"),
]
