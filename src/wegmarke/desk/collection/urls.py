"""Addresses of collection."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.collection import views

app_name = "collection"
urlpatterns = [
    path("", views.collection, name="collection"),
    path("keys/add/", views.add_key, name="add_key"),
    path("keys/<int:number>/revoke/", views.revoke_key, name="revoke_key"),
    path("keys/<int:number>/limit/", views.limit_key, name="limit_key"),
]
