"""XES: attributes of traces and events, what is refused, and where a log breaks off."""

import gzip
from pathlib import Path

import pytest

from tests.unit.sources.files import read, written
from wegmarke.errors import WegmarkeError
from wegmarke.sources.reading import open_source
from wegmarke.sources.xes import XesReader

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n'
LOG = (
    HEAD
    + """<extension name="Concept" prefix="concept" uri="x"/>
<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
<string key="of the log" value="left out"><string key="within" value="left out"/></string>
<trace>
  <string key="concept:name" value="NA"/>
  <event><string key="concept:name" value="a &amp; b"/><date key="time:timestamp" value="2026-01-01T00:00:00Z"/>
    <list key="items"><values><string key="item" value="x"/></values></list></event>
  <event><string key="concept:name" value="c"><string key="detail" value="d"/></string></event>
  <float key="cost" value="1.5"/>
</trace>
<trace/>
<trace><string key="concept:name" value="null"/><event><int key="n" value="7"/></event></trace>
<event><string key="concept:name" value="alone"/></event>
</log>"""
)


def refused(path: Path) -> WegmarkeError:
    with pytest.raises(WegmarkeError) as raised:
        read(path)
    return raised.value


def test_attributes_of_traces_and_events(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.xes", LOG))
    filled = [(number, {key: value for key, value in row.items() if value is not None}) for number, row in rows]
    case = {"case:concept:name": "NA", "case:cost": "1.5"}
    assert filled == [
        (1, {**case, "concept:name": "a & b", "time:timestamp": "2026-01-01T00:00:00Z", "items.item": "x"}),
        (2, {**case, "concept:name": "c", "concept:name.detail": "d"}),
        (3, {"case:concept:name": "null", "n": "7"}),
        (4, {"concept:name": "alone"}),
    ]
    assert unreadable == []


def test_columns_of_the_case_come_first(tmp_path: Path) -> None:
    with open_source(written(tmp_path, "a.xes.gz", LOG)) as reader:
        assert reader.columns[:2] == ("case:concept:name", "case:cost")
        assert not reader.columns_complete
        batch = next(reader.batches(columns={"case:concept:name", "n"}))
    assert batch.columns.schema.names == ["case:concept:name", "n"]


@pytest.mark.parametrize("rows", [1, 7, 100_000])
def test_batches_hold_whole_traces_whatever_their_size(tmp_path: Path, rows: int) -> None:
    traces = [
        f'<trace><string key="concept:name" value="c{trace}"/>'
        + "".join(f'<event><string key="e{event % 3}" value="{trace}-{event}"/></event>' for event in range(trace % 5))
        + "</trace>"
        for trace in range(3000)
    ]
    path = written(tmp_path, "a.xes", HEAD + "".join(traces) + "</log>")
    number = 0
    with XesReader(path, batch_rows=rows) as reader:
        for batch in reader.batches():
            for place, row in zip(batch.row_numbers, batch.columns.to_pylist(), strict=True):
                number += 1
                assert place == number
                cells = [value for key, value in row.items() if key.startswith("e") and value]
                assert len(cells) == 1
                assert cells[0].split("-")[0] == row["case:concept:name"][1:]
    assert number == 6000
    assert [place for place, _ in read(path, 5990)[0]] == list(range(5991, 6001))


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE log SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        "<!DOCTYPE log>",
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, prologue: str) -> None:
    path = written(tmp_path, "a.xes", LOG.replace("<log", prologue + "<log", 1))
    assert refused(path).code == "xml_forbidden"


def long_log(traces: int = 3000) -> str:
    event = '<event><string key="concept:name" value="{1}"/></event>'
    each = '<trace><string key="concept:name" value="c{0}"/>' + event + "</trace>\n"
    return HEAD + "".join(each.format(trace, trace * 7919) for trace in range(traces)) + "</log>"


def read_until_error(path: Path) -> tuple[int, WegmarkeError]:
    found: list[int] = []
    with XesReader(path, batch_rows=100) as reader, pytest.raises(WegmarkeError) as raised:
        found.extend(batch.rows for batch in reader.batches())
    return sum(found), raised.value


@pytest.mark.parametrize("packed", ["plain", "gzip"])
def test_a_log_that_breaks_off_gives_whole_traces_and_then_says_so(tmp_path: Path, packed: str) -> None:
    data = long_log().encode()
    data = gzip.compress(data)[:-3000] if packed == "gzip" else data[:-50_000]
    path = tmp_path / "a.xes"
    path.write_bytes(data)
    rows, error = read_until_error(path)
    assert error.code == "file_truncated"
    assert 1000 < rows < 3000
    assert error.details["row"] == rows


def test_a_fault_within_is_told_with_its_line(tmp_path: Path) -> None:
    lines = long_log().split("\n")
    lines[2500] = "<trace><broken</trace>"
    rows, error = read_until_error(written(tmp_path, "a.xes", "\n".join(lines)))
    assert error.code == "xml_broken"
    assert error.details["line"] == 2501
    assert rows == 2498


def test_bottomless_nesting_is_refused(tmp_path: Path) -> None:
    nested = '<string key="a" value="b">' * 500 + "</string>" * 500
    path = written(tmp_path, "a.xes", HEAD + f"<trace><event>{nested}</event></trace></log>")
    assert refused(path).code == "xml_broken"


@pytest.mark.parametrize(
    ("content", "code"), [(HEAD + "</log>", "file_empty"), ("<?xml version='1.0'?><a/>", "format_unsupported")]
)
def test_a_log_without_events(tmp_path: Path, content: str, code: str) -> None:
    assert refused(written(tmp_path, "a.xes", content)).code == code


def test_too_many_keys_are_refused(tmp_path: Path) -> None:
    keys = "".join(f'<string key="k{i}" value="1"/>' for i in range(3000))
    path = written(tmp_path, "a.xes", HEAD + f"<trace><event>{keys}</event></trace></log>")
    assert refused(path).code == "too_many_columns"
