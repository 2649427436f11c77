"""A file that is one JSON array: the same rows as JSON lines, bad elements set aside, memory for one element."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sources.files import read, written
from wegmarke.errors import WegmarkeError
from wegmarke.sources.json_arrays import ArrayCutter, begins_array
from wegmarke.sources.limits import MAX_RECORD_BYTES
from wegmarke.sources.reading import find_format, open_source

REVIEWS = [
    {"id": 1, "text": 'Gut, "sehr" gut [5] {Sterne}', "shop": {"city": "Köln"}},
    {"id": 2, "text": "backslash \\", "tags": ["a", {"b": "]"}]},
    {"id": 3, "text": None},
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab"\\{}[], \n\u00e4', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a"\\,', max_size=2), inner, max_size=3),
    max_leaves=8,
)


def cut(data: bytes, size: int) -> list[bytes]:
    cutter = ArrayCutter()
    found = [one for at in range(0, len(data), size) for one in cutter.elements(data[at : at + size])]
    assert (cutter.is_open, cutter.rest) == (False, b"")
    return found


@given(st.lists(VALUES, max_size=5), st.integers(1, 40), st.sampled_from([None, 1]), st.integers(0, 1))
def test_elements_are_cut_wherever_a_block_ends(
    values: list[object], size: int, indent: int | None, ascii_only: int
) -> None:
    data = json.dumps(values, indent=indent, ensure_ascii=bool(ascii_only)).encode()
    assert [json.loads(one) for one in cut(data, size)] == values


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["reviews.json", "reviews.json.gz", "reviews.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_array_gives_the_rows_of_json_lines(tmp_path: Path, name: str, indent: int | None, encoding: str) -> None:
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in REVIEWS)
    path = written(tmp_path, name, "\n" + json.dumps(REVIEWS, ensure_ascii=False, indent=indent) + "\n", encoding)
    assert find_format(path) == "jsonl"
    assert read(path) == read(written(tmp_path, "reviews.jsonl", lines))
    assert [number for number, _ in read(path, 1)[0]] == [2, 3]
    with open_source(path) as reader:
        assert (reader.columns, reader.columns_complete) == (("id", "text", "shop.city", "tags"), False)


def test_bad_elements_are_set_aside_alone(tmp_path: Path) -> None:
    content = b'[{"a": 1}, {"a": nope}, 5, "x, ]", [1, {}], {"a": "\xff"}, {"a": 2} {"a": 3},, null, {"a": 4},\n]\n'
    rows, unreadable = read(written(tmp_path, "a.json", content))
    assert [(number, row["a"]) for number, row in rows] == [(1, "1"), (9, "4")]
    assert [(one.row, one.reason, one.value) for one in unreadable] == [
        (2, "row_broken", '{"a": nope}'),
        (3, "row_broken", "5"),
        (4, "row_broken", '"x, ]"'),
        (5, "row_broken", "[1, {}]"),
        (6, "text_undecodable", '{"a": "\\xff"}'),
        (7, "row_broken", '{"a": 2} {"a": 3}'),
        (8, "row_broken", "null"),
    ]


def test_several_arrays_and_what_stands_behind(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.json", '[{"a": 1}]\n[{"a": 2}, {"a": 3}]\nend}\n'))
    assert [(number, row["a"]) for number, row in rows] == [(1, "1"), (2, "2"), (3, "3")]
    assert [(one.row, one.reason, one.value) for one in unreadable] == [(4, "row_broken", "end}")]


LONG_TEXT = '"' + "x\\\\" * MAX_RECORD_BYTES + '"'
LONG_LIST = "[" + ('{"b": "' + "x" * 1000 + '"},') * (MAX_RECORD_BYTES // 500) + "0]"


@pytest.mark.parametrize("value", [LONG_TEXT, LONG_LIST], ids=["text", "list"])
def test_an_element_beyond_all_measure_costs_only_itself(tmp_path: Path, value: str) -> None:
    rows, unreadable = read(written(tmp_path, "a.json", f'[{{"a": 1}}, {{"a": {value}}}, {{"a": 2}}]'))
    assert [(number, row["a"]) for number, row in rows] == [(1, "1"), (3, "2")]
    assert [(one.row, one.reason, len(one.value)) for one in unreadable] == [(2, "row_broken", 1000)]


@pytest.mark.parametrize("end", ["", ",", ', {"a": 3', ', {"a": "]', ', {"a": "\\'])
def test_an_array_without_an_end_broke_off(tmp_path: Path, end: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        read(written(tmp_path, "a.json", '[{"a": 1}, {"a": 2}, {"a": 2.5}' + end))
    assert raised.value.code == "file_truncated"
    assert raised.value.details["row"] == (2 if end == "" else 3)


def test_a_gzip_that_breaks_off_says_so(tmp_path: Path) -> None:
    many = [{"a": number * 7919} for number in range(20_000)]
    data = written(tmp_path, "a.json.gz", json.dumps(many)).read_bytes()
    with pytest.raises(WegmarkeError) as raised:
        read(written(tmp_path, "cut.json", data[:-1000]))
    assert raised.value.code == "file_truncated"


@pytest.mark.parametrize(
    ("content", "code"), [("[]", "file_empty"), (" [ \n] ", "file_empty"), ("[{}]", "header_missing")]
)
def test_an_array_without_rows_or_keys_is_refused(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        open_source(written(tmp_path, "a.json", content))
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"a": 1}', True),
        ("\ufeff \n[\n {", True),
        ("[]", True),
        ("[1, 2]", False),
        ('[["a"]]', False),
        ("[a];b\n", False),
        ('{"a": 1}', False),
    ],
)
def test_what_begins_an_array(text: str, *, expected: bool) -> None:
    assert begins_array(text) == expected
