"""Collected events as rows: the touchpoint in one column, unfit ones with a reason, any part of a growing file."""

import json
from pathlib import Path

import pytest

from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import open_source
from wegmarke.sources.tracking import TrackingReader, default_mapping

UNFIT = {"reason": "touchpoint_missing", "column": "event", "value": "", "event": '{"type": "track", "userId": "u"}'}


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def event(kind: str, **more: object) -> dict[str, object]:
    return {"type": kind, "userId": "u", "timestamp": "2026-11-25T12:00:00Z", **more}


@pytest.mark.parametrize(
    ("message", "touchpoint"),
    [
        (event("track", event="Order", name="x"), "Order"),
        (event("page", category="Guide", name="Down"), "Guide"),
        (event("page", name="Down", context={"page": {"path": "/x"}}), "Down"),
        (event("page", properties={"name": "Down"}), "Down"),
        (event("page", context={"page": {"path": "/x"}}), "/x"),
        (event("page"), "page"),
        (event("screen", name="Start"), "Start"),
        (event("identify", traits={}), "identify"),
        (event("track", event="Order", touchpoint="Said"), "Said"),
    ],
)
def test_the_touchpoint_is_in_one_column(tmp_path: Path, message: dict[str, object], touchpoint: str) -> None:
    with open_source(written(tmp_path / "e.jsonl", message), None, "tracking") as reader:
        (batch,) = reader.batches()
    assert batch.columns["touchpoint"].to_pylist() == [touchpoint]


def test_unfit_events_keep_their_reason_and_can_be_corrected(tmp_path: Path) -> None:
    forbidden = {**UNFIT, "reason": "key_forbids", "event": '{"type": "alias", "userId": "a", "previousId": "b"}'}
    path = written(tmp_path / "e.jsonl", event("page"), {"unfit": UNFIT}, "{broken\n", {"unfit": forbidden})
    with TrackingReader(path) as reader:
        (batch,) = reader.batches()
    assert batch.row_numbers.tolist() == [1]
    assert [(one.row, one.reason) for one in batch.unreadable] == [
        (2, "touchpoint_missing"),
        (3, "row_broken"),
        (4, "key_forbids"),
    ]
    assert json.loads(batch.unreadable[0].raw) == {"type": "track", "userId": "u"}
    assert set(json.loads(batch.unreadable[2].raw)) == {"_rest_of_line"}, "read again it must not become an event"


def test_any_part_of_a_growing_file_can_be_read(tmp_path: Path) -> None:
    path = written(tmp_path / "e.jsonl", *(event("page", name=f"p{number}") for number in range(5)), " " * 40 + "\n")
    path.write_bytes(path.read_bytes() + b'{"type": "page", "half')
    with TrackingReader(path, until_row=3) as reader:
        (batch,) = reader.batches(after_row=1)
        place = reader.place
    assert batch.row_numbers.tolist() == [2, 3]
    with TrackingReader(path, begin=place, until_row=6) as reader:
        (batch,) = reader.batches(after_row=3)
        assert reader.place[0] == 6
    assert batch.columns["name"].to_pylist() == ["p3", "p4"]


def test_events_with_keys_of_their_own_do_not_stop_the_others(tmp_path: Path) -> None:
    strange = [event("page", properties={f"k{number}-{key}": key for key in range(900)}) for number in range(7)]
    half = '{"type": "page", "userId": "u", "timestamp": "2026-11-25T12:00:00Z", "\\ud83d": 1}\n'
    with TrackingReader(written(tmp_path / "e.jsonl", *strange, half, event("page"))) as reader:
        batches = list(reader.batches())
    assert sum(len(batch.row_numbers) for batch in batches) == 8
    assert [one.reason for batch in batches for one in batch.unreadable] == ["text_undecodable"]


def test_the_default_mapping_takes_web_events_in(tmp_path: Path) -> None:
    mapping = default_mapping("web")
    assert mapping_from_toml(mapping_to_toml(mapping)) == mapping
    path = written(
        tmp_path / "e.jsonl",
        event("track", event="Order", anonymousId="c", properties={"revenue": "89.90", "currency": "EUR"}),
        {**event("page", name="Home"), "userId": None, "anonymousId": "c"},
        {**event("identify"), "userId": None, "identified": {"email": "a@example.org"}},
        event("group", groupId="F1", traits={"name": "Hotel Zur Linde GmbH"}),
        event("identify", groupId="F1", traits={"name": "Erika Mustermann"}),
    )
    with TrackingReader(path) as reader:
        mapped = [apply_mapping(mapping, batch) for batch in reader.batches()]
    (only,) = mapped
    assert only.unfit == ()
    table = only.interactions
    who = zip(table["customer_kind"].to_pylist(), table["customer"].to_pylist(), strict=True)
    assert list(who) == [("user_id", "u"), ("cookie", "c"), ("email", "a@example.org"), *[("user_id", "u")] * 2]
    assert table["value_minor"].to_pylist() == [8990, None, None, None, None]
    assert table["touchpoint"].to_pylist() == ["Order", "Home", "identify", "group", "identify"]
    assert table["account"].to_pylist() == [None, None, None, "F1", "F1"]
    said = [dict(one or ()).get("company") for one in table["identifiers"].to_pylist()]
    assert said == [None, None, None, "Hotel Zur Linde GmbH", None], "a person's name is no company's"
