"""The panel beside the map: one touchpoint or one step in numbers, each of which opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegmarke.desk.findings.answer import viewing_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import touchpoint_page, with_query
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.findings.tables import Cell, Header, row_view
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.report.presentation import tables_of

START, END = "<", ">"
"""The ends of the map, as the picture names them."""


@dataclass(frozen=True, slots=True)
class Action:
    """A link to where the question leads on."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SelectionView:
    """What is selected, its numbers with their heads, and where one can go from here."""

    title: str
    facts: tuple[tuple[Header, Cell], ...]
    compared: tuple[tuple[Header, Cell], ...]
    actions: tuple[Action, ...]


def selection_view(request: HttpRequest, scope: Scope, page: str) -> SelectionView:
    """The touchpoint or step that the address names (`touchpoint`, or `source` and `target`)."""
    key = request.GET.get("touchpoint", "")
    source, target = request.GET.get("source", ""), request.GET.get("target", "")
    if source == START or target == END:
        return _far_end(request, scope, page, target if source == START else source, begins=source == START)
    if key:
        return _touchpoint(request, scope, page, key)
    return _step(request, scope, page, source, target)


def _touchpoint(request: HttpRequest, scope: Scope, page: str, key: str) -> SelectionView:
    finding = for_role(scope.ask("map"), request.user)
    table = _table(finding, "touchpoints")
    row = _row(table, {"touchpoint": key})
    facts = row_view(table, row, viewing_of(request, scope, finding))
    return SelectionView(
        title=facts[0][1].text,
        facts=facts[1:],
        compared=_compared(request, scope, "touchpoints", (key,)),
        actions=(
            Action(_("What came before, what came after"), touchpoint_page(key, scope.where)),
            *_narrowing(page, scope, f"visited({key})"),
        ),
    )


def _step(request: HttpRequest, scope: Scope, page: str, source: str, target: str) -> SelectionView:
    finding = for_role(scope.ask("map"), request.user)
    table = _table(finding, "steps")
    row = _row(table, {"source": source, "target": target})
    facts = row_view(table, row, viewing_of(request, scope, finding))
    return SelectionView(
        title=f"{facts[0][1].text} → {facts[1][1].text}",
        facts=facts[2:],
        compared=_compared(request, scope, "steps", (source, target)),
        actions=_narrowing(page, scope, f"step({source}, {target})"),
    )


def _far_end(request: HttpRequest, scope: Scope, page: str, key: str, *, begins: bool) -> SelectionView:
    finding = for_role(scope.ask("map"), request.user)
    table = _table(finding, "touchpoints")
    facts = row_view(table, _row(table, {"touchpoint": key}), viewing_of(request, scope, finding))
    wanted = "starts" if begins else "ends"
    title = f"{_('Start')} → {facts[0][1].text}" if begins else f"{facts[0][1].text} → {_('End')}"
    condition = f"began({key})" if begins else f"ended({key})"
    shown = tuple(fact for fact in facts if fact[0].key == wanted)
    return SelectionView(title, shown, (), _narrowing(page, scope, condition))


def _narrowing(page: str, scope: Scope, condition: str) -> tuple[Action, ...]:
    return (
        Action(_("Only journeys with it"), with_query(page, where=combine(scope.where, condition))),
        Action(_("Only journeys without it"), with_query(page, where=combine(scope.where, f"not {condition}"))),
    )


def _compared(request: HttpRequest, scope: Scope, what: str, keys: tuple[str, ...]) -> tuple[tuple[Header, Cell], ...]:
    """The line of a comparison, where the map is one."""
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    if not (a and b):
        return ()
    finding = scope.ask("compare", {"a": a, "b": b, "what": what, "top": 2000})
    result = finding.result
    if isinstance(result, CannotSay):
        return ()
    rows = [tuple(result.touchpoints[code].key for code in codes) for codes in result.codes]
    if keys not in rows:
        return ()
    viewing = replace(viewing_of(request, scope, finding), left_out=frozenset({"what"}))
    return row_view(tables_of(for_role(finding, request.user))[0], rows.index(keys), viewing)


def _table(finding: Finding[Any], key: str) -> Table:
    for table in tables_of(finding):
        if table.key == key:
            return table
    raise WegmarkeError("touchpoint_unknown", touchpoint="")


def _row(table: Table, wanted: dict[str, str]) -> int:
    """The row with these values; `touchpoint_unknown` where there is none."""
    columns = [(table.column(name).values, value) for name, value in wanted.items()]
    for row in range(len(table)):
        if all(values[row] == value for values, value in columns):
            return row
    raise WegmarkeError("touchpoint_unknown", touchpoint=" → ".join(wanted.values()))
