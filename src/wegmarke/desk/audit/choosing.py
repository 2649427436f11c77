"""Which rows of the log a page or an export shows: by person, by what was done, by period, by customer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.audit.actions import ACTIONS_OF, Kind
from wegmarke.desk.audit.models import AuditEntry
from wegmarke.desk.audit.service import keys_about


class LogForm(forms.Form):
    """The choices above the log; all are optional, and what cannot be read chooses nothing."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    kind = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("Everything")), *Kind.choices])
    first = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}))
    customer = forms.IntegerField(label=_("Customer number"), required=False, min_value=0, max_value=2**62)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the people who are in the log."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = AuditEntry.objects.exclude(account=None).values_list("account", "account_name").order_by("account_name")
        people = {str(account): name for account, name in known.distinct()}
        self.fields["person"].choices = [("", _("Everybody")), *people.items()]  # type: ignore[attr-defined]


def chosen(form: LogForm) -> QuerySet[AuditEntry]:
    """The rows that the form leaves, the latest first; none where a choice cannot be read."""
    if not form.is_valid():
        return AuditEntry.objects.none()
    wanted, rows = form.cleaned_data, AuditEntry.objects.all()
    if wanted["person"]:
        rows = rows.filter(account=int(wanted["person"]))
    if wanted["kind"]:
        rows = rows.filter(action__in=sorted(ACTIONS_OF[Kind(wanted["kind"])]))
    if wanted["first"]:
        rows = rows.filter(at__gte=_midnight(wanted["first"]))
    if wanted["last"] and wanted["last"] < date.max:
        rows = rows.filter(at__lt=_midnight(wanted["last"] + timedelta(days=1)))
    if wanted["customer"] is not None:
        rows = rows.filter(pk__in=keys_about(frozenset({wanted["customer"]})))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
