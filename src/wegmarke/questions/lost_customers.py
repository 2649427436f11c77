"""The customers who left, one by one: what happened, what was said, and what a customer like them went through who
stayed.

For few losses: nothing is estimated, years are pooled, and each loss is read. Beside everyone who left stands the
customer who stayed and was nearest at that time by days since the first contact, contacts and purchases so far
(`summaries.leaving`): the same customer whoever asks, chosen without a look at what happened to them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from wegmarke.clock import from_seconds
from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.leaving import FindLeft, FindStayed
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.customer_files import CustomerFile, files_of

DEFAULT_FILES: Final = 20
MOST_FILES: Final = 200
Leaving = Literal["lost", "churned"]
LEAVING: Final[tuple[Leaving, ...]] = ("churned", "lost")


@dataclass(frozen=True, slots=True)
class LostCustomer:
    """One who left, and one like them who stayed; None where nobody did."""

    left: CustomerFile
    stayed: CustomerFile | None


@dataclass(frozen=True, slots=True)
class LostCustomers:
    """A page of those who left, the latest first. customers: how many left in all; years: how many in which year."""

    ending: Leaving
    lines: tuple[LostCustomer, ...]
    offset: int
    customers: int
    years: tuple[tuple[int, int], ...]

    def tables(self) -> tuple[Table, ...]:
        """One line a customer; their incidents; the years."""
        return (self._files(), self._incidents(), self._years())

    def _files(self) -> Table:
        left = [one.left for one in self.lines]
        stayed = [one.stayed for one in self.lines]
        columns = [
            Column("customer", "text", [one.identifier for one in left]),
            Column("customer_number", "text", [one.customer for one in left]),
            Column("left_at", "time", [one.until for one in left]),
            Column("stated_reason", "text", [one.reason for one in left]),
            Column("last_contacts", "text", [_contacts(one) for one in left]),
            *_figures("", left),
            Column("stayed_customer", "text", [None if one is None else one.identifier for one in stayed]),
            Column("stayed_number", "text", [None if one is None else one.customer for one in stayed]),
            *_figures("stayed_", stayed),
        ]
        return Table("lost_customers", tuple(columns))

    def _incidents(self) -> Table:
        told = [
            (line.left.customer, side, one)
            for line in self.lines
            for side, file in (("left", line.left), ("stayed", line.stayed))
            if file is not None
            for one in file.incidents
        ]
        return Table(
            "lost_incidents",
            (
                Column("customer_number", "text", [number for number, _, _ in told]),
                Column("side", "text", [side for _, side, _ in told]),
                Column("what_happened", "text", [one.kind for _, _, one in told]),
                Column("time", "time", [one.seconds for _, _, one in told]),
                Column("touchpoint", "touchpoint", [one.touchpoint.key for _, _, one in told]),
                Column("department", "text", [one.department for _, _, one in told]),
            ),
        )

    def _years(self) -> Table:
        return Table(
            "lost_by_year",
            (
                Column("year", "text", [str(year) for year, _ in self.years]),
                Column("customers_left", "count", [count for _, count in self.years]),
            ),
        )


def lost_customers(
    asked: Asked, *, ending: Leaving | None = None, offset: int = 0, limit: int = DEFAULT_FILES
) -> Finding[LostCustomers]:
    """The customers of the journeys asked for who left, the latest first, a page at a time.

    ending: the outcome that is leaving; None: churned where anybody did, else lost. Those who stayed are looked for
    among all customers, whatever is filtered.
    Errors: `question_argument` for an unknown ending, a negative offset, and a limit above 200.
    """
    if ending is not None and ending not in LEAVING:
        raise WegmarkeError("question_argument", question="lost_customers", argument="ending", value=ending)
    if offset < 0 or not 0 < limit <= MOST_FILES:
        raise WegmarkeError("question_argument", question="lost_customers", argument="limit", value=limit)
    totals = asked.totals()
    basis = asked.basis(totals)
    if ending is None:
        ending = "churned" if totals.outcomes[OUTCOME_NAMES.index("churned")] else "lost"
    code = OUTCOME_NAMES.index(ending)
    left = asked.run(FindLeft(asked.selection, code))
    if not len(left):
        empty = LostCustomers(ending, (), offset, 0, ())
        said = Sentence("lost_customers.nobody", {"customers": totals.customers})
        nobody = CannotSay("empty_group", 0, 1) if not totals.customers else empty
        return Finding("lost_customers", (said,), nobody, basis, "lost_customers")
    order = np.lexsort((left.number, -left.seconds))[offset : offset + limit]
    wanted = list(zip(left.number[order].tolist(), left.seconds[order].tolist(), strict=True))
    lines = _lines(asked, code, wanted)
    zone = asked.index.settings.time_zone
    years = Counter(from_seconds(second, zone).year for second in left.seconds.tolist())
    result = LostCustomers(ending, lines, offset, len(left), tuple(sorted(years.items())))
    return Finding("lost_customers", _headline(result, totals.customers), result, basis, "lost_customers")


def _lines(asked: Asked, code: int, wanted: list[tuple[int, int]]) -> tuple[LostCustomer, ...]:
    if not wanted:
        return ()
    left = files_of(asked.index, wanted)
    files = [left[one] for one in wanted]
    like = np.array([(one.days, one.contacts, one.purchases) for one in files], np.float64)
    nearest = asked.run(FindStayed(code, np.array([until for _, until in wanted], np.int64), like))
    matched = [
        (int(number), until) if np.isfinite(distance) else None
        for number, distance, (_, until) in zip(nearest.number, nearest.distance, wanted, strict=True)
    ]
    stayed = files_of(asked.index, [one for one in matched if one is not None])
    return tuple(
        LostCustomer(file, None if one is None else stayed[one]) for file, one in zip(files, matched, strict=True)
    )


def _headline(result: LostCustomers, customers: int) -> tuple[Sentence, ...]:
    said: dict[str, object] = {"left": result.customers, "customers": customers, "years": len(result.years)}
    pairs = [one for one in result.lines if one.stayed is not None]
    sentences = [Sentence("lost_customers.extent", said)]
    if result.lines:
        worse = sum(len(one.left.incidents) > len(one.stayed.incidents) for one in pairs if one.stayed is not None)
        better = sum(len(one.left.incidents) < len(one.stayed.incidents) for one in pairs if one.stayed is not None)
        counts: dict[str, object] = {"shown": len(result.lines), "pairs": len(pairs), "more": worse, "fewer": better}
        counts["unsaid"] = sum(one.left.reason is None for one in result.lines)
        sentences.append(Sentence("lost_customers.shown", counts))
    return tuple(sentences)


def _figures(prefix: str, files: list[CustomerFile] | list[CustomerFile | None]) -> list[Column]:
    def of(name: str) -> list[object]:
        return [None if one is None else getattr(one, name) for one in files]

    return [
        Column(f"{prefix}tenure", "seconds", [None if one is None else one.days * 86_400 for one in files]),
        Column(f"{prefix}contacts", "count", of("contacts")),
        Column(f"{prefix}purchases", "count", of("purchases")),
        Column(f"{prefix}value", "minor_units", of("value")),
        Column(f"{prefix}incidents", "count", [None if one is None else len(one.incidents) for one in files]),
        Column(f"{prefix}promises", "count", of("promises")),
        Column(f"{prefix}promises_late", "count", of("late")),
        Column(f"{prefix}promises_broken", "count", of("broken")),
    ]


def _contacts(one: CustomerFile) -> str:
    return " → ".join(contact.touchpoint.label for contact in one.last)
