"""What the first rows of a file will mean under the mapping that the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wegmarke.desk.setup.drafts import problems
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.sources.preview import Preview, PreviewRow, preview
from wegmarke.sources.staff import NO_TEAMS, Teams

ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class MeaningView:
    """What the first rows will mean, or why that cannot be shown. fit, unfit: how many of the rows shown."""

    columns: tuple[str, ...] = ()
    rows: tuple[PreviewRow, ...] = ()
    fit: int = 0
    unfit: int = 0
    contacts: int = 0
    error: WegmarkeError | None = None
    is_incomplete: bool = False


def meaning_of(path: Path | None, draft: Mapping, time_zone: str, teams: Teams = NO_TEAMS) -> MeaningView:
    """Read the first rows under the draft."""
    if path is None:
        return MeaningView()
    if problems(draft):
        return MeaningView(is_incomplete=True)
    try:
        shown: Preview = preview(path, draft, ROWS_SHOWN, time_zone=time_zone, teams=teams)
    except WegmarkeError as error:
        return MeaningView(error=error)
    unfit = sum(row.unfit is not None for row in shown.rows)
    contacts = sum(len(row.meanings) for row in shown.rows)
    return MeaningView(shown.columns, shown.rows, len(shown.rows) - unfit, unfit, contacts)
