"""JSON lines: nested objects, digits kept, bad lines set aside."""

from pathlib import Path

import pytest

from tests.unit.sources.files import read, written
from wegmarke.errors import WegmarkeError
from wegmarke.sources.reading import open_source

GOOD = '{"id": 1, "wo": {"stadt": "Köln", "geo": {"x": 1.50}}, "tags": ["a", 2], "leer": null, "ok": true}\n'


def test_objects_are_flattened_and_digits_kept(tmp_path: Path) -> None:
    content = GOOD + '{"id": 12345678901234567890, "neu": "x"}\n'
    rows, unreadable = read(written(tmp_path, "a.jsonl", content))
    first = {
        "id": "1",
        "wo.stadt": "Köln",
        "wo.geo.x": "1.50",
        "tags": '["a", 2]',
        "leer": None,
        "ok": "true",
        "neu": None,
    }
    assert rows[0] == (1, first)
    assert (rows[1][1]["id"], rows[1][1]["neu"]) == ("12345678901234567890", "x")
    assert unreadable == []


def test_bad_lines_are_set_aside_alone(tmp_path: Path) -> None:
    lines = [b'{"a": 1}', b"{broken", b"[1]", b"", b'{"a": "\xff"}', b'{"a": "\\ud800"}', b'{"a": 2}', b"{" * 100_000]
    rows, unreadable = read(written(tmp_path, "a.jsonl", b"\n".join(lines)))
    assert [(number, row["a"]) for number, row in rows] == [(1, "1"), (7, "2")]
    assert [(one.row, one.reason) for one in unreadable] == [
        (2, "row_broken"),
        (3, "row_broken"),
        (5, "text_undecodable"),
        (6, "text_undecodable"),
        (8, "row_broken"),
    ]


def test_later_lines_may_bring_columns(tmp_path: Path) -> None:
    content = '{"a": 1}\n' * 1500 + '{"b": 2}\n'
    path = written(tmp_path, "a.jsonl.gz", content)
    with open_source(path) as reader:
        assert (reader.columns, reader.columns_complete) == (("a",), False)
    assert read(path)[0][-1] == (1501, {"a": None, "b": "2"})


def test_reading_goes_on_behind_a_row(tmp_path: Path) -> None:
    assert [number for number, _ in read(written(tmp_path, "a.jsonl", GOOD * 5), 3)[0]] == [4, 5]


def test_a_file_that_breaks_off_says_so(tmp_path: Path) -> None:
    data = written(tmp_path, "a.jsonl.gz", "".join(f'{{"a": {i * 7919}}}\n' for i in range(20_000))).read_bytes()
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(data[:-1000])
    with pytest.raises(WegmarkeError) as raised:
        read(path)
    assert raised.value.code == "file_truncated"
    assert 1000 < int(str(raised.value.details["row"])) < 20_000


def test_too_many_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as raised:
        open_source(written(tmp_path, "a.jsonl", "{" + ", ".join(f'"k{i}": 1' for i in range(3000)) + "}\n"))
    assert raised.value.code == "too_many_columns"
