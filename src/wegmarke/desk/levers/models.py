"""Scenarios that people keep under a name."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegmarke.clock import now

LONGEST_NAME = 80
BROUGHT_BACK_FOR = timedelta(days=30)
"""So long one that was removed can be brought back."""


class LeverScenario(models.Model):
    """What is moved and assumed, with the filter it is about, under a name; its owner's or shared with everybody here.

    arguments: as texts of the question `levers`. It holds no answer: whoever opens it is told what is so now. A filter
    can name a customer and an assumption a person, so scenarios are looked through when a person is erased.
    """

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    expression = models.TextField(_("filter"), blank=True)
    level = models.CharField(_("level"), max_length=20, default="customer")
    arguments = models.JSONField(_("assumptions"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lever_scenarios")
    is_shared = models.BooleanField(_("shared with everybody here"), default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, default=None)

    class Meta:
        """By name, as the list shows them; a name is one scenario of its owner."""

        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "name"), condition=Q(removed_at__isnull=True), name="one_scenario_a_name"
            )
        ]

    def __str__(self) -> str:
        """Name the scenario as its owner does."""
        return self.name

    @classmethod
    def seen_by(cls, user_id: int | None) -> models.QuerySet[LeverScenario]:
        """What this account keeps, and what others share."""
        there = cls.objects.filter(removed_at__isnull=True)
        return there.filter(Q(owner_id=user_id) | Q(is_shared=True)).select_related("owner")

    @classmethod
    def removed_by(cls, user_id: int | None) -> models.QuerySet[LeverScenario]:
        """What this account removed not long ago."""
        return cls.objects.filter(owner_id=user_id, removed_at__gt=now() - BROUGHT_BACK_FOR)
