"""The example company: made by its rules, taken in as it is, small, and with what was planted to be found."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.surroundings import REPOSITORY, SOURCES
from wegmarke.examples import MUSTERHAUS, copy_to
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.questions import Asked, ask
from wegmarke.stats.intervals import Difference
from wegmarke.workspace.workspace import Workspace

FOLDER = SOURCES / "examples" / "musterhaus"


@cache
def taken_in() -> tuple[dict[str, tuple[int, int, int, int]], Index, tuple[str, ...]]:
    """What the imports report, the index, and what stands in the record's files."""
    with TemporaryDirectory() as folder:
        example = copy_to(Path(folder) / "exports")
        workspace = Workspace.create(Path(folder) / "workspace", example.name, example.journeys)
        counts = {}
        for one in example.files:
            report = workspace.import_file(one.path, one.mapping)
            counts[report.source] = (report.read, report.accepted, report.duplicate, report.quarantined)
        workspace.build()
        stored = tuple(
            text
            for batch in workspace.record.batches(("rest",))
            for text in batch.column("rest").to_pylist()
            if text is not None
        )
        return counts, workspace.index(), stored


def asked() -> Asked:
    return Asked(taken_in()[1], LocalRunner(1))


def test_every_row_is_accounted_for_and_the_dirt_is_set_aside() -> None:
    counts, _, _ = taken_in()
    assert set(counts) == {"web", "crm", "webshop", "service"}
    for read, accepted, duplicate, quarantined in counts.values():
        assert read == accepted + duplicate + quarantined
    assert counts["webshop"][2:] == (1, 2)  # one order written twice; a date that does not exist, a missing customer
    assert counts["service"][2:] == (0, 2)  # two lines cut off
    assert counts["crm"][2:] == (0, 0)
    assert 0 < counts["web"][3] < 60  # visitors who were not signed in


def test_it_has_the_size_it_promises() -> None:
    totals = asked().totals()
    assert 7000 <= totals.interactions <= 9000
    assert 600 <= totals.customers <= 660
    won, lost, churned = totals.outcomes[1:4].tolist()
    assert min(won, lost, churned) >= 25
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_000_000


def test_journeys_cross_the_silos() -> None:
    index = taken_in()[1]
    assert set(index.departments) == {"Marketing", "Vertrieb", "Webshop", "Service", "Logistik", "Buchhaltung"}
    crossing = " and ".join(f"department = {name}" for name in ("Marketing", "Vertrieb", "Webshop", "Logistik"))
    assert asked().where(crossing).totals().journeys > 300


def test_what_was_planted_can_be_found() -> None:
    """Late deliveries come before many of the losses: the touchpoint's page says so, with an interval."""
    facts = ask("touchpoint", asked(), {"touchpoint": "lieferverzug_gemeldet"}).result
    assert isinstance(facts.lost_difference, Difference)
    assert facts.lost_difference.interval.low > 0.1
    cancelled = asked().where("ended(auftrag_storniert)")
    assert cancelled.totals().journeys == cancelled.where("visited(wo_bleibt_die_lieferung)").totals().journeys > 40


def test_persons_of_the_staff_are_not_stored() -> None:
    stored = taken_in()[2]
    assert stored
    assert not any("MA-0" in text or "svc0" in text for text in stored)


def test_the_files_are_what_the_rules_make(tmp_path: Path) -> None:
    """The script makes the same bytes again; on another NumPy the draws may differ, then it is to be run anew."""
    script = (REPOSITORY / "tools" / "make_examples.py").read_text("utf-8")
    target = 'TARGET = Path(__file__).resolve().parent.parent / "src" / "wegmarke" / "examples" / "musterhaus"'
    assert target in script
    (tmp_path / "make.py").write_text(script.replace(target, f"TARGET = Path({str(tmp_path)!r})"), "utf-8")
    subprocess.run([sys.executable, tmp_path / "make.py"], check=True)
    for one in MUSTERHAUS.files:
        assert (tmp_path / one.path).read_bytes() == (FOLDER / one.path).read_bytes(), one.path


def test_copying_touches_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("mine", "utf-8")
    example = copy_to(tmp_path)
    assert (tmp_path / "mine.csv").read_text("utf-8") == "mine"
    assert all(one.path.is_file() and one.mapping.is_file() for one in example.files)
    assert len(list(tmp_path.iterdir())) == 2 * len(example.files) + 2


@pytest.mark.parametrize("word", ["toy", "made-up"])
def test_it_says_that_it_is_made_up(word: str) -> None:
    assert word in (FOLDER / "README.md").read_text("utf-8")
