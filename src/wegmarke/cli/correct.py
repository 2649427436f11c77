"""`wegmarke person correct`: what a column says in a person's rows is put right, after a look at the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.person import HERE, KindOption, ValueOption, WorkspaceOption, person_of, with_desk
from wegmarke.cli.session import opened, say, text, watched

if TYPE_CHECKING:
    from wegmarke.workspace.rights.correcting import Planned


def correct_person(  # noqa: PLR0913, PLR0917 - the options of a command
    kind: KindOption = None,
    value: ValueOption = None,
    field: Annotated[str, typer.Option("--field", help="{help.person.field}")] = "",
    reads: Annotated[str, typer.Option("--reads", help="{help.person.reads}")] = "",
    becomes: Annotated[str, typer.Option("--becomes", help="{help.person.becomes}")] = "",
    source: Annotated[str | None, typer.Option("--source", help="{help.person.source}")] = None,
    reason: Annotated[str, typer.Option("--reason", help="{help.person.reason}")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="{help.person.dry}")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="{help.person.yes}")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show the rows that would change, ask, and correct them (Art. 16 GDPR)."""
    from wegmarke.workspace.rights.changing import Change
    from wegmarke.workspace.rights.correcting import Answers

    if not field or not reads or not (reason or dry_run):
        raise typer.BadParameter("--field … --reads … --becomes … --reason …")
    place = opened(workspace)
    with_desk(place.folder)
    person, change = person_of(place.folder, kind, value), Change(field, reads, becomes, source)
    told = place.correcting(person, change)
    _show(told)
    if not told.rows or dry_run:
        return
    if not yes and not typer.confirm(text("correct.sure")):
        say("correct.kept")
        raise typer.Exit(1)
    with watched() as watcher:
        done = place.correct_person(person, change, watcher, Answers(reason))
    say("correct.done", n=done.rows, number=done.number)


def _show(told: Planned) -> None:
    """The dry run: every cell, then the kept files, then what stays."""
    for row in told.rows:
        state = text(f"correct.state.{row.state}")
        print(
            "  "
            + text("correct.row", source=row.source, file=row.file, row=row.row, column=row.field, state=state)
            + f"  {row.old} → {row.new}"
        )
    if not told.rows:
        say("correct.nothing", readings=list(told.readings) or None)
    for file in told.files:
        say("correct.removed" if file.removed else "correct.file", file=file.name, n=file.rows)
    if told.elsewhere:
        say("correct.elsewhere", places=[f"{source}: {column}" for source, column in told.elsewhere])
