"""What happened in or around the company on a day, as people enter it beside the numbers."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 200
LONGEST_DEPARTMENT = 80


class CompanyEvent(models.Model):
    """One such event: a release, new terms, a strike, a moved warehouse. department: "" where it is of the whole
    company.
    """

    day = models.DateField(_("day"))
    # Texts without a length in the database: what an erasure puts in the place of a name may be longer.
    text = models.TextField(_("what happened"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    department = models.TextField(_("department"), validators=[MaxLengthValidator(LONGEST_DEPARTMENT)], blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """The latest first, as lists show them."""

        ordering = ("-day", "pk")

    def __str__(self) -> str:
        """Say what happened."""
        return self.text
