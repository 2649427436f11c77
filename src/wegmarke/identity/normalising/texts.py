"""The ground of every normaliser: what cannot be seen is taken out of a text, and rare shapes are worked one by one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_UNSEEN = r"[\p{Cf}\x00-\x08\x0e-\x1f\x7f]+"
"""Marks of direction, soft hyphens, zero-width spaces and control signs: they come along when people copy."""


def tidied(values: pa.StringArray) -> pa.StringArray:
    """The texts without what cannot be seen, in compatible letters (ﬁ → fi, ² → 2), single spaces, none around."""
    some = pc.replace_substring_regex(values, _UNSEEN, "")
    if not pc.all(pc.string_is_ascii(some), skip_nulls=True).as_py():
        some = pc.utf8_normalize(some, "NFKC")
        some = pc.replace_substring_regex(some, _UNSEEN, "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(some, r"[\s\p{Z}]+", " "))


def or_null(keep: pa.BooleanArray, values: pa.StringArray) -> pa.StringArray:
    """The values to keep; null elsewhere, and where it is not known whether to keep them."""
    return pc.if_else(pc.fill_null(keep, fill_value=False), values, pa.scalar(None, pa.string()))


def one_by_one(
    values: pa.StringArray, where: pa.BooleanArray, work: Callable[[str], str | None], otherwise: pa.StringArray
) -> pa.StringArray:
    """`work` done on the values where it is asked for, and what stands in `otherwise` elsewhere."""
    rows = np.flatnonzero(pc.fill_null(where, fill_value=False).to_numpy(zero_copy_only=False))
    if not len(rows):
        return otherwise
    done = pa.array([work(text) for text in values.take(pa.array(rows)).to_pylist()], pa.string())
    mask = np.zeros(len(values), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(otherwise, pa.array(mask), done)
