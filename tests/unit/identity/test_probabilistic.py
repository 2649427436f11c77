"""Probabilistic links: who is found, who must not be, and that nothing depends on the order of records."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wegmarke.identity.probabilistic import ScoredPair, Thresholds, score_pairs
from wegmarke.identity.rules import IdentityRules

FIRST = (
    "Anna", "Berta", "Christian", "Dorothea", "Emil", "Friederike", "Gustav", "Hannelore", "Ingo", "Johanna", "Konrad",
    "Lieselotte",
)  # fmt: skip
LAST = (
    "Ahrens", "Brinkmann", "Cordes", "Dahlhaus", "Eggers", "Feldmann", "Grothe", "Hinrichs", "Iversen", "Jessen",
    "Kleinschmidt", "Lüders",
)  # fmt: skip
STREETS = (
    "Lindenstraße", "Hauptstraße", "Kirchweg", "Am Markt", "Feldstraße", "Goethestraße", "Mühlenweg", "Ringstraße",
    "Parkallee",
)  # fmt: skip
PEOPLE = 500


def people() -> list[dict[str, str]]:
    rng = np.random.default_rng(3)
    return [
        {
            "Vorname": str(rng.choice(FIRST)),
            "Nachname": str(rng.choice(LAST)),
            "Straße": f"{rng.choice(STREETS)} {rng.integers(1, 120)}",
            "PLZ": f"{rng.integers(1001, 99999):05d}",
            "Geburtsdatum": f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(1940, 2005)}",
            "E-Mail": f"person{n}@post.example",
        }
        for n in range(PEOPLE)
    ]


def with_decoys() -> list[dict[str, str]]:
    """The people, then three who stand twice, then twins, a father and his son, and two at one info@."""
    some = people()
    twice = [
        some[0] | {"Nachname": some[0]["Nachname"].upper(), "E-Mail": ""},
        some[1] | {"Straße": some[1]["Straße"].replace("straße", "str."), "E-Mail": "", "PLZ": "D-" + some[1]["PLZ"]},
        some[2] | {"Vorname": some[2]["Vorname"] + "a", "Straße": "Neuer Weg 3", "PLZ": "99998"},
    ]
    home = {"Nachname": "Zwingmann", "Straße": "Zeile 7", "PLZ": "04177"}
    twins = [home | {"Vorname": name, "Geburtsdatum": "04.05.1990", "E-Mail": ""} for name in ("Lea", "Leo")]
    father = [home | {"Vorname": "Karl", "Geburtsdatum": date, "E-Mail": ""} for date in ("01.02.1950", "07.11.1979")]
    office = [some[3] | {"E-Mail": "info@post.example"}, some[4] | {"E-Mail": "info@post.example"}]
    return [*some, *twice, *twins, *father, *office]


def table(rows: list[dict[str, str]], order: list[int] | None = None) -> pa.Table:
    order = order or list(range(len(rows)))
    columns = {name: pa.array([rows[place][name] for place in order]) for name in rows[0]}
    return pa.table({"number": pa.array(order), **columns})


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return with_decoys()


@pytest.fixture(scope="module")
def found(rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], ScoredPair]:
    scratch = tmp_path_factory.mktemp("scratch")
    return {(pair.a, pair.b): pair for pair in score_pairs(table(rows), scratch)}


def test_who_stands_twice_is_found(found: dict[tuple[int, int], ScoredPair]) -> None:
    for pair in ((0, PEOPLE), (1, PEOPLE + 1), (2, PEOPLE + 2)):
        assert found[pair].verdict == "link", found.get(pair)
        assert found[pair].probability > 0.9


def test_twins_and_father_and_son_wait_for_a_person(found: dict[tuple[int, int], ScoredPair]) -> None:
    twins, family = found[PEOPLE + 3, PEOPLE + 4], found[PEOPLE + 5, PEOPLE + 6]
    assert (twins.verdict, twins.contradiction) == ("review", ("first_name",))
    assert (family.verdict, family.contradiction) == ("review", ("birth_date",))


def test_an_office_address_says_nothing(found: dict[tuple[int, int], ScoredPair]) -> None:
    assert found.get((PEOPLE + 7, PEOPLE + 8)) is None
    of_one = found[3, PEOPLE + 7]
    assert {each.kind: each.likeness for each in of_one.comparisons}["email"] == "missing"


def test_nobody_else_is_linked(found: dict[tuple[int, int], ScoredPair]) -> None:
    linked = {pair for pair, scored in found.items() if scored.verdict == "link"}
    assert linked == {(n, PEOPLE + n) for n in range(3)} | {(3, PEOPLE + 7), (4, PEOPLE + 8)}


def test_a_pair_says_how_each_value_compares(
    found: dict[tuple[int, int], ScoredPair], rows: list[dict[str, str]]
) -> None:
    pair = found[1, PEOPLE + 1]
    street = next(each for each in pair.comparisons if each.kind == "street")
    assert (street.likeness, street.left) == ("same", rows[1]["Straße"])
    assert pair.weight == max(round(pair.weight, 4), Thresholds().link)
    assert [each.kind for each in pair.comparisons] == [
        "first_name", "last_name", "birth_date", "street", "house_number", "postcode", "email",
    ]  # fmt: skip


def test_the_order_of_records_changes_nothing(
    found: dict[tuple[int, int], ScoredPair], rows: list[dict[str, str]], tmp_path: Path
) -> None:
    order = np.random.default_rng(5).permutation(len(rows)).tolist()
    assert score_pairs(table(rows, order), tmp_path) == tuple(found.values())


def test_columns_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    rows = [{"Vorname": "Anna", "Nachname": "Meier"}, {"Vorname": "Anna", "Nachname": "Meier"}]
    (pair,) = score_pairs(table(rows), tmp_path, thresholds=Thresholds(review=-20.0))
    assert [each.likeness for each in pair.comparisons] == ["same", "same"]
    assert score_pairs(table(rows).select(["number", "Vorname"]), tmp_path) == ()
    assert score_pairs(table(rows[:1]), tmp_path) == ()
    assert score_pairs(table([{"Kundennummer": "1", "cookie": "a"}] * 2), tmp_path) == ()


def test_whole_names_are_taken_apart(tmp_path: Path) -> None:
    rows = [{"name": "Anna Maria Meier", "plz": "04109"}, {"name": "Meier, Anna Maria", "plz": "04109"}]
    (pair,) = score_pairs(table(rows), tmp_path, IdentityRules(), Thresholds(review=-20.0))
    assert {each.kind: (each.likeness, each.left) for each in pair.comparisons} == {
        "first_name": ("same", "anna maria"),
        "last_name": ("same", "meier"),
        "postcode": ("same", "04109"),
    }
