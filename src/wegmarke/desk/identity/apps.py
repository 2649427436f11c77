"""The Django app of identity."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Who may be one person."""

    name = "wegmarke.desk.identity"
    label = "identity"

    def ready(self) -> None:
        """Tell the worker which job this app does."""
        # Models can be imported only now.
        from wegmarke.desk.identity.handlers import register  # noqa: PLC0415
        from wegmarke.desk.jobs.worker import WORKER  # noqa: PLC0415

        register(WORKER)
