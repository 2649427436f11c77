"""How Numba functions are compiled: once per machine, cached where the user can write, without the GIL, on one thread.

Every compiled function names its signatures, so it is compiled (or read from the cache) when its module is imported
and never in the middle of a request. Numba's own `parallel=True` is not used: depending on the threading layer it
aborts the process when two requests meet (DESIGN D5); threads come from the runner.

Arrays that come from the index are memory-mapped and read-only; the types below say so (`R` for read, `W` for
written), and Numba accepts a writable array where a read-only one is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba import types


def cache_folder() -> Path:
    """The folder that holds compiled code: NUMBA_CACHE_DIR if set, else the user's cache folder."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    return Path(given) if given else Path(platformdirs.user_cache_dir("wegmarke")) / "compiled"


vars(numba.config)["CACHE_DIR"] = str(cache_folder())  # its options are set by name when it is imported


def _read(element: Any) -> Any:
    return types.Array(element, 1, "C", readonly=True)


def _written(element: Any, dimensions: int = 1) -> Any:
    return types.Array(element, dimensions, "C")


R8, R16, R32, R64 = _read(types.uint8), _read(types.uint16), _read(types.uint32), _read(types.uint64)
RI16, RI32, RI64 = _read(types.int16), _read(types.int32), _read(types.int64)
RB = _read(types.boolean)
W8, W16, W32, W64 = _written(types.uint8), _written(types.uint16), _written(types.uint32), _written(types.uint64)
WI32, WI64, WF64, WB = _written(types.int32), _written(types.int64), _written(types.float64), _written(types.boolean)
WI64_2, WI64_3, W32_2 = _written(types.int64, 2), _written(types.int64, 3), _written(types.uint32, 2)
I64, U64, B1, VOID, F64 = types.int64, types.uint64, types.boolean, types.void, types.float64


def compiled(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile a function for these signatures, without the GIL, with a cache."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        result: Callable[..., Any] = numba.njit(list(signatures), cache=True, nogil=True)(function)
        return result

    return decorate


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """A small function that is compiled into its callers."""
    result: Callable[..., Any] = numba.njit(inline="always")(function)
    return result


def inner(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Like `compiled`, for functions that only compiled code calls: without the ways in from Python and from C, which
    take a third of the time of compiling.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        result: Callable[..., Any] = numba.njit(list(signatures), **options)(function)
        return result

    return decorate
