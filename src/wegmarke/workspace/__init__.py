"""The workspace: one folder for one company, in which files become a record and the record becomes an index.

What it names is loaded when it is first used: who only looks whether a folder is a workspace need not wait for all that
imports, builds and answers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wegmarke.workspace.building import BuildReport
    from wegmarke.workspace.settings import WorkspaceSettings
    from wegmarke.workspace.status import IndexStatus, SourceStatus, WorkspaceStatus
    from wegmarke.workspace.taking_in.importing import ImportReport, NotImported
    from wegmarke.workspace.taking_in.inbox import InboxFile
    from wegmarke.workspace.taking_in.part import ToImport
    from wegmarke.workspace.workspace import Workspace

_MODULES = {
    "BuildReport": "building",
    "ImportReport": "taking_in.importing",
    "InboxFile": "taking_in.inbox",
    "IndexStatus": "status",
    "NotImported": "taking_in.importing",
    "SourceStatus": "status",
    "ToImport": "taking_in.part",
    "Workspace": "workspace",
    "WorkspaceSettings": "settings",
    "WorkspaceStatus": "status",
}

__all__ = [
    "BuildReport",
    "ImportReport",
    "InboxFile",
    "IndexStatus",
    "NotImported",
    "SourceStatus",
    "ToImport",
    "Workspace",
    "WorkspaceSettings",
    "WorkspaceStatus",
]


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{module}"), name)
