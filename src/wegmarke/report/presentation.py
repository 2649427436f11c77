"""How a finding is put before somebody: language, names of touchpoints, currency and time zone, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wegmarke.model.finding import CannotSay, Column, Finding, Table, Unit
from wegmarke.model.settings import Level
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.audience import ATTRIBUTE
from wegmarke.text import NOTHING, Language, cell, word
from wegmarke.text.words import WORDS

WORDED = frozenset(
    (
        *("relation", "answered", "measure", "incident", "changed", "feature", "refused_why", "side", "what_happened"),
        *("segment_by", "segment_named"),
        *("matters", "stated", "ask", "after_the_fact", "compared_with", "checked", "coded_by", "coming"),
        *("kpi", "kpi_origin", "customers_do", "verdict", "because", "turning", "segments_reversed"),
        *("better", "of_customers"),
        *("bought_last", "check", "check_bound", "check_passed", "product_group"),
        *("lever", "lever_above", "comparison", "lever_input", "lever_origin", "lever_measure", "premium_origin"),
    )
)
"""Columns of codes that have a word each; several stand with commas."""

FAR_ENDS = {"came_from": "place:start", "went_to": "place:end"}
"""In these tables an empty touchpoint is the beginning or the end of the journey."""

SAYS_NOT_KNOWN = frozenset({"attribution", "attribution_rules"})
"""In these tables a contact without a channel or department counts as well, and says so."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """language: of all words and numbers. labels: touchpoints' names by permanent key. level: whom it speaks of."""

    language: Language = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
    currency: str = "EUR"
    time_zone: str = "UTC"
    level: Level = "customer"

    def title(self, table: Table) -> str:
        """What a table is about."""
        key = f"table:{table.key}"
        return self.named(key) if key in WORDS else table.key

    def header(self, column: Column) -> str:
        """A column's name, without its unit."""
        if f"column:{column.key}" in WORDS:
            return self.named(f"column:{column.key}")
        if column.key.startswith(ATTRIBUTE):
            return column.key.removeprefix(ATTRIBUTE)
        stem, _, percent = column.key.rpartition("_p")
        if stem == "elapsed" and percent:
            within = "innerhalb von, %" if self.language == "de" else "within, %"
            return f"{worded('column:elapsed', self.language)} {percent} {within}"
        return column.key

    def named(self, key: str) -> str:
        """The word of a key, where accounts are spoken of that for accounts."""
        at_level = f"{key}:{self.level}"
        return word(at_level if at_level in WORDS else key, self.language)

    def formula(self, column: Column) -> str | None:
        """How the numbers of a column come about, where there is more to say than its name."""
        key = f"formula:{column.key}"
        return self.named(key) if key in WORDS else None

    def value(self, table: Table, column: Column, row: int) -> object:
        """A cell's value with touchpoints and outcomes by name; numbers stay numbers, None is empty."""
        value = column.values[row]
        if column.unit == "touchpoint":
            if value is None and table.key in FAR_ENDS:
                return word(FAR_ENDS[table.key], self.language)
            return None if value is None else self.labels.get(str(value), str(value))
        if column.unit == "outcome" and value is not None:
            return word(f"outcome:{value}", self.language)
        if value is None and (column.key in {"giver", "keeper"} or table.key in SAYS_NOT_KNOWN):
            return word("filter:promise_unknown", self.language)
        if column.key in WORDED:
            words = [worded(f"{column.key}:{one}", self.language) for one in str(value).split(", ")] if value else []
            return ", ".join(words) or None
        return value

    def text(self, table: Table, column: Column, row: int) -> str:
        """A cell as people read it, with its unit."""
        value = self.value(table, column, row)
        unit: Unit = "text" if column.unit in {"touchpoint", "outcome"} else column.unit
        if value is None:
            return NOTHING
        return cell(value, unit, self.language, zone_name=self.time_zone, currency=self.currency)


def presentation_of(
    finding: Finding[Any], touchpoints: Iterable[Touchpoint], language: Language, currency: str = "EUR"
) -> Presentation:
    """The presentation of a finding in that language."""
    labels = {touchpoint.key: touchpoint.label for touchpoint in touchpoints}
    return Presentation(language, labels, currency, finding.basis.time_zone, finding.basis.level)


def tables_of(finding: Finding[Any]) -> tuple[Table, ...]:
    """The tables of a finding; none when nothing can be said."""
    return () if isinstance(finding.result, CannotSay) else tuple(finding.result.tables())


def worded(key: str, language: Language) -> str:
    """The word of a key, or the key's last part where the catalogue has none."""
    return word(key, language) if key in WORDS else key.partition(":")[2]
