"""Addresses of customers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.customers import searches, views

app_name = "customers"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("search/", searches.search, name="search"),
    path("<int:number>/", views.customer, name="customer"),
    path("<int:number>/rows/<int:file>/<int:row>/", views.source_row_page, name="source_row"),
]
