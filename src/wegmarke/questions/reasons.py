"""Why do customers leave: what they say, beside what their histories support.

*Stated*: the words noted around leaving, coded to one scheme (`model.stated_reasons`); several codes may fit, so lines
may add up to more than there are customers. *Evidenced*: the incidents in the 90 days before leaving, and the share of
the readiness to leave that goes along with incidents (`questions.leaving`): 1 − h₀/h, with h the hazard of leaving and
h₀ that without incidents, shared out after Aumann and Shapley. Shares among those who gave a reason are corrected for
what leaving because of an incident makes people say (`stats.caused_share`).

That an incident stood before leaving is no reason yet: with most customers who stay one stands somewhere too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.index.leaving import leaving_in
from wegmarke.index.summaries.losses import MET_BEFORE_DAYS, Losses
from wegmarke.index.summaries.serving import TakeServing
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import LeftAfter, LeftSaying, Not, write
from wegmarke.model.filter.grammar import ANY
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.model.noted_texts import CodedText
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.stated_reasons import STATED_CODES, StatedCode
from wegmarke.questions.asked import Asked
from wegmarke.questions.coded_words import Word, by_hand, said_of_words, table_of_words, word_of
from wegmarke.questions.coding import Coding
from wegmarke.questions.customers import DEFAULT_LIMIT, MOST_LISTED
from wegmarke.questions.histories import FEWEST_LOSSES
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.leaving import LeavingModel, leaving_model, losses
from wegmarke.questions.texts_to_code import rows_counting
from wegmarke.stats.wilson import wilson

QUEUE: Final = 20
"""So many customers stand in the list of whom to ask."""

_UNCERTAIN = (0.25, 0.75)
_OF_THE_COMPANY: Final = frozenset(("inconvenience", "core_service", "encounter", "response"))
"""Codes that speak of how the company works: an incident behind them is no surprise."""
Why = Literal["differs", "uncertain", "not_on_record"]


@dataclass(frozen=True, slots=True)
class Lost:
    """One customer who left. left: when. words, codes: what was noted. incidents: in the 90 days before, in order.
    share: of the readiness to leave that goes along with incidents; None where there is no model, or the last month
    was not whole. ask: why one would learn much from asking. served_by: the departments of all contacts, told of who is
    to be asked: nobody of them should ask. texts: other texts that people coded; rows: where these stand, as source,
    file and row.
    """

    customer: int
    kind: str
    identifier: str
    left: int
    words: tuple[str, ...]
    codes: tuple[StatedCode, ...]
    incidents: tuple[IncidentKind, ...]
    share: float | None
    ask: Why | None
    served_by: tuple[str, ...] = ()
    texts: tuple[CodedText, ...] = ()
    rows: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """One code of stated reasons. customers: who gave it. with_incident: with at least one incident in the 90 days
    before. met: how many with each kind of incident. said: share of all lost. evidenced: the share of them that goes
    back to incidents.
    """

    code: StatedCode
    customers: int
    with_incident: int
    met: dict[IncidentKind, int]
    said: Estimate
    evidenced: Estimate


@dataclass(frozen=True, slots=True)
class Evidenced:
    """One kind of incident. customers: lost with it in the 90 days before. share: the mean share of it in all."""

    kind: IncidentKind
    customers: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Reasons:
    """Stated and evidenced reasons. lost: customers who left; with_incident: after an incident in the 90 days before.
    evidenced: the share of all lost that goes back to incidents. words: how often each word was noted, with its codes.
    by_hand: how the free texts among them are coded, None where no code of any counts.
    lines: the customers, the latest first, from `offset` on. queue: whom to ask. filter: of the journeys asked for.
    kept_out: how many more would be worth asking and may not be contacted; None where no list says so.
    """

    stated: tuple[Stated, ...]
    kinds: tuple[Evidenced, ...]
    words: tuple[Word, ...]
    lines: tuple[Lost, ...]
    queue: tuple[Lost, ...]
    offset: int
    lost: int
    with_incident: int
    evidenced: Estimate
    answered: Literal["model", "counted"]
    left_is: str
    filter: str = ""
    kept_out: int | None = None
    by_hand: Coding | None = None

    def of(self, code: StatedCode) -> Stated | None:
        """What is known of that code; None where nobody gave it."""
        return next((one for one in self.stated if one.code == code), None)

    def tables(self) -> tuple[Table, ...]:
        """Stated × evidenced, the incidents, whom to ask, the customers, the words."""
        people = (_people(f"reasons_{n}", of) for n, of in self._lists())
        return (self._matrix(), self._kinds(), *people, table_of_words("reasons_words", self.words, "leaving"))

    def _lists(self) -> tuple[tuple[str, tuple[Lost, ...]], ...]:
        return (("queue", self.queue), ("lost", self.lines)) if self.queue else (("lost", self.lines),)

    def _matrix(self) -> Table:
        lines = self.stated
        behind = Behind(self.filter, [write(LeftSaying((one.code,))) for one in lines])
        after = LeftAfter((ANY,))
        cells = [
            ("without_incident", [one.customers - one.with_incident for one in lines], write(Not(after))),
            ("with_incident", [one.with_incident for one in lines], write(after)),
            *(
                (f"met_{kind}", [one.met.get(kind, 0) for one in lines], write(LeftAfter((kind,))))
                for kind in (one.kind for one in self.kinds)
            ),
        ]
        opened = [Column(key, "count", counts, behind.also(also), "customers") for key, counts, also in cells]
        return Table(
            "reasons",
            (
                Column("stated", "text", [one.code for one in lines]),
                Column("customers", "count", [one.customers for one in lines], behind, "customers"),
                *interval_columns("said", "share", [one.said for one in lines]),
                *opened[:2],
                *interval_columns("evidenced", "share", [one.evidenced for one in lines]),
                *opened[2:],
            ),
        )

    def _kinds(self) -> Table:
        return Table(
            "reasons_incidents",
            (
                Column("incident", "text", [one.kind for one in self.kinds]),
                Column(
                    "customers",
                    "count",
                    [one.customers for one in self.kinds],
                    Behind(self.filter, [write(LeftAfter((one.kind,))) for one in self.kinds]),
                    "customers",
                ),
                *interval_columns("evidenced", "share", [one.share for one in self.kinds]),
            ),
        )


def reasons(asked: Asked, *, offset: int = 0, limit: int = DEFAULT_LIMIT) -> Finding[Reasons]:
    """Why the customers of the journeys asked for left. offset, limit: which of them are listed.

    Errors: `question_argument`.
    """
    if offset < 0 or not 0 < limit <= MOST_LISTED:
        raise WegmarkeError("question_argument", question="reasons", argument="limit", value=limit)
    basis = asked.basis(asked.totals())
    leaving = leaving_in(asked.index)
    gone = None if leaving is None else losses(asked, leaving)
    if leaving is None or gone is None or not len(gone):
        return Finding(
            "reasons", (Sentence("reasons.nobody"),), CannotSay("no_outcomes", 0, 1), basis, "reasons_counted"
        )
    model = leaving_model(asked, leaving) if len(gone) >= FEWEST_LOSSES else CannotSay("too_few", len(gone))
    of_them = None if isinstance(model, CannotSay) else model.of(gone.customer)
    everybody = _everybody(asked, gone, of_them)
    result = _told(asked, everybody, of_them, (offset, limit))
    headline, caveats = tuple(_headline(result)), tuple(_caveats(result))
    if result.answered == "counted":
        return Finding("reasons", headline, result, basis, "reasons_counted", caveats=caveats)
    assumed = ("history_tells_enough", "saying_follows_cause")
    return Finding("reasons", headline, result, basis, "reasons", "association", assumed, caveats)


def _everybody(asked: Asked, gone: Losses, model: LeavingModel | None) -> list[Lost]:
    """All who left, the latest first."""
    index = asked.index
    said, met, rows = defaultdict(list), defaultdict(list), rows_counting(asked, "leaving")
    for customer, code in zip(gone.said_by.tolist(), gone.said.tolist(), strict=True):
        said[customer].append(index.said(code))
    order = np.argsort(gone.met_seconds, kind="stable")
    for customer, kind in zip(gone.met_by[order].tolist(), gone.met_kind[order].tolist(), strict=True):
        met[customer].append(INCIDENT_KINDS[kind])
    each = (
        {} if model is None else dict(zip(model.customers.tolist(), model.shares().sum(axis=1).tolist(), strict=True))
    )
    found = []
    for customer, left, name in zip(gone.customer.tolist(), gone.seconds.tolist(), gone.identifier, strict=True):
        kind, _, identifier = str(name).partition("\x1f")
        words = tuple(one for one in said[customer] if isinstance(one, str))
        texts, share = tuple(one for one in said[customer] if isinstance(one, CodedText)), each.get(customer)
        given = {code for word in words for code in index.reason_coding.codes(word)}
        given |= {cast("StatedCode", code) for one in texts for code in one.codes}
        codes = tuple(code for code in STATED_CODES if code in given) or ("none_stated",)
        why = _why(codes, share, bool(met[customer]))
        one = Lost(customer, kind, identifier, left, words, codes, tuple(met[customer]), share, why)
        found.append(replace(one, texts=texts, rows=rows[customer]) if texts else one)
    return sorted(found, key=lambda one: (-one.left, one.customer))


def _why(codes: Sequence[StatedCode], share: float | None, met: bool) -> Why | None:  # noqa: FBT001 - one of three
    """Why one would learn from asking."""
    if share is None:
        return None
    low, high = _UNCERTAIN
    of_the_company = not _OF_THE_COMPANY.isdisjoint(codes)
    if of_the_company and not met:
        return "not_on_record"
    if share >= high and not of_the_company:
        return "differs"
    return "uncertain" if low <= share < high else None


def _told(asked: Asked, everybody: list[Lost], model: LeavingModel | None, page: tuple[int, int]) -> Reasons:
    leaving = leaving_in(asked.index)
    codes = [code for code in STATED_CODES if any(code in one.codes for one in everybody)]
    shares: Sequence[Estimate] = [CannotSay("too_few", len(everybody), FEWEST_LOSSES)] * (1 + len(codes))
    by_kind: dict[IncidentKind, Estimate] = {}
    if model is not None:
        by_customer = {one.customer: one for one in everybody}
        rows = [by_customer[customer] for customer in model.customers.tolist()]
        shares = model.by_saying(np.array([[code in one.codes for code in codes] for one in rows], np.bool_))
        by_kind = model.by_kind()
    offset, limit = page
    queue, kept_out = _queue(asked, everybody)
    stated = [_stated(code, everybody, share) for code, share in zip(codes, shares[1:], strict=True)]
    return Reasons(
        stated=tuple(sorted(stated, key=lambda one: (-one.customers, STATED_CODES.index(one.code)))),
        kinds=_kinds(everybody, by_kind, asked_for=model is not None),
        words=_words(asked, everybody),
        lines=tuple(everybody[offset : offset + limit]),
        queue=queue,
        kept_out=kept_out,
        offset=offset,
        lost=len(everybody),
        with_incident=sum(bool(one.incidents) for one in everybody),
        evidenced=shares[0],
        answered="counted" if model is None else "model",
        left_is="" if leaving is None else OUTCOME_NAMES[leaving.outcome],
        filter=asked.selection.text,
        by_hand=by_hand(asked, "leaving"),
    )


def _stated(code: StatedCode, everybody: list[Lost], share: Estimate) -> Stated:
    those = [one for one in everybody if code in one.codes]
    met = Counter(kind for one in those for kind in set(one.incidents))
    with_it = sum(bool(one.incidents) for one in those)
    said: Estimate = wilson(len(those), len(everybody))
    if len(everybody) < FEWEST_LOSSES:
        said = CannotSay("too_few", len(everybody), FEWEST_LOSSES)
    return Stated(code, len(those), with_it, dict(met), said, share)


def _kinds(everybody: list[Lost], by_kind: dict[IncidentKind, Estimate], *, asked_for: bool) -> tuple[Evidenced, ...]:
    met = Counter(kind for one in everybody for kind in set(one.incidents))
    none = CannotSay("not_identified" if asked_for else "too_few", len(everybody), None if asked_for else FEWEST_LOSSES)
    found = [
        Evidenced(kind, met[kind], by_kind.get(kind, none)) for kind in INCIDENT_KINDS if met[kind] or kind in by_kind
    ]
    return tuple(sorted(found, key=_by_share))


def _by_share(one: Evidenced) -> tuple[float, int]:
    return (-one.share.value if isinstance(one.share, Interval) else 1.0, -one.customers)


def _words(asked: Asked, everybody: list[Lost]) -> tuple[Word, ...]:
    counts = Counter[str | CodedText]()
    for one in everybody:
        counts.update(one.words)
        counts.update(one.texts)
    return tuple(word_of(said, asked.index.reason_coding, n) for said, n in counts.most_common())


def _queue(asked: Asked, everybody: list[Lost]) -> tuple[tuple[Lost, ...], int | None]:
    """Where an answer would teach most: what was said differs from what is on record, then what is most open. Only who
    may be contacted, with the departments that served them; and how many had to be left out.
    """
    asking, may = (
        sorted((one for one in everybody if one.ask is not None), key=_teaching),
        asked.index.beside.may_be_asked,
    )
    kept_out = None
    if may is not None and asking:
        free = may(np.array([one.customer for one in asking], np.uint64))
        kept_out = int((~free).sum())
        asking = [one for one, is_free in zip(asking, free.tolist(), strict=True) if is_free]
    chosen, names = asking[:QUEUE], asked.index.departments
    serving = asked.run(TakeServing(np.array(sorted(one.customer for one in chosen), np.uint64)))
    served = {one.customer: tuple(names[code - 1] for code in serving.of(one.customer)) for one in chosen}
    return tuple(replace(one, served_by=served[one.customer]) for one in chosen), kept_out


def _teaching(one: Lost) -> tuple[float, int]:
    share = one.share or 0.0
    return {"differs": -share, "uncertain": abs(share - 0.5), "not_on_record": 0.3}[one.ask or "uncertain"], -one.left


def _headline(result: Reasons) -> Iterator[Sentence]:
    said: dict[str, object] = {"lost": result.lost, "with_incident": result.with_incident, "days": MET_BEFORE_DAYS}
    if result.answered == "counted":
        yield Sentence("reasons.counted", said)
    price = result.of("pricing")
    if price is None:
        yield Sentence("reasons.no_price", said)
    elif isinstance(price.said, Interval):
        after = price.with_incident / result.lost
        ends = {"share": price.said.value, "low": price.said.low, "high": price.said.high}
        alone = {"after": after, "alone": price.said.value - after, "n_after": price.with_incident}
        yield Sentence("reasons.price", {**said, **ends, **alone, "n": price.customers})
    else:
        yield Sentence("reasons.price_counted", {**said, "n": price.customers, "after": price.with_incident})
    for code, whose in (("price_evidenced", price), ("none_evidenced", result.of("none_stated"))):
        if whose is not None and isinstance(whose.evidenced, Interval):
            yield Sentence(f"reasons.{code}", {"n": whose.customers, **_ends(whose.evidenced)})
    if isinstance(result.evidenced, Interval):
        yield Sentence("reasons.all_evidenced", {**said, **_ends(result.evidenced)})


def _ends(found: Interval) -> dict[str, object]:
    return {"value": found.value, "low": found.low, "high": found.high}


def _caveats(result: Reasons) -> Iterator[Sentence]:
    if result.answered == "model":
        yield Sentence("caveat.association")
        yield Sentence("caveat.reasons_on_record")
    yield from said_of_words(result.words, result.by_hand, "caveat.reasons_not_coded")
    if result.kept_out is not None:
        yield Sentence("caveat.reasons_asked", {"n": result.kept_out})
    elif result.queue:
        yield Sentence("caveat.reasons_may_ask")


def _people(key: str, lines: Sequence[Lost]) -> Table:
    rows = [", ".join(f"{source} {file}/{row}" for source, file, row in one.rows) or None for one in lines]
    return Table(
        key,
        (
            Column("customer", "text", [one.identifier for one in lines]),
            Column("kind", "text", [one.kind for one in lines]),
            Column("customer_number", "text", [one.customer for one in lines]),
            Column("left_at", "time", [one.left for one in lines]),
            Column("word", "text", [", ".join(one.words) or None for one in lines]),
            Column("stated", "text", [", ".join(one.codes) for one in lines]),
            Column("incident", "text", [", ".join(dict.fromkeys(one.incidents)) or None for one in lines]),
            Column("evidenced", "share", [one.share for one in lines]),
            *([Column("text_rows", "text", rows)] if any(rows) else []),
            *(_asking(lines) if key == "reasons_queue" else ()),
        ),
    )


def _asking(lines: Sequence[Lost]) -> tuple[Column, ...]:
    """Why one would ask, and who must not."""
    return (
        Column("ask", "text", [one.ask for one in lines]),
        Column("served_by", "text", [", ".join(one.served_by) or None for one in lines]),
    )
