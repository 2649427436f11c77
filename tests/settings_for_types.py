"""The desk's settings for the type checker, which reads the models but serves no workspace: it gets an empty one."""

import os
from pathlib import Path

WORKSPACE_FOR_TYPES = Path(__file__).resolve().parent.parent / "build" / "workspace-for-types"
WORKSPACE_FOR_TYPES.mkdir(parents=True, exist_ok=True)
os.environ["WEGMARKE_WORKSPACE"] = str(WORKSPACE_FOR_TYPES)

from wegmarke.desk.settings import *  # noqa: E402, F403 - the settings look for the workspace when they are imported
