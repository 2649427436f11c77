"""How far are free texts that state a reason coded by hand, how far do two people agree, and how good are suggestions?

Texts: `questions.texts_to_code`, for the scheme of leaving or for that of coming. Two people code them without seeing
each other's codes; where both did so without suggestions, κ of each code (`stats.kappa`) and the share of texts to
which both gave exactly the same codes. A suggestion made without knowledge of the text is held against what people said
of it in the same way. Below 30 texts nothing is estimated. What one person alone said of a text counts nowhere here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from wegmarke.model.coded_reasons import Coded, Codings
from wegmarke.model.coding_schemes import SCHEMES, Code, Scheme, SchemeName
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.questions.asked import Asked
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.suggested_codes import suggested_each
from wegmarke.questions.texts_to_code import FreeText, free_texts
from wegmarke.stats.kappa import FEWEST, kappa_by_category
from wegmarke.stats.wilson import wilson

UNAIDED: Final = 60
"""The first so many texts, in the order in which everybody gets them, are coded without suggestions."""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code. coded: to how many texts it was given by now. first, second, both: how many texts each of the two
    persons gave it. agreed: κ of the two. suggested: κ of suggestions and people.
    """

    code: Code
    coded: int
    first: int
    second: int
    both: int
    agreed: Estimate
    suggested: Estimate


@dataclass(frozen=True, slots=True)
class Coding:
    """scheme: to which. texts: to code; coded: by at least one person; twice: by two and more; waiting: coded by one
    alone, which counts as nothing until a second has read them too or the coding is closed; differing: coded twice,
    otherwise, and settled by nobody. pair: texts that the two who have most in common both coded without suggestions
    and without seeing what others said; same: share of them with exactly the same codes. suggested_same: likewise of
    suggestions and people.
    """

    scheme: SchemeName
    texts: int
    coded: int
    twice: int
    waiting: int
    differing: int
    pair: int
    same: Estimate
    suggested_same: Estimate
    codes: tuple[CodeAgreement, ...]

    def tables(self) -> tuple[Table, ...]:
        """Code by code, then all codes together."""
        lines, both = self.codes, [self.same, self.suggested_same]
        return (
            Table(
                "coding",
                (
                    Column(SCHEMES[self.scheme].column, "text", [one.code for one in lines]),
                    Column("texts_coded", "count", [one.coded for one in lines]),
                    Column("first_coder", "count", [one.first for one in lines]),
                    Column("second_coder", "count", [one.second for one in lines]),
                    Column("both_coders", "count", [one.both for one in lines]),
                    *interval_columns("kappa", "mean", [one.agreed for one in lines]),
                    *interval_columns("kappa_suggested", "mean", [one.suggested for one in lines]),
                ),
            ),
            Table(
                "coding_alike",
                (
                    Column("coded_by", "text", ["people", "suggestion"]),
                    *interval_columns("coded_alike", "share", both),
                ),
            ),
        )


def coding(asked: Asked, *, scheme: SchemeName = "leaving") -> Finding[Coding]:
    """How free texts of the journeys asked for are coded: to which scheme, of leaving or of coming.
    `CannotSay("too_few")` where there is no text to code.
    """
    basis, texts = asked.basis(asked.totals()), free_texts(asked, scheme)
    if not texts:
        return Finding("coding", (Sentence(f"coding.no_texts_{scheme}"),), CannotSay("too_few", 0, 1), basis, "coding")
    result = _result(texts, asked.index.beside.codings(scheme))
    headline = tuple(_headline(result))
    caveats = (Sentence("caveat.coding_pair"),) if result.pair else ()
    return Finding("coding", headline, result, basis, "coding", assumptions=("coded_apart",), caveats=caveats)


def _result(texts: Sequence[FreeText], codings: Codings) -> Coding:
    scheme = SCHEMES[codings.scheme]
    here = {one.key: one.text for one in texts}
    counts = Counter(code for key in here for code in codings.codes(key))
    first, second, by_two = _two(here, codings)
    alone = [(here[key], one) for key, one in _read_alone(here, codings)]
    offered = [one.codes for one in suggested_each(alone, scheme)] if len(alone) >= FEWEST else []
    given = [codes for _, codes in alone][: len(offered)]
    agreed, helped = _agreed(scheme, first, second), _agreed(scheme, given, offered, n=len(alone))
    lines = (
        CodeAgreement(code, counts[code], *_counts(code, first, second), mine, machine)
        for code, mine, machine in zip(scheme.given, agreed, helped, strict=True)
    )
    return Coding(
        scheme=scheme.name,
        texts=len(texts),
        coded=sum(bool(codings.of.get(key)) for key in here),
        twice=sum(len(codings.of.get(key, {})) > 1 for key in here),
        waiting=sum(bool(codings.of.get(key)) and not codings.is_open(key) for key in here),
        differing=sum(codings.differs(key) for key in here),
        pair=by_two,
        same=_alike(first, second, by_two),
        suggested_same=_alike(given, offered, len(alone)),
        codes=tuple(one for one in lines if one.coded or one.first or one.second),
    )


Codes = Sequence[tuple[Code, ...]]


def _two(here: Mapping[str, str], codings: Codings) -> tuple[Codes, Codes, int]:
    """What the two persons said who have coded most of the same texts blind and without suggestions: of these texts."""
    read = {key: _unaided(codings.blind.get(key, {})) for key in here}
    together = Counter(pair for of in read.values() for pair in combinations(sorted(of), 2))
    if not together:
        return (), (), 0
    (one, other), n = min(together.items(), key=lambda pair: (-pair[1], pair[0]))
    both = [of for of in read.values() if one in of and other in of]
    return [of[one].codes for of in both], [of[other].codes for of in both], n


def _unaided(of: Mapping[str, Coded]) -> dict[str, Coded]:
    return {by: one for by, one in of.items() if not one.aided}


def _read_alone(here: Mapping[str, str], codings: Codings) -> Iterator[tuple[str, tuple[Code, ...]]]:
    """What counts of texts that people coded without suggestions in sight, and alike."""
    for key in here:
        if _unaided(codings.of.get(key, {})) and codings.codes(key):
            yield key, codings.codes(key)


def _agreed(scheme: Scheme, first: Codes, second: Codes, n: int | None = None) -> tuple[Estimate, ...]:
    if len(first) < FEWEST:
        return (CannotSay("too_few", len(first) if n is None else n, FEWEST),) * len(scheme.given)
    named, again = (np.array([[code in one for code in scheme.given] for one in of]) for of in (first, second))
    return kappa_by_category(named, again)


def _alike(first: Codes, second: Codes, n: int) -> Estimate:
    if n < FEWEST:
        return CannotSay("too_few", n, FEWEST)
    return wilson(sum(one == other for one, other in zip(first, second, strict=True)), n)


def _counts(code: Code, first: Codes, second: Codes) -> tuple[int, int, int]:
    here, there = [code in one for one in first], [code in one for one in second]
    return sum(here), sum(there), sum(a and b for a, b in zip(here, there, strict=True))


def _headline(result: Coding) -> Iterator[Sentence]:
    said: dict[str, object] = {"texts": result.texts, "coded": result.coded, "twice": result.twice}
    yield Sentence("coding.progress", said)
    if result.waiting:
        yield Sentence("coding.waiting", {"n": result.waiting})
    if isinstance(result.same, Interval):
        ends = {"share": result.same.value, "low": result.same.low, "high": result.same.high}
        yield Sentence("coding.same", {"n": result.pair, **ends})
    else:
        yield Sentence("coding.too_few", {"n": result.pair, "needed": FEWEST})
    if result.differing:
        yield Sentence("coding.differing", {"n": result.differing})
    if isinstance(result.suggested_same, Interval):
        ends = {"share": result.suggested_same.value, "n": result.suggested_same.n}
        yield Sentence(
            "coding.suggested", {**ends, "low": result.suggested_same.low, "high": result.suggested_same.high}
        )
