"""Words of these pages for what the workspace calls by codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wegmarke.model.consent import PURPOSES, STATES


def purpose_word(purpose: str) -> str:
    """What a purpose is called."""
    return {
        "advertising": _("advertising"),
        "analysis": _("analysis of journeys"),
        "profiling": _("profiling"),
        "personalisation": _("personalised offers"),
        "transfer": _("handing on to others"),
    }.get(purpose, purpose)


def state_word(state: str) -> str:
    """What a statement is called."""
    return {
        "given": pgettext("consent", "allows it"),
        "refused": pgettext("consent", "does not allow it"),
        "withdrawn": pgettext("consent", "withdraws the consent"),
        "objected": pgettext("consent", "objects to it"),
        "restricted": pgettext("consent", "wants it restricted"),
        "lifted": pgettext("consent", "takes the objection back"),
    }.get(state, state)


def step_word(step: str) -> str:
    """What was done for a request."""
    return {
        "taken_in": pgettext("step", "taken in"),
        "exported": pgettext("step", "copy given out"),
        "erased": pgettext("step", "erased"),
        "noted": pgettext("step", "statement noted"),
        "corrected": pgettext("step", "corrected"),
        "extended": pgettext("step", "time extended"),
        "closed": pgettext("step", "closed"),
    }.get(step, step)


def row_state_word(state: str) -> str:
    """Whether a row counts."""
    return {
        "counts": pgettext("row", "counts"),
        "superseded": pgettext("row", "history"),
        "quarantine": pgettext("row", "in quarantine"),
    }.get(state, state)


def part_word(part: str) -> str:
    """What a part of the workspace is called."""
    return {
        "record": _("Contacts and rows in quarantine"),
        "numbers": _("Identifiers with a customer number"),
        "kept_files": _("Kept source files"),
        "links": _("Links between identifiers"),
        "collector": _("Events on their way"),
        "consents": _("Statements of the person"),
        "corrections": _("Right values kept from corrections"),
        "desk": _("Entries of the desk"),
    }.get(part, part)


def category_word(category: str) -> str:
    """What is kept of a contact."""
    return {
        "identifiers": _("identifiers"),
        "contacts": _("contacts and their times"),
        "departments": _("departments"),
        "money": _("amounts"),
        "scores": _("scores"),
        "texts": _("free text"),
        "promises": _("promises and dates"),
        "outcomes": _("outcomes"),
    }.get(category, category)


def purpose_choices() -> list[tuple[str, str]]:
    """The purposes to choose from."""
    return [(purpose, purpose_word(purpose)) for purpose in PURPOSES]


def state_choices() -> list[tuple[str, str]]:
    """The statements to choose from."""
    return [(state, state_word(state)) for state in STATES]
