"""The desk: the pages and the HTTP interface of one workspace, an ordinary Django site.

The desk serves exactly one workspace. Which one is told before Django is loaded, by `configure` or by the environment
variable `WEGMARKE_WORKSPACE`; everything the desk itself stores lies in the folder `desk/` of that workspace.
"""

from __future__ import annotations

import os
from pathlib import Path

from wegmarke.errors import WegmarkeError

WORKSPACE_VARIABLE = "WEGMARKE_WORKSPACE"
SETTINGS_MODULE = "wegmarke.desk.settings"

__all__ = ["SETTINGS_MODULE", "WORKSPACE_VARIABLE", "configure", "workspace_folder"]


def workspace_folder() -> Path:
    """Return the folder of the workspace this process serves; `workspace_missing` when there is none."""
    named = os.environ.get(WORKSPACE_VARIABLE, "")
    if not named:
        raise WegmarkeError("workspace_missing", path="")
    folder = Path(named)
    if not folder.is_dir():
        raise WegmarkeError("workspace_missing", path=str(folder))
    return folder


def configure(workspace_path: Path | str) -> None:
    """Load Django for the workspace in that folder; may be called again with the same folder.

    Raises `workspace_missing` when the folder is not there, and RuntimeError when another workspace is already served
    by this process: Django's settings are read once.
    """
    folder = Path(workspace_path).resolve()
    if not folder.is_dir():
        raise WegmarkeError("workspace_missing", path=str(workspace_path))
    # Django is loaded only here, so that importing the package stays cheap for the command line.
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    if settings.configured and Path(settings.WORKSPACE) != folder:
        message = "This process already serves another workspace; start a process for each."
        raise RuntimeError(message)
    os.environ[WORKSPACE_VARIABLE] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
    django.setup()
