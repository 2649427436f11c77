"""The form of an event in the company."""

from __future__ import annotations

from django import forms

from wegmarke.desk.drift.models import LONGEST_DEPARTMENT, LONGEST_TEXT, CompanyEvent


class CompanyEventForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, what, and of which department."""

    class Meta:
        """All that is said of an event; when it was entered follows."""

        model = CompanyEvent
        fields = ("day", "text", "department")
        widgets = {
            "day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "text": forms.TextInput(attrs={"maxlength": LONGEST_TEXT, "autocomplete": "off"}),
            "department": forms.TextInput(
                attrs={"list": "departments", "autocomplete": "off", "maxlength": LONGEST_DEPARTMENT}
            ),
        }
