"""Malformed input in every shape: requests and files, and how much of what is in them."""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "ä", "\0", "\ud83d", "x" * 300, "2026-11-25T12:00:00Z"),
    *("soon", "1969-01-01", "9999-12-31T23:59:59Z", [], {}, ["x"], {"a": {"b": [1]}}, {"": ""}, [[[[]]]]),
)
NAMES = (
    *("type", "event", "userId", "anonymousId", "messageId", "timestamp", "originalTimestamp", "sentAt", "context"),
    *("properties", "traits", "groupId", "previousId", "name", "category", "unfit", "identified", "writeKey"),
    *("touchpoint", "properties.revenue", "", "a.b", "\ud83d", "row"),
)
KINDS = ("identify", "track", "page", "screen", "group", "alias", "delete", 7, None)
TIMES = ("2026-01-05 10:00", "05.01.2026", "soon", "", "31.02.2026", "9999-12-31", "\0", "1" * 400)
WORDS = ("anna", "bert", "", " ", "\0", "ä", "=1+1", "x" * 3_000, "-", "0", "n/a", "\ufffd", "👍")
MANY = ("/v1/batch", "/v1/b", "/v1/import")
ONE = ("/v1/track", "/v1/t", "/v1/identify", "/v1/page", "/v1/screen", "/v1/group", "/v1/alias")


@dataclass(frozen=True)
class Sent:
    """A request, by hand: what is sent where."""

    path: str
    body: bytes | None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """How many events are in it for whoever can read it; what nobody can read is one."""
        body, encoding = self.body or b"", self.headers.get("Content-Encoding")
        try:
            if encoding == "gzip":
                body = gzip.decompress(body)
            if encoding not in {None, "gzip"} or self.path not in MANY or len(body) > 512_000:
                return 1
            found = json.loads(body)
        except (ValueError, OSError, EOFError, zlib.error, RecursionError):
            return 1
        events = found.get("batch") if isinstance(found, dict) else None
        return len(events) if isinstance(events, list) and events else 1


def event(rng: random.Random) -> object:
    """An event in which anything may be wrong; many are fit."""
    if rng.random() < 0.05:
        return rng.choice(VALUES)
    made: dict[str, object] = {"type": rng.choice(KINDS), "event": "E", "userId": f"u{rng.randrange(50)}", "name": "N"}
    for _ in range(rng.randrange(4)):
        made[rng.choice(NAMES)] = rng.choice(VALUES)
    if rng.random() < 0.0008:
        made["properties"] = {f"{rng.random()}": 1 for _ in range(rng.choice((10, 60, 1_500)))}
    if rng.random() < 0.004:
        made["big"] = "y" * 40_000
    return made


def broken(rng: random.Random, body: bytes) -> tuple[bytes, dict[str, str]]:
    """A body that was damaged on its way, and headers that may lie."""
    cut = rng.randrange(len(body))
    damage = rng.randrange(6)
    if damage == 0:
        return body[:cut], {}
    if damage == 1:
        return body[:cut] + bytes([rng.randrange(256)]) + body[cut + 1 :], {"Content-Type": "image/png"}
    if damage == 2:
        return gzip.compress(body)[: cut + 1], {"Content-Encoding": "gzip"}
    if damage == 3:
        return body, {"Content-Encoding": rng.choice(("gzip", "br", "x"))}
    if damage == 4:
        return rng.randbytes(rng.randrange(200)), {}
    return body, {"Authorization": rng.choice(("Basic", "Basic !!", "Bearer", "Basic " + "A" * 9_000, "Digest x"))}


def requests(rng: random.Random, batches: int, events: int, singles: int) -> list[Sent]:
    """Batches, single events and pixels, a share of them damaged; and one of each that is beyond a limit."""
    made = []
    for _ in range(batches):
        body = json.dumps({"batch": [event(rng) for _ in range(events)]}).encode()
        body, headers = broken(rng, body) if rng.random() < 0.2 else (body, {})
        made.append(Sent(rng.choice(MANY), body, headers))
    for _ in range(singles):
        body = json.dumps(event(rng)).encode()
        body, headers = broken(rng, body) if rng.random() < 0.3 else (body, {})
        made.append(Sent(rng.choice(ONE), body, headers))
    for _ in range(20):
        data = base64.b64encode(json.dumps(event(rng)).encode()).decode()[rng.randrange(3) :]
        made.append(Sent(f"/v1/pixel/track?data={rng.choice((data, '', '%00', '%'))}", None))
    fit = {"type": "track", "event": "E", "userId": "u"}
    beyond = [
        b"[" * 100_000,
        b'{"batch": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"batch": [' + b"9" * 5_000 + b"]}",
        b'{"batch": [NaN]}',
        b"\xff\xfe\x00",
        json.dumps({"batch": [fit], "pad": "p" * 512_001}).encode()[:512_001],
        json.dumps({"batch": [fit] * 2_501}).encode(),
    ]
    bomb = gzip.compress(b'{"batch": [' + b" " * 5_000_000 + b"]}")
    return made + [Sent("/v1/batch", body) for body in beyond] + [Sent("/v1/b", bomb, {"Content-Encoding": "gzip"})]


def _row(rng: random.Random) -> tuple[str, str, str]:
    fit = rng.random() < 0.4
    return ("anna", "2026-01-05 10:00", "Shop") if fit else (rng.choice(WORDS), rng.choice(TIMES), rng.choice(WORDS))


def _csv(rng: random.Random, path: Path, rows: int) -> None:
    lines = [b"customer;time;touchpoint"]
    for _ in range(rows):
        cells = [cell.encode() for cell in _row(rng)]
        if rng.random() < 0.1:
            cells = cells[: rng.randrange(1, 3)] if rng.random() < 0.5 else [*cells, b"more", b"x"]
        if rng.random() < 0.1:
            cells[0] = b"\xff\xfe" + cells[0]
        lines.append(b";".join([b"r" + cells[0], *cells[1:]]))
    path.write_bytes(b"\n".join(lines) + b"\n")


def _lines(rng: random.Random, path: Path, rows: int) -> None:
    lines = []
    for _ in range(rows):
        row: object = dict(zip(("customer", "time", "touchpoint"), _row(rng), strict=True))
        if rng.random() < 0.2:
            row = rng.choice((*VALUES, {**dict.fromkeys(NAMES, rng.choice(VALUES))}))
        line = json.dumps(row).encode()
        if rng.random() < 0.2:
            line = b"x" + rng.randbytes(30).replace(b"\n", b"").replace(b"\r", b"")
        lines.append(line[: rng.randrange(1, len(line) + 1)] if rng.random() < 0.1 else line)
    lines[3], lines[4] = b"[" * 100_000, b'{"customer": ' + b"9" * 5_000 + b"}"
    path.write_bytes(b"\n".join(lines) + b"\n")


def _workbook(rng: random.Random, path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("customer", "time", "touchpoint"))
        for number in range(1, rows + 1):
            cells: tuple[object, ...] = _row(rng)
            sheet.write_row(number, 0, ("r", *(str(cell).replace("\0", "") for cell in cells[1:])))
            if rng.random() < 0.2:
                sheet.write(number, rng.randrange(1, 3), rng.choice((True, -1, 1e300, float("nan"), 46_000.5)))


def _parquet(rng: random.Random, path: Path, rows: int) -> None:
    made = [_row(rng) for _ in range(rows)]
    columns = {
        name: [row[place] or None for row in made] for place, name in enumerate(("customer", "time", "touchpoint"))
    }
    pq.write_table(pa.table({**columns, "more": pa.array([[1]] * rows)}), path)


def _mailbox(rng: random.Random, path: Path, rows: int) -> None:
    mails = []
    for number in range(rows):
        sender = rng.choice(("k@kunde.example", "k@kunde.example", "nobody", "", "=?utf-8?b?!!?=", "a@" + "x" * 300))
        date = rng.choice(("Mon, 5 Jan 2026 10:00:00 +0100", "gestern", "Mon, 99 Jan 2026 99:00:00 +9900"))
        if rng.random() < 0.4:
            sender, date = "k@kunde.example", "Mon, 5 Jan 2026 10:00:00 +0100"
        more = rng.choice(("", "Content-Type: multipart/mixed\n", "Content-Transfer-Encoding: base64\n", "X\n"))
        head = f"From: {sender}\nTo: anna@acme.example\nDate: {date}\nMessage-ID: <{number}@x>\n{more}\n"
        noise = rng.randbytes(rng.randrange(100)).replace(b"\n", b"").replace(b"\r", b"")
        mails.append(b"From k Mon Jan  5 10:00:00 2026\n" + head.encode() + b"Guten Tag " + noise + b"\n\n")
    path.write_bytes(b"".join(mails))


WRITERS: dict[str, Callable[[random.Random, Path, int], None]] = {
    "csv": _csv,
    "jsonl": _lines,
    "xlsx": _workbook,
    "parquet": _parquet,
    "mbox": _mailbox,
}


def unreadable(rng: random.Random, whole: Path) -> list[Path]:
    """Files of which nothing can be read: what is left of those in this folder after half of the way, and noise."""
    made = []
    for name, content in (
        ("empty.csv", b""),
        ("half.xlsx", (whole / "malformed.xlsx").read_bytes()[:2_000]),
        ("half.parquet", (whole / "malformed.parquet").read_bytes()[:-50]),
        ("noise.xlsx", b"PK\x03\x04" + rng.randbytes(500)),
        ("noise.parquet", b"PAR1" + rng.randbytes(500)),
        ("noise.jsonl.gz", b"\x1f\x8b" + rng.randbytes(500)),
    ):
        (whole / name).write_bytes(content)
        made.append(whole / name)
    return made
