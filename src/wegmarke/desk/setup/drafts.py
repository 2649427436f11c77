"""A mapping on its way through a form: what the fields of the page say, and what is still missing.

A draft is a `Mapping` in which needed columns may still be "": so what the page shows, what is previewed and what is
saved are one thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Fields
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, cast, get_args

from wegmarke.desk.setup.attributes import (
    AttributeProblem,
    attribute_problems,
    changed_attributes,
    posted_attributes,
)
from wegmarke.desk.setup.master import posted_master, switched
from wegmarke.desk.setup.posted import Posted
from wegmarke.errors import WegmarkeError
from wegmarke.model.consent import PURPOSES
from wegmarke.model.mapping import (
    BECOMES,
    TESTS,
    Cell,
    Condition,
    ConsentColumn,
    Format,
    Identifier,
    InteractionMapping,
    Mapping,
    Money,
    Promise,
    ReadOptions,
    Rule,
    Score,
    Staff,
)
from wegmarke.model.settings import check_time_zone
from wegmarke.sources.guess import VISITOR_KIND, Guess

CellName = Literal["touchpoint", "channel", "department", "lifecycle", "outcome", "stated_reason"]
CELLS: tuple[CellName, ...] = get_args(CellName)
COLUMNS = ("end", "sequence", "journey", "matter", "account", "text")
USUAL_SCALES = ("nps", "csat", "ces")
MAX_INTERACTIONS = 60
MAX_IDENTIFIERS = 20
OF_CUSTOMER = {"add-identifier", "remove-identifier", "add-attribute", "remove-attribute"}
"""What adds and removes columns that say who a row's customer is."""
Word = TypeVar("Word", bound=str)
_SOURCE = re.compile(r"[A-Za-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a draft from being a mapping: the field, and a code that the page words."""

    field: str
    code: (
        AttributeProblem
        | Literal[
            "needed",
            "source_name",
            "identifier_incomplete",
            "rule_incomplete",
            "value_needed",
            "reserved",
            "time_zone",
            "reason_needed",
            "master_empty",
        ]
    )


def draft_of(guess: Guess, source: str, kind: Format | None, read: ReadOptions) -> Mapping:
    """Return the guessed mapping, or what of it was found."""
    if guess.mapping is not None:
        return replace(guess.mapping, source=source)
    column = {field.field: field.column for field in guess.fields}
    part = InteractionMapping(time=column.get("time") or "", touchpoint=Cell(column.get("touchpoint")))
    visitor = column.get("identifier")
    return Mapping(
        source,
        column.get("customer") or "",
        (part,),
        identifiers=() if visitor is None else (Identifier(visitor, VISITOR_KIND),),
        format=kind,
        read=read,
        drop=guess.drop,
    )


def posted_mapping(form: Posted, kind: Format | None) -> Mapping:
    """Read the draft from the fields of the page."""
    interactions: list[InteractionMapping] = []
    while len(interactions) < MAX_INTERACTIONS and f"i{len(interactions)}-time" in form:
        interactions.append(_interaction(form, f"i{len(interactions)}"))
    header = form.get("read-header_row", "").strip()
    return Mapping(
        source=form.get("source", "").strip(),
        customer=form.get("customer", ""),
        interactions=tuple(interactions),
        customer_kind=form.get("customer_kind", "").strip() or "customer",
        identifiers=_identifiers(form),
        format=kind,
        read=ReadOptions(
            encoding=form.get("read-encoding", "") or None,
            delimiter=form.get("read-delimiter", "") or None,
            decimal=_one_of(form.get("read-decimal", ""), (",", ".")),
            date_order=_one_of(form.get("read-date_order", ""), ("dmy", "mdy", "ymd")),
            time_zone=form.get("read-time_zone", "").strip() or None,
            sheet=form.get("read-sheet", "") or None,
            header_row=int(header) if header.isdecimal() and int(header) > 0 else None,
            own_domains=_domains(form.get("read-own_domains", "")),
        ),
        row_id=tuple(form.getlist("row_id")),
        drop=tuple(form.getlist("drop")),
        staff=_staff(form),
        master=posted_master(form),
        consents=_consents(form),
        attributes=posted_attributes(form),
    )


def _consents(form: Posted) -> tuple[ConsentColumn, ...]:
    """Read back what the mapping said of consents: it is carried through the page, and changed in the file."""
    fields = [form.getlist(f"consent-{name}") for name in ("column", "purpose", "given", "refused", "objected")]
    found = []
    for column, written, *words in zip(*fields, strict=False):
        purpose = _one_of(written, PURPOSES)
        if purpose is not None:
            found.append(ConsentColumn(column, purpose, *(tuple(filter(None, said.split("|"))) for said in words)))
    return tuple(found)


def _staff(form: Posted) -> tuple[Staff, ...]:
    """Read what becomes of each column that names employees."""
    fields = (form.getlist("staff-column"), form.getlist("staff-becomes"), form.getlist("staff-reason"))
    found = zip(*fields, strict=False)
    return tuple(
        Staff(column, _one_of(becomes, BECOMES) or "drop", reason.strip() or None if becomes == "keep" else None)
        for column, becomes, reason in found
    )


def _domains(written: str) -> tuple[str, ...]:
    """Read domains as people list them: with commas or spaces, some with an @ before."""
    return tuple(word.lstrip("@").lower() for word in re.split(r"[\s,;]+", written) if word.lstrip("@"))


def _identifiers(form: Posted) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    while len(found) < MAX_IDENTIFIERS and f"identifier{len(found)}-column" in form:
        prefix = f"identifier{len(found)}"
        found.append(Identifier(form.get(f"{prefix}-column", ""), form.get(f"{prefix}-kind", "").strip()))
    return tuple(found)


def _one_of(value: str, allowed: tuple[Word, ...]) -> Word | None:
    return next((word for word in allowed if word == value), None)


def _interaction(form: Posted, prefix: str) -> InteractionMapping:
    def column(name: str) -> str | None:
        return form.get(f"{prefix}-{name}", "") or None

    cells: Fields[str, Cell | None] = {name: _cell(form, f"{prefix}-{name}") for name in CELLS}
    value, due = column("value"), column("promise_due")
    return InteractionMapping(
        time=column("time") or "",
        touchpoint=cells["touchpoint"] or Cell(),
        end=column("end"),
        sequence=column("sequence"),
        channel=cells["channel"],
        department=cells["department"],
        lifecycle=cells["lifecycle"],
        journey=column("journey"),
        matter=column("matter"),
        account=column("account"),
        outcome=cells["outcome"],
        outcome_of="interaction" if form.get(f"{prefix}-outcome_of", "") == "interaction" else "journey",
        value=None if value is None else Money(value, _currency(form, f"{prefix}-currency")),
        scores=_scores(form, prefix),
        text=column("text"),
        promise=None if due is None else Promise(due, column("promise_kept")),
        stated_reason=cells["stated_reason"],
        optional=form.get(f"{prefix}-optional", "") == "on",
    )


def _currency(form: Posted, field: str) -> Cell:
    column = form.get(field, "")
    if column.startswith("c:"):
        return Cell(column=column[2:])
    return Cell(constant=form.get(f"{field}-constant", "").strip().upper() or "EUR")


def _scores(form: Posted, prefix: str) -> tuple[Score, ...]:
    found = [Score(column, scale) for scale in USUAL_SCALES if (column := form.get(f"{prefix}-score-{scale}", ""))]
    own, scale = form.get(f"{prefix}-score-own", ""), form.get(f"{prefix}-score-own-scale", "").strip()
    if own and scale:
        found.append(Score(own, scale))
    return tuple(found)


def _cell(form: Posted, field: str) -> Cell | None:
    """Read where a value comes from: "" nowhere, "=" a fixed text, "?" rules, "c:NAME" a column."""
    chosen = form.get(field, "")
    if chosen.startswith("c:"):
        return Cell(column=chosen[2:])
    if chosen == "=":
        return Cell(constant=form.get(f"{field}-constant", "").strip())
    if chosen != "?":
        return None
    otherwise = form.get(f"{field}-otherwise", "")
    return Cell(
        column=otherwise[2:] if otherwise.startswith("c:") else None,
        constant=form.get(f"{field}-constant", "").strip() or None if otherwise == "=" else None,
        rules=_rules(form, field) or (BLANK_RULE,),
    )


BLANK_IDENTIFIER = Identifier("", "")
BLANK_CONDITION = Condition("", "is")
BLANK_RULE = Rule((BLANK_CONDITION,), "")


def _rules(form: Posted, field: str) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    while f"{field}-r{len(rules)}-value" in form:
        prefix = f"{field}-r{len(rules)}"
        conditions: list[Condition] = []
        while f"{prefix}-c{len(conditions)}-column" in form:
            here = f"{prefix}-c{len(conditions)}"
            test = form.get(f"{here}-test", "is")
            conditions.append(
                Condition(
                    form.get(f"{here}-column", ""),
                    _one_of(test, TESTS) or "is",
                    form.get(f"{here}-value", "").strip(),
                )
            )
        rules.append(Rule(tuple(conditions) or (BLANK_CONDITION,), form.get(f"{prefix}-value", "").strip()))
    return tuple(rules)


def changed(draft: Mapping, what: str) -> Mapping:
    """Return the draft after a button that adds or removes something.

    `what`: rows-master, rows-interactions, add-identifier, remove-identifier:N, add-attribute, remove-attribute:N,
    add-interaction, remove-interaction:N, add-rule:FIELD, remove-rule:FIELD:R, add-condition:FIELD:R,
    remove-condition:FIELD:R:C; FIELD is iN-touchpoint and
    the like. Anything else changes nothing.
    """
    action, *where = what.split(":")
    if action in OF_CUSTOMER:
        return _changed_of_customer(draft, action, where)
    draft = switched(draft, action, InteractionMapping(time="", touchpoint=Cell()))
    parts = list(draft.interactions)
    if action == "add-interaction" and len(parts) < MAX_INTERACTIONS:
        blank = InteractionMapping(time="", touchpoint=Cell(constant=""), optional=True)
        if parts:  # whose it is and to which journey it belongs is said by the row
            blank = replace(blank, journey=parts[0].journey, account=parts[0].account)
        return replace(draft, interactions=(*parts, blank))
    if action == "remove-interaction" and where[0].isdecimal() and len(parts) > 1 and int(where[0]) < len(parts):
        del parts[int(where[0])]
        return replace(draft, interactions=tuple(parts))
    found = re.fullmatch(r"i(\d+)-(\w+)", where[0]) if where else None
    if found is None or int(found[1]) >= len(parts) or found[2] not in CELLS:
        return draft
    number, name = int(found[1]), cast("CellName", found[2])
    cell: Cell | None = getattr(parts[number], name)
    if cell is None:
        return draft
    places = [int(place) for place in where[1:] if place.isdecimal()]
    cell = replace(cell, rules=_changed_rules(list(cell.rules), action, places))
    parts[number] = replace(parts[number], **{name: cell})  # type: ignore[arg-type]
    return replace(draft, interactions=tuple(parts))


def _changed_of_customer(draft: Mapping, action: str, where: list[str]) -> Mapping:
    if action.endswith("-attribute"):
        return replace(draft, attributes=changed_attributes(draft.attributes, action, where))
    return replace(draft, identifiers=_changed_identifiers(draft.identifiers, action, where))


def _changed_identifiers(identifiers: tuple[Identifier, ...], action: str, where: list[str]) -> tuple[Identifier, ...]:
    if action == "add-identifier":
        return (*identifiers, BLANK_IDENTIFIER)[:MAX_IDENTIFIERS]
    return tuple(one for place, one in enumerate(identifiers) if [str(place)] != where)


def _changed_rules(rules: list[Rule], action: str, places: list[int]) -> tuple[Rule, ...]:
    if action == "add-rule":
        return (*rules, BLANK_RULE)
    if not places or places[0] >= len(rules):
        return tuple(rules)
    rule = rules[places[0]]
    if action == "remove-rule":
        del rules[places[0]]
        return tuple(rules)
    conditions = list(rule.when)
    if action == "add-condition":
        conditions.append(BLANK_CONDITION)
    elif action == "remove-condition" and len(places) > 1 and places[1] < len(conditions) and len(conditions) > 1:
        del conditions[places[1]]
    rules[places[0]] = replace(rule, when=tuple(conditions))
    return tuple(rules)


def problems(draft: Mapping) -> tuple[Problem, ...]:
    """Say what is missing, in the order of the page."""
    found: list[Problem] = []
    if not _SOURCE.fullmatch(draft.source):
        found.append(Problem("source", "source_name"))
    elif draft.source in {"done", "failed"}:
        found.append(Problem("source", "reserved"))
    if draft.read.time_zone and not _is_zone(draft.read.time_zone):
        found.append(Problem("read-time_zone", "time_zone"))
    if not draft.customer:
        found.append(Problem("customer", "needed"))
    for number, identifier in enumerate(draft.identifiers):
        if not (identifier.column and identifier.kind):
            missing = "kind" if identifier.column else "column"
            found.append(Problem(f"identifier{number}-{missing}", "identifier_incomplete"))
    found += [
        Problem(f"staff-{one.column}", "reason_needed")
        for one in draft.staff
        if one.becomes == "keep" and not one.reason
    ]
    if draft.master is not None and not (draft.master.account or draft.identifiers):
        found.append(Problem("master-account", "master_empty"))
    found += [Problem(name, code) for name, code in attribute_problems(draft.attributes)]
    for number, part in enumerate(draft.interactions):
        if not part.time:
            found.append(Problem(f"i{number}-time", "needed"))
        for name in CELLS:
            cell: Cell | None = getattr(part, name)
            if cell is not None:
                found += _cell_problems(f"i{number}-{name}", cell, needed=name == "touchpoint")
    return tuple(found)


def _is_zone(name: str) -> bool:
    try:
        check_time_zone(name)
    except WegmarkeError:
        return False
    return True


def _cell_problems(field: str, cell: Cell, *, needed: bool) -> list[Problem]:
    for rule in cell.rules:
        if not rule.value or any(not _complete(condition) for condition in rule.when):
            return [Problem(field, "rule_incomplete")]
    if cell.rules or cell.column:
        return []
    if cell.constant is not None and not cell.constant:
        return [Problem(field, "value_needed")]
    return [Problem(field, "needed")] if needed and cell.constant is None else []


def _complete(condition: Condition) -> bool:
    return bool(condition.column) and (condition.test in {"empty", "filled"} or bool(condition.value))
