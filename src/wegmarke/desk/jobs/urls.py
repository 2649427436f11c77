"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:number>/", views.job, name="job"),
    path("<int:number>/stop/", views.stop, name="stop"),
    path("<int:number>/repeat/", views.repeat, name="repeat"),
]
