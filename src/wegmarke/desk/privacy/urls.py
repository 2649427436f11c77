"""Addresses of the data protection pages."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.privacy import correcting_views, processing_views, views

app_name = "privacy"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("take-in/", views.take_in, name="take_in"),
    path("<int:number>/", views.one, name="request"),
    path("<int:number>/export/", views.export, name="export"),
    path("<int:number>/erase/", views.erase, name="erase"),
    path("<int:number>/correct/", correcting_views.correct, name="correct"),
    path("<int:number>/note/", views.note, name="note"),
    path("<int:number>/close/", views.close, name="close"),
    path("<int:number>/proof/", views.proof, name="proof"),
    path("retention/", processing_views.retention, name="retention"),
    path("retention/expire/", processing_views.expire, name="expire"),
    path("processing/", processing_views.processing, name="processing"),
    path("processing/csv/", processing_views.processing_csv, name="processing_csv"),
    path("staff/", processing_views.staff, name="staff"),
    path("staff/<slug:name>/", processing_views.document, name="document"),
]
