"""Accounts, one-time links and tokens as the desk stores them. Secrets are stored as hashes only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.accounts.policy import Role


class User(AbstractUser):
    """A person with an account. What the person may do follows from the role alone (`accounts/policy.py`)."""

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.READER)
    department = models.CharField(_("department"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)

    def __str__(self) -> str:
        """Name the person as others know them."""
        return self.get_full_name() or self.username


class SignInRules(models.Model):
    """What is demanded of whoever signs in; one row, or none where nothing is."""

    ONLY = 1

    second_factor_roles = models.JSONField(default=list)

    def __str__(self) -> str:
        """Name the roles."""
        return f"second factor: {', '.join(self.second_factor_roles) or 'nobody'}"


class SignInLink(models.Model):
    """A link that signs its account in once, before it expires. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Name the account, never the token."""
        return f"link for {self.user_id}"


class ApiToken(models.Model):
    """A token with which a program acts as its account. Only the hash is kept, and the beginning to tell it by."""

    token_hash = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)
    name = models.CharField(_("what it is for"), max_length=80)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first, as the list shows them."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        """Name the token by its purpose."""
        return self.name
