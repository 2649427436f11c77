"""The Django app of reports."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The statements of the overview, and reports as files."""

    name = "wegmarke.desk.reports"
    label = "reports"

    def ready(self) -> None:
        """Enter the kept files into the register, and tell the worker who writes reports."""
        # Models can be imported only now.
        from wegmarke.desk.jobs.worker import WORKER  # noqa: PLC0415
        from wegmarke.desk.reports.handlers import register  # noqa: PLC0415
        from wegmarke.desk.reports.kept import enter_kept  # noqa: PLC0415

        enter_kept()
        register(WORKER)
