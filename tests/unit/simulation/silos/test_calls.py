import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.unit.simulation.silos.reading_back import SCENARIOS, assert_written_alike, scene, taken_in, written
from wegmarke.simulation.silos.calls import Calls, calls_of


def canonical(number: str) -> str:
    """A German number in any notation, as E.164 wants it."""
    digits = re.sub(r"[^0-9+]", "", number)
    return "+49" + re.sub(r"^(\+49|0049|0)", "", digits)


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_mapping_reads_every_call(tmp_path: Path, key: str) -> None:
    here = scene(key)
    calls = calls_of(here)
    assert sorted(calls.contact) == here.rows("calls").tolist()
    (path,) = written(Calls, [here], tmp_path)
    found = taken_in(path, "telefonie", tmp_path)
    named = ~calls.nameless
    assert found.touchpoints() == {"Anruf Hotline": named.sum()}
    assert found.seconds() == here.block.contacts["time"][calls.contact][named].tolist()
    # The header is line 1, so that a call's line is its place and 2.
    assert found.unfit == dict.fromkeys((np.flatnonzero(calls.nameless) + 2).tolist(), "customer_missing")
    assert len(found.unfit) > 0

    phones = np.array(here.faces.phone.canonical().to_pylist())[here.who[calls.contact]]
    numbers = [str(one) for one in found.column("customer")]
    hidden = calls.hidden[named]
    assert {numbers[row] for row in np.flatnonzero(hidden)} == {"anonym", "unterdrückt"}
    assert [canonical(numbers[row]) for row in np.flatnonzero(~hidden)] == phones[named][~hidden].tolist()
    shapes = {re.sub(r"\d+", "0", numbers[row]) for row in np.flatnonzero(~hidden)}
    assert shapes == {"+0 0 0", "0", "0/0", "(0) 0", "0 - 0 0 0 0"}


def test_waiting_and_talking_stay_with_the_row_and_agents_do_not(tmp_path: Path) -> None:
    here = scene("process")
    calls = calls_of(here)
    (path,) = written(Calls, [here], tmp_path)
    found = taken_in(path, "telefonie", tmp_path)
    rests = [json.loads(str(rest)) for rest in found.column("rest")]
    assert not any("Agent" in rest or "Nebenstelle" in rest for rest in rests)
    named = ~calls.nameless

    def seconds(column: str) -> list[int]:
        cells = [rest[column].split(":") for rest in rests]
        return [int(minutes) * 60 + int(rest) for minutes, rest in cells]

    assert seconds("Wartezeit") == here.block.contacts["detail"][calls.contact][named].tolist()
    assert seconds("Gesprächsdauer") == calls.talk[named].tolist()
    assert 300 < calls.talk[calls.talk > 0].mean() < 500
    assert {rest["Ergebnis"] for rest in rests if rest["Gesprächsdauer"] == "00:00"} == {"aufgelegt"}


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    assert_written_alike(Calls, scene("process"), tmp_path)
