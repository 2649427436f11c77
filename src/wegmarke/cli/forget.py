"""`wegmarke forget`: erase a person from everything the workspace holds."""

from __future__ import annotations

from typing import Annotated

import typer

from wegmarke.cli.person import HERE, KindOption, ValueOption, WorkspaceOption, person_of, with_desk
from wegmarke.cli.session import opened, say, text, watched


def forget(
    kind: KindOption = None,
    value: ValueOption = None,
    workspace: WorkspaceOption = HERE,
    again: Annotated[bool, typer.Option("--again", help="{help.forget.again}")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="{help.forget.yes}")] = False,
) -> None:
    """Erase a person; with `--again` all who were erased before and are there again."""
    place = opened(workspace)
    with_desk(place.folder)
    persons = []
    if not again:
        person = person_of(place.folder, kind, value)
        shown = ", ".join(f"{name} {what}" for name, what in person.identifiers)
        if not yes and not typer.confirm(text("forget.sure", identifiers=shown)):
            say("forget.kept")
            raise typer.Exit(1)
        persons.append(person)
    with watched() as watcher:
        done = place.forget_again(watcher) if again else place.forget(persons, watcher)
    if done is None:
        say("forget.nobody")
        return
    for name, count in done.removed:
        if count:
            print("  " + text("forget.part", part=text(f"part.{name}"), n=count))
    say("forget.done" if done.anything else "forget.nothing", number=done.number)
