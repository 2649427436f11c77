from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.unit.simulation.silos.reading_back import LABELS, SCENARIOS, assert_written_alike, scene, taken_in, written
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.reviews import Reviews, nicknames, reviews_of


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_mapping_reads_every_review_and_mention(tmp_path: Path, key: str) -> None:
    here = scene(key)
    reviews = reviews_of(here)
    assert sorted(reviews.contact) == here.rows("reviews").tolist()
    (path,) = written(Reviews, [here], tmp_path)
    found = taken_in(path, "bewertungen", tmp_path)
    some, who = here.block.contacts[reviews.contact], here.who[reviews.contact]
    dated = ~reviews.date_in_words
    expected = Counter(LABELS[some["place"][dated]].tolist())
    expected["Bewertung"] += int(reviews.copied.sum())
    assert found.touchpoints() == expected
    assert len(found.unfit) == found.report.quarantined == reviews.date_in_words.sum()
    assert set(found.unfit.values()) <= {"time_unreadable"}

    email = here.faces.email.to_numpy(zero_copy_only=False)[who]
    name = nicknames(here).to_numpy(zero_copy_only=False)[who]
    customer = np.where(reviews.verified, email, name)
    stars = np.where(some["place"] == Place.REVIEW, some["detail"], 0)
    wanted = Counter(zip(customer[dated], some["time"][dated].tolist(), stars[dated].tolist(), strict=True))
    scores = [dict(one or []).get("sterne", 0) for one in found.column("scores")]  # type: ignore[call-overload]
    told = Counter(zip(found.column("customer"), found.seconds(), scores, strict=True))
    assert wanted - told == Counter()
    copies = told - wanted
    assert sum(copies.values()) == reviews.copied.sum() > 0
    assert {one for one, _, _ in copies} <= set(name[reviews.copied])


def test_mentions_tell_their_reach_and_no_stars(tmp_path: Path) -> None:
    here = scene("wave")
    (path,) = written(Reviews, [here], tmp_path)
    found = taken_in(path, "bewertungen", tmp_path)
    mentions = found.table.filter(pc.equal(found.table["touchpoint"].cast("string"), "Öffentliche Erwähnung"))
    assert mentions.num_rows > 10
    assert not any(mentions["scores"].to_pylist())
    assert all('"reichweite"' in rest for rest in mentions["rest"].to_pylist())
    assert set(mentions["customer_kind"].to_pylist()) == {"pseudonym"}


def test_pseudonyms_are_not_unique() -> None:
    names = Counter(nicknames(scene("process")).to_pylist())
    assert len(names) > 1000
    assert names.most_common(1)[0][1] > 3


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    assert_written_alike(Reviews, scene("process"), tmp_path)
