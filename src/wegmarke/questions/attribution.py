"""Which touchpoints, channels or departments take part in winning? Exact Markov removal effects, heuristics beside.

The journeys are read as an absorbing Markov chain of order one: start → touchpoints → won or not. The removal effect
of a touchpoint is the share of conversions that would be missing if every way through it ended in nothing, solved
exactly (`stats.markov`), not simulated; its interval knows that customers come back (`stats.markov_intervals`). Where
the outcome is an interaction itself (the order, the cancellation), the way ends before it: what is won does not take
part in winning it. The usual rules stand beside it: first and last touch, equal parts, time decay, by position. By
channel or department the same journeys are read as a chain of these, online and offline in one: a department that
hands a customer on takes part in what another closes. This describes the journeys that were observed; it does not say
what would have been won without a touchpoint.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.dictionaries import START
from wegmarke.index.runner import Kernel
from wegmarke.index.summaries.journeys import CountTotals, Totals
from wegmarke.index.summaries.steps import CountSteps, CountStepsUntilOutcome
from wegmarke.index.summaries.together import Together
from wegmarke.index.summaries.ways import CountWays, Of, Ways
from wegmarke.model.evidence import Behind
from wegmarke.model.filter.lexer import quoted
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import too_few
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.intervals import IntervalArray
from wegmarke.stats.markov import Attribution as Solved
from wegmarke.stats.markov import markov
from wegmarke.stats.markov_intervals import markov_intervals

WON = OUTCOME_NAMES.index("won")
ATTRIBUTED_BY: tuple[Of, ...] = get_args(Of)

GROUPS = 32
"""Into so many groups customers are dealt for the intervals."""

MOST_CELLS = 1 << 23
"""The chains of all groups take at most so many cells (64 MiB); with more touchpoints there are no intervals."""

Rule = Literal["first_touch", "last_touch", "linear_touch", "decay_touch", "position_touch"]
RULES: tuple[Rule, ...] = get_args(Rule)
"""How wins are usually shared out, by the names of the columns."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Touchpoints, channels or departments (T) by falling removal effect.

    by: which of these. keys: touchpoint keys, or names ("" where an interaction has none); labels: as people call them.
    base_rate: won journeys by journey. removal_effect, share, conversions: shape (T,). effect_interval,
    share_interval: with their intervals, CannotSay where there are none. rules: wins (T) by each usual rule that was
    asked for; first_touch and last_touch are whole numbers: journeys won that began there, or whose last contact
    before the outcome was there. won_with: won journeys with it, or None where not asked for.
    """

    by: Of
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    base_rate: float
    removal_effect: NDArray[np.float64]
    share: NDArray[np.float64]
    conversions: NDArray[np.float64]
    effect_interval: IntervalArray | CannotSay
    share_interval: IntervalArray | CannotSay
    rules: dict[Rule, NDArray[Any]]
    won_with: NDArray[np.int64] | None
    journeys: int
    won: int
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint: the chain's answer, then the usual rules beside it."""
        name = Column(self.by, "touchpoint" if self.by == "touchpoint" else "text", [key or None for key in self.keys])
        wins = Column("attributed_wins", "score", self.conversions.tolist())
        share = self._with_interval("attribution_share", self.share, self.share_interval)
        effect = self._with_interval("removal_effect", self.removal_effect, self.effect_interval)
        last = Column("last_touch_share", "share", self.last_touch_share().tolist())
        with_it = () if self.won_with is None else (Column("won_with", "count", self.won_with.tolist(), self._with()),)
        return (
            Table("attribution", (name, *effect, *share, last, wins, *with_it)),
            Table("attribution_rules", (name, wins, *(self._rule(rule) for rule in RULES if rule in self.rules))),
        )

    def last_touch_share(self) -> NDArray[np.float64]:
        """Of the wins that had a way, the shares whose last contact was there (T)."""
        last = self.rules["last_touch"]
        shares: NDArray[np.float64] = last / max(int(last.sum()), 1)
        return shares

    def _with_interval(
        self, key: str, value: NDArray[np.float64], interval: IntervalArray | CannotSay
    ) -> tuple[Column, ...]:
        if isinstance(interval, CannotSay):
            return (Column(key, "share", value.tolist()),)
        return interval_columns(key, "share", [interval.at(place) for place in range(len(value))])

    def _rule(self, rule: Rule) -> Column:
        values = self.rules[rule].tolist()
        word = {"first_touch": "began", "last_touch": "decided_after"}.get(rule)
        if word is None:
            return Column(rule, "score", values)
        if self.by != "touchpoint":
            return Column(rule, "count", values)
        return Column(rule, "count", values, self._won(f"{word}({key})" for key in self.keys))

    def _with(self) -> Behind:
        if self.by == "touchpoint":
            return self._won(f"visited({key})" for key in self.keys)
        return self._won(f"{self.by} = {quoted(key)}" if key else None for key in self.keys)

    def _won(self, conditions: Iterable[str | None]) -> Behind:
        return Behind(self.filter, [one and f"{one} and outcome = won" for one in conditions])


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted by place (K): the chain of all and of the groups, wins by rule, won journeys with the place."""

    totals: Totals
    chain: NDArray[np.float64]
    groups: NDArray[np.float64] | CannotSay
    rules: dict[Rule, NDArray[Any]]
    won_with: NDArray[np.int64] | None


def attribution(asked: Asked, by: Of = "touchpoint", *, intervals: bool = True) -> Finding[Attribution]:
    """Removal effects of all touchpoints, channels or departments on winning, over the journeys asked for.

    intervals: with intervals and every rule; without, by touchpoint, only first and last touch stand beside the chain,
    and the answer comes several times as fast. `CannotSay("empty_group")` where no contact says its channel
    (department), or nothing is left of the filter; else as `markov`.
    """
    keys, labels = _places(asked, by)
    whole = by != "touchpoint" or (intervals and GROUPS * (len(keys) + 1) * (len(keys) + 2) <= MOST_CELLS)
    counted = _counted_ways(asked, by, len(keys)) if whole else _counted_steps(asked)
    if counted.totals.journeys == 0:
        return _cannot(asked, counted, CannotSay("empty_group", 0, 1), "empty_group")
    if len(labels) == 1 and by != "touchpoint":
        return _cannot(asked, counted, CannotSay("empty_group", 0, 1), f"no_{by}")
    made = _solved(counted.chain, keys)
    if isinstance(made, CannotSay):
        return _cannot(asked, counted, made, made.reason)
    if (few := too_few(int(counted.totals.outcomes[WON]))) is not None:
        return _cannot(asked, counted, few, "too_few")
    order = np.lexsort((np.array(keys), -made.removal_effect))
    order = order[made.removal_effect[order] > 0]
    effects, shares = _intervals(counted.groups, keys, order)
    result = Attribution(
        by=by,
        keys=tuple(keys[code] for code in order.tolist()),
        labels=tuple(labels[code] for code in order.tolist()),
        base_rate=made.base_rate,
        removal_effect=made.removal_effect[order],
        share=made.share[order],
        conversions=made.conversions[order],
        effect_interval=effects,
        share_interval=shares,
        rules={rule: wins[order] for rule, wins in counted.rules.items()},
        won_with=None if counted.won_with is None else counted.won_with[order],
        journeys=counted.totals.journeys,
        won=int(counted.totals.outcomes[WON]),
        filter=asked.selection.text,
    )
    return Finding(
        "attribution",
        tuple(_headline(result)),
        result,
        asked.basis(counted.totals),
        "attribution",
        claim="association",
        assumptions=("first_order", "redirect_to_null"),
        caveats=(Sentence("caveat.not_incremental"),),
    )


def _cannot(asked: Asked, counted: _Counted, why: CannotSay, code: str) -> Finding[Attribution]:
    headline = (Sentence(f"attribution.{code}"),)
    return Finding("attribution", headline, why, asked.basis(counted.totals), "attribution", claim="association")


def _places(asked: Asked, by: Of) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys and labels of all places by code; those of channels and departments begin with "", no such thing."""
    index = asked.index
    if by == "touchpoint":
        return index.keys, tuple(touchpoint.label for touchpoint in index.touchpoints)
    names = ("", *(index.channels if by == "channel" else index.departments))
    return names, names


def _counted_ways(asked: Asked, by: Of, places: int) -> _Counted:
    kernels = Together((CountTotals(asked.selection), CountWays(asked.selection, by, places, GROUPS)))
    totals, ways = asked.run(kernels)
    assert isinstance(ways, Ways)  # noqa: S101 - what CountWays yields
    rules = dict(zip(RULES, (ways.first, ways.last, ways.linear, ways.decay, ways.position), strict=True))
    groups = ways.chain.astype(np.float64)
    return _Counted(totals, groups.sum(axis=0), groups, rules, ways.won_with)


def _counted_steps(asked: Asked) -> _Counted:
    """The chain alone, from the steps that the index has coded."""
    index = asked.index
    width = len(index.touchpoints)
    happened = asked.outcomes_happen()
    steps: Kernel[Any]
    if happened:
        steps = CountStepsUntilOutcome(asked.selection, len(index.steps))
    else:
        steps = CountSteps(asked.selection, len(index.steps), elapsed=False)
    totals, (entries, lasts), counted = asked.totals_by(("entry", "before" if happened else "exit"), steps)
    transitions = np.zeros((width + 1, width + 2))
    source = np.where(index.steps.source == START, width, index.steps.source)
    transitions[source, index.steps.target] = counted if happened else counted.counts
    transitions[:width, width] = lasts[WON]
    transitions[:width, width + 1] = lasts.sum(axis=0) - lasts[WON]
    at_once = totals.outcomes - lasts.sum(axis=1)  # the first interaction was the outcome
    transitions[width, width] = at_once[WON]
    transitions[width, width + 1] = at_once.sum() - at_once[WON]
    most = math.isqrt(MOST_CELLS // GROUPS) - 2
    rules: dict[Rule, NDArray[Any]] = {"first_touch": entries[WON], "last_touch": lasts[WON]}
    return _Counted(totals, transitions, CannotSay("too_many", width, most), rules, None)


def _solved(transitions: NDArray[np.float64], keys: tuple[str, ...]) -> Solved | CannotSay:
    """The chain solved with places in the order of their keys, so that rounding does not depend on their codes."""
    order = np.argsort(np.array(keys))
    made = markov(_in_order(transitions, order))
    if isinstance(made, CannotSay):
        return made
    back = np.argsort(order)
    return replace(
        made,
        removal_effect=made.removal_effect[back],
        share=made.share[back],
        conversions=made.conversions[back],
    )


def _in_order(transitions: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Rows and columns (the last two axes) in this order of the places; start, won and not won stay behind them."""
    size = len(order)
    rows, columns = np.append(order, size), np.append(order, (size, size + 1))
    return transitions[..., rows[:, None], columns]


def _intervals(
    groups: NDArray[np.float64] | CannotSay, keys: tuple[str, ...], shown: NDArray[np.int64]
) -> tuple[IntervalArray | CannotSay, IntervalArray | CannotSay]:
    """The intervals of effects and shares, for the places shown."""
    if isinstance(groups, CannotSay):
        return groups, groups
    order = np.argsort(np.array(keys))
    made = markov_intervals(_in_order(groups, order))
    if isinstance(made, CannotSay):
        return made, made
    place = np.argsort(order)[shown]
    effects, shares = (
        replace(one, value=one.value[place], low=one.low[place], high=one.high[place], n=one.n[place])
        for one in (made.removal_effect, made.share)
    )
    return effects, shares


def _headline(result: Attribution) -> Iterator[Sentence]:
    """What takes the largest part; and where the last touch is credited with more, or less, than chance explains."""
    named = [place for place, label in enumerate(result.labels) if label]
    if not named:
        yield Sentence(f"attribution.no_{result.by}")
        return
    largest = named[0]
    values: dict[str, object] = {
        "name": result.labels[largest],
        "effect": float(result.removal_effect[largest]),
        "won": result.won,
        "journeys": result.journeys,
    }
    if isinstance(result.effect_interval, CannotSay):
        yield Sentence("attribution.largest", values)
        return
    values |= {"low": float(result.effect_interval.low[largest]), "high": float(result.effect_interval.high[largest])}
    yield Sentence("attribution.largest_within", values)
    share = result.share_interval
    assert isinstance(share, IntervalArray)  # noqa: S101 - both have intervals, or neither
    by_last = result.last_touch_share()
    beyond = np.where((by_last < share.low) | (by_last > share.high), np.abs(by_last - result.share), 0.0)
    beyond[[place for place, label in enumerate(result.labels) if not label]] = 0.0
    place = int(np.argmax(beyond))
    if beyond[place] > 0:
        yield Sentence(
            "attribution.last_says_more" if by_last[place] > result.share[place] else "attribution.last_says_less",
            {
                "name": result.labels[place],
                "last": float(by_last[place]),
                "share": float(result.share[place]),
                "low": float(share.low[place]),
                "high": float(share.high[place]),
            },
        )
