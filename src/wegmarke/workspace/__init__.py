"""The workspace: one folder for one company, in which files become a record and the record becomes an index."""

from wegmarke.workspace.building import BuildReport
from wegmarke.workspace.importing import ImportReport
from wegmarke.workspace.inbox import InboxFile
from wegmarke.workspace.settings import WorkspaceSettings
from wegmarke.workspace.status import IndexStatus, SourceStatus, WorkspaceStatus
from wegmarke.workspace.suppression import forgetting as _suppression  # noqa: F401 - enters its part
from wegmarke.workspace.workspace import Workspace

__all__ = [
    "BuildReport",
    "ImportReport",
    "InboxFile",
    "IndexStatus",
    "SourceStatus",
    "Workspace",
    "WorkspaceSettings",
    "WorkspaceStatus",
]
