"""The filter bar of all pages of Understand: chips, what can be added, what is kept under a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from wegmarke import text
from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.attribute_conditions import AttributeField, attribute_fields
from wegmarke.desk.findings.filter_words import condition_in_words, in_words, kept_in_words
from wegmarke.desk.findings.form_choices import Choice, FormChoices, form_choices
from wegmarke.desk.findings.links import NOT_CARRIED, here, with_query
from wegmarke.desk.findings.models import SavedFilter
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.filter import both, conditions, write
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint

FILTER_FIELDS = ("where",)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the address without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter kept under a name."""

    number: int
    name: str
    words: str
    url: str
    is_own: bool
    is_shared: bool
    owner: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    """What the bar shows. others: the parameters of the page that a form must carry along. here: the page's address
    without its filter; error: why the filter cannot be read, and where (`error_before`, `error_at`).
    """

    chips: tuple[Chip, ...]
    words: str
    expression: str
    clear_url: str
    compare_url: str
    others: tuple[tuple[str, str], ...]
    here: str
    touchpoints: tuple[Touchpoint, ...]
    outcomes: tuple[Choice, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    attributes: tuple[AttributeField, ...]
    kept: tuple[Kept, ...]
    form: FormChoices
    error: str = ""
    error_before: str = ""
    error_at: str = ""


def filter_bar(request: HttpRequest, scope: Scope) -> FilterBar:
    """The bar for the page that is asked for."""
    language = reader_language()
    labels = labels_of(scope)
    parts = conditions(scope.filter)
    chips = tuple(
        Chip(condition_in_words(part, labels), here(request, {"where": write(both(*parts[:i], *parts[i + 1 :]))}))
        for i, part in enumerate(parts)
    )
    before, at = _marked(scope)
    return FilterBar(
        chips=chips,
        words=in_words(scope.filter, labels),
        expression=scope.written if scope.error else scope.where,
        clear_url=here(request, {"where": ""}),
        compare_url=with_query(reverse("journeys:compare"), a=scope.where),
        others=tuple(
            (name, value)
            for name, values in request.GET.lists()
            if name not in (*FILTER_FIELDS, *NOT_CARRIED)
            for value in values
        ),
        here=request.path,
        touchpoints=tuple(sorted(scope.touchpoints, key=lambda touchpoint: touchpoint.label.casefold())),
        outcomes=tuple(Choice(name, text.word(f"outcome:{name}", language)) for name in OUTCOME_NAMES),
        channels=scope.index.channels if scope.index else (),
        departments=scope.index.departments if scope.index else (),
        attributes=attribute_fields(scope.index.attributes) if scope.index else (),
        kept=kept_filters(request, scope),
        form=form_choices(),
        error=text.error_sentence(scope.error, language) if scope.error else "",
        error_before=before,
        error_at=at,
    )


def _marked(scope: Scope) -> tuple[str, str]:
    """The filter's text up to the place of the error, and from there on."""
    position = scope.error.details.get("position") if scope.error else None
    if not isinstance(position, int):
        return "", ""
    return scope.written[: position - 1], scope.written[position - 1 :]


def kept_filters(request: HttpRequest, scope: Scope) -> tuple[Kept, ...]:
    """What this account keeps and what others share, each as a link to the present page under that filter."""
    labels = labels_of(scope)
    found = []
    for saved in SavedFilter.seen_by(request.user.pk):
        words = kept_in_words(saved.expression, labels)
        found.append(
            Kept(
                saved.pk,
                saved.name,
                words,
                here(request, {"where": saved.expression}),
                saved.owner_id == request.user.pk,
                saved.is_shared,
                str(saved.owner),
            )
        )
    return tuple(found)
