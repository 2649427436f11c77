"""Two groups of journeys: which they are, and what is offered to choose from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegmarke.clock import from_seconds
from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.findings.links import here
from wegmarke.desk.findings.models import SavedFilter
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import parse
from wegmarke.text import error_sentence, word

MOST_OFFERED_CHANNELS = 2
MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two filters that are often compared, under a name, as a link."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """The two groups. a, b: as written; a_words, b_words: as people read them; error: what is wrong with one."""

    a: str
    b: str
    a_words: str
    b_words: str
    pairs: tuple[Pair, ...]
    kept: tuple[tuple[str, str], ...]
    error: str = ""

    @property
    def chosen(self) -> bool:
        """Whether both groups are there and can be read."""
        return bool(self.a and self.b and not self.error)


def groups_of(request: HttpRequest, scope: Scope) -> Groups:
    """The groups that the address names, and what can be chosen instead."""
    a, b = request.GET.get("a", "").strip(), request.GET.get("b", "").strip()
    labels = labels_of(scope)
    words, error = ["", ""], ""
    for place, written in enumerate((a, b)):
        try:
            words[place] = in_words(parse(written), labels) if written else ""
        except WegmarkeError as problem:
            error = f"{'AB'[place]}: {error_sentence(problem, reader_language())}"
    pairs = tuple(
        Pair(label, here(request, {"a": first, "b": second}), (a, b) == (first, second))
        for label, first, second in _offered(scope)
    )
    kept = tuple((saved.name, saved.expression) for saved in SavedFilter.seen_by(request.user.pk))
    return Groups(a, b, words[0], words[1], pairs, kept, error)


def _offered(scope: Scope) -> list[tuple[str, str, str]]:
    language = reader_language()
    offered = []
    if scope.index is not None:
        won, lost = (word(f"outcome:{name}", language) for name in ("won", "lost"))
        offered.append((_("%(a)s against %(b)s") % {"a": won, "b": lost}, "outcome = won", "outcome = lost"))
        totals = scope.asked().totals(span=True)
        if totals.journeys:
            last = from_seconds(totals.last, scope.index.settings.time_zone).date()
            this, before = _quarter(last), _quarter(_first_day(last) - dt.timedelta(days=1))
            names = {"a": _quarter_name(this), "b": _quarter_name(before)}
            offered.append((_("%(a)s against %(b)s") % names, f"started = {this}", f"started = {before}"))
        for field in ("channels", "departments"):
            values = getattr(scope.index, field)
            if len(values) >= MOST_OFFERED_CHANNELS:
                a, b = values[:MOST_OFFERED_CHANNELS]
                one = field.removesuffix("s")
                offered.append(
                    (
                        _("%(a)s against %(b)s") % {"a": a, "b": b},
                        f'{one} = "{_escaped(a)}"',
                        f'{one} = "{_escaped(b)}"',
                    )
                )
    return offered


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _first_day(day: dt.date) -> dt.date:
    """The first day of its quarter."""
    return day.replace(month=(day.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1, day=1)


def _quarter(day: dt.date) -> str:
    return f"{day.year}-Q{(day.month - 1) // MONTHS_OF_QUARTER + 1}"


def _quarter_name(quarter: str) -> str:
    year, _dash, number = quarter.partition("-Q")
    return _("Q%(quarter)s %(year)s") % {"quarter": number, "year": year}
