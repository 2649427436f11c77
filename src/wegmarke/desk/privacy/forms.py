"""Forms of the data protection officer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.privacy.models import PrivacyRequest
from wegmarke.desk.privacy.words import purpose_choices, state_choices
from wegmarke.workspace.rights.processing import Responsible

MAX_IDENTIFIERS = 20


class RequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Take a request in: what, since when, and by which identifiers the person is known."""

    known_by = forms.CharField(
        label=_("Identifiers"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, the kind first: email ada@example.org, customer_number 4711, phone 030 1234567."),
    )

    class Meta:
        """What the officer says; the rest follows."""

        model = PrivacyRequest
        fields = ("wish", "received", "known_by", "note")
        widgets = {
            "received": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_known_by(self) -> list[list[str]]:
        """Cut the lines into kind and value."""
        found = []
        for line in self.cleaned_data["known_by"].splitlines():
            kind, _sign, value = line.strip().replace(":", " ", 1).partition(" ")
            if kind and not value.strip():
                raise forms.ValidationError(gettext("In “%(line)s” the kind or the value is missing.") % {"line": line})
            if kind:
                found.append([kind, value.strip()])
        if len(found) > MAX_IDENTIFIERS:
            raise forms.ValidationError(gettext("At most 20 identifiers name one person."))
        return found


class StatementForm(forms.Form):
    """What a person allows or objects to."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=purpose_choices)
    state = forms.ChoiceField(label=_("What the person says"), choices=state_choices)
    origin = forms.CharField(label=_("How this is known"), max_length=120, required=False)


class CorrectionForm(forms.Form):
    """What is wrong, and how it must read."""

    field = forms.CharField(
        label=_("Column of the source"),
        max_length=200,
        help_text=_("As in the file, for example E-Mail. One that says who it is, is corrected in every source."),
    )
    reads = forms.CharField(label=_("Reads"), max_length=2000)
    becomes = forms.CharField(label=_("Must read"), max_length=2000, required=False)
    source = forms.CharField(label=_("Only in this source"), max_length=100, required=False)
    reason = forms.CharField(label=_("Why"), max_length=400)


class ResponsibleForm(forms.Form):
    """What only people can say about the processing."""

    controller = forms.CharField(label=_("Controller"), required=False, max_length=400)
    officer = forms.CharField(label=_("Data protection officer"), required=False, max_length=400)
    purposes = forms.CharField(label=_("Purposes"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    recipients = forms.CharField(label=_("Recipients"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    measures = forms.CharField(
        label=_("Technical and organisational measures"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def said(self) -> Responsible:
        """What was entered."""
        return Responsible(**self.cleaned_data)
