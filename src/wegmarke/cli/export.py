"""`wegmarke person export`: everything that is stored about a person, as one ZIP file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.person import HERE, KindOption, ValueOption, WorkspaceOption, person_of, with_desk
from wegmarke.cli.session import SESSION, opened, say


def export_person(
    out: Annotated[Path, typer.Argument(metavar="FILE.zip", help="{help.ask.out}")],
    kind: KindOption = None,
    value: ValueOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write the answer to Art. 15 and 20 GDPR."""
    from wegmarke.clock import now
    from wegmarke.report.person import person_zip

    place = opened(workspace)
    with_desk(place.folder)
    person = person_of(place.folder, kind, value)
    company = place.settings.name
    language = SESSION.language
    found = place.everything_about(person)
    answer = person_zip(found, company=company, identifiers=person.identifiers, when=now(), language=language)
    out.write_bytes(answer)
    say("written", file=out)
