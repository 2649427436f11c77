"""The report for the board in Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Finding
from wegmarke.model.progress import Watcher
from wegmarke.questions import Asked, ask
from wegmarke.report.board.answers import Answers
from wegmarke.report.board.gathered import BoardReport, Reading, gathered
from wegmarke.report.board.written import FORMS, written
from wegmarke.report.presentation import presentation_of
from wegmarke.text import Language


class Report:
    """A report for the board: `said` are its statements, ranked by what is at stake; `save` writes it."""

    __slots__ = ("made",)

    def __init__(self, made: BoardReport) -> None:
        self.made = made

    @property
    def said(self) -> tuple[str, ...]:
        """The statements, in words."""
        return tuple(one.text for one in self.made.said)

    def save(self, path: str | Path) -> None:
        """Write it; the ending says how: `.pdf`, `.html` or `.xlsx`.

        Errors: `report_form` for another ending; `package_missing` and `pango_missing` for PDF without what sets it.
        """
        place = Path(path)
        form = next((one for one in FORMS if place.suffix.lower() == f".{one}"), None)
        if form is None:
            raise WegmarkeError("report_form", file=place.name, expected=[f".{one}" for one in FORMS])
        place.write_bytes(written(self.made, form))

    def __repr__(self) -> str:
        return f"<Report {self.made.company}: {' '.join(self.said)}>"


def report_of(
    asked: Asked,
    company: str,
    *,
    language: Language = "en",
    persons: bool = False,
    in_charge: Mapping[str, str] | None = None,
    margin: float | tuple[float, float] | None = None,
    progress: Watcher | None = None,
) -> Report:
    """Ask what a report answers of these journeys; see `Asking.report`."""

    def answer(question: str, arguments: Mapping[str, object]) -> Finding[Any]:
        return ask(question, asked, arguments)

    index = asked.index
    answers = Answers(answer, {} if margin is None else {"margin": margin})
    presentation = presentation_of(answers.of("drift"), index.touchpoints, language, index.settings.currency)
    reading = Reading(language=language, persons=persons, in_charge=dict(in_charge or {}))
    made = gathered(
        answers,
        presentation,
        reading,
        company=company,
        made_at=now(),
        data_until=index.last_seconds,
        watcher=progress,
    )
    return Report(made)
