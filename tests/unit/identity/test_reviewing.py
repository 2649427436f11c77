"""The queue of pairs: nothing is lost, nothing is asked twice, no value is kept, and a person can be taken out."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

from wegmarke.identity.comparing import Likeness, comparisons_of
from wegmarke.identity.probabilistic import Compared, ScoredPair
from wegmarke.identity.reviewing import DECISIONS, FOLDER, Reviews, decide, forget, replace_candidates
from wegmarke.text import likeness, likenesses


def pair(a: int, b: int, weight: float = 1.0, verdict: str = "review") -> ScoredPair:
    compared = (Compared("last_name", "one_letter", "Meyer", "Meier", 5.0), Compared("city", "same", "Ulm", "Ulm", 2.0))
    return ScoredPair(a, b, weight, 0.7, verdict, (), compared)  # type: ignore[arg-type]


def itself(number: int) -> int:
    return number


def waiting(identity: Path) -> list[tuple[int, int]]:
    return [(each.a, each.b) for each in Reviews.load(identity).waiting(itself)]


def test_without_files_nothing_waits(tmp_path: Path) -> None:
    assert waiting(tmp_path) == []
    assert Reviews.load(tmp_path).state(1, 2) == "open"


def test_heaviest_first_and_put_aside_last(tmp_path: Path) -> None:
    replace_candidates(tmp_path, [pair(1, 2, 4.0), pair(3, 4, 3.0), pair(5, 6, 2.0), pair(7, 8, 9.0, "link")])
    assert waiting(tmp_path) == [(1, 2), (3, 4), (5, 6)]
    assert [each.a for each in Reviews.load(tmp_path).sure(itself)] == [7]
    decide(tmp_path, 2, 1, "later", "7")
    decide(tmp_path, 3, 4, "different", "7")
    assert waiting(tmp_path) == [(5, 6), (1, 2)]
    decide(tmp_path, 3, 4, "open", "7")
    assert waiting(tmp_path) == [(3, 4), (5, 6), (1, 2)]


def test_pairs_of_one_customer_wait_no_more_and_those_of_the_same_two_once(tmp_path: Path) -> None:
    replace_candidates(tmp_path, [pair(1, 2, 4.0), pair(3, 4, 3.0), pair(3, 5, 2.0)])
    now = {1: 1, 2: 1, 3: 3, 4: 4, 5: 4}
    assert [(each.a, each.b) for each in Reviews.load(tmp_path).waiting(now.__getitem__)] == [(3, 4)]
    decide(tmp_path, 3, 5, "different", "7")
    assert Reviews.load(tmp_path).waiting(now.__getitem__) == ()


def test_decisions_outlive_the_next_look(tmp_path: Path) -> None:
    replace_candidates(tmp_path, [pair(1, 2)])
    decide(tmp_path, 1, 2, "different", "7")
    replace_candidates(tmp_path, [pair(1, 2), pair(3, 4)])
    assert waiting(tmp_path) == [(3, 4)]


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_line_that_a_crash_cut_short_is_no_decision_and_swallows_none(tmp_path: Path, cut: int) -> None:
    replace_candidates(tmp_path, [pair(1, 2), pair(3, 4)])
    decide(tmp_path, 1, 2, "same", "7")
    decide(tmp_path, 3, 4, "same", "7")
    path = tmp_path / FOLDER / DECISIONS
    path.write_bytes(path.read_bytes()[:-cut])
    assert Reviews.load(tmp_path).state(1, 2) == "same"
    assert Reviews.load(tmp_path).state(3, 4) == ("same" if cut == 1 else "open")
    decide(tmp_path, 3, 4, "different", "7")
    assert Reviews.load(tmp_path).state(3, 4) == "different"


def test_no_value_is_kept_and_a_person_can_be_taken_out(tmp_path: Path) -> None:
    replace_candidates(tmp_path, [pair(1, 2), pair(3, 4)])
    decide(tmp_path, 1, 2, "same", "7")
    everything = "".join(path.read_text("utf-8") for path in (tmp_path / FOLDER).iterdir())
    assert not re.search("Me[iy]er|Ulm", everything)
    assert forget(tmp_path, [2]) == 2
    left = Reviews.load(tmp_path)
    assert [(each.a, each.b) for each in left.candidates] == [(3, 4)]
    assert left.decisions == ()
    assert forget(tmp_path, [2]) == 0


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    replace_candidates(tmp_path, [pair(1, 2)])
    (kept,) = Reviews.load(tmp_path).candidates
    assert asdict(kept)["respects"] == (
        {"kind": "last_name", "likeness": "one_letter", "weight": 5.0},
        {"kind": "city", "likeness": "same", "weight": 2.0},
    )


EVERYTHING = (
    "first_name", "last_name", "birth_date", "street", "house_number", "postcode", "city", "email", "phone", "iban",
)  # fmt: skip


def test_every_level_of_every_comparison_is_worded_in_both_languages() -> None:
    comparisons = (
        *comparisons_of(EVERYTHING),
        *comparisons_of(("city", "last_name")),
        *comparisons_of(("postcode", "last_name")),
    )
    levels = {(comparison.kind, level.likeness) for comparison in comparisons for level in comparison.levels}
    assert {level for _, level in levels} == set(get_args(Likeness)) - {"missing"}
    for kind, level in levels:
        english, german = likeness(kind, level, "en"), likeness(kind, level, "de")
        assert english != german
        assert "{" not in english + german


def test_likenesses_are_one_sentence_what_agrees_first() -> None:
    levels = [("street", "different"), ("last_name", "one_letter"), ("birth_date", "same"), ("phone", "missing")]
    assert likenesses(levels, "en") == "Same birthday, last names differ by one letter, different street."
    assert (
        likenesses(levels, "de") == "Gleiches Geburtsdatum, Nachnamen bis auf einen Buchstaben gleich, andere Straße."
    )
