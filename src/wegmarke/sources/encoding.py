"""In which encoding a text file is written, and how it becomes UTF-8 without losing the rows that do not decode.

A byte that does not decode becomes the byte FF, which never occurs in UTF-8. So a row that holds one is found later by
the same check as in a UTF-8 file, and only that row goes to quarantine.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from wegmarke.errors import WegmarkeError
from wegmarke.sources.limits import BLOCK_BYTES, SAMPLE_BYTES
from wegmarke.sources.stream import ByteStream

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HANDLER = "wegmarke.undecodable"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_PLAIN_UTF8 = ("utf-8", "utf-8-sig", "ascii")


def _undecodable(error: UnicodeError) -> tuple[str, int]:
    """Stand in for undecodable bytes: a lone surrogate, which the encoder writes as the byte FF."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error(_HANDLER, _undecodable)


def find_encoding(sample: bytes) -> str:
    """Find the encoding from the first bytes.

    A byte order mark, else zero bytes as in UTF-16, else UTF-8, else Windows-1252.

    A few undecodable bytes among many valid UTF-8 sequences do not turn the whole file into Windows-1252.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    pairs = len(sample) // 2
    if pairs >= 2:
        even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
        if odd > 0.4 * pairs and even < 0.1 * pairs:
            return "utf-16-le"
        if even > 0.4 * pairs and odd < 0.1 * pairs:
            return "utf-16-be"
    if sample.isascii():
        return "utf-8"
    remainder = _MULTIBYTE.sub(b"", sample[:-3] if len(sample) >= SAMPLE_BYTES else sample)
    wrong = len(_HIGH.findall(remainder))
    right = len(_MULTIBYTE.findall(sample))
    return "utf-8" if right > wrong else "cp1252"


def check_encoding(name: str, sample: bytes, file: str) -> str:
    """Give the codec's own name; refuse one that does not exist or cannot be this file's (`encoding_wrong`)."""
    try:
        encoding = codecs.lookup(name).name
        text, _ = codecs.getincrementaldecoder(encoding)("replace").decode(sample), None
    except (LookupError, UnicodeError, TypeError) as error:
        raise WegmarkeError("encoding_wrong", file=file, encoding=name, found=find_encoding(sample)) from error
    if not isinstance(text, str):
        raise WegmarkeError("encoding_wrong", file=file, encoding=name, found=find_encoding(sample))
    found = find_encoding(sample)
    wide = encoding.startswith(("utf-16", "utf-32"))
    if wide != found.startswith(("utf-16", "utf-32")) and sample:
        raise WegmarkeError("encoding_wrong", file=file, encoding=name, found=found)
    return "utf-8-sig" if encoding == "utf-8" else encoding


def utf8_blocks(stream: ByteStream, encoding: str, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield the file as UTF-8 without a byte order mark, in blocks.

    The byte FF stands where something did not decode.
    """
    if encoding in _PLAIN_UTF8:
        first = True
        while block := stream.read(size):
            yield block.removeprefix(codecs.BOM_UTF8) if first else block
            first = False
        return
    decoder = codecs.getincrementaldecoder(encoding)(_HANDLER)
    while block := stream.read(size):
        yield decoder.decode(block).encode("utf-8", "surrogateescape")
    tail = decoder.decode(b"", final=True)
    if tail:
        yield tail.encode("utf-8", "surrogateescape")
