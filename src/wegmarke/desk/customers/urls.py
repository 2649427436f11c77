"""Addresses of customers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.customers import searches, segments, views

app_name = "customers"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("search/", searches.search, name="search"),
    path("segments/", segments.segments, name="segments"),
    path("segments/keep/", segments.keep, name="keep_segment"),
    path("segments/<int:number>/forget/", segments.forget, name="forget_segment"),
    path("<int:number>/", views.customer, name="customer"),
    path("<int:number>/rows/<int:file>/<int:row>/", views.source_row_page, name="source_row"),
]
