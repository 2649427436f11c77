"""Wegmarke: how customers really travel, where they are lost, and why.

The public library; it only re-exports, and nothing inside imports it (docs/adr/0001). What it names is loaded when it
is first used, so that `import wegmarke` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wegmarke.errors import WegmarkeError
    from wegmarke.library.answer import Answer
    from wegmarke.library.log import Log
    from wegmarke.library.reading import read

_PLACES = {
    "Answer": "wegmarke.library.answer",
    "Log": "wegmarke.library.log",
    "WegmarkeError": "wegmarke.errors",
    "read": "wegmarke.library.reading",
}

__all__ = ["Answer", "Log", "WegmarkeError", "__version__", "read"]


def __getattr__(name: str) -> object:
    if name == "__version__":
        try:
            return version("wegmarke")
        except PackageNotFoundError:  # run from a folder that was never installed
            return "0"
    if name in _PLACES:
        found = getattr(import_module(_PLACES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
