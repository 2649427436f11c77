"""Reasons, dates and statuses told otherwise later on: both versions are kept, late changes are counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wegmarke.index.runner import LocalRunner
from wegmarke.library.workspace import open_workspace
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Promise
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.questions import Asked, ask
from wegmarke.questions.late_changes import LateChanges
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person

MAPPING = Mapping(
    "desk",
    "customer",
    (
        InteractionMapping(
            "at",
            Cell(column="what"),
            department=Cell(column="department"),
            promise=Promise("due", "done"),
            stated_reason=Cell(column="reason"),
        ),
    ),
    row_id=("id",),
)
HEAD = "id,customer,at,what,department,reason,due,done"
MARCH = (
    HEAD,
    "1,ada,2026-01-05 10:00,Order,Sales,,,",
    "2,ada,2026-03-01 10:00,Goodbye,Service,Delivery late,,",
    "3,bob,2026-01-05 10:00,Order,Sales,,2026-02-01,",
    "4,bob,2026-01-09 10:00,Order,Sales,,2026-05-01,",
    "5,cleo,2026-01-07 10:00,Order,Sales,,,",
    "6,cleo,2026-03-08 10:00,Goodbye,Service,Price,,",
    "7,dan,2026-01-08 10:00,Order,Sales,,2026-02-10,2026-02-09",
    "8,dan,2026-03-09 10:00,Call,Service,,,",
)
JUNE = (
    HEAD,
    "2,ada,2026-03-01 10:00,Goodbye,Service,Price,,",  # a reason rewritten after she had left
    "3,bob,2026-01-05 10:00,Order,Sales,,2026-02-01,2026-01-31 09:00",  # kept in time, it says now
    "4,bob,2026-01-09 10:00,Order,Sales,,2026-06-20,",  # moved: before or after the first of May nobody can say
    "6,cleo,2026-03-08 10:00,Goodbye,Service,Price,,",  # as before
    "7,dan,2026-01-08 10:00,Order,Sales,,2026-02-12,2026-02-09",  # a date moved when it had passed
    "9,eve,2026-06-01 10:00,Order,Sales,,,",
)
SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("Order",)), OutcomeRule("churned", touchpoints=("Goodbye",))),
    time_zone="UTC",
)


def told(folder: Path, *exports: tuple[str, ...]) -> Workspace:
    workspace = Workspace.create(folder / "shop", "Shop", SETTINGS)
    for number, lines in enumerate(exports):
        file = folder / f"export-{number}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        workspace.import_file(file, MAPPING)
    workspace.build()
    return workspace


def test_both_versions_of_a_row_are_kept_and_late_changes_name_both_rows(tmp_path: Path) -> None:
    workspace = told(tmp_path, MARCH, JUNE)
    result = open_workspace(workspace.folder).late_changes().finding.result
    assert isinstance(result, LateChanges)
    rows = {
        (one.contact.identifier.partition("\x1f")[2], one.change.field): (
            one.when,
            one.change.earlier,
            one.change.later,
            one.department,
        )
        for one in result.rows
    }
    first, second = (entry.number for entry in workspace.record.files)
    assert rows == {
        ("ada", "stated_reason"): ("late", (first, 3), (second, 2), "Service"),
        ("bob", "promise_kept"): ("late", (first, 4), (second, 3), "Sales"),
        ("bob", "promise_due"): ("undecided", (first, 5), (second, 4), "Sales"),
        ("dan", "promise_due"): ("late", (first, 8), (second, 6), "Sales"),
    }
    assert (result.late, result.undecided) == (3, 1)
    by = {(one.department, one.field): (one.noted, one.late) for one in result.lines}
    assert by["Service", "stated_reason"] == (2, 1)
    assert by["Sales", "promise_kept"] == (2, 1)  # of the promises whose day has come by the last contact
    assert all(isinstance(one.share, CannotSay) for one in result.lines)
    earlier = workspace.record.source_rows([(first, 3)])[0]
    assert earlier.interactions["stated_reason"].to_pylist() == ["Delivery late"]
    assert not earlier.current


def test_what_is_listed_can_be_narrowed_and_a_filter_counts(tmp_path: Path) -> None:
    log = open_workspace(told(tmp_path, MARCH, JUNE).folder)
    assert {one.change.field for one in log.late_changes(changed="promise_due").finding.result.rows} == {"promise_due"}
    narrowed = log.late_changes(departments=("Service",)).finding.result
    assert (narrowed.listed, narrowed.late) == (1, 3)
    assert log.where("customer = dan").late_changes().finding.result.late == 1


def test_an_export_told_once_cannot_say_and_the_same_again_changes_nothing(tmp_path: Path) -> None:
    workspace = told(tmp_path, MARCH)
    asked = Asked(workspace.index(), LocalRunner(1))
    once = ask("late_changes", asked).result
    assert isinstance(once, CannotSay)
    assert once.reason == "no_versions"
    file = tmp_path / "again.csv"
    file.write_text("\n".join((*MARCH, "10,fay,2026-06-01 10:00,Order,Sales,,,")) + "\n", encoding="utf-8")
    workspace.import_file(file, MAPPING)
    workspace.build()
    again = ask("late_changes", Asked(workspace.index(), LocalRunner(1))).result
    assert (again.late, again.undecided, again.changed) == (0, 0, 0)


def test_a_row_that_passed_to_another_customer_is_no_change_of_the_first(tmp_path: Path) -> None:
    moved = (HEAD, "2,zoe,2026-03-01 10:00,Goodbye,Service,Price,,", "9,eve,2026-06-01 10:00,Order,Sales,,,")
    result = open_workspace(told(tmp_path, MARCH, moved).folder).late_changes().finding.result
    assert result.late == 0


def test_a_share_has_its_interval_where_enough_was_noted(tmp_path: Path) -> None:
    first = [HEAD, *(f"{n},c{n},2026-03-01 10:00,Goodbye,Service,Delivery,," for n in range(60))]
    second = [HEAD, *(f"{n},c{n},2026-03-01 10:00,Goodbye,Service,Price,," for n in range(15))]
    first.append("90,eve,2026-03-02 10:00,Order,Sales,,,")
    result = open_workspace(told(tmp_path, tuple(first), tuple(second)).folder).late_changes().finding.result
    line = result.lines[0]
    assert (line.department, line.field, line.noted, line.late) == ("Service", "stated_reason", 60, 15)
    # Wilson's limits of 15 of 60: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), by hand.
    assert isinstance(line.share, Interval)
    assert (line.share.low, line.share.high) == pytest.approx((0.157765, 0.372321), abs=1e-5)


def test_whoever_objects_may_not_be_asked_and_it_counts_at_once(tmp_path: Path) -> None:
    workspace = told(tmp_path, MARCH)
    index = workspace.index()
    listed = open_workspace(workspace.folder).customers().finding.result.lines
    names = {one.identifier: one.customer for one in listed}
    numbers = np.array([names[one] for one in ("ada", "bob", "cleo")], np.uint64)
    may = index.beside.may_be_asked
    assert may is not None
    by_rules = may(numbers).tolist()
    assert by_rules[0]
    assert by_rules[2]
    before = index.beside.state()
    kind = listed[0].kind
    said = [Person(((kind, name),), names[name]) for name in ("ada", "cleo")]
    workspace.consents.note(said[0], "advertising", "objected")
    workspace.consents.note(said[1], "analysis", "restricted")
    assert may(numbers).tolist() == [False, by_rules[1], False]
    assert index.beside.state() != before  # so that no answer that was kept is shown
