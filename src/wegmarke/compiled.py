"""How Numba functions are compiled: once per machine, cached where the user can write, without the GIL, on one thread.

Every compiled function names its signatures, so it is compiled (or read from the cache) when its module is imported
and never in the middle of a request. Variants for wide codes (`wide`), which only logs with very many touchpoints or
steps need, wait until an index has such codes: building and opening it prepares them (`prepare_wide`). Numba's own
`parallel=True` is not used: depending on the threading layer it aborts the process when two requests meet (DESIGN D5);
threads come from the runner.

Arrays that come from the index are memory-mapped and read-only; the types below say so (`R` for read, `W` for
written), and Numba accepts a writable array where a read-only one is asked for.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numba
import platformdirs
from numba import types

SOURCES = (
    "compiled.py",
    "identity/joining.py",
    "identity/minting.py",
    "index/kernels/*.py",
    "model/hashing.py",
    "simulation/contacts.py",
    "simulation/lives/*.py",
    "simulation/parameters.py",
    "simulation/world.py",
    "workspace/searching/*.py",
)
"""The files whose functions are compiled, and those whose constants they take in."""


def cache_folder() -> Path:
    """The folder that holds compiled code: below NUMBA_CACHE_DIR if set, else in the user's cache folder.

    Numba compiles a function anew when its own file has changed, but not when that of a function or a constant has that
    was compiled into it. So every state of the sources has a folder of its own, and what was compiled by another
    version, newer or older, is never run.
    """
    given = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(given) if given else Path(platformdirs.user_cache_dir("wegmarke")) / "compiled"
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(one for pattern in SOURCES for one in package.glob(pattern)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return root / digest.hexdigest()[:12]


vars(numba.config)["CACHE_DIR"] = str(cache_folder())  # its options are set by name when it is imported


def _read(element: Any, dimensions: int = 1) -> Any:
    return types.Array(element, dimensions, "C", readonly=True)


def _written(element: Any, dimensions: int = 1) -> Any:
    return types.Array(element, dimensions, "C")


R8, R16, R32, R64 = _read(types.uint8), _read(types.uint16), _read(types.uint32), _read(types.uint64)
RI16, RI32, RI64 = _read(types.int16), _read(types.int32), _read(types.int64)
RB = _read(types.boolean)
R8_2, R32_2, RF64_2 = _read(types.uint8, 2), _read(types.uint32, 2), _read(types.float64, 2)
W8, W16, W32, W64 = _written(types.uint8), _written(types.uint16), _written(types.uint32), _written(types.uint64)
WI32, WI64, WF64, WB = _written(types.int32), _written(types.int64), _written(types.float64), _written(types.boolean)
WB_2 = _written(types.boolean, 2)
WF64_2, WF64_3, W64_3 = _written(types.float64, 2), _written(types.float64, 3), _written(types.uint64, 3)
WI64_2, WI64_3, W32_2 = _written(types.int64, 2), _written(types.int64, 3), _written(types.uint32, 2)
W8_2 = _written(types.uint8, 2)
I64, U64, B1, VOID, F64 = types.int64, types.uint64, types.boolean, types.void, types.float64


def compiled(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile a function for these signatures, without the GIL, with a cache."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        # Nobody calls these from C; to leave that wrapper out saves a tenth of the compiling. Numba's stubs miss it.
        options: dict[str, Any] = {"cache": True, "nogil": True, "no_cfunc_wrapper": True}
        result: Callable[..., Any] = numba.njit(list(signatures), **options)(function)
        return result

    return decorate


Codes = Literal["touchpoint", "step"]
"""What takes more bytes than usual: touchpoints beyond 254 take two, steps beyond 65,535 four."""


class Wide:
    """A function for wide codes. The first call compiles it, or reads it from the cache; other threads wait for it."""

    __slots__ = ("_function", "_lock", "_ready", "_signature", "codes")

    def __init__(self, codes: Codes, signature: Any, function: Callable[..., Any]) -> None:
        self.codes = codes
        self._signature, self._function = signature, function
        self._ready: Callable[..., Any] | None = None
        self._lock = threading.Lock()

    def __call__(self, *arguments: Any) -> Any:
        """Call it, compiled."""
        return (self._ready or self.prepare())(*arguments)

    def prepare(self) -> Callable[..., Any]:
        """Compile it now, unless it is."""
        with self._lock:
            if self._ready is None:
                self._ready = compiled(self._signature)(self._function)
            return self._ready


_WIDE: list[Wide] = []


def wide(codes: Codes, signature: Any) -> Callable[[Callable[..., Any]], Wide]:
    """Compile a function for this signature as `compiled` does, but not before wide codes of that sort are there."""

    def decorate(function: Callable[..., Any]) -> Wide:
        result = Wide(codes, signature, function)
        _WIDE.append(result)
        return result

    return decorate


def prepare_wide(*codes: Codes) -> int:
    """Compile the functions for wide codes of these sorts, so that no question has to wait; how many they are."""
    found = [function for function in _WIDE if function.codes in codes]
    for function in found:
        function.prepare()
    return len(found)


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


def unowning(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Like `inner`, for functions that make no arrays: they are compiled without counting who holds an array.

    Numba counts whenever a function compiled into another is handed an array, and does not find out in a long function
    that it need not; in a loop over contacts that takes longer than all else. The caller makes what is written to.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    options["_nrt"] = False  # Numba's stubs miss it

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        result: Callable[..., Any] = numba.njit(list(signatures), **options)(function)
        return result

    return decorate
