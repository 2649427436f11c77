"""What persons have asked for, with the time there is to answer."""

from __future__ import annotations

import calendar
import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MONTHS_TO_ANSWER, MONTHS_IF_EXTENDED = 1, 3


class Wish(models.TextChoices):
    """What is asked for."""

    ACCESS = "access", _("Information and copy (Art. 15, 20)")
    ERASURE = "erasure", _("Erasure (Art. 17)")
    CORRECTION = "correction", _("Correction (Art. 16)")
    RESTRICTION = "restriction", _("Restriction (Art. 18)")
    OBJECTION = "objection", _("Objection (Art. 21)")


class Stage(models.TextChoices):
    """How far the answer is."""

    TAKEN_IN = "taken_in", pgettext_lazy("request", "taken in")
    WORKING = "working", pgettext_lazy("request", "being worked on")
    DONE = "done", pgettext_lazy("request", "done")


class PrivacyRequest(models.Model):
    """One request. Once the person is erased, it keeps neither identifiers nor note: only that it was answered.

    asked: the correction that is shown and not made yet; empty otherwise.
    """

    wish = models.CharField(_("What is asked for"), max_length=12, choices=Wish.choices)
    received = models.DateField(_("Received on"))
    identifiers = models.JSONField(default=list, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    note = models.TextField(_("Note"), blank=True)
    is_extended = models.BooleanField(_("Extended by two months, and the person told so (Art. 12 (3))"), default=False)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.TAKEN_IN, db_index=True)
    steps = models.JSONField(default=list, blank=True)
    erasure = models.PositiveIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Those who have waited longest first."""

        ordering = ("received", "pk")

    def __str__(self) -> str:
        """Name it by its number and what is asked for."""
        return f"{self.pk}: {self.get_wish_display()}"

    @property
    def due(self) -> dt.date:
        """The last day for the answer: one month after receipt, three where extended."""
        return months_after(self.received, MONTHS_IF_EXTENDED if self.is_extended else MONTHS_TO_ANSWER)

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """The identifiers (kind, value) by which the person named themselves."""
        return tuple((str(kind), str(value)) for kind, value in self.identifiers)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where that month has no such day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
