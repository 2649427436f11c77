"""Search: spellings that are one, edits against a slow definition, and customers known by several identifiers."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.workspace import Workspace
from wegmarke.workspace.searching import CustomerSearch, known_in
from wegmarke.workspace.searching.folding import fold, folded
from wegmarke.workspace.searching.known import known_of
from wegmarke.workspace.searching.nearness import edits_to


@pytest.mark.parametrize(
    "same",
    [
        ("Müller", "Mueller", "MULLER", "mu\u0308ller", "Muller"),
        ("Größe", "GROESSE", "grosse"),
        ("Ada.Example@Mail.example", "ada example@mail example", "ADA-EXAMPLE@MAIL.EXAMPLE"),
        ("+49 170 1234567", "0170/1234567", "0049 (0) 170 12345-67", "170 1234567", "+49(0)1701234567"),
        ("00012345", "12345", "12 345"),
        ("Łukasz Dvořák", "lukasz dvorak"),
        ("  Anna   Maria ", "anna maria"),
    ],
)
def test_spellings_that_are_one(same: tuple[str, ...]) -> None:
    assert len({fold(text) for text in same}) == 1, [fold(text) for text in same]


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "Möller"), ("12345", "12346"), ("+44 170 1234567", "0170 1234567"), ("A-12", "12")]
)
def test_spellings_that_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_nothing_is_left_of_signs_alone() -> None:
    assert fold("/// - ") == b""
    assert fold("000") == b"0"
    assert fold("Мария") == "Мария".encode()  # a script that is not Latin stays as it is


@settings(max_examples=200)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_many_are_folded_as_one_by_one(texts: list[str]) -> None:
    heap, starts = folded(pa.array(texts, pa.string()))
    assert [heap[a:b].tobytes() for a, b in pairwise(starts)] == [fold(text) for text in texts]
    assert all(len(fold(text)) <= len(text.encode()) for text in texts)


def slow_edits(wanted: bytes, text: bytes) -> int:
    """The definition: the least Levenshtein distance between `wanted` and any part of the text (Sellers 1980)."""
    row = [0] * (len(text) + 1)
    for i, letter in enumerate(wanted, start=1):
        before, row = row, [i] + [0] * len(text)
        for j, other in enumerate(text, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
    return min(row)


@settings(max_examples=300)
@given(st.text("ab@1", min_size=1, max_size=64), st.lists(st.text("ab@1", max_size=70), min_size=1, max_size=4))
def test_edits_are_those_of_the_definition(wanted: str, texts: list[str]) -> None:
    heap = np.frombuffer("".join(texts).encode() or b"\0", np.uint8)
    starts = np.concatenate(([0], np.cumsum([len(text) for text in texts]))).astype(np.int64)
    rows = np.arange(len(texts))[::-1].copy()
    found = edits_to(wanted.encode(), heap, starts, rows)
    assert found.tolist() == [slow_edits(wanted.encode(), texts[row].encode()) for row in rows]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Four customers; the later in the alphabet, the later the last contact."""
    folder = tmp_path_factory.mktemp("searching")
    file = folder / "contacts.csv"
    lines = ["customer,at", "K-0001,2026-01-01", "K-0002,2026-01-02", "K-0003,2026-01-03", "K-0004,2026-01-04"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = Workspace.create(folder / "shop", "Shop")
    result.import_file(file, Mapping("contacts", "customer", (InteractionMapping("at", Cell(constant="Visit")),)))
    result.build()
    return result


@pytest.fixture(scope="module")
def search(workspace: Workspace) -> CustomerSearch:
    """They are known by names and addresses besides."""
    index = workspace.index()
    numbers = {hit.value: hit.number for hit in CustomerSearch(index, known_in(index)).find("K-000", 10).hits}
    people = {
        "K-0001": ("Anna", "Müller", "anna@mail.example"),
        "K-0002": ("Anna", "Schmidt", "a.schmidt@mail.example"),
        "K-0003": ("Bernd", "Müller", "bernd@mail.example"),
        "K-0004": ("Änne", "Moeller", "aenne@mail.example"),
    }
    lines = [
        (numbers[customer], kind, value)
        for customer, values in people.items()
        for kind, value in zip(("first_name", "last_name", "email"), values, strict=True)
    ]
    lines.append((999_999, "email", "anna.gone@mail.example"))  # known to identity, without any interaction here
    return CustomerSearch(index, [*known_in(index), known_of(lines)])


def values(search: CustomerSearch, text: str) -> list[tuple[str, str]]:
    return [(hit.value, hit.how) for hit in search.find(text).hits]


def test_words_are_found_across_the_identifiers_of_one_customer(search: CustomerSearch) -> None:
    hits = search.find("anna mueller")
    assert [(hit.value, hit.how) for hit in hits.hits] == [("Müller", "whole")]
    # One letter away: Anna Müller in the last name, Änne Moeller in the first.
    assert {value for value, how in values(search, "anna moeller") if how == "similar"} == {"Müller", "Moeller"}


def test_the_same_comes_before_the_similar_and_the_latest_first(search: CustomerSearch) -> None:
    assert values(search, "Müller") == [("Müller", "whole"), ("Müller", "whole"), ("Moeller", "similar")]
    first, second = search.find("müller").hits[:2]
    assert first.last > second.last


def test_slips_are_forgiven_and_more_than_slips_are_not(search: CustomerSearch) -> None:
    assert values(search, "schmit") == [("Schmidt", "similar")]
    assert values(search, "bernt@mail.example") == [("bernd@mail.example", "similar")]
    assert values(search, "zimmermann") == []
    assert values(search, "anna zimmermann") == []


def test_a_number_with_and_without_what_belongs_to_it(search: CustomerSearch) -> None:
    assert values(search, "k 0003") == [("K-0003", "whole"), *[(f"K-000{n}", "similar") for n in (4, 2, 1)]]
    assert values(search, "0003") == [("K-0003", "part")]


def test_who_has_no_interaction_is_not_offered(search: CustomerSearch) -> None:
    assert all(value != "anna.gone@mail.example" for value, _ in values(search, "anna.gone@mail.example"))


@pytest.mark.parametrize("text", ["", "a", " - ", "ü"])
def test_too_little_to_search_for(search: CustomerSearch, text: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        search.find(text)
    assert raised.value.code == "question_argument"


def test_a_very_long_text_is_cut_and_an_empty_company_has_nobody(search: CustomerSearch, workspace: Workspace) -> None:
    assert search.find("x" * 500).hits == ()
    assert CustomerSearch(workspace.index(), []).find("anna").found == 0


def test_search_leaves_no_file_behind(workspace: Workspace, search: CustomerSearch, tmp_path: Path) -> None:
    before = sorted(path for path in workspace.folder.rglob("*"))
    search.find("anna")
    assert sorted(path for path in workspace.folder.rglob("*")) == before
    assert not any(b"anna@mail.example" in path.read_bytes() for path in before if path.is_file())
    assert list(tmp_path.iterdir()) == []
