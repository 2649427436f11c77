"""Addresses of the pairs that may be one person."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.identity import views

app_name = "identity"
urlpatterns = [
    path("", views.review, name="review"),
    path("decide/", views.decide, name="decide"),
    path("undo/", views.undo, name="undo"),
    path("look/", views.look, name="look"),
    path("link-sure/", views.link_sure, name="link_sure"),
]
