"""A scenario: what is moved, and what is assumed; as fields of the page, and as arguments of the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.levers.assumptions import (
    Arguments,
    Field,
    MarginFields,
    Written,
    margin_arguments,
    margin_fields,
    margin_texts,
    number,
    span,
    times,
    wrong,
)
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions.levers import HORIZON_DAYS, LOSS_ELASTICITY, QUANTITY_ELASTICITY
from wegmarke.questions.register import question
from wegmarke.text import word

SLIDERS = {"price": (-20, 20, 1, -5), "reduction": (0, 100, 5, 50)}
"""Least, most, step and default of what is moved, in percent."""
AMOUNTS = ("cost", "running_cost")
RANGES: dict[str, tuple[int, tuple[float, float] | None]] = {
    "loss_elasticity": (1, LOSS_ELASTICITY),
    "quantity_elasticity": (1, QUANTITY_ELASTICITY),
    "added_loss": (100, None),
    "premium": (100, None),
}
"""By how much the page's number is larger than the question's, and the question's default; the margin besides."""
HORIZONS = (365, HORIZON_DAYS, 1095, 1825)


@dataclass(frozen=True, slots=True)
class Slider:
    """Something one moves, in percent."""

    name: str
    value: str
    least: int
    most: int
    step: int
    label: str
    error: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from."""

    value: str
    words: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ScenarioForm:
    """The fields with what stands in them. other: what is wrong with what has no field of its own."""

    price: Slider
    reduction: Slider
    costs: tuple[Field, ...]
    by_price: tuple[Field, ...]
    by_process: tuple[Field, ...]
    margin: MarginFields
    incidents: tuple[Option, ...]
    horizons: tuple[Option, ...]
    problems: tuple[str, ...]


def arguments_of(given: QueryDict) -> tuple[Arguments, dict[str, str]]:
    """What the question is asked with, and what is wrong with which argument."""
    written = Written(given)
    found: Arguments = {}
    for name in SLIDERS:
        value = number(written, name, name)
        if value is not None:
            found[name] = value / 100
    for name in AMOUNTS:
        value = number(written, name, name)
        if value is not None:
            found[name] = value
    for name, (factor, default) in RANGES.items():
        ends = span(written, name, factor, default)
        if ends is not None:
            found[name] = ends
    for name in ("incident", "days"):
        if written.text(name):
            found[name] = written.text(name)
    margin, problems = margin_arguments(given, "levers")
    return found | margin, written.problems | problems


def in_address(arguments: Arguments) -> dict[str, object]:
    """The same as the texts in which files and programs ask the question."""
    return {
        name: "..".join(f"{one:g}" for one in value) if isinstance(value, tuple) else value
        for name, value in arguments.items()
    }


def fields_of(arguments: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands in the fields of the page where the question is asked with these texts. `question_argument` for an
    argument that the question does not take.
    """
    taken = {one.name for one in question("levers").parameters}
    found: list[tuple[str, str]] = []
    for name, value in arguments.items():
        if name not in taken:
            raise wrong("levers", name, value)
        if name in SLIDERS:
            found.append((name, times(value, 100)))
        elif name in RANGES or name == "margin":
            factor = RANGES[name][0] if name in RANGES else 100
            low, _sign, high = value.partition("..")
            found += [(f"{name}_from", times(low, factor)), (f"{name}_to", times(high or low, factor))]
        elif name != "margin_groups":
            found.append((name, value))
    return found + margin_texts(dict(arguments))


def form_of(written: Written, incident: str, currency: str) -> ScenarioForm:
    """The form as it was filled in. incident: the kind that was asked about."""
    language = reader_language()
    costs = (("cost", _("Cost, once")), ("running_cost", _("Cost, every year")))
    told = {"price", "reduction", *AMOUNTS, *RANGES, "margin", "margin_groups", "margin_by"}
    return ScenarioForm(
        price=_slider(written, "price", _("Change of the price")),
        reduction=_slider(written, "reduction", _("This much less often")),
        costs=tuple(
            Field(name, label, "", currency, written.text(name), error=written.problems.get(name, ""))
            for name, label in costs
        ),
        by_price=_by_price(written),
        by_process=_by_process(written),
        margin=margin_fields(written),
        incidents=tuple(
            Option(kind, word(f"levers_incident:{kind}", language), kind == incident) for kind in INCIDENT_KINDS
        ),
        horizons=tuple(_horizon(written, days) for days in HORIZONS),
        problems=tuple(problem for name, problem in written.problems.items() if name not in told),
    )


def _by_price(written: Written) -> tuple[Field, ...]:
    return (
        _field(
            written,
            "loss_elasticity",
            _("Losses answer to 1% of price with"),
            _("1.5 means: 1% more price, 1.5% more losses."),
        ),
        _field(
            written,
            "quantity_elasticity",
            _("Quantity answers to 1% of price with"),
            _("−0.5 means: 1% more price, 0.5% less bought by those who stay."),
        ),
    )


def _by_process(written: Written) -> tuple[Field, ...]:
    return (
        _field(
            written,
            "added_loss",
            _("More of those hit leave"),
            _("Leave it empty to take what the histories tell."),
        ),
        _field(
            written,
            "premium",
            _("Premium for a better experience"),
            _("How much more customers would pay without the defect. Leave it empty to take what the histories tell."),
        ),
    )


def _slider(written: Written, name: str, label: str) -> Slider:
    least, most, step, default = SLIDERS[name]
    return Slider(name, written.text(name) or str(default), least, most, step, label, written.problems.get(name, ""))


def _field(written: Written, name: str, label: str, hint: str) -> Field:
    default = RANGES[name][1]
    low, high = ("", "") if default is None else (f"{default[0]:g}", f"{default[1]:g}")
    return Field(
        name,
        label,
        hint,
        "%",
        written.text(f"{name}_from") or low,
        written.text(f"{name}_to") or high,
        written.problems.get(name, ""),
    )


def _horizon(written: Written, days: int) -> Option:
    asked = written.text("days") or str(HORIZON_DAYS)
    years = days // 365
    words = _("1 year") if years == 1 else _("%(n)s years") % {"n": text.number(years, "count", reader_language())}
    return Option(str(days), words, str(days) == asked)
