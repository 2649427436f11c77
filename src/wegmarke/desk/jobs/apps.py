"""The Django app of jobs."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The table of jobs and the thread that works on it."""

    name = "wegmarke.desk.jobs"
    label = "jobs"
