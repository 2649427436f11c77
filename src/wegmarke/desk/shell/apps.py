"""The Django app of the shell."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The frame of all pages."""

    name = "wegmarke.desk.shell"
    label = "shell"
