"""Addresses of journeys."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.journeys import views

app_name = "journeys"
urlpatterns = [path("", views.journeys, name="journeys")]
