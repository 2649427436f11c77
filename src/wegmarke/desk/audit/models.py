"""A row of the access log."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.packing import unpacked
from wegmarke.desk.options import FEWEST_AUDIT_DAYS

FEWEST_DAYS = FEWEST_AUDIT_DAYS
"""No row younger than this can be deleted, whatever the settings say: the database refuses it."""


class AppendOnlyError(TypeError):
    """Somebody tried to change what is in the log."""


class AuditEntry(models.Model):
    """One thing somebody did. Rows are added and, once old enough, deleted; the database refuses every change.

    account, account_name: who, as the account was called then; not a foreign key, since a row never changes. via: the
    beginning of the token when a program asked. customer: the one number it was about; customers: the numbers on a
    list, packed (`audit/packing.py`). rows, form: how many rows went out, and in which format. about: what else it was
    about (a question, a source, an account's name). where: the filter, without any word that somebody typed. address:
    the network it came from, without the last part. Never a name or an identifier of a customer.
    """

    at = models.DateTimeField(_("Time"), db_index=True)
    account = models.BigIntegerField(null=True, db_index=True)
    account_name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=16, blank=True)
    via = models.CharField(max_length=12, blank=True)
    action = models.CharField(max_length=24, db_index=True)  # no choices: a new action needs no migration
    customer = models.BigIntegerField(null=True, db_index=True)
    customers = models.BinaryField(null=True)
    rows = models.BigIntegerField(null=True)
    form = models.CharField(max_length=12, blank=True)
    about = models.CharField(max_length=200, blank=True)
    where = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        """Newest first, as one reads a log."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Name the row by its time and action."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is there already stays as it is."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: rows go by age alone (`audit.service.forget_old`)."""
        raise AppendOnlyError

    @property
    def action_name(self) -> str:
        """What was done, in the reader's language."""
        return str(Action(self.action).label) if self.action in Action.values else self.action

    @property
    def listed(self) -> int:
        """How many customers were on the list."""
        return len(unpacked(self.customers))
