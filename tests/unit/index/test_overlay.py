"""The index on disk: built, opened, brought up to date by an overlay, and the same as if it were built anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index, index_in_memory, sweep
from wegmarke.index.index import Index
from wegmarke.index.layout import INDEX_VERSION, read_manifest
from wegmarke.index.opened import open_index
from wegmarke.index.overlay import OutgrownError, Touched, update_index
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import select
from wegmarke.index.spark.executing import FoldPartitions, merged
from wegmarke.index.spark.runner import partitions_shared
from wegmarke.index.spark.travelling import unpacked
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.steps import MeasureSteps
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask

SETTINGS = JourneySettings(silence_days=30.0)


def interactions(customers: list[str], seconds: list[int], touchpoints: list[str], file: int = 1) -> pa.RecordBatch:
    """A batch with the columns that must not be missing."""
    n = len(customers)
    return pa.RecordBatch.from_pydict(
        {
            "file": pa.array([file] * n, pa.int32()),
            "row": pa.array(range(1, n + 1), pa.int64()),
            "part": pa.array([0] * n, pa.int16()),
            "customer_kind": pa.array(["crm"] * n).dictionary_encode(),
            "customer": pa.array(customers),
            "time": pa.array([s * 1_000_000 for s in seconds], pa.timestamp("us", tz="UTC")),
            "touchpoint": pa.array(touchpoints).dictionary_encode(),
        }
    )


def random_batch(seed: int, customers: range, rows: int, file: int) -> pa.RecordBatch:
    """Interactions of these customers at ten touchpoints within a year, at distinct times."""
    random = np.random.default_rng(seed)
    seconds = random.choice(365 * 86_400, rows, replace=False) + 1_600_000_000
    who = random.integers(customers.start, customers.stop, rows)
    where = random.integers(0, 10, rows)
    return interactions([f"c{i}" for i in who], seconds.tolist(), [f"place {i}" for i in where], file)


def answers(index: Index) -> dict[str, object]:
    """What every question that counts says, by key, so that the order of codes does not matter."""
    asked = Asked(index, LocalRunner(2))
    found: dict[str, object] = {}
    for name, arguments in (("map", {}), ("paths", {"top": 10_000}), ("entries", {})):
        for table in ask(name, asked, arguments).result.tables():
            rows = zip(*(column.values for column in table.columns), strict=True)
            found[f"{name} {table.key}"] = sorted(map(repr, rows))
    return found


def identifiers(batches: list[pa.RecordBatch]) -> pa.Table:
    """The customers that these batches touch."""
    kept = [batch.select(["customer_kind", "customer"]) for batch in batches]
    table = pa.Table.from_batches(kept).cast(pa.schema([("customer_kind", pa.string()), ("customer", pa.string())]))
    return table.group_by(["customer_kind", "customer"]).aggregate([])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_the_built_index_says_what_the_one_in_memory_says(folder: Path) -> None:
    batch = random_batch(1, range(200), 5_000, file=1)
    build_index(folder, [batch], SETTINGS, CustomerNumbers(), position=1)
    assert answers(open_index(folder)) == answers(index_in_memory([batch], SETTINGS, CustomerNumbers()))


def test_an_overlay_says_what_a_new_build_says(folder: Path) -> None:
    base = random_batch(1, range(2_000), 30_000, file=1)
    late = random_batch(2, range(1_990, 2_010), 300, file=2)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)
    before = open_index(folder)
    update_index(folder, [base, late], Touched(identifiers([late])), numbers, position=2)
    after = open_index(folder)
    assert answers(after) == answers(index_in_memory([base, late], SETTINGS, CustomerNumbers()))
    assert answers(before) == answers(index_in_memory([base], SETTINGS, CustomerNumbers())), (
        "a reader keeps its version"
    )
    manifest = read_manifest(folder)
    assert (manifest.position, manifest.base_position) == (2, 1)
    assert any(entry.overlay for entry in manifest.partitions)


def test_a_worker_that_knows_the_question_sees_the_overlay(folder: Path) -> None:
    """The same kernel with the same filter, asked of both versions in one process: partitions keep their names, and
    other journeys count.
    """
    base = random_batch(1, range(2_000), 30_000, file=1)
    late = random_batch(2, range(1_990, 2_010), 300, file=2)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)

    def asked() -> list[object]:
        index = open_index(folder)
        shares = partitions_shared(index.partitions, 3)
        tasks = pa.RecordBatch.from_pydict({"id": list(range(len(shares)))})
        found: list[object] = []
        for text in ("length > 1", ""):
            selection, steps = select(text, index), len(index.steps)
            kernels = CountTotals(selection), MeasureSteps(selection, steps, {})
            for number, kernel in enumerate(kernels):
                one = merged(kernel, unpacked(FoldPartitions.of(kernel, shares)([tasks])), 0).summary
                local = LocalRunner(1).map_merge(kernel, index.partitions)
                names = ("seconds", "histogram") if number else ("interactions", "journeys", "customers")
                for name in names:
                    assert np.array_equal(getattr(one, name), getattr(local, name)), (text, name)
            found.append(local.seconds.tolist())
        return found

    before = asked()
    update_index(folder, [base, late], Touched(identifiers([late])), numbers, position=2)
    assert asked() != before


def test_a_second_overlay_replaces_the_first(folder: Path) -> None:
    base = random_batch(1, range(2_000), 30_000, file=1)
    first, second = random_batch(2, range(5), 100, file=2), random_batch(3, range(2_000, 2_005), 100, file=3)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)
    update_index(folder, [base, first], Touched(identifiers([first])), numbers, position=2)
    update_index(folder, [base, first, second], Touched(identifiers([first, second])), numbers, position=3)
    assert answers(open_index(folder)) == answers(index_in_memory([base, first, second], SETTINGS, CustomerNumbers()))
    sweep(folder, read_manifest(folder))
    assert answers(open_index(folder)) == answers(index_in_memory([base, first, second], SETTINGS, CustomerNumbers()))
    assert len(list((folder / "parts").iterdir())) == len(read_manifest(folder).partitions)


def test_a_customer_whose_rows_are_gone_is_gone(folder: Path) -> None:
    base = interactions(["a", "a", "b"] * 30, list(range(90)), ["x", "y", "x"] * 30)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)
    left = base.filter(pa.compute.equal(base.column("customer"), "b"))
    update_index(folder, [left], Touched(identifiers([base.slice(0, 2)])), numbers, position=2)
    totals = Asked(open_index(folder), LocalRunner(1)).totals()
    assert (totals.customers, totals.interactions) == (1, 30)


def test_new_touchpoints_get_codes_behind_those_known(folder: Path) -> None:
    base = random_batch(1, range(2_000), 30_000, file=1)
    late = interactions(["c1", "new"], [1_700_000_000, 1_700_000_001], ["never seen", "place 1"], file=2)
    numbers = CustomerNumbers()
    known = build_index(folder, [base], SETTINGS, numbers, position=1)
    grown = update_index(folder, [base, late], Touched(identifiers([late])), numbers, position=2)
    assert grown[: len(known)] == known
    assert grown[-1].key == "never_seen"
    assert answers(open_index(folder)) == answers(index_in_memory([base, late], SETTINGS, CustomerNumbers()))


def test_an_overlay_of_more_than_five_percent_asks_for_a_new_base(folder: Path) -> None:
    base, late = random_batch(1, range(100), 1_000, file=1), random_batch(2, range(100, 200), 60, file=2)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)
    with pytest.raises(OutgrownError):
        update_index(folder, [base, late], Touched(identifiers([late])), numbers, position=2)
    assert read_manifest(folder).position == 1


def test_codes_grow_to_two_bytes_by_themselves(folder: Path) -> None:
    many = interactions(["a"] * 300, list(range(300)), [f"place {i}" for i in range(300)])
    build_index(folder, [many], SETTINGS, CustomerNumbers(), position=1)
    index = open_index(folder)
    assert index.partitions[0].touchpoint.dtype == np.uint16
    assert len(index.touchpoints) == 300
    few = interactions(["a"] * 254, list(range(254)), [f"place {i}" for i in range(254)])
    assert index_in_memory([few], SETTINGS, CustomerNumbers()).partitions[0].touchpoint.dtype == np.uint8


def test_outgrown_codes_ask_for_a_new_base(folder: Path) -> None:
    base = interactions(["a"] * 5_000, list(range(5_000)), [f"place {i % 254}" for i in range(5_000)])
    late = interactions(["b"], [1], ["one more"], file=2)
    numbers = CustomerNumbers()
    build_index(folder, [base], SETTINGS, numbers, position=1)
    with pytest.raises(OutgrownError):
        update_index(folder, [base, late], Touched(identifiers([late])), numbers, position=2)


def test_numbers_survive_saving_and_loading(tmp_path: Path) -> None:
    numbers = CustomerNumbers()
    kinds = pa.array(["email", "crm", "email"]).dictionary_encode()
    first = numbers.number(kinds, pa.array(["a@b.de", "a@b.de", "ü"]))
    numbers.save(tmp_path)
    more = numbers.number(kinds, pa.array(["a@b.de", "17", "new"]))
    numbers.save(tmp_path)
    again = CustomerNumbers.load(tmp_path)
    assert len(again) == len(numbers) == 5
    assert again.number(kinds, pa.array(["a@b.de", "a@b.de", "ü"])).tolist() == first.tolist()
    assert again.number(kinds, pa.array(["a@b.de", "17", "new"])).tolist() == more.tolist()
    assert again.identifiers(first).to_pylist() == ["email\x1fa@b.de", "crm\x1fa@b.de", "email\x1fü"]
    assert (again.find("email", "ü"), again.find("crm", "ü"), again.find("phone", "1")) == (int(first[2]), None, None)


def test_a_manifest_of_another_version_is_not_opened(folder: Path) -> None:
    build_index(folder, [random_batch(1, range(5), 20, file=1)], SETTINGS, CustomerNumbers(), position=1)
    manifest = folder / "manifest.json"
    now = f'"format": {INDEX_VERSION}'
    assert now in manifest.read_text()
    for other, code in ((INDEX_VERSION + 1, "index_newer"), (INDEX_VERSION - 1, "index_missing")):
        manifest.write_text(manifest.read_text().replace(now, f'"format": {other}'))
        with pytest.raises(WegmarkeError) as caught:
            open_index(folder)
        assert caught.value.code == code
        now = f'"format": {other}'


def test_a_missing_file_is_named(folder: Path) -> None:
    build_index(folder, [random_batch(1, range(5), 20, file=1)], SETTINGS, CustomerNumbers(), position=1)
    next((folder / "parts").glob("*/journeys.arrow")).unlink()
    with pytest.raises(Exception, match=r"journeys\.arrow") as caught:
        open_index(folder)
    assert caught.value.code == "index_broken"  # type: ignore[attr-defined]
