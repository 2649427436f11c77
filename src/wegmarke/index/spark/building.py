"""Build the index on a cluster: the code of one machine between two passes over the record and Spark's own shuffle.

1. Tasks find the words of the parts of the record; this machine gives them codes, in the order of the record.
2. Tasks code rows and share them out by customer; Spark brings together what belongs to one partition; tasks sort it,
   cut it into journeys and write it. Pairs of touchpoints and paths come back, and the dictionaries are made of them.
3. Tasks write the codes of steps and variants.

What passes through a file lies where `ground.py` says. The manifest is switched here, last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.index import build
from wegmarke.index.attributes import CustomerAttributes
from wegmarke.index.build import BeforeSwitch, BuiltFrom, switch, write_dictionaries
from wegmarke.index.dictionaries import Steps, StepTable, Variants, make_steps, make_variants
from wegmarke.index.rows import Rows
from wegmarke.index.spark import slices
from wegmarke.index.spark.gathering import Coding, Made, WriteCodes, codes_of, gathering, lay_out_attributes
from wegmarke.index.spark.ground import Ground
from wegmarke.index.spark.runner import TASKS_EACH
from wegmarke.index.spark.scattering import FindWords, Plan, Reading, ScatterRows, pieces_shared, sent
from wegmarke.index.spark.site import Files, Site, site_of
from wegmarke.index.spark.travelling import Travelling, unpacked
from wegmarke.index.spark.waiting import answered, connection_to
from wegmarke.index.warming import warm_for
from wegmarke.model.pieces import SPARK_SCHEMA
from wegmarke.model.progress import Stage, Unwatched, Watcher
from wegmarke.model.settings import JourneySettings
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.record.lending import LentPart

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MOST_PARTITIONS = 1 << 12
"""A cluster makes more partitions than one machine, which shares rows out to 256 at once; but whoever asks maps a dozen
files of each, and a process of Linux may map 65 thousand.
"""

PARTS_A_TASK = 8
"""A task of more than these has more to do again when its worker dies."""


@dataclass(frozen=True, slots=True)
class OnCluster:
    """Where and of what an index is built.

    address: of the cluster. storage: of the workspace, through which workers get and give what they do not see, ""
    where they see its folder. parts: those of the record, in order. reading_of: lays out in a folder what workers need
    to know of who is who, and returns how they read the record, having got it by that ground.
    """

    address: str
    storage: str
    parts: Sequence[LentPart]
    reading_of: Callable[[Path, Ground], Reading]


def build_on_cluster(
    folder: Path,
    where: OnCluster,
    settings: JourneySettings,
    came: BuiltFrom,
    attributes: Callable[[], CustomerAttributes],
    watcher: Watcher,
    touchpoints: tuple[Touchpoint, ...] = (),
    before_switch: BeforeSwitch | None = None,
) -> tuple[Touchpoint, ...]:
    """The same index as `build_index` builds, by the workers of a cluster, which see record and index under the paths
    of this machine or through a storage. Up to 256 partitions it is equal to the last byte, names aside. attributes:
    settles those of customers, once the record is known to be sound.

    Errors: those of connecting, `cluster_folder`, `cluster_failed`, `cluster_lost`, `disk_full`, `record_broken`,
    `too_many_codes`, `import_stopped`; with a storage `storage_unreachable`, `storage_behind`, `package_missing`. The
    old index serves until the manifest is replaced.
    """
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    (folder / "shared").mkdir(parents=True, exist_ok=True)
    with site_of(folder, where.storage, watcher) as site:
        work = _Work(site, where, watcher)
        reading = where.reading_of(site.spill, site.ground)
        site.lend()
        rows, columns = work.words(Rows(settings, touchpoints), reading)
        told = attributes()
        lay_out_attributes(site.spill, told)
        site.lend()
        made = work.gathered(rows, columns, reading, told)
        steps, variants, codes = work.coded(made, max(len(rows.touchpoints), 1))
        if where.storage:
            work.forgotten()
        files = {one.entry.name: {**one.files, **more} for one, more in zip(made, codes, strict=True)}
        site.bring_home(files)
        names = write_dictionaries(folder, steps, variants)
        warm_for(rows.touchpoints, steps)
        entries = tuple(one.entry for one in made)
        return switch(folder, rows, entries, names, told, came, before_switch)


class _Work:
    """One build on its way."""

    def __init__(self, site: Site, where: OnCluster, watcher: Watcher) -> None:
        self._site = site
        self._watcher = watcher
        self._connection = connection_to(where.address)
        self._at_once = self._connection.session()[1].at_once
        parts = where.parts
        self._parts = len(parts)
        shares = pieces_shared(parts, max(TASKS_EACH * self._at_once, -(-len(parts) // PARTS_A_TASK)))
        self._tasks, self._shares = len(shares), sent(shares)

    def _answer(self, frame_of: Callable[[SparkSession], Any], stage: Stage) -> list[Travelling]:
        """What tasks found, in order; the first error, where one went wrong."""
        found = unpacked(answered(self._connection, frame_of, self._watcher, stage).to_batches())
        for one in found:
            if one.error is not None:
                raise one.error
        return found

    def words(self, rows: Rows, reading: Reading) -> tuple[Rows, frozenset[str]]:
        """The rows' words, with codes; and which columns have values."""
        find = FindWords(sent(rows.settings), sent(reading), self._shares)
        tasks = self._tasks
        found = self._answer(lambda session: session.range(0, tasks, 1, tasks).mapInArrow(find, SPARK_SCHEMA), "number")
        _all_there(found, self._parts)
        for one in found:
            rows.meet(one.summary.words)
        return rows, frozenset().union(*(one.summary.columns for one in found))

    def gathered(
        self, rows: Rows, columns: frozenset[str], reading: Reading, attributes: CustomerAttributes
    ) -> list[Made]:
        """The partitions as written, in order; settles the rows, and counts what is counted on the way."""
        count = build.partition_count(rows.count, MOST_PARTITIONS)
        met = (rows.touchpoints, rows.channels, rows.departments, rows.scales, rows.reasons)
        plan = Plan(
            rows.settings,
            reading,
            *met,
            columns=columns,
            recoded=rows.settle(),
            bits=count.bit_length() - 1,
            ground=self._site.ground,
            build=self._site.name,
            attributes=attributes.attributes,
        )
        planned, tasks, least = sent(plan), self._tasks, TASKS_EACH * self._at_once
        scatter, gather = ScatterRows(planned, self._shares), gathering(planned)

        def shuffled(session: SparkSession) -> Any:
            session.conf.set("spark.sql.shuffle.partitions", str(max(min(count, least), count // PARTS_A_TASK)))
            frame = session.range(0, tasks, 1, tasks).mapInArrow(scatter, slices.SPARK_SCHEMA)
            return frame.groupBy("partition").applyInArrow(gather, SPARK_SCHEMA)

        found = self._answer(shuffled, "sort")
        counted = [one for one in found if one.task < 0]
        made: list[Made] = [one.summary for one in found if one.task >= 0]
        _all_there(counted, self._parts)
        there = sum(one.entry.interactions for one in made)
        if not there == sum(one.summary.rows for one in counted) == rows.count:
            raise WegmarkeError("cluster_lost", found=there, wanted=rows.count)
        rows.with_ids = sum(one.summary.with_ids for one in counted)
        rows.other_currencies = sum(one.summary.other_currencies for one in counted)
        return made

    def coded(self, made: Sequence[Made], width: int) -> tuple[Steps, Variants, list[Files]]:
        """The dictionaries of the index; the codes of its partitions are written, into which files."""
        steps = make_steps([one.pairs for one in made], [one.pair_counts for one in made], width)
        variants, codes = make_variants([one.variants for one in made])
        for one, of in zip(made, codes, strict=True):
            np.save(self._site.spill / codes_of(one.entry.name), of)
        self._site.lend_files([codes_of(one.entry.name) for one in made])
        written: list[Files] = []
        if made:
            files = tuple((one.entry.name, tuple(one.files)) for one in made)
            table = StepTable.of(steps, width)
            write = WriteCodes(sent(Coding(self._site.ground, table, steps.code_type, files)))
            tasks = min(len(made), max(TASKS_EACH * self._at_once, len(made) // PARTS_A_TASK))
            found = self._answer(
                lambda session: session.range(0, len(made), 1, tasks).mapInArrow(write, SPARK_SCHEMA), "code"
            )
            _all_there(found, len(made))
            written = [one.summary for one in found]
        return steps, variants, written

    def forgotten(self) -> None:
        """Workers remove what they fetched for this build. One that is not reached does with the next thing it is
        asked (`Cache.drop_ended_builds`).
        """
        forget, tasks = ForgetBuild(self._site.ground), TASKS_EACH * self._at_once

        def forgotten(session: SparkSession) -> Any:
            return session.range(0, tasks, 1, tasks).mapInArrow(forget, SPARK_SCHEMA)

        with suppress(WegmarkeError):
            answered(self._connection, forgotten, Unwatched(), "code")


@dataclass(frozen=True, slots=True)
class ForgetBuild:
    """What `mapInArrow` calls when workers have done all that there was to do."""

    ground: Ground

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Nothing comes of it."""
        for _ in batches:
            self.ground.forget()
        yield from ()


def _all_there(found: Sequence[Travelling], wanted: int) -> None:
    """`cluster_lost` unless each was done once."""
    folded = sum(one.folded for one in found)
    if (folded, sum(one.places for one in found)) != (wanted, wanted * (wanted + 1) // 2):
        raise WegmarkeError("cluster_lost", found=folded, wanted=wanted)
