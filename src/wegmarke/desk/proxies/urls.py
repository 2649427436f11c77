"""Addresses of proxies."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.proxies import views

app_name = "proxies"
urlpatterns = [
    path("", views.proxies, name="proxies"),
    path("proxies.json", views.proxies_data, name="proxies_data"),
    path("bring-in/", views.bring_in, name="bring_in"),
]
