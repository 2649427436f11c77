"""The Django app of the moments that matter."""

from __future__ import annotations

from django.apps import AppConfig


class MomentsConfig(AppConfig):
    """Moments that matter: which touchpoints decide whether customers stay."""

    name = "wegmarke.desk.moments"
    label = "moments"
