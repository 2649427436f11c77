"""One lost customer as a page shows them, beside one like them who stayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.questions.customer_files import CustomerFile, Happened
from wegmarke.questions.lost_customers import LostCustomer
from wegmarke.report.presentation import Presentation

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Moment:
    """A contact or a critical event: when, what, where, with whom. kind: "" for a contact."""

    day: str
    kind: str
    touchpoint: str
    department: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two customers. name: of the account, else the identifier."""

    name: str
    url: str
    incidents: tuple[Moment, ...]
    last: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of both: what it is, of who left, of who stayed ("" where nobody did)."""

    label: str
    left: str
    stayed: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A page of its own on paper. number: which of all who left, the latest first. reason: "" where none is noted."""

    number: int
    left: Side
    stayed: Side | None
    left_on: str
    reason: str
    figures: tuple[Figure, ...]


def file_view(scope: Scope, line: LostCustomer, number: int, presentation: Presentation) -> FileView:
    """The file of a customer who left."""
    left, stayed = line.left, line.stayed
    return FileView(
        number=number,
        left=_side(scope, left, presentation),
        stayed=None if stayed is None else _side(scope, stayed, presentation),
        left_on=_day(left.until, presentation),
        reason=left.reason or "",
        figures=tuple(
            Figure(_label(name, presentation), of(left), "" if stayed is None else of(stayed))
            for name, of in _figures(presentation)
            if name != "value" or left.value is not None
        ),
    )


def _label(name: str, presentation: Presentation) -> str:
    return _("Critical events, last year") if name == "incidents" else presentation.named(f"column:{name}")


def _figures(presentation: Presentation) -> tuple[tuple[str, Callable[[CustomerFile], str]], ...]:
    """What is told of both, and how it is written."""
    language, currency = presentation.language, presentation.currency

    def count(number: float) -> str:
        return text.number(number, "count", language)

    return (
        ("tenure", lambda one: text.duration(one.days * _DAY, language)),
        ("contacts", lambda one: count(one.contacts)),
        ("purchases", lambda one: count(one.purchases)),
        ("value", lambda one: text.cell(one.value, "minor_units", language, currency=currency)),
        ("promises", lambda one: count(one.promises)),
        ("promises_late", lambda one: count(one.late)),
        ("promises_broken", lambda one: count(one.broken)),
        ("incidents", lambda one: count(len(one.incidents))),
    )


def _side(scope: Scope, file: CustomerFile, presentation: Presentation) -> Side:
    page, name = "customers:customer", file.identifier
    if scope.level == "account":
        page = "customers:account"
        account = workspace().accounts().account(file.customer)
        name = account.name if account is not None and account.name else name
    return Side(
        name=name,
        url=with_query(reverse(page, args=[file.customer]), level=""),
        incidents=tuple(_moment(one, presentation) for one in file.incidents),
        last=tuple(_moment(one, presentation) for one in reversed(file.last)),
    )


def _moment(one: Happened, presentation: Presentation) -> Moment:
    return Moment(
        day=_day(one.seconds, presentation),
        kind="" if one.kind is None else text.word(f"incident:{one.kind}", reader_language()),
        touchpoint=presentation.labels.get(one.touchpoint.key, one.touchpoint.label),
        department=one.department or "",
    )


def _day(seconds: int, presentation: Presentation) -> str:
    return text.date(float(seconds), presentation.language, presentation.time_zone)
