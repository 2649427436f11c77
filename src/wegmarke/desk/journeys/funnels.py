"""The funnel and its builder: every change of the stages is a link, so it works by keyboard and without a script."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import here
from wegmarke.desk.findings.tables import Cell, TableView
from wegmarke.errors import WegmarkeError
from wegmarke.index.kernels.funnels import MOST_STAGES
from wegmarke.model.filter import Visited, resolve
from wegmarke.model.filter.grammar import SECONDS_OF_UNIT
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.funnel import Funnel
from wegmarke.questions.paths import Paths

FEWEST_STAGES = 2
PROPOSED_STAGES = 6
Stages = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One touchpoint of a stage, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage: its touchpoints, its numbers by column, where those who stopped ended, and what can be changed."""

    number: int
    parts: tuple[Part, ...]
    cells: dict[str, Cell]
    percent: int
    ended: tuple[tuple[Cell, Cell], ...]
    up_url: str
    down_url: str
    remove_url: str
    moved: str


@dataclass(frozen=True, slots=True)
class Builder:
    """What the form shows. proposed: the stages were not chosen but taken from the commonest path."""

    stages: Stages
    text: str
    window: str
    unit: str
    proposed: bool

    @property
    def within(self) -> str | None:
        """The window as the question takes it."""
        return f"{self.window} {self.unit}s" if self.window else None


def builder_of(request: HttpRequest, scope: Scope) -> Builder:
    """The stages and the window that the address names; stages are proposed where it names none."""
    stages = _read(request.GET.get("stages", ""), scope)
    added = request.GET.get("add", "")
    if added:
        key = _key(added, scope)
        to = request.GET.get("to", "")
        if to.isdigit() and 0 < int(to) <= len(stages):
            place = int(to) - 1
            stages = (*stages[:place], tuple(dict.fromkeys((*stages[place], key))), *stages[place + 1 :])
        else:
            stages = (*stages, (key,))
    proposed = not stages and "stages" not in request.GET
    if proposed:
        stages = _proposed(scope)
    window, unit = request.GET.get("window", "").strip(), request.GET.get("unit", "day")
    if window and not window.isdigit():
        raise WegmarkeError("question_argument", question="funnel", argument="within", value=window)
    unit = unit if unit in SECONDS_OF_UNIT else "day"
    return Builder(stages[:MOST_STAGES], written(stages[:MOST_STAGES]), window.lstrip("0"), unit, proposed)


def written(stages: Stages) -> str:
    """The stages as they stand in an address."""
    return " > ".join(" | ".join(stage) for stage in stages)


def _read(text: str, scope: Scope) -> Stages:
    found = []
    for stage in text.split(">"):
        names = [name.strip().strip('"') for name in stage.split("|")]
        keys = tuple(_key(name, scope) for name in names if name)
        if keys:
            found.append(keys)
    return tuple(found)


def _key(name: str, scope: Scope) -> str:
    """The permanent key of a touchpoint; `filter_unknown_touchpoint`."""
    resolved = resolve(Visited((name,)), scope.touchpoints)
    return resolved.touchpoints[0] if isinstance(resolved, Visited) else name


def _proposed(scope: Scope) -> Stages:
    """The touchpoints of the commonest path that was won, else of the commonest; each once, in their order."""
    for condition in ("outcome = won", ""):
        narrowed = scope.narrowed(condition) if condition else scope
        result = narrowed.ask("paths", {"top": 1}).result
        if isinstance(result, Paths):
            keys = dict.fromkeys(result.touchpoints[code].key for code in result.paths[0])
            if len(keys) >= FEWEST_STAGES:
                every = list(keys)
                step = max(1, -(-len(every) // PROPOSED_STAGES))
                chosen = [*every[:-1:step][: PROPOSED_STAGES - 1], every[-1]]
                return tuple((key,) for key in chosen)
    return ()


def stage_views(
    request: HttpRequest, scope: Scope, builder: Builder, finding: Finding[Funnel], tables: tuple[TableView, ...]
) -> tuple[StageView, ...]:
    """The stages of the funnel as the page shows them."""
    labels = labels_of(scope)
    stages = builder.stages
    result = finding.result
    views = []
    for place, stage in enumerate(stages):
        parts = tuple(
            Part(labels.get(key, key), _changed(request, _without(stages, place, key)) if len(stage) > 1 else "")
            for key in stage
        )
        cells: dict[str, Cell] = {}
        percent = 0
        ended: tuple[tuple[Cell, Cell], ...] = ()
        if not isinstance(result, CannotSay) and tables:
            cells = dict(zip((header.key for header in tables[0].headers), tables[0].rows[place], strict=True))
            first = max(result.stages[0].journeys, 1)
            percent = round(100 * result.stages[place].journeys / first)
            ended = _ended(result, tables, place)
        views.append(
            StageView(
                number=place + 1,
                parts=parts,
                cells=cells,
                percent=percent,
                ended=ended,
                up_url=_changed(request, _moved(stages, place, place - 1)) if place else "",
                down_url=_changed(request, _moved(stages, place, place + 1)) if place + 1 < len(stages) else "",
                remove_url=_changed(request, (*stages[:place], *stages[place + 1 :])),
                moved=" | ".join(stage),
            )
        )
    return tuple(views)


def _ended(result: Funnel, tables: tuple[TableView, ...], place: int) -> tuple[tuple[Cell, Cell], ...]:
    """Where those who stopped at this stage ended: touchpoint and count."""
    before = sum(len(stage.ended) for stage in result.stages[:place])
    rows = tables[1].rows[before : before + len(result.stages[place].ended)]
    return tuple((row[1], row[2]) for row in rows)


def _changed(request: HttpRequest, stages: Stages) -> str:
    return here(request, {"stages": written(stages) or ">", "add": "", "to": ""})


def _moved(stages: Stages, place: int, to: int) -> Stages:
    rest = [*stages[:place], *stages[place + 1 :]]
    rest.insert(to, stages[place])
    return tuple(rest)


def _without(stages: Stages, place: int, key: str) -> Stages:
    return (*stages[:place], tuple(other for other in stages[place] if other != key), *stages[place + 1 :])


def unit_words() -> tuple[tuple[str, str], ...]:
    """The units of the window."""
    return (("minute", _("minutes")), ("hour", _("hours")), ("day", _("days")), ("week", _("weeks")))
