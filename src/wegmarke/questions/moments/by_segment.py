"""For whom is a bad experience a moment that matters?

The comparison of the question `moments` (visits with a critical event beside visits without to the same touchpoint) is
made twice for every group of customers (`questions.segments`): for those of the group, and for all others of whom it is
known to which they belong. What tells them apart is the difference of both effects, with its interval (`stats.apart`;
the customers are different ones). All such differences of an answer, touchpoints × groups, are corrected together after
Benjamini and Hochberg; two groups that are each other's rest are one test.

A group is named with a touchpoint where the difference holds after that, where the effect in the group is the larger
one, and where this effect would be named by itself: a weak hidden cause could not make it, and its negative control is
silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.groups import CountByGroup
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST
from wegmarke.questions.histories import Ground
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.moments.compared import (
    FALSE_DISCOVERIES,
    STRONG_ENOUGH,
    Compared,
    compared,
    controlled,
    experiencing,
    p_value,
)
from wegmarke.questions.segments import FIRST_CHANNEL, Grouping, Segment, groupings
from wegmarke.stats.apart import difference_apart
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg


@dataclass(frozen=True, slots=True)
class InSegment:
    """A bad experience at one touchpoint, for the customers of one group and for the others.

    journeys: of the group that came there, of all asked for; None where no filter tells the group. pooled: all
    customers together. inside, others: the group, and the rest. test: of which test the difference is; two groups that
    are each other's rest share one. q: of it, after correction for all touchpoints and groups.
    """

    touchpoint: Touchpoint
    segment: Segment
    journeys: int | None
    pooled: Estimate
    inside: Compared
    others: Compared
    difference: Estimate
    test: tuple[str, ...]
    q: float = float("nan")

    @property
    def candidate(self) -> bool:
        """Whether the group differs by more than chance, and it is the one on which it has the larger effect."""
        inside, others = self.inside.adjusted, self.others.adjusted
        if isinstance(inside, CannotSay) or isinstance(others, CannotSay) or inside.low <= 0 <= inside.high:
            return False
        larger = abs(inside.value) > abs(others.value)
        return larger and self.q <= FALSE_DISCOVERIES and self.inside.strength >= STRONG_ENOUGH

    @property
    def named(self) -> bool:
        """Whether the group may be named with the touchpoint: a candidate whose negative control is silent."""
        return self.candidate and self.inside.checked == "passed"

    @property
    def only(self) -> bool:
        """Whether for the others no effect can be told from chance."""
        others = self.others.adjusted
        return isinstance(others, CannotSay) or others.low <= 0 <= others.high


@dataclass(frozen=True, slots=True)
class BySegment:
    """lines: what could be told of touchpoints and groups, the named first, then by how certain the difference is.
    tried, too_few: by what customers were told apart, and by what not, since too few of a group were lost. too_many:
    attributes of too many words. tests: how many differences were corrected together. filter: of the journeys asked
    for.
    """

    lines: tuple[InSegment, ...] = ()
    tried: tuple[str, ...] = ()
    too_few: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()
    tests: int = 0
    filter: str = ""

    @property
    def named(self) -> tuple[InSegment, ...]:
        """Touchpoints with the group for which they matter."""
        return tuple(one for one in self.lines if one.named)

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint and group; no table where nothing could be told apart."""
        lines = self.lines
        behind = [
            None if one.segment.filter is None else combine(f"visited({one.touchpoint.key})", one.segment.filter)
            for one in lines
        ]
        columns = (
            Column("touchpoint", "touchpoint", [one.touchpoint.key for one in lines]),
            Column("segment_by", "text", [one.segment.attribute for one in lines]),
            Column("segment", "text", [one.segment.word for one in lines]),
            Column("segment_named", "text", [_word_of(one) for one in lines]),
            *interval_columns("segment_effect", "difference", [one.inside.adjusted for one in lines]),
            *interval_columns("segment_others", "difference", [one.others.adjusted for one in lines]),
            *interval_columns("segment_difference", "difference", [one.difference for one in lines]),
            *interval_columns("segment_pooled", "difference", [one.pooled for one in lines]),
            Column("journeys", "count", [one.journeys for one in lines], Behind(self.filter, behind)),
            Column("segment_bad", "count", [one.inside.exposed for one in lines]),
            Column("segment_good", "count", [one.inside.others for one in lines]),
            Column("q", "score", [None if one.q != one.q else one.q for one in lines]),
        )
        return (Table("moments_segments", columns),) if lines else ()


def by_segment(asked: Asked, found: Ground, before: Snapshots, pooled: Mapping[int, Estimate]) -> BySegment:
    """For whom a bad experience decides. before: visits with the history before their matter. pooled: what the bad
    experience does at each touchpoint (code), all customers together.
    """
    groups = groupings(asked.index)
    tried = [one for one in groups if one.tried(found.visits)]
    counted = _counted(asked, tried)
    lines = [
        line
        for one in tried
        for code in pooled
        for line in _lines(asked, found, before, one, code, pooled[code], counted)
    ]
    p_values = {line.test: p_value(line.difference) for line in lines}
    q = dict(zip(p_values, benjamini_hochberg(list(p_values.values())).tolist(), strict=True))
    judged = [_checked(asked, found, before, tried, replace(line, q=q[line.test])) for line in lines]
    return BySegment(
        lines=tuple(sorted(judged, key=_order)),
        tried=tuple(one.attribute for one in tried),
        too_few=tuple(one.attribute for one in groups if one not in tried),
        too_many=tuple(one.name for one in asked.index.attributes if one.too_many),
        tests=len(p_values),
        filter=asked.selection.text,
    )


def _lines(
    asked: Asked,
    found: Ground,
    before: Snapshots,
    grouping: Grouping,
    code: int,
    pooled: Estimate,
    counted: Mapping[str, NDArray[np.int64]],
) -> Iterator[InSegment]:
    """What can be told of one touchpoint by one attribute. counted: by attribute, journeys by word and touchpoint."""
    visits, touchpoint = before.of(before.touchpoint == code), asked.index.touchpoints[code]
    of = grouping.of(visits.customer)
    effects = {word: compared(found, experiencing(visits.of(of == word))) for word in grouping.tried(found.visits)}
    for word, inside in effects.items():
        rest = [other for other in effects if other != word]
        alone = len(rest) == 1 and grouping.present == 2
        others = effects[rest[0]] if alone else compared(found, experiencing(visits.of((of > 0) & (of != word))))
        if isinstance(inside.adjusted, Interval) and isinstance(others.adjusted, Interval):
            segment = Segment(grouping.attribute, grouping.words[word - 1])
            yield InSegment(
                touchpoint,
                segment,
                _journeys(grouping, segment, code, counted),
                pooled,
                inside,
                others,
                difference_apart(inside.adjusted, others.adjusted),
                (touchpoint.key, segment.attribute, "" if alone else segment.word),
            )


def _counted(asked: Asked, tried: Sequence[Grouping]) -> Mapping[str, NDArray[np.int64]]:
    """The journeys of every group by touchpoint, all from one walk over the partitions."""
    told = [one.attribute for one in tried if one.attribute != FIRST_CHANNEL]
    places = tuple(asked.index.attribute(name) for name in told)
    if not places:
        return {}
    found = asked.run(CountByGroup(asked.selection, places, len(asked.index.touchpoints)))
    return dict(zip(told, found, strict=True))


def _journeys(grouping: Grouping, segment: Segment, code: int, counted: Mapping[str, NDArray[np.int64]]) -> int | None:
    """As many as the filter of the group finds, which takes a word in any case."""
    if segment.filter is None:
        return None
    word = segment.word.casefold()
    codes = [place for place, other in enumerate(grouping.words, 1) if other.casefold() == word]
    return int(counted[segment.attribute][codes, code].sum())


def _checked(asked: Asked, found: Ground, before: Snapshots, groups: Sequence[Grouping], one: InSegment) -> InSegment:
    """With the negative control of what would be named."""
    if not one.candidate:
        return one
    grouping = next(group for group in groups if group.attribute == one.segment.attribute)
    visits = before.of(before.touchpoint == asked.index.code(one.touchpoint.key))
    of_group = visits.of(grouping.of(visits.customer) == grouping.words.index(one.segment.word) + 1)
    return replace(one, inside=replace(one.inside, control=controlled(found, experiencing(of_group))))


def _order(one: InSegment) -> tuple[bool, float, tuple[str, ...], float]:
    """Lines of one test stand together, the larger effect first."""
    size = abs(one.inside.adjusted.value) if isinstance(one.inside.adjusted, Interval) else 0.0
    return not one.named, one.q if one.q == one.q else 2.0, one.test, -size


def _word_of(one: InSegment) -> str:
    if one.named:
        return "only" if one.only else "more"
    return f"doubted_{one.inside.checked}" if one.candidate else ""


def told_by_segment(found: BySegment) -> Iterator[Sentence]:
    """For whom: the groups named, with what the answer for all together says."""
    for one in found.named[:3]:
        inside, others, pooled = one.inside.adjusted, one.others.adjusted, one.pooled
        said: dict[str, object] = {"touchpoint": one.touchpoint.label, "attribute": one.segment.attribute}
        said |= {"segment": one.segment.word, "n": one.inside.exposed, "others_n": one.others.exposed}
        for name, estimate in (("", inside), ("others_", others), ("pooled_", pooled)):
            if isinstance(estimate, Interval):
                said |= {f"{name}value": estimate.value, f"{name}low": estimate.low, f"{name}high": estimate.high}
        way = "more" if isinstance(inside, Interval) and inside.value > 0 else "fewer"
        by = "channel" if one.segment.attribute == FIRST_CHANNEL else "attribute"
        yield Sentence(f"moments.segment_{'only' if one.only else 'also'}_{way}_{by}", said)
        if isinstance(pooled, Interval):
            yield Sentence("moments.segment_pooled", said)
    if found.tried and not found.named:
        yield Sentence("moments.segment_nothing", {"n": found.tests})


def doubts_by_segment(found: BySegment) -> tuple[Sentence, ...]:
    """What was not told apart, and why."""
    few = [one for one in found.too_few if one != FIRST_CHANNEL]
    doubted = sum(one.candidate and not one.named for one in found.lines)
    return (
        *([Sentence("caveat.segments_first_known")] if any(one != FIRST_CHANNEL for one in found.tried) else []),
        *([Sentence("caveat.segments_doubted", {"n": doubted})] if doubted else []),
        *([Sentence("caveat.segments_too_few", {"names": few, "needed": FEWEST})] if few else []),
        *([Sentence("caveat.segments_too_many", {"names": found.too_many})] if found.too_many else []),
    )
