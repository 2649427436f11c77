"""Who is meant, and in which texts: spellings, others who only look alike, what is taken out."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wegmarke.workspace.rights.erasures import lift, note_erasure
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.rights.keyed import KeyedHashes
from wegmarke.workspace.rights.person import Person, earlier_form, form
from wegmarke.workspace.rights.traces import Traces

ADA = Person((("email", "Ada@Lovelace.example"), ("telefon", "030 / 123 45 67"), ("kundennummer", "K-10-4711")))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("+49 30 1234567", "+49301234567"),
        ("0049 (0)30 / 123-45.67", "+49301234567"),
        ("(030) 1234567", "+49301234567"),
        ("+43 1 2345678", "+4312345678"),
        ("+43 (0)1 2345678", "+4312345678"),  # as identity spells it: the zero is dialled at home only
        ("0049 (0) 30-1234567", "+49301234567"),
        ("19075298", "19075298"),
        ("  Ada@X.example ", "ada@x.example"),
    ],
)
def test_equal_identifiers_have_one_form(written: str, meant: str) -> None:
    assert form(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Bitte an ada@lovelace.example.",
        '{"E-Mail":"ADA@lovelace.example","x":1}',
        "Rückruf unter +49 (0)30 1234567 erbeten",
        "Tel.0301234567",
        "004930/1234567",
        "Kunde k-10-4711 wartet",
    ],
)
def test_a_text_speaks_of_her(text: str) -> None:
    traces = Traces([ADA])
    assert traces.speaks(text)
    assert not traces.speaks(traces.redacted(text))
    batch = pa.record_batch({"text": pa.array([None, text, "nothing"])})
    assert traces.mentions(batch).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "x.ada@lovelace.example",
        "ada@lovelace.example.org",
        "ada@lovelace.examples",
        "+49 30 12345678",
        "1030 1234567",
        "K-10-47112",
        "AK-10-4711",
    ],
)
def test_others_who_look_alike_are_left_alone(text: str) -> None:
    assert not Traces([ADA]).speaks(text)


def test_rows_are_hers_by_kind_and_form_and_an_address_by_itself() -> None:
    kinds = pa.array(["customer_number", "order", "customer", "phone", "kundennummer"]).dictionary_encode()
    values = pa.array(["k-10-4711", "K-10-4711", "ada@lovelace.example", "0049301234567", "17"])
    batch = pa.record_batch({"customer_kind": kinds, "customer": values})
    assert Traces([ADA]).rows(batch).tolist() == [True, False, True, True, False]


def test_a_short_number_is_looked_for_in_its_column_alone() -> None:
    short = Traces([Person((("kundennummer", "17"),))])
    assert not short.speaks("Hauptstraße 17")
    batch = pa.record_batch({"customer_kind": pa.array(["kundennummer"]), "customer": pa.array(["17"])})
    assert short.rows(batch).tolist() == [True]


def test_what_only_describes_is_many_peoples() -> None:
    assert not Traces([Person((("last_name", "Schmidtbauer"), ("city", "Kaiserslautern")))]).speaks("Schmidtbauer")


def test_maps_of_further_identifiers_are_looked_through() -> None:
    column = pa.array(
        [[("email", "bob@x.example")], None, [("a", "b"), ("mail", "ada@lovelace.example")]],
        pa.map_(pa.string(), pa.string()),
    )
    batch = pa.record_batch({"identifiers": column})
    assert np.flatnonzero(Traces([ADA]).mentions(batch)).tolist() == [2]
    assert np.flatnonzero(Traces([ADA]).mentions(batch.slice(1))).tolist() == [1]


def test_json_is_freed_whole() -> None:
    tree = {"rows": [{"who": "Ada, ada@lovelace.example", "n": 3}], "ada@lovelace.example": None}
    assert Traces([ADA]).redacted_tree(tree) == {"rows": [{"who": "Ada, […]", "n": 3}], "[…]": None}


def test_a_ledger_of_the_earlier_spelling_goes_on_refusing(tmp_path: Path) -> None:
    """Its hashes were made of `030 1234567` and `+41 044 6681800` as version 1 spelled them; both keep refusing."""
    hashes = KeyedHashes.made(tmp_path)
    written = {"030 / 123 45 67": "+49301234567", "+41 044 6681800": "+410446681800"}
    assert all(earlier_form(value) == form_then for value, form_then in written.items())
    assert form("+41 044 6681800") == "+41446681800"  # the zero is dialled at home only
    (tmp_path / "rights").mkdir()
    entry = {"number": 1, "at": "2026-01-01", "persons": 2, "done": True, "removed": []}
    entry["hashes"] = [hashes.of_form(kind, value) for value in written.values() for kind in ("phone", "*")]
    (tmp_path / "rights" / "erasures.json").write_text(json.dumps({"version": 1, "erasures": [entry]}), "utf-8")
    gate = Gate.of(tmp_path)
    assert gate.refuses("telefon", [*written, "030 1234568"]).tolist() == [True, True, False]
    assert gate.refuses_value("0049 30 1234567")
    assert lift(tmp_path, hashes, Person((("telefon", "+41 044 6681800"),)))
    assert Gate.of(tmp_path).refuses("telefon", list(written)).tolist() == [True, False]
    note_erasure(tmp_path, [Person((("telefon", "+41 044 6681800"),))], hashes, [])
    assert Gate.of(tmp_path).refuses("telefon", ["0041 44 6681800", "030 1234568"]).tolist() == [True, False]
