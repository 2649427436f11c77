"""For whom does a defect cost customers?

The comparison of the question `effect` is made twice for every group of customers (`questions.segments`): for those of
the group, and for all others whose group is known. What tells them apart is the difference of both effects, with its
interval (`stats.apart`); all such differences of an answer are corrected together after Benjamini and Hochberg, two
groups that are each other's rest as one test.

A group is named where the difference holds after that, where the effect in the group is the larger one and leaves out
0, and where the negative control is silent in the group and would have spoken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table
from wegmarke.questions.effect.compared import Groups, control_of, leaving_of
from wegmarke.questions.few import FEWEST
from wegmarke.questions.histories import Ground
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.moments.compared import FALSE_DISCOVERIES, p_value
from wegmarke.questions.segments import FIRST_CHANNEL, Grouping, Segment, groupings
from wegmarke.stats.apart import difference_apart
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.placebo import ControlResult, Verdict, verdict


@dataclass(frozen=True, slots=True)
class EffectInSegment:
    """What a defect does to the customers of one group, and to the others.

    exposed, customers: visits of the group with it, and whose they are; others_exposed: visits of the others with it.
    inside, others: difference in the share that leaves. difference: inside minus others. test: of which test it is. q:
    of it, after correction for all groups. control: in the group, None where it is no candidate.
    """

    segment: Segment
    exposed: int
    customers: int
    others_exposed: int
    inside: Interval
    others: Interval
    difference: Interval
    test: tuple[str, str]
    q: float = float("nan")
    control: Estimate | None = None

    @property
    def candidate(self) -> bool:
        """Whether the group differs by more than chance, and it is the one on which it has the larger effect."""
        apart = self.q <= FALSE_DISCOVERIES and abs(self.inside.value) > abs(self.others.value)
        return apart and not self.inside.low <= 0 <= self.inside.high

    @property
    def checked(self) -> Verdict | None:
        """What the negative control says in the group; None where none was asked."""
        if self.control is None:
            return None
        return verdict(self.inside, [ControlResult("earlier", self.control)])

    @property
    def named(self) -> bool:
        """Whether the group may be named."""
        return self.candidate and self.checked == "passed"

    @property
    def only(self) -> bool:
        """Whether for the others no effect can be told from chance."""
        return self.others.low <= 0 <= self.others.high

    @property
    def lost(self) -> Interval:
        """Customers of the group lost by it: visits with it × effect."""
        one, by = self.inside, self.exposed
        return replace(one, value=one.value * by, low=one.low * by, high=one.high * by)


@dataclass(frozen=True, slots=True)
class EffectBySegment:
    """lines: groups of whom it could be told, the named first. tried, too_few: by what customers were told apart, and
    by what not, since too few of a group were lost. too_many: attributes of too many words.
    """

    lines: tuple[EffectInSegment, ...] = ()
    tried: tuple[str, ...] = ()
    too_few: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[EffectInSegment, ...]:
        """The groups for whom it is another effect."""
        return tuple(one for one in self.lines if one.named)

    def tables(self) -> tuple[Table, ...]:
        """One line a group; no table where nothing could be told apart."""
        lines = self.lines
        columns = (
            Column("segment_by", "text", [one.segment.attribute for one in lines]),
            Column("segment", "text", [one.segment.word for one in lines]),
            Column("segment_named", "text", [_word_of(one) for one in lines]),
            *interval_columns("segment_effect", "difference", [one.inside for one in lines]),
            *interval_columns("segment_others", "difference", [one.others for one in lines]),
            *interval_columns("segment_difference", "difference", [one.difference for one in lines]),
            *interval_columns("segment_lost", "score", [one.lost for one in lines]),
            Column("segment_bad", "count", [one.exposed for one in lines]),
            Column("exposed_customers", "count", [one.customers for one in lines]),
            Column("q", "score", [one.q for one in lines]),
        )
        return (Table("effect_segments", columns),) if lines else ()

    def headline(self) -> Iterator[Sentence]:
        """For whom; that no group differs, the table says."""
        for one in self.named[:3]:
            said: dict[str, object] = {"attribute": one.segment.attribute, "segment": one.segment.word}
            said |= {"n": one.exposed, "others_n": one.others_exposed}
            for name, estimate in (("", one.inside), ("others_", one.others)):
                said |= {f"{name}value": estimate.value, f"{name}low": estimate.low, f"{name}high": estimate.high}
            by = "channel" if one.segment.attribute == FIRST_CHANNEL else "attribute"
            yield Sentence(f"effect.segment_{'only' if one.only else 'also'}_{by}", said)

    def caveats(self) -> Iterator[Sentence]:
        """What was not told apart, and why."""
        few = [one for one in self.too_few if one != FIRST_CHANNEL]
        if any(one != FIRST_CHANNEL for one in self.tried):
            yield Sentence("caveat.segments_first_known")
        if few:
            yield Sentence("caveat.segments_too_few", {"names": few, "needed": FEWEST})
        if self.too_many:
            yield Sentence("caveat.segments_too_many", {"names": self.too_many})


def effect_by_segment(index: Index, found: Ground, groups: Groups) -> EffectBySegment:
    """For whom. groups: visits with the defect, and those they are compared with, of all customers together."""
    every = groupings(index)
    tried = [one for one in every if one.tried(found.visits)]
    lines = [line for one in tried for line in _lines(found, groups, one)]
    p_values = {line.test: p_value(line.difference) for line in lines}
    q = dict(zip(p_values, benjamini_hochberg(list(p_values.values())).tolist(), strict=True))
    judged = [_checked(found, groups, tried, replace(line, q=q[line.test])) for line in lines]
    return EffectBySegment(
        lines=tuple(sorted(judged, key=lambda one: (not one.named, one.q, one.test, -abs(one.inside.value)))),
        tried=tuple(one.attribute for one in tried),
        too_few=tuple(one.attribute for one in every if one not in tried),
        too_many=tuple(one.name for one in index.attributes if one.too_many),
    )


def _lines(found: Ground, groups: Groups, grouping: Grouping) -> Iterator[EffectInSegment]:
    """What can be told by one attribute."""
    exposed, others = grouping.of(groups.exposed.customer), grouping.of(groups.others.customer)
    codes = grouping.tried(found.visits)
    effects = {code: _effect(found, _only(groups, exposed == code, others == code)) for code in codes}
    for code, inside in effects.items():
        rest = [other for other in codes if other != code]
        alone = len(rest) == 1 and grouping.present == 2
        among = (exposed > 0) & (exposed != code)
        outside = effects[rest[0]] if alone else _effect(found, _only(groups, among, (others > 0) & (others != code)))
        if isinstance(inside, Interval) and isinstance(outside, Interval):
            segment = Segment(grouping.attribute, grouping.words[code - 1])
            here = exposed == code
            yield EffectInSegment(
                segment=segment,
                exposed=int(np.count_nonzero(here)),
                customers=len(np.unique(groups.exposed.customer[here])),
                others_exposed=int(np.count_nonzero(among)),
                inside=inside,
                others=outside,
                difference=difference_apart(inside, outside),
                test=(segment.attribute, "" if alone else segment.word),
            )


def _only(groups: Groups, exposed: NDArray[np.bool_], others: NDArray[np.bool_]) -> Groups:
    return replace(groups, exposed=groups.exposed.of(exposed), others=groups.others.of(others))


def _effect(found: Ground, groups: Groups) -> Estimate:
    made = leaving_of(found, groups)
    return made if isinstance(made, CannotSay) else made.on_exposed


def _checked(found: Ground, groups: Groups, tried: list[Grouping], one: EffectInSegment) -> EffectInSegment:
    """With the negative control of what would be named."""
    if not one.candidate:
        return one
    grouping = next(group for group in tried if group.attribute == one.segment.attribute)
    code = grouping.words.index(one.segment.word) + 1
    of = [grouping.of(visits.customer) == code for visits in (groups.exposed, groups.others)]
    return replace(one, control=control_of(found, _only(groups, of[0], of[1])))


def _word_of(one: EffectInSegment) -> str:
    if one.named:
        return "only" if one.only else "more"
    return f"doubted_{one.checked}" if one.candidate else ""
