"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.setup import mapping_views, quarantine_views, settings_views, source_views, upload_views, views

app_name = "setup"
urlpatterns = [
    path("", settings_views.settings_page, name="settings"),
    path("effect/", settings_views.effect_part, name="effect"),
    path("touchpoints/", settings_views.touchpoints, name="touchpoints"),
    path("sources/", source_views.sources, name="sources"),
    path("sources/add/", upload_views.add_source, name="add_source"),
    path("sources/read/<slug:place>/", mapping_views.read, name="read"),
    path("sources/read/<slug:place>/discard/", upload_views.discard_upload, name="discard_upload"),
    path("sources/of/<slug:source>/mapping/", mapping_views.change_mapping, name="mapping"),
    path("sources/of/<slug:source>/quarantine/", quarantine_views.quarantine, name="quarantine"),
    path("sources/of/<slug:source>/quarantine/correct/", quarantine_views.correct, name="correct"),
    path("sources/of/<slug:source>/quarantine/csv/", quarantine_views.export, name="quarantine_csv"),
    path("sources/of/<slug:source>/replay/", source_views.replay, name="replay"),
    path("sources/of/<slug:source>/read-again/", source_views.read_again, name="read_again"),
    path("sources/of/<slug:source>/take-back/", source_views.take_back, name="take_back"),
    path("build/", source_views.build, name="build"),
    path("about/", views.about, name="about"),
]
