from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.unit.simulation.silos.reading_back import LABELS, SCENARIOS, assert_written_alike, scene, taken_in, written
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.draws import customer_numbers
from wegmarke.simulation.silos.surveys import CES_OF_SCORE, CSAT_OF_SCORE, Surveys, answers_of


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_mapping_reads_every_answer_with_its_scores(tmp_path: Path, key: str) -> None:
    here = scene(key)
    answers = answers_of(here)
    assert sorted(answers.contact) == here.rows("surveys").tolist()
    (path,) = written(Surveys, [here], tmp_path)
    found = taken_in(path, "befragung", tmp_path)
    some = here.block.contacts[answers.contact]
    lost = answers.no_answer | answers.nameless
    assert found.touchpoints() == Counter(LABELS[some["place"][~lost]].tolist())
    assert found.seconds() == some["time"][~lost].tolist()
    numbers = customer_numbers(here, here.who[answers.contact], some["time"])
    assert found.column("customer") == numbers.filter(pa.array(~lost)).to_pylist()
    scores = [dict(one) for one in found.column("scores")]  # type: ignore[call-overload]
    for row, told in zip(np.flatnonzero(~lost), scores, strict=True):
        asked = {"nps": answers.nps[row], "csat": answers.csat[row], "ces": answers.ces[row]}
        assert told == {name: value for name, value in asked.items() if value or name == "nps"}
        if not answers.speeder[row]:
            score = some["detail"][row]
            assert told["nps"] == (11 if answers.out_of_scale[row] else score)
            assert told.get("csat", CSAT_OF_SCORE[score]) == CSAT_OF_SCORE[score]
            assert told.get("ces", CES_OF_SCORE[score]) == CES_OF_SCORE[score]


@pytest.mark.parametrize("key", SCENARIOS)
def test_only_answers_without_a_number_or_a_customer_go_to_quarantine(tmp_path: Path, key: str) -> None:
    here = scene(key)
    answers = answers_of(here)
    (path,) = written(Surveys, [here], tmp_path)
    found = taken_in(path, "befragung", tmp_path)
    # Comments may hold line breaks, which move the lines of the file: the numbers of rows are compared as a count.
    assert found.report.quarantined == (answers.no_answer | answers.nameless).sum() > 0
    assert set(found.unfit.values()) == {"number_unreadable", "customer_missing"}
    assert answers.speeder.sum() > 20
    assert answers.out_of_scale.sum() > 0


def test_an_invitation_follows_a_delivery_by_two_days() -> None:
    here = scene("process")
    contacts, answers = here.block.contacts, answers_of(here)
    some = contacts[answers.contact]
    delivered = {
        (one["person"], one["matter"]): one["time"] // 86_400 for one in contacts[contacts["place"] == Place.DELIVERY]
    }
    rows = np.flatnonzero(some["place"] == Place.SURVEY_DELIVERY)
    days = [answers.invited[row] // 86_400 - delivered[some["person"][row], some["matter"][row]] for row in rows]
    assert set(days) == {2}
    assert (answers.invited < some["time"]).all()


def test_comments_are_in_the_language_of_the_customer(tmp_path: Path) -> None:
    here = scene("process")
    (path,) = written(Surveys, [here], tmp_path)
    found = taken_in(path, "befragung", tmp_path)
    texts = [str(text) for text in found.column("text") if text]
    assert 0.25 < len(texts) / found.report.accepted < 0.5
    assert len(set(texts)) > 0.7 * len(texts)
    assert "{" not in "".join(texts)


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    assert_written_alike(Surveys, scene("process"), tmp_path)
