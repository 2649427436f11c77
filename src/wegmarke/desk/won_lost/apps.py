"""The Django app of won and lost."""

from __future__ import annotations

from django.apps import AppConfig


class WonLostConfig(AppConfig):
    """Won and lost: what distinguishes the two."""

    name = "wegmarke.desk.won_lost"
    label = "won_lost"
