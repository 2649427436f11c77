"""Do two sources state the same reason for the same customers? Two editions of a list, the hotline and the letter.

Customers for whom a reason is noted at both touchpoints: how many have different words, with Wilson's interval; how far
the two agree beyond chance, Cohen's κ, of the words and of each code of the scheme (`stats.kappa`); and the commonest
pairs that differ. Nothing is averaged: a share of reasons is worth no more than the agreement behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.noted_twice import CountNoted, NotedTwice, TakeNotedTwice
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.stated_reasons import STATED_CODES, StatedCode
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.kappa import FEWEST, kappa, kappa_by_category
from wegmarke.stats.wilson import wilson

PAIRS: Final = 20
"""So many pairs of words that differ are listed."""


@dataclass(frozen=True, slots=True)
class CodeTwice:
    """One code of the scheme. first, second, both: for how many customers it is noted there. agreed: κ."""

    code: StatedCode
    first: int
    second: int
    both: int
    agreed: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """customers: with a reason at both; only_first, only_second: at one alone. differ: with different words; the share
    of them. recoded: with different codes. agreed: κ of the words. pairs: word there, word here, customers.
    """

    first: Touchpoint
    second: Touchpoint
    customers: int
    only_first: int
    only_second: int
    differ: int
    share: Estimate
    recoded: int
    recoded_share: Estimate
    agreed: Estimate
    codes: tuple[CodeTwice, ...]
    pairs: tuple[tuple[str, str, int], ...]

    def tables(self) -> tuple[Table, ...]:
        """The codes, then the pairs of words that differ."""
        codes = (
            Column("stated", "text", [one.code for one in self.codes]),
            Column("noted_first", "count", [one.first for one in self.codes]),
            Column("noted_second", "count", [one.second for one in self.codes]),
            Column("noted_both", "count", [one.both for one in self.codes]),
            *interval_columns("kappa", "mean", [one.agreed for one in self.codes]),
        )
        pairs = (
            Column("word_first", "text", [first for first, _, _ in self.pairs]),
            Column("word_second", "text", [second for _, second, _ in self.pairs]),
            Column("customers", "count", [n for _, _, n in self.pairs]),
        )
        return (Table("agreement", codes), Table("agreement_pairs", pairs))


def sources_of_reasons(asked: Asked) -> tuple[Touchpoint, ...]:
    """Touchpoints at which reasons are noted in the journeys asked for, those with most of them first."""
    counts = asked.run(CountNoted(asked.selection, len(asked.index.touchpoints)))
    order = np.argsort(-counts, kind="stable")
    return tuple(asked.index.touchpoints[code] for code in order.tolist() if counts[code])


def agreement(asked: Asked, *, first: str, second: str) -> Finding[Agreement]:
    """What is noted at touchpoint `first` beside what is noted at `second`, for the customers asked for.

    Errors: `touchpoint_unknown`.
    """
    codes = asked.index.code(first), asked.index.code(second)
    touchpoints = asked.index.touchpoints[codes[0]], asked.index.touchpoints[codes[1]]
    basis = asked.basis(asked.totals())
    noted = asked.run(TakeNotedTwice(asked.selection, *codes))
    both = np.flatnonzero((noted.first > 0) & (noted.second > 0))
    said: dict[str, object] = {"first": touchpoints[0].label, "second": touchpoints[1].label, "n": len(both)}
    if len(both) < FEWEST:
        few = CannotSay("too_few", len(both), FEWEST)
        return Finding(
            "agreement", (Sentence("agreement.too_few", said | {"needed": FEWEST}),), few, basis, "agreement"
        )
    result = _result(asked, noted, both, touchpoints)
    assumed = ("customers_independent",)
    return Finding(
        "agreement",
        tuple(_headline(result, said)),
        result,
        basis,
        "agreement",
        assumptions=assumed,
        caveats=(Sentence("caveat.agreement_neither"),),
    )


def _result(
    asked: Asked, noted: NotedTwice, both: NDArray[np.int64], touchpoints: tuple[Touchpoint, Touchpoint]
) -> Agreement:
    words = asked.index.reasons
    here, there = noted.first[both] - 1, noted.second[both] - 1
    pairs = Counter((words[a], words[b]) for a, b in zip(here.tolist(), there.tolist(), strict=True) if a != b)
    coded = [set(asked.index.reason_coding.codes(word)) for word in words]
    scheme = [code for code in STATED_CODES if any(code in coded[word] for word in {*here.tolist(), *there.tolist()})]
    truth = np.array([[code in one for code in scheme] for one in coded], np.bool_)
    named, again = truth[here], truth[there]
    recoded = int((named != again).any(axis=1).sum())
    counts = np.zeros((len(words), len(words)), np.int64)
    np.add.at(counts, (here, there), 1)
    met = np.unique(np.concatenate((here, there)))
    return Agreement(
        first=touchpoints[0],
        second=touchpoints[1],
        customers=len(both),
        only_first=int((noted.second == 0).sum()),
        only_second=int((noted.first == 0).sum()),
        differ=pairs.total(),
        share=wilson(pairs.total(), len(both)),
        recoded=recoded,
        recoded_share=wilson(recoded, len(both)),
        agreed=kappa(counts[np.ix_(met, met)]),
        codes=tuple(_codes(scheme, named, again)),
        pairs=tuple((*pair, n) for pair, n in sorted(pairs.items(), key=lambda one: (-one[1], one[0]))[:PAIRS]),
    )


def _codes(scheme: list[StatedCode], named: NDArray[np.bool_], again: NDArray[np.bool_]) -> Iterator[CodeTwice]:
    columns = zip(scheme, named.T, again.T, kappa_by_category(named, again), strict=True)
    for code, here, there, agreed in columns:
        yield CodeTwice(code, int(here.sum()), int(there.sum()), int((here & there).sum()), agreed)


def _headline(result: Agreement, said: dict[str, object]) -> Iterator[Sentence]:
    for code, n, share in (("words", result.differ, result.share), ("codes", result.recoded, result.recoded_share)):
        if isinstance(share, Interval):
            ends = {"share": share.value, "low": share.low, "high": share.high}
            yield Sentence(f"agreement.{code}", said | {"differ": n} | ends)
    if isinstance(result.agreed, Interval):
        ends = {"value": result.agreed.value, "low": result.agreed.low, "high": result.agreed.high}
        yield Sentence("agreement.kappa", said | ends)
    if result.pairs:
        word, other, n = result.pairs[0]
        yield Sentence("agreement.commonest", said | {"word": word, "other": other, "customers": n})
