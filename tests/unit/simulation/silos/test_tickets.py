from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest
import python_calamine

from tests.unit.simulation.silos.reading_back import (
    LABELS,
    SCENARIOS,
    assert_written_alike,
    halves,
    scene,
    taken_in,
    written,
)
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos import ticket_book
from wegmarke.simulation.silos.ticket_codes import CODES, OBSOLETE
from wegmarke.simulation.silos.tickets import Tickets, tickets_of


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_mapping_reads_every_ticket_as_its_contacts(tmp_path: Path, key: str) -> None:
    here = scene(key)
    contacts, tickets = here.block.contacts, tickets_of(here)
    (path,) = written(Tickets, [here], tmp_path)
    found = taken_in(path, "service", tmp_path)

    expected = []
    for row in np.flatnonzero(~tickets.no_date):
        ident = f"T{tickets.number[row]:09d}"
        opening, closing = contacts[tickets.opening[row]], tickets.closing[row]
        kept = contacts["time"][closing] if closing >= 0 else None
        expected.append((ident, LABELS[opening["place"]], opening["time"], opening["due"] or None, kept))
        others = [other for other in (tickets.visit[row], closing) if other >= 0]
        expected += [(ident, LABELS[contacts["place"][one]], contacts["time"][one], None, None) for one in others]
    told = zip(
        found.column("row_id"), found.column("touchpoint"), found.seconds(), found.seconds("promise_due"),
        found.seconds("promise_kept"), strict=True,
    )  # fmt: skip
    assert Counter(told) == Counter(expected)
    assert len(found.unfit) == found.report.quarantined == tickets.no_date.sum() + 1
    assert Counter(found.unfit.values()) == {"time_unreadable": tickets.no_date.sum(), "customer_missing": 1}


@pytest.mark.parametrize("key", SCENARIOS)
def test_every_service_contact_stands_in_one_ticket(key: str) -> None:
    here = scene(key)
    tickets = tickets_of(here)
    used = np.concatenate([part[part >= 0] for part in (tickets.opening, tickets.visit, tickets.closing)])
    assert sorted(used) == here.rows("tickets").tolist()
    assert len(set(tickets.number.tolist())) == len(tickets.number)
    contacts = here.block.contacts
    closed = tickets.closing >= 0
    assert (contacts["time"][tickets.closing[closed]] > contacts["time"][tickets.opening[closed]]).all()


def test_one_in_five_knows_only_the_address(tmp_path: Path) -> None:
    here = scene("process")
    tickets = tickets_of(here)
    (path,) = written(Tickets, [here], tmp_path)
    found = taken_in(path, "service", tmp_path)
    kinds = Counter(map(str, found.table.filter(pc.equal(found.table["part"], 0))["customer_kind"].to_pylist()))
    expected = (tickets.nameless & ~tickets.no_date).sum()
    assert kinds["email"] == expected
    assert 0.15 < expected / sum(kinds.values()) < 0.25


def test_agents_are_not_stored_and_codes_are_listed(tmp_path: Path) -> None:
    (path,) = written(Tickets, [scene("process")], tmp_path)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("Tickets").to_python()
    assert rows[2] == list(ticket_book.HEADER)
    agents = {str(row[13]) for row in rows[3:] if row[13]}
    assert len(agents) > 10
    codes = {str(row[8]).upper() for row in rows[3:] if row[8]}
    assert set(OBSOLETE) < codes <= {code.code for code in CODES}
    assert [row[0] for row in book.get_sheet_by_name("Codes").to_python()[1:]] == [code.code for code in CODES]
    found = taken_in(path, "service", tmp_path)
    stored = " ".join(str(found.table[name].to_pylist()) for name in ("rest", "text", "customer"))
    assert not any(agent in stored for agent in agents)


def test_a_full_sheet_goes_on_in_a_second_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticket_book, "ROWS_A_FILE", 600)
    here = scene("process")
    paths = written(Tickets, [here], tmp_path)
    assert [path.name for path in paths] == ["service_tickets.xlsx", "service_tickets_2.xlsx"]
    rows = [taken_in(path, "service", tmp_path / path.stem).report.read for path in map(_apart, paths)]
    assert sum(rows) == len(tickets_of(here).opening) + 1


def _apart(path: Path) -> Path:
    (path.parent / path.stem).mkdir()
    return path


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    here = scene("process")
    assert_written_alike(Tickets, here, tmp_path)
    parts = [tickets_of(half) for half in halves(here)]
    whole = tickets_of(here)
    assert sorted(np.concatenate([part.number for part in parts])) == sorted(whole.number)
    sheets = [
        python_calamine.CalamineWorkbook.from_path(str(tmp_path / name / "service_tickets.xlsx"))
        .get_sheet_by_name("Tickets").to_python() for name in ("first", "parts")
    ]  # fmt: skip
    assert sorted(map(str, sheets[0])) == sorted(map(str, sheets[1]))
    assert Place.COMPLAINT in here.block.contacts["place"][whole.opening]
