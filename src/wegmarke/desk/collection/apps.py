"""The Django app of collection."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Collection: events over HTTP."""

    name = "wegmarke.desk.collection"
    label = "collection"
