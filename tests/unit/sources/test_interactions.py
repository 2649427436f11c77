"""Rows into interactions: parts, rules, what sends a row to quarantine, and that every row is accounted for."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sources.files import plain_mapping, record_batch
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.mapping import (
    Cell,
    Condition,
    Identifier,
    InteractionMapping,
    Mapping,
    Money,
    Promise,
    ReadOptions,
    Rule,
    Score,
    Test,
)
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import MappedBatch, apply_mapping, needed_columns

ORDERS = Mapping(
    "erp",
    "kunde",
    (
        InteractionMapping("angeboten", Cell(constant="offer"), optional=True),
        InteractionMapping(
            "bestellt",
            Cell(constant="order"),
            value=Money("betrag"),
            promise=Promise("zugesagt", "geliefert"),
            optional=True,
        ),
        InteractionMapping("geliefert", Cell(constant="delivery"), optional=True),
    ),
)


def raw(first: int = 2, **columns: list[object]) -> RawBatch:
    batch = record_batch(**columns)
    return RawBatch(batch, np.arange(first, first + batch.num_rows, dtype=np.int64))


def three(**more: list[object]) -> RawBatch:
    columns: dict[str, list[object]] = {"kunde": ["1", "2", "3"], "zeit": ["2026-01-01"] * 3, "was": ["a", "b", "a"]}
    return raw(**(columns | more))


def mapped(part: InteractionMapping, batch: RawBatch) -> MappedBatch:
    return apply_mapping(Mapping("test", "kunde", (part,)), batch)


def told(found: MappedBatch) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.reason, one.column, one.value) for one in found.unfit]


def test_a_plain_row() -> None:
    found = apply_mapping(plain_mapping(customer_kind="crm"), three(ort=["x", "", 'ä"\\\nb']))
    assert found.interactions.schema == INTERACTION_SCHEMA
    assert found.rows == 3
    first, _, third = found.interactions.to_pylist()
    assert first["file"] == 0
    assert (first["row"], first["part"], first["customer"], first["customer_kind"]) == (2, 0, "1", "crm")
    assert (first["time"], first["touchpoint"]) == (datetime(2026, 1, 1, tzinfo=UTC), "a")
    assert first["rest"] == '{"ort":"x"}'
    assert json.loads(third["rest"]) == {"ort": 'ä"\\\nb'}
    assert found.interactions.column("rest")[1].as_py() is None


def test_a_row_yields_several_interactions() -> None:
    batch = raw(
        kunde=["1", "2"],
        angeboten=["2026-01-01", ""],
        bestellt=["2026-01-02", "2026-02-02"],
        betrag=["19,90 €", "5"],
        zugesagt=["2026-01-09", ""],
        geliefert=["2026-01-10", ""],
        nr=["A", "B"],
    )
    rows = apply_mapping(ORDERS, batch).interactions.to_pylist()
    assert [(row["row"], row["part"], row["touchpoint"]) for row in rows] == [
        (2, 0, "offer"),
        (2, 1, "order"),
        (2, 2, "delivery"),
        (3, 1, "order"),
    ]
    assert [row["value_minor"] for row in rows] == [None, 1990, None, 500]
    assert [row["currency"] for row in rows] == [None, "EUR", None, "EUR"]
    assert (rows[1]["promise_due"], rows[1]["promise_kept"]) == (
        datetime(2026, 1, 9, tzinfo=UTC),
        datetime(2026, 1, 10, tzinfo=UTC),
    )
    assert [row["rest"] for row in rows] == ['{"nr":"A"}', None, None, '{"nr":"B"}']


def test_one_unreadable_cell_sends_the_whole_row_to_quarantine() -> None:
    batch = raw(
        kunde=["1", "2", "3"],
        angeboten=["2026-01-01", "2026-01-01", ""],
        bestellt=["2026-01-02", "soon", ""],
        betrag=["x", "1", "2"],
        zugesagt=[""] * 3,
        geliefert=["", "2026-01-05", ""],
    )
    found = apply_mapping(ORDERS, batch)
    assert found.interactions.num_rows == 0
    assert told(found) == [
        (2, "number_unreadable", "betrag", "x"),
        (3, "time_unreadable", "bestellt", "soon"),
        (4, "time_missing", "angeboten", ""),
    ]
    assert json.loads(found.unfit[1].raw)["geliefert"] == "2026-01-05"


@pytest.mark.parametrize(
    ("columns", "reason", "column"),
    [
        ({"kunde": ["1", "  ", "3"]}, "customer_missing", "kunde"),
        ({"zeit": ["2026-01-01", None, "2026-01-01"]}, "time_missing", "zeit"),
        ({"zeit": ["2026-01-01", "NA", "2026-01-01"]}, "time_missing", "zeit"),
        ({"zeit": ["2026-01-01", "0000-01-01", "2026-01-01"]}, "time_outside", "zeit"),
        ({"zeit": ["2026-01-01", "3000-01-01", "2026-01-01"]}, "time_outside", "zeit"),
        ({"zeit": ["2026-01-01", "gestern", "2026-01-01"]}, "time_unreadable", "zeit"),
        ({"was": ["a", "", "b"]}, "touchpoint_missing", "was"),
        ({"was": ["a", "x" * 1_100_000, "b"]}, "cell_too_long", "was"),
    ],
)
def test_why_a_row_is_unfit(columns: dict[str, list[object]], reason: str, column: str) -> None:
    found = apply_mapping(plain_mapping(), three(**columns))
    assert [(one.row, one.reason, one.column) for one in found.unfit] == [(3, reason, column)]
    assert found.interactions.column("row").to_pylist() == [2, 4]
    assert len(found.unfit[0].raw) <= 1 << 20


@pytest.mark.parametrize(
    ("part", "cells", "reason"),
    [
        (InteractionMapping("zeit", Cell("was"), end="x"), ["2026-01-02", "2025-12-31", ""], "end_before_start"),
        (InteractionMapping("zeit", Cell("was"), end="x"), ["2026-01-02", "later", ""], "time_unreadable"),
        (InteractionMapping("zeit", Cell("was"), sequence="x"), ["1", "1,5", ""], "number_unreadable"),
        (InteractionMapping("zeit", Cell("was"), scores=(Score("x", "nps"),)), ["9", "good", ""], "number_unreadable"),
        (InteractionMapping("zeit", Cell("was"), promise=Promise("x")), ["2026-01-02", "soon", ""], "time_unreadable"),
    ],
)
def test_what_else_must_be_readable(part: InteractionMapping, cells: list[object], reason: str) -> None:
    found = mapped(part, three(x=cells))
    assert [(one.row, one.reason) for one in found.unfit] == [(3, reason)]


def test_na_and_null_are_customers() -> None:
    found = apply_mapping(plain_mapping(), three(kunde=["NA", "null", "None"]))
    assert found.interactions.column("customer").to_pylist() == ["NA", "null", "None"]


def test_rules_over_several_columns() -> None:
    hotline = Rule((Condition("typ", "is", "Anruf"), Condition("richtung", "starts", "ein")), "hotline")
    rest = Rule((Condition("typ", "empty"),), "unknown")
    part = InteractionMapping("zeit", Cell("typ", "other", (hotline, rest)))
    found = mapped(part, three(typ=["ANRUF", "", "Brief"], richtung=["Eingehend", "", "x"]))
    assert found.interactions.column("touchpoint").to_pylist() == ["hotline", "unknown", "Brief"]


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        ("is", "ab", [True, False, False]),
        ("is_not", "ab", [False, True, True]),
        ("contains", "B", [True, True, False]),
        ("starts", "a", [True, False, False]),
        ("ends", "c", [False, True, False]),
        ("empty", "", [False, False, True]),
        ("filled", "", [True, True, False]),
    ],
)
def test_conditions(test: Test, value: str, holds: list[bool]) -> None:
    part = InteractionMapping("zeit", Cell(constant="no", rules=(Rule((Condition("x", test, value),), "yes"),)))
    found = mapped(part, three(x=["Ab", "bC", ""])).interactions.column("touchpoint").to_pylist()
    assert found == ["yes" if each else "no" for each in holds]


def test_an_outcome_of_the_interaction_ends_the_journey() -> None:
    batch = three(status=["won", "", "lost"])
    of_journey = mapped(InteractionMapping("zeit", Cell("was"), outcome=Cell("status")), batch).interactions
    itself = InteractionMapping("zeit", Cell("was"), outcome=Cell("status"), outcome_of="interaction")
    of_itself = mapped(itself, batch).interactions
    assert of_journey.column("outcome").to_pylist() == of_itself.column("outcome").to_pylist() == ["won", None, "lost"]
    assert of_journey.column("ends").to_pylist() == [False, False, False]
    assert of_itself.column("ends").to_pylist() == [True, False, True]


def test_scores_and_currencies() -> None:
    part = InteractionMapping(
        "zeit", Cell("was"), value=Money("betrag", Cell("w", "EUR")), scores=(Score("a", "nps"), Score("b", "csat"))
    )
    found = mapped(part, three(betrag=["1,5", "500", ""], w=["", "JPY", "USD"], a=["9", "", ""], b=["4", "5", ""]))
    assert found.interactions.column("scores").to_pylist() == [[("nps", 9.0), ("csat", 4.0)], [("csat", 5.0)], None]
    assert found.interactions.column("value_minor").to_pylist() == [150, 500, None]
    assert found.interactions.column("currency").to_pylist() == ["EUR", "JPY", None]


def test_row_ids_and_hashes_of_content() -> None:
    mapping = plain_mapping(row_id=("nr", "pos"), drop=("wer",))
    one = apply_mapping(mapping, three(nr=["A", "A", ""], pos=["1", "2", "3"], wer=["x", "x", "x"]))
    two = apply_mapping(
        mapping, three(pos=["1", "2", "3"], nr=["A", "A", ""], wer=["y", "y", "y"], was=["a", "z", "a"])
    )
    assert one.interactions.column("row_id").to_pylist() == ["A\x1f1", "A\x1f2"]
    assert told(one) == [(4, "row_id_missing", "nr", "")]
    first, second = one.interactions.column("row_hash").to_pylist()
    assert two.interactions.column("row_hash")[0].as_py() == first
    assert two.interactions.column("row_hash")[1].as_py() != second
    assert apply_mapping(plain_mapping(), three()).interactions.column("row_hash").null_count == 3


def test_dropped_columns_are_stored_nowhere() -> None:
    batch = three(bearbeiter=["Erika Muster", "Max Muster", "x"], zeit=["2026-01-01", "bad", "2026-01-01"])
    broken_row = Unfit(9, "row_broken", "", "", '{"kunde": "9", "bearbeiter": "Max Muster"}')
    batch = RawBatch(batch.columns, batch.row_numbers, (broken_row,))
    found = apply_mapping(plain_mapping(drop=("bearbeiter",)), batch)
    stored = str(found.interactions.to_pylist()) + str(found.unfit)
    assert "Muster" not in stored
    assert [one.row for one in found.unfit] == [3, 9]


def test_times_without_zone_are_of_the_mappings_zone_first() -> None:
    batch = three(zeit=["2026-07-01 12:00"] * 3)
    by_workspace = apply_mapping(plain_mapping(), batch, time_zone="Europe/Berlin")
    by_mapping = apply_mapping(plain_mapping(read=ReadOptions(time_zone="UTC")), batch, time_zone="Europe/Berlin")
    assert by_workspace.interactions.column("time")[0].as_py().hour == 10
    assert by_mapping.interactions.column("time")[0].as_py().hour == 12


WEB = plain_mapping(customer_kind="crm", identifiers=(Identifier("mail", "email"), Identifier("cookie", "cookie")))


def test_the_first_filled_identifier_is_the_customer() -> None:
    batch = three(kunde=["1", " ", None], mail=["a@b.de", "", "c@d.de"], cookie=["x", "y", "z"], ort=["k", "", ""])
    found = apply_mapping(WEB, batch).interactions
    assert list(zip(found["customer_kind"].to_pylist(), found["customer"].to_pylist(), strict=True)) == [
        ("crm", "1"),
        ("cookie", "y"),
        ("email", "c@d.de"),
    ]
    assert found["identifiers"].to_pylist() == [
        [("email", "a@b.de"), ("cookie", "x")],
        None,
        [("cookie", "z")],
    ], "every further identifier is kept with its row, but for the one that names the customer"
    assert [rest and json.loads(rest) for rest in found["rest"].to_pylist()] == [{"ort": "k"}, None, None]


def test_what_only_describes_a_person_names_no_customer() -> None:
    mapping = plain_mapping(identifiers=(Identifier("name", "last_name"), Identifier("mail", "email")))
    batch = three(kunde=["1", "", ""], name=["Meier", "Meier", "Kunz"], mail=["a@b.de", "c@d.de", ""])
    found = apply_mapping(mapping, batch)
    assert [(row["customer"], row["customer_kind"]) for row in found.interactions.to_pylist()] == [
        ("1", "customer"),
        ("c@d.de", "email"),
    ]
    assert found.interactions["identifiers"].to_pylist() == [
        [("last_name", "Meier"), ("email", "a@b.de")],
        [("last_name", "Meier")],
    ]
    assert told(found) == [(4, "customer_missing", "kunde", "")]


def test_further_identifiers_stand_on_the_first_interaction_of_their_row_alone() -> None:
    mapping = plain_mapping(identifiers=(Identifier("mail", "email"),))
    mapping = replace(mapping, interactions=(*mapping.interactions, mapping.interactions[0]))
    found = apply_mapping(mapping, three(kunde=["1", "2", "3"], mail=["a@b.de", "", "c@d.de"])).interactions
    given = list(zip(found["part"].to_pylist(), found["identifiers"].to_pylist(), strict=True))
    assert given == [(0, [("email", "a@b.de")]), (1, None), (0, None), (1, None), (0, [("email", "c@d.de")]), (1, None)]


def test_a_row_without_any_identifier_is_unfit() -> None:
    found = apply_mapping(WEB, three(kunde=["1", "", "3"], mail=["", "  ", ""], cookie=["x", None, "z"]))
    assert told(found) == [(3, "customer_missing", "kunde", "")]
    assert found.interactions["customer"].to_pylist() == ["1", "3"]


def test_identifiers_whose_column_is_not_there() -> None:
    found = apply_mapping(WEB, raw(zeit=["2026-01-01"] * 2, was=["a", "b"], cookie=["x", ""]))
    assert [(row["customer"], row["customer_kind"]) for row in found.interactions.to_pylist()] == [("x", "cookie")]
    assert told(found) == [(3, "customer_missing", "kunde", "")]


def test_an_identifier_that_has_another_meaning_too_is_kept_all_the_same() -> None:
    mapping = Mapping(
        "web",
        "kunde",
        (InteractionMapping("zeit", Cell("was"), journey="cookie"),),
        identifiers=(Identifier("cookie", "cookie"),),
    )
    batch = raw(kunde=["1"], zeit=["2026-01-01"], was=["a"], cookie=["x"])
    (row,) = apply_mapping(mapping, batch).interactions.to_pylist()
    assert (row["customer"], row["journey"], row["identifiers"]) == ("1", "x", [("cookie", "x")])


def test_two_identifiers_of_one_kind_are_one_kind() -> None:
    mapping = plain_mapping(customer_kind="email", identifiers=(Identifier("mail", "email"),))
    found = apply_mapping(mapping, three(kunde=["a@b.de", "", "c@d.de"], mail=["", "e@f.de", ""])).interactions
    assert found["customer_kind"].dictionary.to_pylist() == ["email"]
    assert found["customer"].to_pylist() == ["a@b.de", "e@f.de", "c@d.de"]


def test_typed_columns_and_the_columns_needed() -> None:
    batch = RawBatch(
        pa.RecordBatch.from_pydict(
            {
                "kunde": pa.array([12345.0, 7.0]),
                "zeit": pa.array([datetime(2026, 1, 1)] * 2, pa.timestamp("ns")),  # noqa: DTZ001 - naive on purpose
                "was": pa.array(["a", "b"]).dictionary_encode(),
                "n": pa.array([1.5, None]),
                "b": pa.array([True, False]),
                "l": pa.array([[1, 2], None]),
            }
        ),
        np.array([1, 2]),
    )
    found = apply_mapping(plain_mapping(), batch).interactions.to_pylist()
    assert [row["customer"] for row in found] == ["12345", "7"]
    assert json.loads(found[0]["rest"]) == {"n": 1.5, "b": True, "l": "[1, 2]"}
    assert needed_columns(plain_mapping()) == {"kunde", "zeit", "was"}
    assert needed_columns(WEB) == {"kunde", "mail", "cookie", "zeit", "was"}
    assert needed_columns(plain_mapping(row_id=("n",))) is None


def test_an_empty_batch() -> None:
    found = apply_mapping(ORDERS, raw(kunde=[], angeboten=[]))
    assert (found.rows, found.interactions.num_rows, found.unfit) == (0, 0, ())
    assert found.interactions.schema == INTERACTION_SCHEMA


CELLS = st.sampled_from(["", "2026-01-01", "soon", "3000-01-01", "1,5", "NA", "7"])
LINES = st.lists(
    st.fixed_dictionaries(dict.fromkeys(["kunde", "angeboten", "bestellt", "betrag", "zugesagt", "geliefert"], CELLS))
)


@given(st.lists(st.tuples(*[st.text(max_size=4)] * 3), max_size=8))
def test_what_is_not_mapped_is_kept_with_its_row(lines: list[tuple[str, str, str]]) -> None:
    names = ["a", 'b"', "c\\"]
    filler: dict[str, list[object]] = {"kunde": ["1"] * len(lines), "zeit": ["2026-01-01"] * len(lines)}
    others: dict[str, list[object]] = {name: [line[at] for line in lines] for at, name in enumerate(names)}
    found = apply_mapping(plain_mapping(), raw(**(filler | {"was": ["x"] * len(lines)} | others))).interactions
    for line, rest in zip(lines, found.column("rest").to_pylist(), strict=True):
        cells = zip(names, line, strict=True)
        filled = {name: json.loads(rest)[name] for name, cell in cells if trimmed(cell)} if rest else {}
        assert filled == {name: trimmed(cell) for name, cell in zip(names, line, strict=True) if trimmed(cell)}
        assert rest is None or set(json.loads(rest)) == set(filled)


def trimmed(cell: str) -> str:
    return str(pc.utf8_trim_whitespace(pa.scalar(cell)).as_py())


@given(LINES, st.lists(st.sampled_from([Identifier("betrag", "card"), Identifier("zugesagt", "cookie")]), max_size=2))
def test_every_row_is_mapped_or_unfit(lines: list[dict[str, str]], identifiers: list[Identifier]) -> None:
    names = ["kunde", "angeboten", "bestellt", "betrag", "zugesagt", "geliefert"]
    mapping = replace(ORDERS, identifiers=tuple(identifiers))
    found = apply_mapping(mapping, raw(**{name: [line[name] for line in lines] for name in names}))
    taken = set(found.interactions.column("row").to_pylist())
    unfit = {one.row for one in found.unfit}
    assert taken | unfit == set(range(2, 2 + len(lines)))
    assert not taken & unfit
    assert found.rows == len(taken) + len(found.unfit)
    asked = [(one.column, one.kind) for one in mapping.all_identifiers]
    for row in found.interactions.to_pylist():
        line = lines[row["row"] - 2]
        assert (row["customer"], row["customer_kind"]) == next(
            (line[column], kind) for column, kind in asked if line[column]
        )
    for one in found.unfit:
        nobody = not any(lines[one.row - 2][column] for column, _ in asked)
        assert (one.reason == "customer_missing") == nobody
