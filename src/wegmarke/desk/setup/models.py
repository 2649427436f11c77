"""What people say about touchpoints: how they are called, and who is responsible."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TouchpointDetails(models.Model):
    """The touchpoint of a permanent key, as pages show it. The key and the label of the sources never change here."""

    key = models.CharField(max_length=200, primary_key=True)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    name_de = models.CharField(_("Name in German"), max_length=120, blank=True)
    stage = models.CharField(_("Stage"), max_length=80, blank=True)
    channel = models.CharField(_("Channel"), max_length=80, blank=True)
    department = models.CharField(_("Department in charge"), max_length=120, blank=True)

    class Meta:
        """In the order of their keys."""

        ordering = ("key",)

    def __str__(self) -> str:
        """Name it by its key."""
        return self.key

    def name(self, language: str) -> str:
        """Return the name in that language, else in the other, else ""."""
        names = (self.name_de, self.name_en) if language == "de" else (self.name_en, self.name_de)
        return next((name for name in names if name), "")
