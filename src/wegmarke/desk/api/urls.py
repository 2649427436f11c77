"""The address of the reference page; the operations themselves stand under /api/v1/."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.api import views

app_name = "api"
urlpatterns = [path("", views.reference, name="reference")]
