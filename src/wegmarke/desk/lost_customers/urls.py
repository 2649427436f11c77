"""Addresses of lost customers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.lost_customers import views

app_name = "lost_customers"
urlpatterns = [path("", views.lost_customers, name="lost_customers")]
