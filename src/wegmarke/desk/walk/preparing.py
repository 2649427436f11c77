"""Prepare the desk of a practice workspace before it is first served: its database, and the names of touchpoints."""

from __future__ import annotations

from pathlib import Path

from wegmarke.desk import configure
from wegmarke.workspace import Workspace


def prepare_desk(folder: Path | str) -> int:
    """Bring the desk's database in that workspace up to date and name its touchpoints; returns how many were named.

    May be called again: what has a name, or was changed by a person, stays. Errors: those of `configure` and
    `Workspace.open`.
    """
    touchpoints = Workspace.open(folder).touchpoints
    configure(folder)
    # Models can be imported once Django has been loaded.
    from django.core.management import call_command  # noqa: PLC0415

    from wegmarke.desk.walk.naming import name_touchpoints  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    return name_touchpoints(touchpoints)
