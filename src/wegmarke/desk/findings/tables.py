"""A table of a finding as a page shows it: worded headers with their formulas, and cells that open.

An estimate and its interval are three columns in the finding and one cell here. A number without evidence of its own (a
share, a median) opens what the count of its row counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.links import behind, touchpoint_page
from wegmarke.desk.findings.policy import COUNTED_BY, FIGURES
from wegmarke.model.finding import Column, Table
from wegmarke.report.presentation import Presentation

CLEAR_AT = 0.05
"""A difference counts as found when its false-discovery rate is at most this, as in the questions."""

UNIT_IN_HEADER = frozenset({"share", "difference"})
ODD_INTERVALS = {"won_share": ("won_low", "won_high")}
BARRED = frozenset({("paths", "share"), ("funnel", "of_first"), ("attribution", "removal_effect")})
"""Shares that are drawn as a bar as well: table and column."""
COUNTS_VISITS = frozenset({"moments", "moments_segments"})
"""Tables that count visits, not journeys: what has no list of its own opens none, since a list must hold as many."""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint of a path; `times` when it follows itself."""

    label: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. kind: number, text, touchpoint, path, note. note: the interval. url: what it opens; drawer: beside the
    page rather than instead of it. title: n and interval in words, for the tooltip. bar: 0 to 100, where one is drawn.
    """

    kind: str
    text: str
    note: str = ""
    url: str = ""
    drawer: bool = False
    title: str = ""
    steps: tuple[Step, ...] = ()
    bar: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """One column's head. sort: what stands in the address to sort by it; sorted: "", ascending or descending."""

    key: str
    label: str
    unit: str
    formula: str
    is_figure: bool
    sort: str
    sorted: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a page shows it."""

    key: str
    title: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    formulas: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Viewing:
    """For whom and how a table is shown. where: the filter of the page, which links to touchpoints carry."""

    presentation: Presentation
    where: str
    may_see_customers: bool
    sort: str = ""
    shown: int = SHOWN
    left_out: frozenset[str] = frozenset()


def table_view(table: Table, viewing: Viewing) -> TableView:
    """The table in the reader's language, sorted and cut as asked for."""
    by_key = {column.key: column for column in table.columns}
    estimates = [key for key, column in by_key.items() if column.unit != "count"]
    intervals = {key: found for key in estimates if (found := _interval(key, by_key))}
    taken = {part.key for parts in intervals.values() for part in parts}
    columns = [column for column in table.columns if column.key not in taken and column.key not in viewing.left_out]
    order = _order(table, viewing.sort)
    rows = tuple(
        tuple(_cell(table, column, row, intervals.get(column.key), viewing) for column in columns)
        for row in order[: viewing.shown]
    )
    headers = tuple(_header(table, column, viewing) for column in columns)
    formulas = tuple((header.label, header.formula) for header in headers if header.formula)
    return TableView(table.key, viewing.presentation.title(table), headers, rows, len(table), formulas)


def row_view(table: Table, row: int, viewing: Viewing) -> tuple[tuple[Header, Cell], ...]:
    """One row of a table, each cell with its head: what a panel shows of a single step or touchpoint."""
    one = Table(
        table.key,
        tuple(
            Column(
                column.key,
                column.unit,
                column.values[row : row + 1],
                None if column.evidence is None else column.evidence[row : row + 1],
                column.counts,
            )
            for column in table.columns
        ),
    )
    shown = table_view(one, viewing)
    return tuple(zip(shown.headers, shown.rows[0], strict=True))


def _interval(key: str, by_key: dict[str, Column]) -> tuple[Column, Column] | None:
    low, high = ODD_INTERVALS.get(key, (f"{key}_low", f"{key}_high"))
    return (by_key[low], by_key[high]) if low in by_key and high in by_key else None


def _order(table: Table, sort: str) -> Sequence[int]:
    """Places of the rows; `-steps` is falling. What is empty comes last, whichever way."""
    key = sort.removeprefix("-")
    column = next((column for column in table.columns if column.key == key), None)
    if column is None:
        return range(len(table))
    values = list(column.values)
    known = [row for row in range(len(table)) if values[row] is not None]
    known.sort(key=lambda row: _rank(values[row]), reverse=sort.startswith("-"))
    return [*known, *(row for row in range(len(table)) if values[row] is None)]


def _rank(value: object) -> tuple[int, float | str]:
    return (0, float(value)) if isinstance(value, int | float) else (1, str(value).casefold())


def _header(table: Table, column: Column, viewing: Viewing) -> Header:
    descending = f"-{column.key}"
    is_figure = column.unit in FIGURES
    now = {descending: "descending", column.key: "ascending"}.get(viewing.sort, "")
    first, second = (descending, column.key) if is_figure else (column.key, descending)
    language = viewing.presentation.language
    label = _("Certain?") if column.key == "q" else viewing.presentation.header(column)
    return Header(
        key=column.key,
        label=label,
        unit=text.word(f"unit:{column.unit}", language) if column.unit in UNIT_IN_HEADER and column.key != "q" else "",
        formula=viewing.presentation.formula(column) or "",
        is_figure=is_figure and column.key != "q",
        sort=f"{table.key}.{second if viewing.sort == first else first}",
        sorted=now,
    )


def _cell(table: Table, column: Column, row: int, interval: tuple[Column, Column] | None, viewing: Viewing) -> Cell:
    value = column.values[row]
    presentation = viewing.presentation
    if column.key == "q":
        return _certainty(value, presentation)
    if column.unit == "touchpoint":
        named = presentation.text(table, column, row)
        return Cell("touchpoint", named, url="" if value is None else touchpoint_page(str(value), viewing.where))
    if column.key == "path":
        return Cell("path", str(value), steps=steps_of(str(value).split(" → ")))
    if column.unit not in FIGURES:
        return Cell("text", presentation.text(table, column, row))
    url, title = "", ""
    evidence, counted = _evidence(table, column, row)
    if evidence is not None and value is not None:
        title = _behind(counted, row, presentation)
        if viewing.may_see_customers and not (value == 0 and column.unit == "count"):
            url = behind(evidence)
    note, bounds = _bounds(interval, row, column, presentation)
    if bounds:
        title = "; ".join(filter(None, [_("95%% interval %(bounds)s") % {"bounds": bounds}, title]))
    shown = text.cell(
        value,
        column.unit,
        presentation.language,
        currency=presentation.currency,
        sign=column.unit not in UNIT_IN_HEADER,
    )
    bar = round(100 * float(str(value))) if (table.key, column.key) in BARRED and value is not None else 0
    return Cell("number", shown, note=note, url=url, drawer=bool(url), title=title, bar=bar)


def _bounds(
    interval: tuple[Column, Column] | None, row: int, column: Column, presentation: Presentation
) -> tuple[str, str]:
    """The interval as it stands below the number (the unit is in the header), and as the tooltip has it."""
    ends = [] if interval is None else [part.values[row] for part in interval]
    if not ends or None in ends:
        return "", ""
    low, high = (float(str(end)) for end in ends)
    whole = text.span(low, high, column.unit, presentation.language)
    if column.unit not in UNIT_IN_HEADER:
        return whole, whole
    first, second = (text.cell(end, column.unit, presentation.language, sign=False) for end in (low, high))
    joint = "–" if column.unit == "share" else f" {_('to')} "
    return f"{first}{joint}{second}", whole


def _evidence(table: Table, column: Column, row: int) -> tuple[str | None, Column]:
    """The filter behind a cell: its own, else that of the count in its row that it was made from."""
    if column.evidence is not None:
        return column.evidence[row], column
    if table.key in COUNTS_VISITS:
        return None, column
    by_key = {other.key: other for other in table.columns}
    stem = next((stem for stem in COUNTED_BY if column.key.startswith(stem)), "")
    for key in (*COUNTED_BY.get(stem, ()), "journeys"):
        other = by_key.get(key)
        if other is not None and other.evidence is not None:
            return other.evidence[row], other
    return None, column


def _behind(counted: Column, row: int, presentation: Presentation) -> str:
    count = text.number(float(str(counted.values[row])), "count", presentation.language)
    noun = presentation.named(f"column:{counted.counts}")
    return f"{noun}: {count}"


def _certainty(q: object, presentation: Presentation) -> Cell:
    """The false-discovery rate in words, with the number behind it."""
    if q is None:
        return Cell("note", _("cannot be said"))
    number = float(str(q))
    title = f"q = {text.number(number, 'share', presentation.language)}"
    return Cell("note", _("clear") if number <= CLEAR_AT else _("could be chance"), title=title)


def steps_of(labels: Sequence[str]) -> tuple[Step, ...]:
    """A path with repetitions drawn together: a, b, b, b is a, b ×3."""
    steps: list[Step] = []
    for label in labels:
        if steps and steps[-1].label == label:
            steps[-1] = Step(label, steps[-1].times + 1)
        else:
            steps.append(Step(label))
    return tuple(steps)
