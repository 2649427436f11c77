"""What the page of the guided mapping shows: fields with their choices, what was found out, and what rows will mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_lazy as _

from wegmarke.desk.setup.attributes import (
    NO_ATTRIBUTES,
    NONE_KNOWN,
    AttributesView,
    KnownAttributes,
    WordsSeen,
    attributes_view,
)
from wegmarke.desk.setup.drafts import CELLS, USUAL_SCALES, problems
from wegmarke.desk.setup.fields import ConditionView, FieldView, Option, RuleView
from wegmarke.desk.setup.master import MasterView, master_view
from wegmarke.desk.setup.meaning import MeaningView
from wegmarke.desk.setup.meanings import ENCODINGS, ESSENTIAL, FURTHER, HINTS, LABELS, PROBLEMS, TEST_WORDS, Words
from wegmarke.model.mapping import TESTS, Cell, Condition, Identifier, InteractionMapping, Mapping
from wegmarke.sources.guess import FieldGuess, Guess

EXAMPLES = 3
SURE, LIKELY = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class IdentifierView:
    """A further column that may say who it was, and the kind of what stands in it."""

    column: FieldView
    name: str
    kind: str
    problem: Words
    remove: str


@dataclass(frozen=True, slots=True)
class InteractionView:
    """One contact that a row yields, with its fields."""

    number: int
    name: str
    essential: tuple[FieldView, ...]
    given: tuple[FieldView, ...]
    more: tuple[FieldView, ...]
    optional: bool
    ends: bool
    has_outcome: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How the file is read: what was found, and what may be said instead."""

    format: str
    encoding: tuple[Option, ...]
    delimiter: tuple[Option, ...]
    decimal: tuple[Option, ...]
    date_order: tuple[Option, ...]
    sheet: tuple[Option, ...]
    time_zone: str
    header_row: str
    own_domains: str
    zone_problem: Words = ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the file: its first values, whether it is stored, and whether it seems to name single employees.

    becomes: of employees drop, team or keep, and the reason for keeping them.
    """

    name: str
    examples: tuple[str, ...]
    is_dropped: bool
    is_employee: bool
    is_row_id: bool
    is_used: bool
    becomes: str = ""
    reason: str = ""
    problem: Words = ""


@dataclass(frozen=True, slots=True)
class Editor:
    """The page of the guided mapping."""

    draft: Mapping
    source: FieldView
    customer: FieldView
    identifiers: tuple[IdentifierView, ...]
    interactions: tuple[InteractionView, ...]
    reading: ReadingView
    columns: tuple[ColumnView, ...]
    meaning: MeaningView
    problems: tuple[Words, ...] = field(default=())
    master: MasterView | None = None
    attributes: AttributesView = NO_ATTRIBUTES

    @property
    def is_complete(self) -> bool:
        """Whether the mapping can be used."""
        return not self.problems

    @property
    def dropped(self) -> tuple[ColumnView, ...]:
        """The columns that are not stored."""
        return tuple(column for column in self.columns if column.is_dropped)

    @property
    def staff_kept(self) -> tuple[ColumnView, ...]:
        """The columns of employees of which something is stored."""
        return tuple(column for column in self.columns if column.becomes in {"team", "keep"})


@dataclass(frozen=True, slots=True)
class Sample:
    """What the file itself says: its columns, their first values, what was guessed and found."""

    columns: tuple[str, ...]
    examples: dict[str, tuple[str, ...]]
    guess: Guess | None
    employees: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    words: dict[str, WordsSeen] = field(default_factory=dict)


def editor(
    draft: Mapping, sample: Sample, meaning: MeaningView, known_attributes: KnownAttributes = NONE_KNOWN
) -> Editor:
    """Lay the page out. known_attributes: what sources and index know of customer attributes."""
    wrong = {problem.field: PROBLEMS[problem.code] for problem in problems(draft)}
    fields = _Fields(sample, wrong)
    names = set(sample.columns) | _named(draft)
    return Editor(
        draft=draft,
        source=FieldView(
            "source", "source", _("Source"), "", (), constant=draft.source, problem=wrong.get("source", "")
        ),
        customer=fields.column("customer", "customer", draft.customer),
        identifiers=tuple(_identifier(fields, n, one, wrong) for n, one in enumerate(draft.identifiers)),
        interactions=tuple(_interaction(fields, n, part) for n, part in enumerate(draft.interactions)),
        reading=_reading(draft, sample, wrong.get("read-time_zone", "")),
        columns=tuple(_column(name, draft, sample, wrong) for name in sample.columns if name in names),
        meaning=meaning,
        problems=tuple(wrong.values()),
        master=master_view(draft.master, fields.column, fields.condition),
        attributes=attributes_view(draft.attributes, fields.column, sample.words, wrong, known_attributes),
    )


def _named(draft: Mapping) -> set[str]:
    return {draft.customer, *draft.row_id, *draft.drop, *(one.column for one in draft.staff)}


def _column(name: str, draft: Mapping, sample: Sample, wrong: dict[str, Words]) -> ColumnView:
    said = next((one for one in draft.staff if one.column == name), None)
    is_employee = said is not None or name in sample.employees
    becomes = said.becomes if said else "drop"
    return ColumnView(
        name=name,
        examples=sample.examples.get(name, ()),
        is_dropped=name in draft.drop or (is_employee and becomes == "drop"),
        is_employee=is_employee,
        is_row_id=name in draft.row_id,
        is_used=False,
        becomes=becomes if is_employee else "",
        reason=(said.reason or "") if said else "",
        problem=wrong.get(f"staff-{name}", ""),
    )


def _options(pairs: Sequence[tuple[str, Words]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in pairs)


class _Fields:
    """Makes fields of the columns of one file."""

    def __init__(self, sample: Sample, wrong: dict[str, Words]) -> None:
        self._sample = sample
        self._wrong = wrong
        guessed = sample.guess.fields if sample.guess else ()
        self._guesses: dict[str, FieldGuess] = {guess.field: guess for guess in guessed}

    def column(self, name: str, key: str, chosen: str | None, *, scale: str = "") -> FieldView:
        """A meaning that only a column can give."""
        known = list(self._sample.columns)
        if chosen and chosen not in known:
            known.append(chosen)
        nothing = (
            _("Please choose") if key in {"customer", "identifier", "time", "attribute"} else _("– not in this file –")
        )
        options = _options([("", nothing), *((column, column) for column in known)], chosen or "")
        fits, confidence = self._fits(key, chosen)
        return FieldView(
            name=name,
            key=key,
            label=LABELS[key],
            hint=HINTS.get(key, ""),
            options=options,
            fits=fits,
            confidence=confidence,
            examples=self._sample.examples.get(chosen or "", ()),
            problem=self._wrong.get(name, ""),
            is_given=bool(chosen),
            scale=scale,
        )

    def cell(self, name: str, key: str, cell: Cell | None, *, needed: bool = False) -> FieldView:
        """A meaning that a column, a fixed text or rules can give."""
        column = cell.column if cell and not cell.rules else None
        mode = (
            "?"
            if cell and cell.rules
            else f"c:{column}"
            if column
            else "="
            if cell and cell.constant is not None
            else ""
        )
        fits, confidence = self._fits(key, column)
        rules = tuple(self._rule(name, n, cell) for n in range(len(cell.rules))) if cell else ()
        otherwise = ""
        if cell and cell.rules:
            otherwise = f"c:{cell.column}" if cell.column else "=" if cell.constant is not None else ""
        return FieldView(
            name=name,
            key=key,
            label=LABELS[key],
            hint=HINTS.get(key, ""),
            options=self._ways(mode, needed=needed, rules=key != "currency"),
            fits=fits,
            confidence=confidence,
            examples=self._sample.examples.get(column or "", ()),
            problem=self._wrong.get(name, ""),
            constant=(cell.constant or "") if cell else "",
            is_constant=mode == "=",
            is_ruled=mode == "?",
            rules=rules,
            otherwise=self._ways(otherwise, needed=False, rules=False) if rules else (),
            otherwise_is_constant=otherwise == "=",
            is_given=cell is not None,
        )

    def _ways(self, mode: str, *, needed: bool, rules: bool) -> tuple[Option, ...]:
        known = [(f"c:{column}", column) for column in self._sample.columns]
        if mode.startswith("c:") and mode not in dict(known):
            known.append((mode, mode[2:]))
        nothing = _("Please choose") if needed else _("– not in this file –")
        ways: list[tuple[str, Words]] = [("", nothing), *known, ("=", _("The same for all rows …"))]
        if rules:
            ways.append(("?", _("By rules …")))
        return _options(ways, mode)

    def condition(self, name: str, condition: Condition, remove: str = "") -> ConditionView:
        """A comparison with a column. remove: what the button for removing it says, "" for none."""
        columns: list[tuple[str, Words]] = [("", _("Column")), *((column, column) for column in self._sample.columns)]
        tests = _options([(test, TEST_WORDS[test]) for test in TESTS], condition.test)
        return ConditionView(name, _options(columns, condition.column), tests, condition.value, remove)

    def _rule(self, name: str, number: int, cell: Cell) -> RuleView:
        rule, prefix = cell.rules[number], f"{name}-r{number}"
        removable = len(rule.when) > 1
        conditions = tuple(
            self.condition(f"{prefix}-c{n}", one, f"remove-condition:{name}:{number}:{n}" if removable else "")
            for n, one in enumerate(rule.when)
        )
        return RuleView(
            prefix, conditions, rule.value, f"add-condition:{name}:{number}", f"remove-rule:{name}:{number}"
        )

    def _fits(self, key: str, column: str | None) -> tuple[Literal["sure", "likely", "check", ""], float]:
        guess = self._guesses.get(key)
        if guess is None or not column or guess.column != column:
            return "", 0.0
        if guess.confidence >= SURE:
            return "sure", guess.confidence
        return ("likely" if guess.confidence >= LIKELY else "check"), guess.confidence


def _identifier(fields: _Fields, number: int, identifier: Identifier, wrong: dict[str, Words]) -> IdentifierView:
    column, kind = f"identifier{number}-column", f"identifier{number}-kind"
    return IdentifierView(
        column=fields.column(column, "identifier", identifier.column),
        name=kind,
        kind=identifier.kind,
        problem=wrong.get(kind, ""),
        remove=f"remove-identifier:{number}",
    )


def _interaction(fields: _Fields, number: int, part: InteractionMapping) -> InteractionView:
    prefix = f"i{number}"
    found: dict[str, FieldView] = {"time": fields.column(f"{prefix}-time", "time", part.time)}
    for name in CELLS:
        found[name] = fields.cell(f"{prefix}-{name}", name, getattr(part, name), needed=name == "touchpoint")
    for column in ("text", "journey", "account", "matter", "sequence", "end"):
        found[column] = fields.column(f"{prefix}-{column}", column, getattr(part, column))
    found["value"] = fields.column(f"{prefix}-value", "value", part.value.column if part.value else None)
    found["currency"] = fields.cell(f"{prefix}-currency", "currency", part.value.currency if part.value else None)
    found["promise_due"] = fields.column(
        f"{prefix}-promise_due", "promise_due", part.promise.due if part.promise else None
    )
    kept = part.promise.kept if part.promise else None
    found["promise_kept"] = fields.column(f"{prefix}-promise_kept", "promise_kept", kept)
    scores = {score.scale: score.column for score in part.scores}
    for scale in USUAL_SCALES:
        found[scale] = fields.column(f"{prefix}-score-{scale}", scale, scores.pop(scale, None))
    own = next(iter(scores.items()), ("", ""))
    found["own"] = fields.column(f"{prefix}-score-own", "own", own[1] or None, scale=own[0] or " ")
    further = [found[name] for name in FURTHER if name not in {"currency", "promise_kept"} or _shown(name, part)]
    label = part.touchpoint.constant or ""
    return InteractionView(
        number=number,
        name=label,
        essential=tuple(found[name] for name in ESSENTIAL),
        given=tuple(view for view in further if view.is_given or view.problem),
        more=tuple(view for view in further if not (view.is_given or view.problem)),
        optional=part.optional,
        ends=part.outcome_of == "interaction",
        has_outcome=part.outcome is not None,
    )


def _shown(name: str, part: InteractionMapping) -> bool:
    """A currency is asked for where there is an amount, a keeping where there is a promise."""
    return part.value is not None if name == "currency" else part.promise is not None


def _reading(draft: Mapping, sample: Sample, zone_problem: Words) -> ReadingView:
    read = draft.read
    found = sample.encoding.upper().replace("CP1252", "Windows-1252")
    encodings: list[tuple[str, Words]] = [("", _("Found: %(value)s") % {"value": found} if found else _("Find out"))]
    encodings += [
        (name, name.upper().replace("CP", "Windows-") if name == "cp1252" else name.upper()) for name in ENCODINGS
    ]
    if read.encoding and read.encoding not in ENCODINGS:
        encodings.append((read.encoding, read.encoding))
    signs: dict[str, Words] = {";": _("; semicolon"), ",": _(", comma"), "\t": _("tab"), "|": _("| bar")}
    delimiter = signs.get(sample.delimiter, sample.delimiter)
    delimiters: list[tuple[str, Words]] = [
        ("", _("Found: %(value)s") % {"value": delimiter} if delimiter else _("Find out")),
        *signs.items(),
    ]
    return ReadingView(
        format=draft.format or "",
        encoding=_options(encodings, read.encoding or ""),
        delimiter=_options(delimiters, read.delimiter or ""),
        decimal=_options(
            [("", _("Find out")), (",", _("1.234,56 (comma)")), (".", _("1,234.56 (point)"))], read.decimal or ""
        ),
        date_order=_options(
            [
                ("", _("Find out")),
                ("dmy", _("Day first: 31.12.2026")),
                ("mdy", _("Month first: 12/31/2026")),
                ("ymd", _("Year first: 2026-12-31")),
            ],
            read.date_order or "",
        ),
        sheet=_options([("", _("The first with data")), *((name, name) for name in sample.sheets)], read.sheet or ""),
        time_zone=read.time_zone or "",
        header_row="" if read.header_row is None else str(read.header_row),
        own_domains=", ".join(read.own_domains),
        zone_problem=zone_problem,
    )
