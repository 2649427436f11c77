"""The last chapter: all that is true of the practice company, laid out for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.touchpoint_names import display_names
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.walk.revealed import NOTHING
from wegmarke.desk.walk.truth import Effect, Reasons, Truth
from wegmarke.desk.walk.words import (
    CAUSES,
    DEFECTS,
    STATED,
    between,
    count,
    counted,
    effect,
    euros,
    n,
    named,
    percent,
    points,
    score,
)
from wegmarke.model.touchpoint import Touchpoint, key_of
from wegmarke.simulation.contacts import CATALOGUE, Place

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DefectLine:
    """One defect: where customers meet it, what it does to leaving (or winning), and the margin it costs."""

    name: str
    places: str
    outcome: str
    effect: str
    interval: str
    n: str
    margin: str


@dataclass(frozen=True, slots=True)
class ReasonsTable:
    """Customers who left, by what drove them (rows) and what they said (columns), with sums."""

    stated: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the page shows; a part that the truth does not tell is empty."""

    lead: tuple[str, ...]
    defects: tuple[DefectLine, ...]
    reasons: ReasonsTable | None
    further: tuple[str, ...]
    people: str


def resolution(truth: Truth) -> Resolution:
    """The truth, worded for the reader."""
    return Resolution(
        lead=tuple(_lead(truth)),
        defects=_defects(truth),
        reasons=_reasons(truth.reasons) if truth.reasons is not None else None,
        further=tuple(_further(truth)),
        people=count(truth.people),
    )


def _lead(truth: Truth) -> Iterable[str]:
    left = truth.shares.get("left")
    if left is not None:
        yield _("%(count)s of %(of)s customers left (%(share)s).") % counted(left)
    defects, price = truth.effects.get("leaving.defects"), truth.effects.get("leaving.price")
    if defects is not None and price is not None:
        yield (
            _(
                "If nothing had gone wrong, it would have been %(defects)s percentage points fewer; without the price "
                "letter and the competitor’s cut, %(price)s."
            )
            % {"defects": points(max(defects.value, 0.0)), "price": points(max(price.value, 0.0))}
        )


def _defects(truth: Truth) -> tuple[DefectLine, ...]:
    """The defects, the most expensive first."""
    names = [name for name in DEFECTS if f"leaving.{name}" in truth.effects or f"won.{name}" in truth.effects]
    margins = {name: truth.effects.get(f"margin.{name}") for name in names}
    labels = _labels()

    def cost(name: str) -> float:
        margin = margins[name]
        return 0.0 if margin is None else margin.value

    return tuple(_line(truth, name, margins[name], labels) for name in sorted(names, key=cost))


def _line(truth: Truth, name: str, margin: Effect | None, labels: dict[str, str]) -> DefectLine:
    leaving = truth.effects.get(f"leaving.{name}")
    found = leaving if leaving is not None else truth.effects[f"won.{name}"]
    return DefectLine(
        name=named(DEFECTS, name),
        places=", ".join(labels.get(key, key) for key in truth.matter.get(name, ())),
        outcome=_("leaving") if leaving is not None else _("winning"),
        effect=effect(found),
        interval=between(found),
        n=count(found.n),
        margin="–" if margin is None else euros(margin.value),
    )


def _labels() -> dict[str, str]:
    """How touchpoints are called for the reader, by the keys that the truth uses."""
    touchpoints: tuple[Touchpoint, ...] = workspace().touchpoints
    return display_names(touchpoints, reader_language())


def _reasons(reasons: Reasons) -> ReasonsTable | None:
    lines = []
    for cause, row in zip(reasons.causes, reasons.customers, strict=True):
        if any(row):
            lines.append((named(CAUSES, cause), (*map(count, row), count(sum(row)))))
    if not lines:
        return None
    sums = [sum(column) for column in zip(*reasons.customers, strict=True)]
    lines.append((_("all"), (*map(count, sums), count(sum(sums)))))
    return ReasonsTable((*(named(STATED, reason) for reason in reasons.stated), _("all")), tuple(lines))


def _further(truth: Truth) -> Iterable[str]:
    labels = _labels()
    for decoy, place in (("help_page", Place.HELP_PAGE), ("club", Place.CLUB)):
        key = key_of(CATALOGUE[place].label)
        found = truth.effects.get(f"leaving.{decoy}")
        if found is not None and key in truth.decoys and abs(found.value) <= NOTHING:
            yield (
                _(
                    "“%(touchpoint)s” only goes along: without it, the share of those who leave changes by %(effect)s "
                    "percentage points (%(n)s)."
                )
                % {"touchpoint": labels.get(key, key), "effect": effect(found), "n": n(found.n)}
            )
    for one in truth.handovers:
        yield (
            _("Where %(source)s told %(target)s nothing, it cost %(euros)s of margin (%(defect)s).")
            % {
                "source": one.source,
                "target": one.target,
                "euros": euros(one.costs_eur),
                "defect": named(DEFECTS, one.defect),
            }
        )
    if truth.survey is not None:
        yield (
            _(
                "The net promoter score of those who answered is %(answered)s (%(n)s), that of all invited would be "
                "%(all)s (%(invited)s)."
            )
            % {
                "answered": score(truth.survey.of_answered),
                "n": n(truth.survey.answered),
                "all": score(truth.survey.of_all),
                "invited": n(truth.survey.invited),
            }
        )
    if truth.wave is not None:
        yield (
            _("One well-connected customer started a wave on %(day)s; in the end it reached %(share)s of all people.")
            % {"day": text.date(truth.wave.day, reader_language()), "share": percent(truth.wave.reaches)}
        )
