"""Filters that people keep under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80


class SavedFilter(models.Model):
    """A filter under a name, its owner's or shared with everybody here; it holds keys, so it keeps its meaning."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    expression = models.TextField(_("filter"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    is_shared = models.BooleanField(_("shared with everybody here"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        """By name, as the list shows them; a name is one filter of its owner."""

        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("owner", "name"), name="one_filter_a_name")]

    def __str__(self) -> str:
        """Name the filter as its owner does."""
        return self.name

    @classmethod
    def seen_by(cls, user_id: int | None) -> models.QuerySet[SavedFilter]:
        """What this account keeps, and what others share."""
        return cls.objects.filter(Q(owner_id=user_id) | Q(is_shared=True)).select_related("owner")
