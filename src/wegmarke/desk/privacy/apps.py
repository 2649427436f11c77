"""The app of the data protection officer."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Requests of persons, retention, the register of processing, and what is stored about staff."""

    name = "wegmarke.desk.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Enter the desk's tables into the register, and tell the worker which jobs this app does."""
        # Models can be imported only now.
        from wegmarke.desk.jobs.worker import WORKER  # noqa: PLC0415
        from wegmarke.desk.privacy.handlers import register  # noqa: PLC0415
        from wegmarke.desk.privacy.parts import enter_desk  # noqa: PLC0415

        enter_desk()
        register(WORKER)
