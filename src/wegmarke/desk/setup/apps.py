"""The Django app of setup."""

from __future__ import annotations

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """Sources and settings of the workspace."""

    name = "wegmarke.desk.setup"
    label = "setup"

    def ready(self) -> None:
        """Tell the worker which jobs this app does."""
        # Models can be imported only now.
        from wegmarke.desk.jobs.worker import WORKER  # noqa: PLC0415
        from wegmarke.desk.setup.handlers import register  # noqa: PLC0415

        register(WORKER)
