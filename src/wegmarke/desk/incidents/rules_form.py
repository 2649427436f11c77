"""The form of the rules of critical events: what it shows, and the rules that come back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.incidents import (
    INCIDENT_KINDS,
    MOST_WAITS,
    USUAL_RULES,
    IncidentRules,
    WaitRule,
    incident_touchpoints,
)
from wegmarke.model.touchpoint import Touchpoint

Role = Literal["complaints", "settled", "failures", "dunning", "asking"]
ROLES: tuple[tuple[Role, str | Promise], ...] = (
    ("complaints", _("Customers complain here")),
    ("settled", _("A complaint is settled here")),
    ("failures", _("A failure in itself")),
    ("dunning", _("A dunning letter")),
    ("asking", _("Customers turn to the company here")),
)
ROLE_HINTS: dict[Role, str | Promise] = {
    "complaints": _("The suppression list goes by the same touchpoints."),
    "settled": _("A complaint stays open until then."),
    "failures": _("An error page, a failed delivery, a corrected invoice."),
    "dunning": _("Critical when it follows a complaint."),
    "asking": _("Coming again soon counts as a repeated contact even where no matter is noted."),
}
DAYS: tuple[tuple[str, str | Promise], ...] = (
    ("repeated_days", _("The same matter again counts as repeated within")),
    ("ping_pong_days", _("Back and forth between departments within")),
    ("dunning_days", _("A dunning letter after a complaint within")),
)
BLANK_WAITS = 2


@dataclass(frozen=True, slots=True)
class RoleField:
    """Which touchpoints have a part. by_name: those that have it by their name, where none are named."""

    role: Role
    label: str
    hint: str
    named: tuple[str, ...]
    by_name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindField:
    """A kind of incidents: whether it is looked for, and how many there are now (None where nothing is built)."""

    kind: str
    label: str
    on: bool
    now: int | None


@dataclass(frozen=True, slots=True)
class RulesForm:
    """All fields of the form. days, scores, waits: as they are written in the fields."""

    kinds: tuple[KindField, ...]
    roles: tuple[RoleField, ...]
    days: tuple[tuple[str, str, str], ...]
    scores: tuple[tuple[str, str], ...]
    waits: tuple[tuple[str, str, str], ...]
    touchpoints: tuple[Touchpoint, ...]


def rules_form(rules: IncidentRules, index: Index | None, now: dict[str, int] | None) -> RulesForm:
    """The form that shows these rules, in the reader's language. now: incidents of each kind as the rules are."""
    language = reader_language()
    known = tuple(sorted(index.touchpoints if index else (), key=lambda one: one.label.casefold()))
    labels = {touchpoint.key: touchpoint.label for touchpoint in known}
    usual = incident_touchpoints(known, USUAL_RULES)
    holds = incident_touchpoints(known, rules)
    limits = {scale: _written(limit) for scale, limit in rules.bad_up_to.items()}
    named = {scale.casefold() for scale in limits}
    further = {scale: "" for scale in (index.scales if index else ()) if scale.casefold() not in named}
    return RulesForm(
        kinds=tuple(
            KindField(
                kind,
                text.word(f"incident:{kind}", language),
                kind not in rules.off,
                None if now is None else now.get(kind, 0),
            )
            for kind in INCIDENT_KINDS
        ),
        roles=tuple(
            RoleField(
                role,
                str(label),
                str(ROLE_HINTS[role]),
                getattr(rules, role),
                tuple(sorted(labels[key] for key in getattr(usual, role))),
            )
            for role, label in ROLES
        ),
        days=tuple((name, str(label), _written(getattr(rules, name))) for name, label in DAYS),
        scores=tuple((limits | further).items()),
        waits=(
            *((wait.begins, wait.ends, _written(wait.days)) for wait in holds.waits),
            *[("", "", "")] * min(BLANK_WAITS, MOST_WAITS - len(holds.waits)),
        ),
        touchpoints=known,
    )


def posted_rules(fields: QueryDict, before: IncidentRules, index: Index | None) -> IncidentRules:
    """The rules that the form says. Touchpoints that the journeys do not have (yet) keep their part.

    `workspace_setting` for a number that is none, and for a wait without an end.
    """
    touchpoints = index.touchpoints if index else ()
    known = {touchpoint.key for touchpoint in touchpoints}

    def named(role: Role) -> tuple[str, ...]:
        kept: tuple[str, ...] = getattr(before, role)
        return (*(key for key in fields.getlist(role) if key in known), *(key for key in kept if key not in known))

    def days(name: str) -> float:
        return _number(fields.get(name, ""), name)

    waits: tuple[WaitRule, ...] | None = tuple(_posted_waits(fields))
    if before.waits is None and waits == incident_touchpoints(touchpoints, before).waits:
        waits = None  # nothing was changed: the usual ones hold, also for touchpoints to come
    looked_for = set(fields.getlist("kind"))
    scales = zip(fields.getlist("scale"), fields.getlist("limit"), strict=False)
    return IncidentRules(
        complaints=named("complaints"),
        settled=named("settled"),
        failures=named("failures"),
        dunning=named("dunning"),
        asking=named("asking"),
        repeated_days=days("repeated_days"),
        ping_pong_days=days("ping_pong_days"),
        dunning_days=days("dunning_days"),
        bad_up_to={scale: _number(limit, scale) for scale, limit in scales if scale and limit.strip()},
        waits=waits,
        off=tuple(kind for kind in INCIDENT_KINDS if kind not in looked_for),
    )


def _posted_waits(fields: QueryDict) -> Iterable[WaitRule]:
    columns = (fields.getlist(name) for name in ("wait_begins", "wait_ends", "wait_days"))
    for begins, ends, days in zip(*columns, strict=False):
        if begins and ends and days.strip():
            yield WaitRule(begins, ends, _number(days, "wait.days"))
        elif begins or ends:
            missing = "wait.ends" if begins and not ends else "wait.begins" if ends and not begins else "wait.days"
            raise WegmarkeError("workspace_setting", setting=missing, value="")


def _number(written: str, setting: str) -> float:
    try:
        number = float(written.strip().replace(",", "."))
    except ValueError as error:
        raise WegmarkeError("workspace_setting", setting=setting, value=written) from error
    if not math.isfinite(number):
        raise WegmarkeError("workspace_setting", setting=setting, value=written)
    return number


def _written(number: float) -> str:
    """As people write it: 1.5, in German 1,5."""
    plain = f"{number:.10g}"
    return plain.replace(".", ",") if reader_language() == "de" else plain
