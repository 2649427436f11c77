"""Addresses of the guided walk."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.walk import views

app_name = "walk"
urlpatterns = [
    path("", views.walk, name="walk"),
    path("truth/", views.truth_page, name="truth"),
    path("go/", views.go, name="go"),
    path("card/", views.card, name="card"),
]
