"""Segments: lists of customers that people keep under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class Segment(models.Model):
    """A filter with an order and columns under a name, its owner's or shared with everybody here.

    It holds conditions, no customers: whoever fits them now is in it. A condition can name a customer, so segments are
    looked through when a person is erased.
    """

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    expression = models.TextField(_("filter"))
    order = models.CharField(_("order"), max_length=20)
    columns = models.TextField(_("columns"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="segments")
    is_shared = models.BooleanField(_("shared with everybody here"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        """By name, as the list shows them; a name is one segment of its owner."""

        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("owner", "name"), name="one_segment_a_name")]

    def __str__(self) -> str:
        """Name the segment as its owner does."""
        return self.name

    @classmethod
    def seen_by(cls, user_id: int | None) -> models.QuerySet[Segment]:
        """What this account keeps, and what others share."""
        return cls.objects.filter(Q(owner_id=user_id) | Q(is_shared=True)).select_related("owner")
