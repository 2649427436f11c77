"""A job as the desk stores it: what is to be done, how far it is, how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a job stands. `interrupted`: the desk was ended while the job ran."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")
    INTERRUPTED = "interrupted", _("interrupted")


ACTIVE = (State.QUEUED, State.RUNNING)
ENDED_EARLY = (State.STOPPED, State.FAILED, State.INTERRUPTED)
NAMES = {
    "import": pgettext_lazy("job", "Import"),
    "build": _("Build the journeys"),
    "replay": _("Replay the quarantine"),
    "read_again": _("Read again"),
    "forget": _("Erase a person"),
    "correct": _("Correct a person's rows"),
    "expire": _("Erase what is too old"),
    "report": _("Write a report"),
    "inbox": _("Look into the inbox"),
    "look_for_pairs": _("Look for customers who may be one person"),
}
"""What jobs are called; a job is about a file or a source, which is named behind it."""


class Job(models.Model):
    """One piece of long work. Arguments and result are plain JSON; an error is kept as code and details, worded."""

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    stage = models.CharField(max_length=20, blank=True)
    share = models.FloatField(null=True, blank=True)
    rows = models.BigIntegerField(default=0)
    stop_wanted = models.BooleanField(default=False)
    result = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_details = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    stage_started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first, as the list shows them."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Name the job by what it does, in the reader's language."""
        name = self.title or NAMES.get(self.kind, self.kind)
        about = "" if self.title else self.arguments.get("file") or self.arguments.get("source") or ""
        return f"{name}: {about}" if about else str(name)

    @property
    def is_active(self) -> bool:
        """Whether the job still waits or runs."""
        return self.state in ACTIVE
