"""Every kernel on every partitioning and thread count gives the same summary, and summaries merge in any order.

The kernels are found, not listed: a new one without a line in `arguments_of` fails here.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.clusters import side_by_side
from tests.contacts import DAY, HOUR, WHOLE, index_of, random_log, with_promises
from wegmarke.index import summaries
from wegmarke.index.dictionaries import START
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.leaving import moments_of_coming
from wegmarke.index.moments import LEFT, WON, Moments
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.index.selection import EVERYTHING, Selection, select, stages_of
from wegmarke.index.summaries.changed import unpacked
from wegmarke.index.summaries.compact_histories import Histories
from wegmarke.index.summaries.features import Features
from wegmarke.index.summaries.journeys import CountByOutcome, CountTotals, lines_of
from wegmarke.index.summaries.losses import LossPieces
from wegmarke.index.summaries.snapshots import SnapshotPieces
from wegmarke.index.summaries.spent import SpentPieces
from wegmarke.index.summaries.steps import StepMeasures, StepSummary
from wegmarke.model.changes import Change
from wegmarke.model.incidents import IncidentRules, WaitRule
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings

PARTITIONS = (1, 2, 4, 16, 64, 256)
THREADS = (1, 2, 3, 8)
FILTERS = ("", "outcome = lost and visited(t001)", "length > 3 and not began(t000)", "channel = mail", "length > 1000")
LOGS = {"few touchpoints": (12, 0.0), "many touchpoints": (300, 0.0), "journey ids": (90, 0.5)}
RULES = IncidentRules(asking=("t001", "t002"), complaints=("t003",), waits=(WaitRule("t004", "t005", 3.0),))
SETTINGS = JourneySettings(silence_days=6, outcomes=WHOLE.outcomes)
_MANY = 10_000


def kernel_classes() -> list[type]:
    """Every class below `index.summaries` that has zero, add and merge."""
    found = []
    for module in pkgutil.iter_modules(summaries.__path__, f"{summaries.__name__}."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if one.__module__ == module.name and all(hasattr(one, word) for word in ("zero", "add", "merge")):
                found.append(one)
    return sorted(found, key=lambda one: one.__name__)


@cache
def log_index(name: str, partitions: int) -> Index:
    touchpoints, with_ids = LOGS[name]
    rng = np.random.default_rng(7)
    log = with_promises(rng, random_log(rng, 4000, 300, touchpoints, with_ids=with_ids))
    return index_of(log, SETTINGS, in_partitions=partitions, rows_a_batch=1500)


def arguments_of(kernel: type, index: Index, selection: Selection) -> Iterator[dict[str, Any]]:  # noqa: C901, PLR0912, PLR0915 - one case a kernel
    """What to make the kernel with: all that it can be told."""
    names = {field.name for field in dataclasses.fields(kernel)}
    width, steps, variants = len(index.touchpoints), len(index.steps), len(index.variants)
    sizes = {"step": steps, "touchpoint": width, "entry": width, "exit": width, "before": width, "variant": variants}
    base: dict[str, Any] = {"selection": selection, "touchpoints": width, "steps": steps, "variants": variants}
    given = {name: base[name] for name in names & set(base)}
    keys = index.keys
    match kernel.__name__:
        case "CountTotals":
            yield from (given | {"span": a, "outcomes": b} for a in (False, True) for b in (False, True))
        case "CountSteps":
            yield from (given | {"elapsed": a, "squares": b} for a in (False, True) for b in (False, True))
        case "CountStepsUntilOutcome" | "CountVariants" | "ChosenJourneys" | "Waits" | "CountNoted" | "TakePlaces":
            yield given
        case "CountByGroup":
            yield given | {"attributes": (0, 1)}
        case "CountWays":
            yield given | {"of": "touchpoint", "places": width, "groups": 2}
            yield given | {"of": "channel", "places": len(index.channels) + 1, "groups": 3}
            yield given | {"of": "department", "places": len(index.departments) + 1, "groups": 1}
        case "MeasureSteps":
            yield from (given | {"kept": kept} for kept in (None, {}))
        case "StepValues":
            low, high = np.full(steps, 1, np.uint32), np.zeros(steps, np.uint32)
            taken = np.flatnonzero(index.steps.source >= 0)[:40]
            high[taken] = 30 * HOUR
            high[taken[::2]] = 0xFFFFFFFF
            yield from (given | {"low": low, "high": high, "kept": kept} for kept in (None, {}))
        case "CountPresence":
            stages = stages_of(((keys[0],), (keys[1], keys[2]), (keys[0],)), 30 * HOUR, index)
            yield given | {"what": "stage", "codes": 3, "stages": stages}
            yield from (given | {"what": what, "codes": size} for what, size in sizes.items())
        case "CountShared":
            other = select("channel = phone or length < 4", index)
            yield from ({"first": selection, "second": other, "what": w, "codes": n} for w, n in sizes.items())
        case "CountByOutcome":
            places = ("entry", "exit", "before")
            yield from (given | {"places": places[:n]} for n in (1, 2, 3))
        case "Together":
            yield {"kernels": (CountTotals(selection), CountByOutcome(selection, ("exit",), width))}
        case "DescribeVariants":
            codes = np.arange(0, variants, 3)
            yield given | {"line": lines_of(codes, variants), "lines": len(codes)}
        case "TakeComings":
            moments, refusing = moments_of_coming(index), np.arange(width) % 3 == 0
            yield given | {"marks": incident_marks(index), "moments": moments, "refusing": refusing}
        case "TakeContactsAround":
            refusing, files = np.arange(width) % 3 == 0, (0, 1)
            given |= {"marks": incident_marks(index), "refusing": refusing, "files": files}
            yield given | {"moments": moments_of_coming(index), "scheme": "coming"}
            leaving = Moments((), np.arange(width).astype(np.uint8) % 8, (3,))
            yield given | {"moments": leaving, "scheme": "leaving"}
        case "CountPromises":
            yield given | {"end": index.last_seconds - 20 * 24 * HOUR}
        case "CountFriction":
            marks = incident_marks(replace(index, incident_rules=RULES))
            yield given | {"marks": marks, "departments": len(index.departments)}
        case "CountIncidents":
            rules = IncidentRules(complaints=keys[:2], settled=keys[2:3], failures=keys[3:4], asking=keys[4:9])
            marks = incident_marks(dataclasses.replace(index, incident_rules=rules))
            yield given | {"marks": marks, "departments": len(index.departments), "within": 4 * DAY}
        case "CountTerms" | "NextDecisions":
            moments = Moments((), np.arange(width, dtype=np.uint8) % 4, (2,))
            terms = {"term_seconds": 5 * DAY, "end": index.last_seconds}
            yield {"selection": selection, "marks": incident_marks(index), "moments": moments} | terms
        case "CountFunnel":
            for window in (None, 30 * HOUR):
                stages = stages_of(((keys[0],), (keys[1], keys[2]), (keys[0],)), window, index)
                timed = {"timed": True} if "timed" in names else {}
                yield given | {"stages": stages} | timed
        case "TakeDelays":
            codes = ((index.code("order"), 0, 0), (0, 1, 30 * HOUR), (1, 1, 0))
            yield from (given | {"start": a, "end": b, "apart": apart} for a, b, apart in codes)
        case "TakeNotedTwice":
            yield given | {"first": index.code("refusal"), "second": 0}
        case "TakeLosses":
            contacts = np.zeros(width, np.uint8)
            contacts[[index.code("order"), index.code("refusal")]] = WON, LEFT
            leaves = (OUTCOME_NAMES.index("lost"),)
            moments = Moments((), contacts, leaves)
            yield given | {"marks": incident_marks(index), "moments": moments, "days": 30.0}
        case "TakeServing" | "TakeSpent":
            every = np.unique(np.concatenate([one.number for one in index.partitions]))
            yield {"numbers": every[::3]}
        case "TakeChanged":
            contacts = np.zeros(width, np.uint8)
            contacts[[index.code("order"), index.code("refusal")]] = WON, LEFT
            every = np.unique(np.concatenate([one.origin for one in index.partitions]))
            origins = every[::17].tolist()
            change = Change("stated_reason", "a", "b", (1, 1), (2, 1), 5, 9)
            rows = {unpacked(one): (change,) for one in origins}
            moments = Moments((), contacts, (OUTCOME_NAMES.index("lost"),))
            marks, departments = incident_marks(index), len(index.departments) + 1
            told = {"of": rows, "departments": departments, "marks": marks, "end": index.last_seconds - 20 * 24 * HOUR}
            yield from (given | told | {"moments": one} for one in (moments, None))
        case "CountStanding":
            end, day = index.last_seconds + 1, 24 * HOUR
            bounds = tuple(end - ago * 5 * day for ago in (3, 2, 1, 0))
            moments = Moments((), np.arange(width, dtype=np.uint8) % 4, (2,))
            yield {"selection": selection, "marks": incident_marks(index), "bounds": bounds, "moments": moments}
        case "TakeDeeds":
            moments = Moments((), np.arange(width, dtype=np.uint8) % 4, (2,))
            told = {"marks": incident_marks(index), "moments": moments}
            yield from (told | {"scales": scales} for scales in ((), tuple(range(len(index.scales)))))
        case "CountBehaviour" | "TakeLeavers":
            bounds = tuple(index_start(index) + 300 * HOUR * period for period in range(5))
            moments = Moments((), np.arange(width, dtype=np.uint8) % 4, (2,))
            told = {"selection": selection, "marks": incident_marks(index), "moments": moments}
            if kernel.__name__ == "CountBehaviour":
                yield told | {"bounds": bounds, "departments": len(index.departments), "scales": len(index.scales)}
            else:
                yield told | {"met": bounds[:2], "within": bounds[1:3], "department": 0}
        case "TakeSnapshots":
            marks, outcomes = incident_marks(index), np.arange(width, dtype=np.uint8) % 4
            few = Moments((), outcomes, (2,), horizon_days=9.0, lead_days=0.5, washout_days=1.0, every_days=3.0)
            visits = dataclasses.replace(few, touchpoints=(0, 3, 5), bought_once=False, before_matter=True)
            sampled = dataclasses.replace(visits, per_million=400_000)
            even = dataclasses.replace(few, even=True, stayed_per_million=300_000, kinds=(0, 4))
            every = (few, visits, sampled, even)
            yield from ({"selection": selection, "marks": marks, "moments": one} for one in every)
        case "DescribeDecided":
            codes = tuple(range(0, width, max(width // 12, 1)))
            features = Features(codes, codes[:4], codes[2:5], (1, 2))
            edge = index_start(index) + 5 * 24 * HOUR
            told = given | {"first": 1, "second": 2, "features": features, "marks": incident_marks(index)}
            yield told | {"begun_after": edge, "reasons": (1, 0)}
        case "CountAround":
            yield {"selection": selection, "first": 1, "second": 2, "codes": tuple(range(0, width, 2))}
        case "FindLeft":
            yield given | {"outcome": 2}
        case "FindStayed":
            moments = index_start(index) + np.arange(10, 50, 10) * 24 * HOUR
            like = np.array([(5.0, 3.0, 0.0), (12.0, 9.0, 1.0), (25.0, 20.0, 0.0), (35.0, 8.0, 2.0)])
            yield {"outcome": 2, "seconds": moments, "like": like}
        case "ComparePeriods":
            begin = index_start(index)
            cuts = (begin + 200 * HOUR, begin + 700 * HOUR, begin + 1200 * HOUR)
            paths = np.arange(0, 3)
            outcomes = (np.arange(width) % 3).astype(np.uint8)
            told = given | {"cuts": cuts, "paths": paths, "outcomes": outcomes, "reasons": 0}
            yield told | {"marks": incident_marks(index)}
        case "CountVisited":
            yield {"selection": selection, "codes": width}
        case "CountReasons":
            yield given | {"outcome": 2, "reasons": 3}
        case _:
            pytest.fail(f"{kernel.__name__} is new: say in arguments_of what it takes")


def index_start(index: Index) -> int:
    return min(int(partition.seconds.min()) for partition in index.partitions if len(partition.seconds))


def as_told(summary: Any, index: Index) -> Any:
    """The summary as lists that can be compared: pieces joined and sorted, arrays as they are.

    A list of pieces says the same in any order; a journey is named by its customer and its first contact.
    """
    if isinstance(summary, SnapshotPieces | LossPieces | SpentPieces):
        summary = summary.table()
    elif isinstance(summary, StepSummary):
        summary = dataclasses.replace(summary, seconds=_between_touchpoints(summary.seconds, index))
    elif isinstance(summary, StepMeasures):
        between = _between_touchpoints(summary.histogram, index)
        summary = dataclasses.replace(summary, seconds=_between_touchpoints(summary.seconds, index), histogram=between)
    if isinstance(summary, np.ndarray | Histories):
        summary = summary.laid_out() if isinstance(summary, Histories) else summary
        if summary.dtype == np.int64 and summary.size > _MANY:  # tables of counts are mostly empty
            return {"at": np.flatnonzero(summary).tolist(), "n": summary[summary != 0].tolist()}
        return summary.tolist()
    if dataclasses.is_dataclass(summary) and not isinstance(summary, type):
        return {field.name: as_told(getattr(summary, field.name), index) for field in dataclasses.fields(summary)}
    if isinstance(summary, tuple):
        return {str(place): as_told(one, index) for place, one in enumerate(summary)}
    if isinstance(summary, list):
        return _pieces(summary, index)
    return summary


def _between_touchpoints(by_step: NDArray[Any], index: Index) -> NDArray[Any]:
    """Elapsed times of steps from the start are meaningless, as the kernels say, and nobody reads them."""
    result = by_step.copy()
    result[index.steps.source == START] = 0
    return result


def _pieces(pieces: list[Any], index: Index) -> list[Any]:
    if pieces and isinstance(pieces[0], list):
        return [_pieces(inner, index) for inner in pieces]
    if pieces and isinstance(pieces[0], np.ndarray):
        return sorted(np.concatenate(pieces).tolist())
    told: list[Any] = []
    for piece in pieces:
        if isinstance(piece[0], str):
            partition = next(one for one in index.partitions if one.name == piece[0])
            told += [int(partition.origin[partition.start[journey]]) for journey in piece[1]]
        else:
            told += zip(*(part.tolist() for part in piece), strict=True)
    return sorted(told)


def same(first: Any, second: Any) -> bool:
    """Exactly the same where integers are summed, within 1e-12 where floats are (DESIGN D5)."""
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list) and first and isinstance(first[0], float):
        return bool(np.allclose(first, second, rtol=1e-12, atol=0))
    return bool(first == second)


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("kernel", kernel_classes(), ids=lambda one: one.__name__)
def test_a_summary_does_not_depend_on_partitions_or_threads(kernel: type, log: str) -> None:
    whole = log_index(log, 1)
    every_one = [
        (text, number)
        for text in FILTERS
        for number, _ in enumerate(arguments_of(kernel, whole, _selection(text, whole)))
    ]
    runners = {threads: LocalRunner(threads) for threads in THREADS}

    def told(index: Index, text: str, number: int, threads: int) -> Any:
        arguments = list(arguments_of(kernel, index, _selection(text, index)))[number]
        return as_told(runners[threads].map_merge(kernel(**arguments), index.partitions), index)

    expected = side_by_side(partial(told, whole, *one, 1) for one in every_one)
    assert len(expected) >= len(FILTERS)
    for place, partitions in enumerate(PARTITIONS):
        index = log_index(log, partitions)
        threads = [THREADS[(place + number) % len(THREADS)] for _, number in every_one]
        found = side_by_side(partial(told, index, *one, of) for one, of in zip(every_one, threads, strict=True))
        for one, of, first, other in zip(every_one, threads, expected, found, strict=True):
            assert same(first, other), (*one, partitions, of)


@pytest.mark.parametrize("kernel", kernel_classes(), ids=lambda one: one.__name__)
def test_summaries_merge_in_any_order_and_grouping(kernel: type) -> None:
    index = log_index("journey ids", 16)
    rng = np.random.default_rng(11)
    for text in FILTERS:
        for arguments in arguments_of(kernel, index, _selection(text, index)):
            one: Kernel[Any] = kernel(**arguments)
            expected = as_told(LocalRunner(1).map_merge(one, index.partitions), index)
            for _ in range(3):
                order = rng.permutation(len(index.partitions))
                assert same(expected, as_told(_merged(one, [index.partitions[i] for i in order], rng), index)), text
            alone = one.add(one.zero(), index.partitions[0])
            told = as_told(alone, index)
            assert same(told, as_told(one.merge(one.add(one.zero(), index.partitions[0]), one.zero()), index))
            assert same(told, as_told(one.merge(one.zero(), one.add(one.zero(), index.partitions[0])), index))


def _merged(kernel: Kernel[Any], partitions: Sequence[Any], rng: np.random.Generator) -> Any:
    """The summaries of single partitions, merged in some tree."""
    parts = [kernel.add(kernel.zero(), partition) for partition in partitions]
    while len(parts) > 1:
        place = int(rng.integers(0, len(parts) - 1))
        parts[place : place + 2] = [kernel.merge(parts[place], parts[place + 1])]
    return parts[0]


def _selection(text: str, index: Index) -> Selection:
    return select(text, index) if text else EVERYTHING


def test_partitionings_are_what_they_claim() -> None:
    """The tests above would say nothing if every index had one partition."""
    counts = [len(log_index("few touchpoints", partitions).partitions) for partitions in PARTITIONS]
    assert counts[:4] == [1, 2, 4, 16]
    assert counts[4] > 50
    assert counts[5] > 150
