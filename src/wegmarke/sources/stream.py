"""Bytes of a file, plain or gzip: the share read so far, a limit on unpacking, a word when the file ends too early."""

from __future__ import annotations

import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from wegmarke.errors import WegmarkeError
from wegmarke.sources.limits import FREE_UNPACKED_BYTES, MAX_UNPACKED_RATIO

GZIP_MAGIC = b"\x1f\x8b"
_PACKED_BYTES = 1 << 18
_GZIP_WINDOW = 31  # zlib: the largest window, with gzip's header and checksum


class ByteStream:
    """A file read from its beginning. Errors: `file_missing`, `file_unreadable`, `file_truncated`, `zip_bomb`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = path.open("rb")
            self._size = path.stat().st_size
            self.gzipped = self._file.read(2) == GZIP_MAGIC
            self._file.seek(0)
        except FileNotFoundError as error:
            raise WegmarkeError("file_missing", file=str(path)) from error
        except OSError as error:
            raise WegmarkeError("file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
        self._unzip = zlib.decompressobj(_GZIP_WINDOW)
        self._packed = b""
        self._unpacked = 0
        self.truncated = False

    def read(self, size: int) -> bytes:
        """Give `size` bytes, fewer only at the end.

        Where a gzip breaks off, `truncated` is set, and its reader must say so.
        """
        try:
            return self._read_gzip(size) if self.gzipped else self._file.read(size)
        except OSError as error:
            raise WegmarkeError("file_unreadable", file=str(self.path), reason=error.strerror or str(error)) from error

    def _read_gzip(self, size: int) -> bytes:
        """Unpack piece by piece (a standard reader drops the whole block in which the file breaks off)."""
        pieces: list[bytes] = []
        missing = size
        while missing > 0 and not self.truncated:
            if self._unzip.eof:
                self._packed = (self._unzip.unused_data or self._file.read(_PACKED_BYTES)).lstrip(b"\0")
                if not self._packed:
                    break
                self._unzip = zlib.decompressobj(_GZIP_WINDOW)  # the next member: gzip files may be joined end to end
            packed = self._packed or self._file.read(_PACKED_BYTES)
            try:
                piece = self._unzip.decompress(packed, missing)
            except zlib.error:
                self.truncated = True
                break
            self._packed = self._unzip.unconsumed_tail
            if not packed and not piece:
                self.truncated = not self._unzip.eof
                break
            pieces.append(piece)
            missing -= len(piece)
        block = b"".join(pieces)
        self._unpacked += len(block)
        if self._unpacked > FREE_UNPACKED_BYTES and self._unpacked > MAX_UNPACKED_RATIO * self._size:
            raise WegmarkeError("zip_bomb", file=self.path.name, limit=MAX_UNPACKED_RATIO)
        return block

    @property
    def share(self) -> float | None:
        """Share of the file's bytes consumed so far."""
        return min(1.0, self._file.tell() / self._size) if self._size else None

    def check_complete(self, row: int) -> None:
        """Raise `file_truncated` if the file broke off; `row` is the last row that was whole."""
        if self.truncated:
            raise WegmarkeError("file_truncated", file=self.path.name, row=row)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
