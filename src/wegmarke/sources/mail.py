"""Mails: a mailbox (`.mbox`) or single ones (`.eml`), plain or gzip; one row a message, numbered from 1.

A mailbox is read message by message, so it may be as large as the disk. Which domains are the company's own is said by
the mapping (`own_domains`), else found out: the domain that takes part in nearly every mail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch, text_batch
from wegmarke.sources.limits import ROWS_A_BATCH
from wegmarke.sources.mail_headers import Address, Headers
from wegmarke.sources.mail_message import COLUMNS, OwnSide, is_own, row_of, sides_of
from wegmarke.sources.mail_parts import BrokenMessageError, split_message
from wegmarke.sources.mailboxes import RawMessage, is_mailbox, messages
from wegmarke.sources.stream import ByteStream

_SAMPLE_MESSAGES = 400
_BATCH_CHARACTERS = 16 << 20
_NEARLY_EVERY = 0.6
_MOST_NAMES = 300
_HEADER_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_OF_EVERY_MAIL = {b"date", b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"to"}
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


def begins_mail(head: bytes) -> bool:
    """Say whether a file that begins so is a mailbox or a mail: header lines, with the sender and two more of it."""
    if is_mailbox(head):
        return True
    names: set[bytes] = set()
    at = len(head) - len(head.lstrip(b"\r\n"))
    while (found := _HEADER_LINE.match(head, at)) is not None:
        names.add(found[1].lower())
        at = found.end()
    return b"from" in names and len(names & _OF_EVERY_MAIL) >= 2


class MailReader:
    """An open mailbox or mail. `own_domains` are those of the mapping, else the one that was found.

    Errors: `file_empty`, `file_truncated`.
    """

    columns: tuple[str, ...] = COLUMNS
    columns_complete = True

    def __init__(self, path: Path, options: ReadOptions, *, batch_rows: int = ROWS_A_BATCH) -> None:
        self._path = path
        self._batch_rows = batch_rows
        with ByteStream(path) as stream:
            head = stream.read(1 << 16)
            if not head.strip(b"\0 \r\n\t"):
                raise WegmarkeError("file_truncated" if stream.truncated else "file_empty", file=path.name, row=0)
        self._boxed = is_mailbox(head)
        given = tuple(domain.strip().lstrip("@").lower() for domain in options.own_domains)
        found, people = self._looked_at()
        self.own_domains = given or found
        names = dict.fromkeys(one.name for one in people if one.name and is_own(one, self.own_domains))
        self._own = OwnSide(self.own_domains, tuple(names)[:_MOST_NAMES])

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the messages behind `after_row`; at the end `file_truncated` is raised if the file broke off within."""
        names = [name for name in COLUMNS if columns is None or name in columns]
        rows: list[list[str | None]] = []
        numbers: list[int] = []
        unreadable: list[Unfit] = []
        size = last = 0
        with ByteStream(self._path) as stream:
            for message in messages(stream, boxed=self._boxed):
                last = message.number
                if last <= after_row:
                    continue
                row = row_of(message, self._own)
                if isinstance(row, Unfit):
                    unreadable.append(row)
                else:
                    rows.append([_sound(row[name]) for name in names])
                    numbers.append(last)
                    size += sum(map(len, row.values()))
                if len(rows) + len(unreadable) >= self._batch_rows or size >= _BATCH_CHARACTERS:
                    yield _batch(names, rows, numbers, unreadable, stream.share)
                    rows, numbers, unreadable, size = [], [], [], 0
            if rows or unreadable:
                yield _batch(names, rows, numbers, unreadable, stream.share)
            stream.check_complete(last)

    def _looked_at(self) -> tuple[tuple[str, ...], list[Address]]:
        """Find who takes part in the first mails, and the domain that takes part in nearly every one."""
        counts: Counter[str] = Counter()
        delivered: Counter[str] = Counter()
        people: dict[Address, None] = {}
        looked_at = 0
        with ByteStream(self._path) as stream:
            for headers in _headers(islice(messages(stream, boxed=self._boxed), _SAMPLE_MESSAGES)):
                sides = sides_of(headers, ())
                taking_part = (sides.sender, *sides.to, *sides.cc)
                people |= dict.fromkeys(taking_part)
                counts.update({one.domain for one in taking_part if one.domain})
                delivered.update({one.domain for name in _DELIVERED for one in headers.addresses(name)})
                looked_at += 1
        for found in (counts, delivered):
            best = found.most_common(2)
            share = best[0][1] / looked_at if best else 0.0
            if share >= _NEARLY_EVERY and (len(best) == 1 or best[0][1] >= 1.5 * best[1][1]):
                return (best[0][0],), list(people)
        return (), list(people)

    def close(self) -> None:
        """Nothing stays open between batches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _headers(found: Iterator[RawMessage]) -> Iterator[Headers]:
    for message in found:
        try:
            headers, _ = split_message(message.content)
        except BrokenMessageError:
            continue
        yield headers


def _sound(cell: str) -> str | None:
    """Give a cell as text that can be written: half of a pair of UTF-16 is none."""
    if not cell:
        return None
    return cell if cell.isascii() else cell.encode("utf-8", "replace").decode()


def _batch(
    names: list[str], rows: list[list[str | None]], numbers: list[int], unreadable: list[Unfit], share: float | None
) -> RawBatch:
    made = text_batch(names, rows, numbers)
    return RawBatch(made.columns, made.row_numbers, tuple(unreadable), share)
