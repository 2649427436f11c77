"""The conditions of a filter, in codes: each says of every journey of a partition whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.index.efforts import EFFORT_KINDS, efforts_in
from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kernels import journeys as k
from wegmarke.index.partition import Partition
from wegmarke.index.promises import promises_in
from wegmarke.index.stages import Stages

Chosen = NDArray[np.bool_]
NOBODY = np.zeros(0, np.bool_)


class Chooser(Protocol):
    """One condition, in codes."""

    def choose(self, partition: Partition) -> Chosen:
        """The journeys for which it holds, shape (J,)."""
        ...


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Chooser, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which every part holds."""
        result = self.parts[0].choose(partition)
        for part in self.parts[1:]:
            result = result & part.choose(partition)
        return result


@dataclass(frozen=True, slots=True)
class Either:
    """Some part holds."""

    parts: tuple[Chooser, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which at least one part holds."""
        result = self.parts[0].choose(partition)
        for part in self.parts[1:]:
            result = result | part.choose(partition)
        return result


@dataclass(frozen=True, slots=True)
class Negation:
    """The part does not hold."""

    part: Chooser

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which it does not hold."""
        return ~self.part.choose(partition)


@dataclass(frozen=True, slots=True)
class Everything:
    """`all`, or its opposite."""

    holds: bool = True

    def choose(self, partition: Partition) -> Chosen:
        """All journeys, or none."""
        return np.full(len(partition.outcome), self.holds)


@dataclass(frozen=True, slots=True)
class VisitedAny:
    """One of the touchpoints was visited. Up to 64 touchpoints the stored bits decide alone."""

    codes: tuple[int, ...]
    touchpoints: int

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with at least one of them."""
        bits = np.uint64(0)
        for code in self.codes:
            bits |= np.uint64(1) << np.uint64(code % 64)
        if self.touchpoints <= 64:
            result: Chosen = (partition.visited & bits) != 0
            return result
        wanted = np.zeros(self.touchpoints, np.bool_)
        wanted[list(self.codes)] = True
        out = np.empty(len(partition.outcome), np.bool_)
        visited = k.visited_8 if partition.touchpoint.dtype == np.uint8 else k.visited_16
        visited(partition.touchpoint, partition.start, wanted, partition.visited, bits, out)
        return out


@dataclass(frozen=True, slots=True)
class AtPlace:
    """The touchpoint at a place of the journey (entry, exit, before the outcome) is one of these."""

    place: str
    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with one of them there."""
        column: NDArray[Any] = getattr(partition, self.place)
        result = np.zeros(len(column), np.bool_)
        for code in self.codes:
            result |= column == code
        return result


@dataclass(frozen=True, slots=True)
class HasStep:
    """A step was taken at least once; None: nobody took it."""

    step: int | None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with that step."""
        out = np.zeros(len(partition.outcome), np.bool_)
        if self.step is not None:
            (k.with_code_16 if partition.step.dtype == np.uint16 else k.with_code_32)(
                partition.step, partition.start, self.step, out
            )
        return out


@dataclass(frozen=True, slots=True)
class OnPath:
    """The journey is exactly this path; None: nobody took it."""

    variant: int | None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys on that path."""
        if self.variant is None:
            return np.zeros(len(partition.outcome), np.bool_)
        result: Chosen = partition.variant == np.uint32(self.variant)
        return result


@dataclass(frozen=True, slots=True)
class ReachedStage:
    """The journey got to that stage of a funnel; `exactly`: and not further."""

    stages: Stages
    stage: int
    exactly: bool = False

    def choose(self, partition: Partition) -> Chosen:
        """Journeys that got there."""
        reached = self.stages.reach(partition, NOBODY)
        return reached == self.stage if self.exactly else reached >= self.stage


@dataclass(frozen=True, slots=True)
class OutcomeIs:
    """The outcome is one of these codes."""

    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys that ended so."""
        result = np.zeros(len(partition.outcome), np.bool_)
        for code in self.codes:
            result |= partition.outcome == code
        return result


@dataclass(frozen=True, slots=True)
class HasWord:
    """At least one interaction has one of these codes in the channel or department column."""

    column: str
    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with such an interaction."""
        result = np.zeros(len(partition.outcome), np.bool_)
        column: NDArray[np.uint16] | None = getattr(partition, self.column)
        if column is not None:
            for code in self.codes:
                out = np.zeros(len(result), np.bool_)
                k.with_code_16(column, partition.start, code, out)
                result |= out
        return result


@dataclass(frozen=True, slots=True)
class OfCustomer:
    """The customer's attribute at this place of `Index.attributes` has one of these codes, as known first or last."""

    place: int
    codes: tuple[int, ...]
    which: Literal["first", "last"]

    def choose(self, partition: Partition) -> Chosen:
        """All journeys of such customers."""
        wanted = np.isin(partition.attribute(self.place, self.which), self.codes)
        return np.repeat(wanted, np.diff(partition.journeys))


@dataclass(frozen=True, slots=True)
class GavePromise:
    """A promise was given of which this became (None: whatever), as the data tell it until `end`.

    giver, keeper: codes of departments, touchpoint: of the touchpoint where it was given; None: any.
    """

    state: int | None
    end: int
    giver: tuple[int, ...] | None = None
    keeper: tuple[int, ...] | None = None
    touchpoint: int | None = None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys in which such a promise was given."""
        promises = promises_in(partition, self.end)
        which = np.ones(len(promises), np.bool_)
        if self.state is not None:
            which &= promises.state == self.state
        for codes, column in ((self.giver, promises.giver), (self.keeper, promises.keeper)):
            if codes is not None:
                which &= np.isin(column, codes)
        if self.touchpoint is not None:
            which &= partition.touchpoint[promises.at] == self.touchpoint
        result = np.zeros(len(partition.outcome), np.bool_)
        result[promises.journey[which]] = True
        return result


@dataclass(frozen=True, slots=True)
class HasIncident:
    """An incident of the kind that the marks look for. `column` and `codes`: at a contact with one of these codes in
    the touchpoint or department column; column None: anywhere. still_open: one that is not settled by now.
    """

    marks: IncidentMarks
    column: str | None = None
    codes: tuple[int, ...] = ()
    still_open: bool = False

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with such an incident."""
        found = incidents_in(partition, self.marks)
        at = found.at[found.open] if self.still_open else found.at
        result = np.zeros(len(partition.outcome), np.bool_)
        if self.column is not None:
            codes: NDArray[Any] | None = getattr(partition, self.column)
            if codes is None:
                return result
            at = at[np.isin(codes[at], self.codes)]
        result[np.searchsorted(partition.start, at, side="right") - 1] = True
        return result


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the journey lies in [low, high) (None: no limit). marks: the rules by which efforts are counted."""

    what: str
    low: float | None
    high: float | None
    marks: IncidentMarks | None = None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys whose number lies there."""
        values = self._values(partition)
        result = np.ones(len(partition.outcome), np.bool_)
        if self.low is not None:
            result &= values >= self.low
        if self.high is not None:
            result &= values < self.high
        return result

    def _values(self, partition: Partition) -> NDArray[Any]:
        for kind in EFFORT_KINDS:
            if kind == self.what and self.marks is not None:
                return efforts_in(partition, self.marks).by_journey(kind, len(partition.outcome))
        match self.what:
            case "length":
                return np.diff(partition.start)
            case "duration":
                return partition.last_seconds.astype(np.int64) - partition.first_seconds
            case "started":
                return partition.first_seconds
            case "finished":
                return partition.last_seconds
            case _:  # the sum over no money at all is 0, in whichever partition a journey lies
                return np.zeros(len(partition.outcome), np.int64) if partition.value is None else partition.value


@dataclass(frozen=True, slots=True)
class Label:
    """The customer's identifier, or the journey's id, is one of these."""

    column: str
    words: tuple[str, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys of that name."""
        if self.column == "journey":
            if partition.journey_label is None:
                return np.zeros(len(partition.outcome), np.bool_)
            found = pc.is_in(partition.journey_label, pa.array(self.words, pa.string()))
            return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)
        values = pc.replace_substring_regex(partition.identifier, "^[^\x1f]*\x1f", "")
        of_customer = pc.is_in(values, pa.array(self.words, pa.string())).to_numpy(zero_copy_only=False)
        return np.repeat(np.asarray(of_customer, np.bool_), np.diff(partition.journeys))
