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
    from wegmarke.library.workspace import Workspace
    from wegmarke.library.workspace import create_workspace as create
    from wegmarke.library.workspace import open_workspace as open  # noqa: A004 - wm.open, as one opens anything

_PLACES = {
    "Answer": ("wegmarke.library.answer", "Answer"),
    "Log": ("wegmarke.library.log", "Log"),
    "WegmarkeError": ("wegmarke.errors", "WegmarkeError"),
    "Workspace": ("wegmarke.library.workspace", "Workspace"),
    "create": ("wegmarke.library.workspace", "create_workspace"),
    "open": ("wegmarke.library.workspace", "open_workspace"),
    "read": ("wegmarke.library.reading", "read"),
}

__all__ = ["Answer", "Log", "WegmarkeError", "Workspace", "__version__", "create", "open", "read"]


def __getattr__(name: str) -> object:
    if name == "__version__":
        try:
            return version("wegmarke")
        except PackageNotFoundError:  # run from a folder that was never installed
            return "0"
    if name in _PLACES:
        module, attribute = _PLACES[name]
        found = getattr(import_module(module), attribute)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
