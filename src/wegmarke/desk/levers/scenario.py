"""A scenario as the address has it: what is moved, and what is assumed, in percent and in whole amounts.

The page writes percent where the question takes shares, and a range as two fields, since that is how people fill them
in; an empty field is the question's own default.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions.levers import HORIZON_DAYS, LOSS_ELASTICITY, QUANTITY_ELASTICITY
from wegmarke.text import word

SLIDERS = {"price": (-20, 20, 1, -5), "reduction": (0, 100, 5, 50)}
"""Least, most, step and default of what is moved, in percent."""
AMOUNTS = ("cost", "running_cost")
RANGES: dict[str, tuple[int, tuple[float, float] | None]] = {
    "margin": (100, None),
    "loss_elasticity": (1, LOSS_ELASTICITY),
    "quantity_elasticity": (1, QUANTITY_ELASTICITY),
    "added_loss": (100, None),
    "premium": (100, None),
}
"""By how much the page's number is larger than the question's, and the question's default."""
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


@dataclass(frozen=True, slots=True)
class Field:
    """A number one fills in. name: in the address. unit: behind it. low, high: as written; high None: one field."""

    name: str
    label: str
    hint: str
    unit: str
    low: str
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from."""

    value: str
    words: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ScenarioForm:
    """The fields with what stands in them."""

    price: Slider
    reduction: Slider
    costs: tuple[Field, ...]
    by_price: tuple[Field, ...]
    by_process: tuple[Field, ...]
    of_both: tuple[Field, ...]
    incidents: tuple[Option, ...]
    horizons: tuple[Option, ...]


def arguments_of(request: HttpRequest) -> dict[str, object]:
    """What the question is asked with. `question_argument` for what is no number."""
    found: dict[str, object] = {}
    for name in SLIDERS:
        value = _number(request, name)
        if value is not None:
            found[name] = value / 100
    for name in AMOUNTS:
        value = _number(request, name)
        if value is not None:
            found[name] = value
    for name, (factor, default) in RANGES.items():
        low, high = _number(request, f"{name}_from"), _number(request, f"{name}_to")
        if low is None and high is None:
            continue
        if default is not None:
            low, high = (default[0] * factor if low is None else low), (default[1] * factor if high is None else high)
        low, high = (high if low is None else low), (low if high is None else high)
        found[name] = (float(low or 0) / factor, float(high or 0) / factor)
    for name in ("incident", "days"):
        if request.GET.get(name):
            found[name] = request.GET[name]
    return found


def in_address(arguments: dict[str, object]) -> dict[str, object]:
    """The same as the texts in which files and programs ask the question."""
    return {
        name: "..".join(f"{one:g}" for one in value) if isinstance(value, tuple) else value
        for name, value in arguments.items()
    }


def form_of(request: HttpRequest, incident: str, currency: str) -> ScenarioForm:
    """The form as it was filled in. incident: the kind that was asked about."""
    language = reader_language()
    return ScenarioForm(
        price=_slider(request, "price", _("Change of the price")),
        reduction=_slider(request, "reduction", _("This much less often")),
        costs=(
            Field("cost", _("Cost, once"), "", currency, request.GET.get("cost", "")),
            Field("running_cost", _("Cost, every year"), "", currency, request.GET.get("running_cost", "")),
        ),
        by_price=(
            _field(
                request,
                "loss_elasticity",
                _("Losses answer to 1% of price with"),
                _("1.5 means: 1% more price, 1.5% more losses."),
                "%",
            ),
            _field(
                request,
                "quantity_elasticity",
                _("Quantity answers to 1% of price with"),
                _("−0.5 means: 1% more price, 0.5% less bought by those who stay."),
                "%",
            ),
        ),
        by_process=(
            _field(
                request,
                "added_loss",
                _("More of those hit leave"),
                _("Leave it empty to take what the histories tell."),
                "%",
            ),
            _field(
                request,
                "premium",
                _("Premium for a better experience"),
                _("How much more customers would pay without the defect. Leave it empty to leave it out."),
                "%",
            ),
        ),
        of_both=(
            _field(
                request,
                "margin",
                _("Margin, of revenue"),
                _("Without it, all amounts are revenue."),
                "%",
            ),
        ),
        incidents=tuple(
            Option(kind, word(f"levers_incident:{kind}", language), kind == incident) for kind in INCIDENT_KINDS
        ),
        horizons=tuple(_horizon(request, days) for days in HORIZONS),
    )


def _slider(request: HttpRequest, name: str, label: str) -> Slider:
    least, most, step, default = SLIDERS[name]
    written = request.GET.get(name, "") or str(default)
    return Slider(name, written, least, most, step, label)


def _field(request: HttpRequest, name: str, label: str, hint: str, unit: str) -> Field:
    default = RANGES[name][1]
    low, high = ("", "") if default is None else (f"{default[0]:g}", f"{default[1]:g}")
    return Field(
        name, label, hint, unit, request.GET.get(f"{name}_from", "") or low, request.GET.get(f"{name}_to", "") or high
    )


def _horizon(request: HttpRequest, days: int) -> Option:
    asked = request.GET.get("days", "") or str(HORIZON_DAYS)
    years = days // 365
    words = _("1 year") if years == 1 else _("%(n)s years") % {"n": text.number(years, "count", reader_language())}
    return Option(str(days), words, str(days) == asked)


def _number(request: HttpRequest, name: str) -> float | None:
    written = request.GET.get(name, "").strip()
    if not written:
        return None
    try:
        return float(written.replace(",", ".").replace("\u2212", "-"))
    except ValueError as error:
        raise WegmarkeError("question_argument", question="levers", argument=name, value=written) from error
