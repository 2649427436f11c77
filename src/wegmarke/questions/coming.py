"""Why do customers come: what they say, beside what they met before the first purchase.

*Stated*: the words noted from 90 days before the first purchase to 30 days after it, coded to one scheme
(`model.coming_reasons`). *On record*: the contacts in the 90 days before it that are a recommendation, advertising, a
search or a conversation with sales, told in the same codes; so of each such way can be said how many of those who named
it have it on record, and how many met it and named something else. Shares with Wilson's interval, from 50 customers on.

That a contact lay before the first purchase is no reason for it: who did not buy has such contacts too
(`questions.won_lost` compares both).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from wegmarke.index.came import kinds_on_way
from wegmarke.index.summaries.comings import ON_WAY_DAYS, Comings
from wegmarke.model.coming_reasons import COMING_CODES, ON_THE_WAY, ComingCode
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import CameAfter, CameSaying, Not, write
from wegmarke.model.filter.grammar import ANY
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.noted_texts import CodedText
from wegmarke.questions.asked import Asked
from wegmarke.questions.coded_words import Word, by_hand, said_of_words, table_of_words, word_of
from wegmarke.questions.coding import Coding
from wegmarke.questions.few import FEWEST, too_few
from wegmarke.questions.first_purchases import first_purchases
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.wilson import wilson


@dataclass(frozen=True, slots=True)
class StatedComing:
    """One code of stated reasons. customers: who gave it. met: of them, by what they met before. nothing: without any
    such contact. said: share of all who came. confirmed: share of those who gave it that have it on record; None where
    it is nothing that one meets.
    """

    code: ComingCode
    customers: int
    met: dict[ComingCode, int]
    nothing: int
    said: Estimate
    confirmed: Estimate | None


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """One kind of contacts. customers: came after it; share: of all who came. unnamed: of them, who stated a reason and
    did not name it.
    """

    kind: ComingCode
    customers: int
    share: Estimate
    unnamed: int


@dataclass(frozen=True, slots=True)
class Coming:
    """Reasons for coming. came: customers who bought for the first time; stating: of them, with a reason noted; naming:
    who named something that one meets; confirming: of these, with one of what they named on record. words: how often
    each was noted, with its codes. filter: of the journeys asked for. by_hand: how the free texts among the words are
    coded, None where no code of any counts.
    """

    stated: tuple[StatedComing, ...]
    kinds: tuple[OnTheWay, ...]
    words: tuple[Word, ...]
    came: int
    stating: int
    naming: int
    confirming: int
    share_stating: Estimate
    share_confirming: Estimate
    answered: Literal["shares", "counted"]
    filter: str = ""
    by_hand: Coding | None = None

    def tables(self) -> tuple[Table, ...]:
        """Stated × on record, what lay on the way, the words."""
        return (self._matrix(), self._way(), table_of_words("coming_words", self.words, "coming"))

    def _matrix(self) -> Table:
        lines = self.stated
        behind = Behind(self.filter, [write(CameSaying((one.code,))) for one in lines])
        counts = [("way_nothing", [one.nothing for one in lines], write(Not(CameAfter((ANY,)))))]
        counts += [
            (f"way_{one.kind}", [line.met.get(one.kind, 0) for line in lines], write(CameAfter((one.kind,))))
            for one in self.kinds
        ]
        confirmed = [one.confirmed if one.confirmed is not None else CannotSay("not_identified", 0) for one in lines]
        return Table(
            "coming",
            (
                Column("coming", "text", [one.code for one in lines]),
                Column("customers", "count", [one.customers for one in lines], behind, "customers"),
                *interval_columns("said_coming", "share", [one.said for one in lines]),
                *interval_columns("met_too", "share", confirmed),
                *(Column(key, "count", of, behind.also(also), "customers") for key, of, also in counts),
            ),
        )

    def _way(self) -> Table:
        kinds = self.kinds
        behind = Behind(self.filter, [write(CameAfter((one.kind,))) for one in kinds])
        return Table(
            "coming_way",
            (
                Column("coming", "text", [one.kind for one in kinds]),
                Column("customers", "count", [one.customers for one in kinds], behind, "customers"),
                *interval_columns("share_of_came", "share", [one.share for one in kinds]),
                Column("unnamed", "count", [one.unnamed for one in kinds]),
            ),
        )


@dataclass(frozen=True, slots=True)
class _One:
    """One customer: the codes of what was stated, and the kinds of what lay before."""

    codes: frozenset[ComingCode]
    met: frozenset[ComingCode]


def coming(asked: Asked) -> Finding[Coming]:
    """Why the customers who bought for the first time in the journeys asked for came.

    `CannotSay("no_outcomes")` where nobody bought, `"no_coming_reasons"` where of none of them a reason was noted.
    """
    basis = asked.basis(asked.totals())
    found = first_purchases(asked)
    if not len(found):
        return Finding("coming", (Sentence("coming.nobody"),), CannotSay("no_outcomes", 0, 1), basis, "coming")
    if not len(found.said):
        unsaid = CannotSay("no_coming_reasons", len(found))
        return Finding("coming", (Sentence("coming.unstated", {"came": len(found)}),), unsaid, basis, "coming")
    result = _result(asked, found)
    return Finding("coming", tuple(_headline(result)), result, basis, "coming", caveats=tuple(_caveats(result)))


def _result(asked: Asked, found: Comings) -> Coming:
    everybody, said = _everybody(asked, found)
    came = len(everybody)
    stating = [one for one in everybody if one.codes != {"none_stated"}]
    naming = [one for one in stating if not one.codes.isdisjoint(ON_THE_WAY)]
    confirming = sum(not one.codes.isdisjoint(one.met) for one in naming)
    kinds = [kind for kind in ON_THE_WAY if any(kind in one.met or kind in one.codes for one in everybody)]
    coding = asked.index.coming_coding
    return Coming(
        stated=tuple(sorted(_stated(everybody), key=lambda one: (-one.customers, COMING_CODES.index(one.code)))),
        kinds=tuple(_on_the_way(kind, everybody, stating) for kind in kinds),
        words=tuple(word_of(one, coding, n) for one, n in said.most_common()),
        came=came,
        stating=len(stating),
        naming=len(naming),
        confirming=confirming,
        share_stating=_share(len(stating), came),
        share_confirming=_share(confirming, len(naming)),
        answered="shares" if came >= FEWEST else "counted",
        filter=asked.selection.text,
        by_hand=by_hand(asked, "coming"),
    )


def _everybody(asked: Asked, found: Comings) -> tuple[list[_One], Counter[str | CodedText]]:
    index, words = asked.index, Counter[str | CodedText]()
    codes: defaultdict[int, set[ComingCode]] = defaultdict(set)
    met: defaultdict[int, set[ComingCode]] = defaultdict(set)
    for customer, code in zip(found.said_by.tolist(), found.said.tolist(), strict=True):
        said = index.said(code)
        words[said] += 1
        given = said.codes if isinstance(said, CodedText) else index.coming_coding.codes(said)
        codes[customer].update(cast("tuple[ComingCode, ...]", given))
    for kind in ON_THE_WAY:
        touchpoints, channels = kinds_on_way(index, (kind,))
        fits = touchpoints[found.met_touchpoint] | channels[found.met_channel]
        for customer in set(found.met_by[fits].tolist()):
            met[customer].add(kind)
    silent: frozenset[ComingCode] = frozenset(("none_stated",))
    return [_One(frozenset(codes[one]) or silent, frozenset(met[one])) for one in found.customer.tolist()], words


def _stated(everybody: Sequence[_One]) -> Iterator[StatedComing]:
    for code in COMING_CODES:
        those = [one for one in everybody if code in one.codes]
        if those:
            met = Counter(kind for one in those for kind in one.met)
            confirmed = _share(met[code], len(those)) if code in ON_THE_WAY else None
            nothing = sum(not one.met for one in those)
            yield StatedComing(code, len(those), dict(met), nothing, _share(len(those), len(everybody)), confirmed)


def _on_the_way(kind: ComingCode, everybody: Sequence[_One], stating: Sequence[_One]) -> OnTheWay:
    customers = sum(kind in one.met for one in everybody)
    unnamed = sum(kind in one.met and kind not in one.codes for one in stating)
    return OnTheWay(kind, customers, _share(customers, len(everybody)), unnamed)


def _share(count: int, of: int) -> Estimate:
    return too_few(of) or wilson(count, of)


def _headline(result: Coming) -> Iterator[Sentence]:
    said: dict[str, object] = {"came": result.came, "stating": result.stating, "silent": result.came - result.stating}
    if isinstance(result.share_stating, Interval):
        yield Sentence("coming.stated", said | _ends(result.share_stating))
    else:
        yield Sentence("coming.counted", said)
    named: dict[str, object] = {"naming": result.naming, "confirming": result.confirming, "days": ON_WAY_DAYS}
    if isinstance(result.share_confirming, Interval):
        yield Sentence("coming.confirmed", named | _ends(result.share_confirming))
    elif result.naming:
        yield Sentence("coming.confirmed_counted", named)


def _ends(found: Interval) -> dict[str, object]:
    return {"share": found.value, "low": found.low, "high": found.high}


def _caveats(result: Coming) -> Iterator[Sentence]:
    yield Sentence("caveat.coming_before")
    yield Sentence("caveat.coming_names")
    yield from said_of_words(result.words, result.by_hand, "caveat.coming_not_coded")
