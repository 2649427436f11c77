"""Forms about people and their accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.accounts.models import ApiToken, User


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person may change about the own account."""

    class Meta:
        """Name and language; role and department are the administrator's."""

        model = User
        fields = ("first_name", "last_name", "language")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the empty language for what it means."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = self.fields["language"]
        language.choices = [("", _("As the browser asks")), ("en", "English"), ("de", "Deutsch")]  # type: ignore[attr-defined]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person an administrator adds or changes."""

    class Meta:
        """The sign-in name, the person's name, and what the person may do."""

        model = User
        fields = ("username", "first_name", "last_name", "email", "department", "role", "is_active")
        labels = {"username": _("Sign-in name"), "is_active": _("May sign in"), "email": _("E-mail")}
        help_texts = {"username": "", "is_active": ""}

    def clean_email(self) -> str:
        """Refuse an address that another account has: by it, people are known who come from the company's sign-in."""
        address = str(self.cleaned_data["email"])
        if address and User.objects.filter(email__iexact=address).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has this e-mail address."))
        return address


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new token: only its purpose is asked."""

    class Meta:
        """The purpose, so that one knows later which to remove."""

        model = ApiToken
        fields = ("name",)
