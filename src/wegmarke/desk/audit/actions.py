"""What the access log knows that people do. A row of the log names one of these, and each has its words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """One kind of thing that is written down."""

    CUSTOMER_OPENED = "customer_opened", _("Opened a customer")
    SOURCE_ROW_OPENED = "source_row_opened", _("Opened a source row of a customer")
    CUSTOMERS_LISTED = "customers_listed", _("Opened a list of customers")
    ACCOUNT_OPENED = "account_opened", _("Opened a company")
    ACCOUNTS_LISTED = "accounts_listed", _("Opened a list of companies")
    CUSTOMERS_SEARCHED = "customers_searched", _("Searched for a customer")
    PERSONS_SEEN = "persons_seen", _("Opened a page about persons")
    QUARANTINE_OPENED = "quarantine_opened", _("Opened rows in quarantine")
    LOG_OPENED = "log_opened", _("Opened the access log")

    EXPORTED = "exported", _("Exported a table")
    AUDIENCE_EXPORTED = "audience_exported", _("Exported an audience")
    QUARANTINE_EXPORTED = "quarantine_exported", _("Exported rows in quarantine")
    LOG_EXPORTED = "log_exported", _("Exported the access log")
    PERSON_EXPORTED = "person_exported", _("Exported what is stored about a person")

    PERSON_CORRECTED = "person_corrected", _("Corrected a person's data")
    PERSON_ERASED = "person_erased", _("Erased a person")
    PERSON_RESTRICTED = "person_restricted", _("Restricted a person's data")
    OBJECTION_NOTED = "objection_noted", _("Noted an objection or a consent")
    RETENTION_APPLIED = "retention_applied", _("Deleted what was kept long enough")
    CUSTOMERS_MERGED = "customers_merged", _("Merged customers")
    CUSTOMERS_PARTED = "customers_parted", _("Undid a merge of customers")
    LINK_DECIDED = "link_decided", _("Decided whether two records are one person")

    ACCOUNTS_DECIDED = "accounts_decided", _("Decided whether two companies are one")

    REASON_CODED = "reason_coded", _("Coded a stated reason by hand")
    SETTINGS_CHANGED = "settings_changed", _("Changed settings")
    MAPPING_CHANGED = "mapping_changed", _("Changed a mapping")
    SOURCE_CHANGED = "source_changed", _("Imported or changed a source")
    ROW_CORRECTED = "row_corrected", _("Corrected a row in quarantine")
    PERSON_ADDED = "person_added", _("Added an account")
    PERSON_CHANGED = "person_changed", _("Changed an account")
    LINK_MADE = "link_made", _("Made a sign-in link")
    KEY_MADE = "key_made", _("Made a key or token")
    KEY_REMOVED = "key_removed", _("Removed a key or token")

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")
    PASSWORD_CHANGED = "password_changed", _("Changed the password")
    FACTOR_ADDED = "factor_added", _("Added a second factor")
    FACTOR_REMOVED = "factor_removed", _("Removed a second factor")
    SESSIONS_ENDED = "sessions_ended", _("Signed out other devices")
    REFUSED = "refused", _("Was refused")


OF_ONE_CUSTOMER = frozenset({Action.CUSTOMER_OPENED, Action.SOURCE_ROW_OPENED})
"""Looks at the one customer whose number stands in the address."""

LOOKS = OF_ONE_CUSTOMER | {
    Action.CUSTOMERS_LISTED,
    Action.ACCOUNT_OPENED,
    Action.ACCOUNTS_LISTED,
    Action.CUSTOMERS_SEARCHED,
    Action.PERSONS_SEEN,
    Action.QUARANTINE_OPENED,
    Action.LOG_OPENED,
}
EXPORTS = frozenset(
    {
        Action.EXPORTED,
        Action.AUDIENCE_EXPORTED,
        Action.QUARANTINE_EXPORTED,
        Action.LOG_EXPORTED,
        Action.PERSON_EXPORTED,
    }
)
RIGHTS = frozenset(
    {
        Action.PERSON_CORRECTED,
        Action.PERSON_ERASED,
        Action.PERSON_RESTRICTED,
        Action.OBJECTION_NOTED,
        Action.RETENTION_APPLIED,
        Action.CUSTOMERS_MERGED,
        Action.CUSTOMERS_PARTED,
        Action.LINK_DECIDED,
    }
)
SIGNING_IN = frozenset(
    {
        Action.SIGNED_IN,
        Action.SIGNED_OUT,
        Action.SIGN_IN_FAILED,
        Action.PASSWORD_CHANGED,
        Action.FACTOR_ADDED,
        Action.FACTOR_REMOVED,
        Action.SESSIONS_ENDED,
        Action.REFUSED,
    }
)
CHANGES = frozenset(Action) - LOOKS - EXPORTS - RIGHTS - SIGNING_IN


class Kind(models.TextChoices):
    """The kinds of actions that the page filters by."""

    LOOKS = "looks", _("Looked at persons")
    EXPORTS = "exports", _("Exported")
    RIGHTS = "rights", _("Changed what is stored about a person")
    CHANGES = "changes", _("Changed settings, sources, accounts, keys")
    SIGNING_IN = "signing_in", _("Signing in")


ACTIONS_OF: dict[Kind, frozenset[Action]] = {
    Kind.LOOKS: LOOKS,
    Kind.EXPORTS: EXPORTS,
    Kind.RIGHTS: RIGHTS,
    Kind.CHANGES: CHANGES,
    Kind.SIGNING_IN: SIGNING_IN,
}

NOTED_WHENEVER_ANSWERED = LOOKS | EXPORTS
"""What is done as soon as an answer is given; everything else is done only when a form led to somewhere."""
