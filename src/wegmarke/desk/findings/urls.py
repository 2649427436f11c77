"""Addresses that all pages of Understand share."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.findings import exporting, views

app_name = "findings"
urlpatterns = [
    path("filter/add/", views.add_condition, name="add_condition"),
    path("filter/keep/", views.keep, name="keep"),
    path("filter/<int:number>/forget/", views.forget, name="forget"),
    path("working/<slug:token>/", views.working_part, name="working"),
    path("working/<slug:token>/stop/", views.stop_working, name="stop_working"),
    path("<slug:question>.csv", exporting.csv, name="csv"),
    path("<slug:question>.xlsx", exporting.excel, name="excel"),
]
