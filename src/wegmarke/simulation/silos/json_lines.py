"""JSON lines, written column by column: an object a line, its keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Union

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Tree = Mapping[str, Union["Tree", pa.StringArray, str]]
"""An object: keys with further objects, columns of JSON values (`quoted` makes them of texts), or one JSON value. Under
the empty key stand keys with their values already, as JSON."""


def quoted(texts: pa.StringArray) -> pa.StringArray:
    """Texts as JSON; null is null."""
    escaped = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    for control, written in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = pc.replace_substring(escaped, control, written)
    return pc.fill_null(pc.binary_join_element_wise('"', escaped, '"', ""), "null")


def quoted_plainly(texts: pa.StringArray) -> pa.StringArray:
    """Texts as JSON in which nothing has to be escaped: numbers, dates, ids. Null is null."""
    return pc.fill_null(pc.binary_join_element_wise('"', texts, '"', ""), "null")


def objects(tree: Tree) -> pa.StringArray:
    """The objects of this shape, a row each."""
    pieces: list[pa.StringArray | str] = []
    text = ""
    for part in _parts(tree):
        if isinstance(part, str):
            text += part
        else:
            pieces += [text, part]
            text = ""
    return pc.binary_join_element_wise(*pieces, text, "")


def _parts(tree: Tree) -> list[pa.StringArray | str]:
    parts: list[pa.StringArray | str] = []
    for place, (key, value) in enumerate(tree.items()):
        parts.append(("," if place else "{") + (f"{json.dumps(key, ensure_ascii=False)}:" if key else ""))
        parts += _parts(value) if isinstance(value, Mapping) else [value]
    parts.append("}")
    return parts


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to be written, with the time by which they are sorted within a block."""

    texts: pa.StringArray
    seconds: NDArray[np.int64]


class JsonLines:
    """A file of JSON lines, written block by block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")

    def add(self, lines: Lines) -> None:
        """Write the lines of a block in order of time; equal times in the order given."""
        if len(lines.texts):
            ordered = lines.texts.take(pa.array(np.argsort(lines.seconds, kind="stable")))
            ended = pc.binary_join_element_wise(ordered, "", "\n")
            # The bytes of an array's texts lie one behind the other: they are the file.
            _, offsets, texts = ended.buffers()
            length = np.frombuffer(offsets, np.int32)[len(ended)]
            self._file.write(memoryview(texts)[:length])

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        self._file.close()
        return (self.path,)
