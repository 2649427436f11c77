"""What the commands about one person share: who is meant, and the desk's part in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption

if TYPE_CHECKING:
    from wegmarke.workspace.rights.person import Person

KindOption = Annotated[list[str] | None, typer.Option("--kind", help="{help.person.kind}", show_default=False)]
ValueOption = Annotated[list[str] | None, typer.Option("--value", help="{help.person.value}", show_default=False)]
__all__ = ["HERE", "KindOption", "ValueOption", "WorkspaceOption", "person_of", "with_desk"]


def person_of(folder: Path, kinds: list[str] | None, values: list[str] | None) -> Person:
    """The person whom the options name, with everything that is known to be theirs; wrong use without a pair."""
    from wegmarke.workspace.rights.whole import whole_person

    if not kinds or not values or len(kinds) != len(values):
        raise typer.BadParameter("--kind … --value …")
    return whole_person(folder, zip(kinds, values, strict=True))


def with_desk(folder: Path) -> None:
    """Let the desk of the workspace, where it has one, enter what it stores into the register."""
    if (folder / "desk").is_dir():
        from wegmarke.desk import configure

        configure(folder)
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
