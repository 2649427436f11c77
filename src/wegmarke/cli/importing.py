"""`wegmarke import FILE…`: take in files; where nobody has said what the columns mean, show a guess and ask."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.build import On
from wegmarke.cli.session import (
    HERE,
    SESSION,
    WorkspaceOption,
    as_option,
    console,
    field_word,
    opened,
    say,
    text,
    visible,
    watched,
)
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from wegmarke.model.mapping import Mapping
    from wegmarke.sources.guess import Guess
    from wegmarke.workspace import ImportReport, Workspace
    from wegmarke.workspace.taking_in.importing import NotImported
    from wegmarke.workspace.taking_in.part import ToImport

PREVIEWED = 5
ASKED = ("customer", "time", "touchpoint", "journey", "outcome", "channel", "department", "lifecycle")
NEEDED = 3
"""The first three of these every mapping must have."""


def import_files(
    files: Annotated[list[Path], typer.Argument(help="{help.import.files}", metavar="FILE...")],
    workspace: WorkspaceOption = HERE,
    mapping: Annotated[Path | None, typer.Option("--map", help="{help.import.map}", show_default=False)] = None,
    source: Annotated[str | None, typer.Option("--source", help="{help.import.source}", show_default=False)] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="{help.import.yes}")] = False,
    on: Annotated[On, typer.Option("--on", help="{help.import.on}")] = On.AUTO,
) -> None:
    """Ask what files mean where nobody has said so, then take them in. One that cannot be does not stop the others."""
    from wegmarke.workspace.cluster import cluster_for
    from wegmarke.workspace.taking_in.importing import NotImported

    place = opened(workspace)
    cluster_for(place.settings.runner, on.value, worth=False)  # before anything is asked
    given = _within(files, source)
    found: list[ImportReport | NotImported] = []
    meant = _meant(place, given, mapping, found, ask=not yes and sys.stdin.isatty())
    with watched() as watcher:
        found += place.import_files(meant, on=on.value, watcher=watcher, told=print_found)
    failed = [one.error for one in found if isinstance(one, NotImported)]
    if len(given) == 1 and failed:
        raise failed[0]
    if any(not isinstance(one, NotImported) and one.quarantined for one in found):
        say("import.quarantine_next", workspace=as_option(workspace))
    if len(failed) < len(given):
        say("import.next", workspace=as_option(workspace))
    if failed:
        some = "import.failed" if len(failed) < len(given) else "import.all_failed"
        print(text("error", text=text(some, n=len(failed), of=len(given))), file=sys.stderr)
        raise typer.Exit(1)


def _meant(
    place: Workspace,
    given: list[tuple[Path, str | None]],
    mapping: Path | None,
    failed: list[ImportReport | NotImported],
    *,
    ask: bool,
) -> list[ToImport]:
    """The files with what they mean; of which that cannot be said is `failed`."""
    from wegmarke.workspace.taking_in.importing import NotImported
    from wegmarke.workspace.taking_in.part import ToImport

    meant = []
    for file, named in given:
        try:
            if mapping is None and _known(place, file, named) is None:
                place.save_mapping(_guessed(place, file, named, ask=ask))  # the next files of the source go by it
            meant.append(ToImport(file, mapping, named))
        except WegmarkeError as error:
            failed.append(NotImported(file, error))
            if len(given) > 1:
                print_found(failed[-1])
    return meant


def print_found(one: ImportReport | NotImported) -> None:
    """Say what became of one file of several."""
    from wegmarke.text import error_sentence
    from wegmarke.workspace.taking_in.importing import ImportReport

    if isinstance(one, ImportReport):
        print_report(one)
    else:
        print(text("error", text=error_sentence(one.error, SESSION.language)), file=sys.stderr)


def _within(files: list[Path], source: str | None) -> list[tuple[Path, str | None]]:
    """The files themselves, and of a folder all files in it, which together are one source: that of its name."""
    from wegmarke.sources.guess import source_name

    found: list[tuple[Path, str | None]] = []
    for file in files:
        if not os.path.isdir(file):  # noqa: PTH112 - see `find_format`
            found.append((file, source))
            continue
        inside = (path for path in sorted(file.rglob("*")) if path.is_file() and not path.is_symlink())
        seen = [path for path in inside if not any(part[0] in ".~" for part in path.relative_to(file).parts)]
        if not seen:
            raise WegmarkeError("file_empty", file=str(file))
        found += [(path, source or source_name(file.resolve())) for path in seen]
    return found


def print_report(report: ImportReport) -> None:
    """Say what an import did, and why rows are in quarantine."""
    from wegmarke.text import unfit

    if report.known:
        say("import.known", file=report.name)
        return
    rate = round(report.read / max(report.seconds, 1e-3))
    counts = {name: getattr(report, name) for name in ("read", "accepted", "duplicate", "quarantined")}
    say("import.done", file=report.name, rate=rate, refused=report.refused or None, **counts)
    if report.resumed_after_row:
        say("import.resumed", row=report.resumed_after_row)
    for reason in report.reasons:
        print("  " + text("import.reason", n=reason.rows, reason=unfit(reason.reason, SESSION.language)))
    if report.earlier_mapping:
        say("import.earlier", files=report.earlier_mapping)


def _known(workspace: Workspace, file: Path, source: str | None) -> Mapping | None:
    """The mapping of the source that is named, or after which the file is named; None: nothing has been said yet."""
    from wegmarke.sources.guess import source_name

    try:
        return workspace.mapping(source or source_name(file))
    except WegmarkeError as error:
        if error.code != "source_unknown":
            raise
        return None


def _guessed(workspace: Workspace, file: Path, source: str | None, *, ask: bool) -> Mapping:
    from wegmarke.sources.guess import guess_mapping

    guess = guess_mapping(file, source=source)
    _show(guess, file)
    mapping = guess.mapping
    if mapping is not None:
        _preview(workspace, mapping, file)
    if mapping is None and not ask:
        raise WegmarkeError("mapping_incomplete", file=file.name, key=guess.missing[0])
    if not ask or (mapping is not None and typer.confirm(text("import.take"), default=True)):
        assert mapping is not None  # noqa: S101 - without one it was asked for
        say("import.saved", file=workspace.folder / "sources" / f"{mapping.source}.toml")
        return mapping
    return _answered(workspace, guess, file, source)


def _show(guess: Guess, file: Path) -> None:
    """The guess, field by field, with how well the column fits and which others might."""
    from rich.table import Table
    from rich.text import Text

    from wegmarke.text import number

    say("import.guess", file=file.name)
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for name in ("", "column", "confidence", "alternatives"):
        table.add_column(field_word(name) if name else "")
    for field in guess.fields:
        if field.column is not None:
            others = ", ".join(column for column, _ in field.alternatives[:3])
            sure = number(field.confidence, "share", SESSION.language)
            table.add_row(field_word(field.field), Text(visible(field.column)), sure, Text(visible(others)))
    console().print(table)
    if guess.drop:
        say("import.dropped", columns=guess.drop)
    if guess.mapping is not None and len(guess.mapping.interactions) > 1:
        names = [part.touchpoint.constant or part.touchpoint.column or part.time for part in guess.mapping.interactions]
        say("import.several", n=len(names), touchpoints=names)


def _preview(workspace: Workspace, mapping: Mapping, file: Path) -> None:
    """What the first rows would mean."""
    from rich.table import Table
    from rich.text import Text

    from wegmarke.sources.preview import preview
    from wegmarke.text import time, unfit

    zone = workspace.settings.journeys.time_zone
    shown = preview(file, mapping, PREVIEWED, time_zone=zone)
    say("import.preview")
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for name in ("row", "customer", "time", "touchpoint", "outcome"):
        table.add_column(field_word(name))
    for row in shown.rows:
        if row.unfit is not None:
            table.add_row(str(row.row), Text(unfit(row.unfit.reason, SESSION.language)))
        for meaning in row.meanings:
            moment = time(meaning.time, SESSION.language, zone)
            who, where = (Text(visible(cell)) for cell in (meaning.customer, meaning.touchpoint))
            table.add_row(str(row.row), who, moment, where, meaning.outcome or "")
    console().print(table)


def _answered(workspace: Workspace, guess: Guess, file: Path, source: str | None) -> Mapping:
    """Ask for the column of each field; Enter takes the guess."""
    from wegmarke.library.meaning import Columns, mapping_of
    from wegmarke.sources.guess import source_name

    found: dict[str, str] = {}
    for place, name in enumerate(ASKED):
        guessed = next((field.column for field in guess.fields if field.field == name), None)
        while True:
            asked = text("import.which", field=name)
            answer = typer.prompt(asked, default=guessed or "", show_default=bool(guessed)).strip()
            if answer in guess.columns:
                found[name] = answer
            if answer in guess.columns or (not answer and place >= NEEDED):
                break
            print(", ".join(guess.columns))
    made = mapping_of(Columns(**found), workspace.settings.journeys.currency)
    mapping = replace(
        made,
        source=source or source_name(file),
        drop=tuple(column for column in guess.drop if column not in found.values()),
    )
    if guess.mapping is not None:
        identifiers = tuple(one for one in guess.mapping.identifiers if one.column not in found.values())
        mapping = replace(mapping, read=guess.mapping.read, format=guess.mapping.format, identifiers=identifiers)
    _preview(workspace, mapping, file)
    if not typer.confirm(text("import.take"), default=True):
        raise typer.Exit(1)
    say("import.saved", file=workspace.folder / "sources" / f"{mapping.source}.toml")
    return mapping
