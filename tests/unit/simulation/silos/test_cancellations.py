import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.unit.simulation.silos.written import CUSTOMERS, WORLDS, Written, bytes_of, labels, to_minutes, written
from wegmarke.simulation.contacts import Place, Reason
from wegmarke.simulation.silos.cancellations import CODES, Cancellations, cancellations_of


@pytest.fixture(scope="module", params=WORLDS)
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(Cancellations, request.param, tmp_path_factory.mktemp(request.param))


def lines(left: Written) -> list[dict[str, str]]:
    with left.path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_contacts_are_read_with_time(left: Written) -> None:
    told = left.told()
    assert (left.report.read, left.report.accepted) == (len(told), len(told))
    assert left.read("touchpoint", "time") == Counter(zip(labels(told["place"]), to_minutes(told["time"]), strict=True))


def test_codes_are_the_reasons_stated_less_those_that_were_not_coded(left: Written) -> None:
    stated = Counter(CODES[int(reason)].as_py() for reason in left.told()["detail"])
    coded = Counter(line["Grund"] for line in lines(left))
    assert coded[""] == stated[""] + left.silo.dirt.uncoded
    assert sum((stated - coded).values()) == left.silo.dirt.uncoded > 0


def test_letters_contradict_the_code_only_where_something_had_been_complained_of(left: Written) -> None:
    some = cancellations_of(left.scene)
    contacts = left.scene.block.contacts
    assert int(some.contradicts.sum()) == left.silo.dirt.contradicting > 10
    for row in some.rows[some.contradicts]:
        before = contacts[:row]
        voiced = np.isin(before["place"], (Place.COMPLAINT, Place.HOTLINE)) & (before["theme"] > 0)
        assert voiced[before["person"] == contacts[row]["person"]].any()
    assert (some.topic != some.code)[some.contradicts].all()
    assert (some.topic == some.code)[~some.contradicts & ~some.uncoded].all()
    assert not (some.contradicts & (some.code == Reason.NONE_GIVEN)).any()


def test_letters_are_there_or_not_as_planned_and_in_the_customers_language(left: Written) -> None:
    texts = left.interactions["text"].to_pylist()
    assert texts.count(None) == left.silo.dirt.wordless
    english = sum(any(word in f" {text} " for word in (" my ", " the ", " our ")) for text in texts if text)
    assert 0 < english < 0.15 * len(texts)


def test_equal_bytes_and_the_same_lines_however_the_people_are_cut(tmp_path: Path) -> None:
    once, again = (bytes_of(Cancellations, "process", tmp_path / name) for name in ("once", "again"))
    assert once == again
    parts = bytes_of(Cancellations, "process", tmp_path / "parts", people=CUSTOMERS // 5)
    assert sorted(parts.splitlines()) == sorted(once.splitlines())
