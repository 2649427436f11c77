"""Price against process: which lever gains more, how surely, and what one would have to believe for the other answer?

What is known of today's customers, of what a defect does and of how often it comes is told from the histories, each
with its interval; what nobody can tell from histories (how customers answer to a price, what a change costs) is an
assumption of whoever asks, with a range. Formula: `stats.levers` and `stats.weighing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import leaving_in
from wegmarke.index.moments import Moments
from wegmarke.index.summaries.standing import CountStanding, Standing
from wegmarke.model.finding import CannotSay, Estimate, Finding, Interval, Sentence
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.effect import effect_of
from wegmarke.questions.effect.spending import spent_less
from wegmarke.questions.few import too_few
from wegmarke.questions.leaving import ANSWERS
from wegmarke.questions.levers.found import LeversFound
from wegmarke.questions.levers.stated import Assumed, inputs_of, lever_price, lever_process, today_of
from wegmarke.questions.levers.told import caveats, headline
from wegmarke.questions.margin import Range, margin_of
from wegmarke.questions.priced import counted_together
from wegmarke.stats.weighing import weigh

PERIOD_DAYS: Final = 90
"""The periods in which is counted and calculated."""
HORIZON_DAYS: Final = 730
PERIODS_BACK: Final = 4
"""So many of the last periods tell what is so today."""

_HARM: Final = 0.9
"""How much of the answer is there when the harm is known."""

LOSS_ELASTICITY: Final = (0.5, 3.0)
QUANTITY_ELASTICITY: Final = (-0.5, 0.0)


def levers(  # noqa: PLR0913 - every assumption has a name of its own
    asked: Asked,
    *,
    incident: IncidentKind | None = None,
    price: float = -0.05,
    reduction: float = 0.5,
    cost: float = 0.0,
    running_cost: float = 0.0,
    margin: Range | None = None,
    margin_groups: str | None = None,
    margin_by: str | None = None,
    loss_elasticity: Range = LOSS_ELASTICITY,
    quantity_elasticity: Range = QUANTITY_ELASTICITY,
    added_loss: Range | None = None,
    premium: Range | None = None,
    days: int = HORIZON_DAYS,
    discount: float = 0.08,
) -> Finding[LeversFound]:
    """Move the price by `price` (a share), or the rate of a defect down by `reduction`, for `cost` now and
    `running_cost` a year.

    incident: the kind of critical event; None: what hits most customers, complaints and bad scores apart (they answer
    to something). cost, running_cost: in major units of the currency of the settings. Assumptions, each a number or a
    range: margin (share of revenue; or margin_groups, and whose assumption it is, as in `effect`), both elasticities,
    premium (share of revenue more that customers would pay without the defect; None: as much as the histories tell that
    those hit spend less, where they can tell); added_loss replaces what the histories
    tell of the harm, which is what the question `effect` says. days: the horizon. discount: a year. Errors:
    `question_argument`.
    """
    of_revenue = margin_of("levers", margin, margin_groups, margin_by)
    ranges = (loss_elasticity, quantity_elasticity, added_loss, premium)
    costs, ahead = (cost, running_cost), (days, discount)
    assumed = Assumed.checked(price, reduction, costs, of_revenue, ranges, ahead, asked.index.settings)
    if incident is not None and incident not in INCIDENT_KINDS:
        raise WegmarkeError("question_argument", question="levers", argument="incident", value=incident)
    basis = asked.basis(asked.totals())
    standing = standing_of(asked)
    said, reason = _nothing_to_say(standing)
    if isinstance(standing, CannotSay) or reason is not None:
        return Finding("levers", (Sentence(said),), reason or CannotSay("empty_group", 0), basis, "levers_counted")
    rates = {kind: hit.counted / hit.journeys for kind, hit in zip(INCIDENT_KINDS, standing.hit, strict=True)}
    kind = incident if incident is not None else _what_hits_most(rates)
    found = effect_of(asked, kind)
    asked.went(_HARM)
    harm: Estimate = found if isinstance(found, CannotSay) else found.identified
    less = spent_less(asked, kind)
    today = today_of(standing, assumed, PERIOD_DAYS)
    if isinstance(today, CannotSay):
        return Finding("levers", (Sentence("levers.nobody"),), today, basis, "levers_counted")
    by_price = lever_price(assumed)
    by_process = lever_process(standing, assumed, harm, less, kind, PERIOD_DAYS)
    both = weigh(today, by_price, by_process)
    is_known = assumed.added_loss is not None or isinstance(harm, Interval)
    result = LeversFound(
        incident=kind,
        measured_in="revenue" if assumed.margin is None else "margin",
        horizon_days=days,
        periods=today.periods,
        customers=standing.now,
        price_change=price,
        reduction=reduction,
        cost=assumed.cost,
        running_cost=assumed.running_cost,
        margin=of_revenue,
        inputs=inputs_of(today, by_price, by_process, standing, (harm, less), kind, is_known=is_known),
        effect=None if isinstance(found, CannotSay) else found,
        harm=harm,
        spent_less=less,
        premium=_premium(less, standing, kind),
        premium_is_assumed=assumed.premium is not None,
        weighed=both if is_known else None,
        price=both.price,
        believe=both.turning if is_known else tuple(one for one in both.turning if one.input == "added_loss"),
        frequencies=tuple(rates.items()),
        currency=asked.index.settings.currency,
        filter=asked.selection.text,
    )
    supposed = ("customers_alike", "change_at_once", "history_tells_enough", "one_customer_does_not_move_another")
    told = tuple(headline(result))
    return Finding(
        "levers",
        told,
        result,
        basis,
        "levers",
        result.claim,
        supposed,
        (*caveats(result), *counted_together(asked.index)),
    )


def standing_of(asked: Asked) -> Standing | CannotSay:
    """What was so in the last PERIODS_BACK periods, or in as many as the data hold.

    `CannotSay("no_outcomes")` where nobody ever leaves, `CannotSay("too_few")` where the data hold not one period.
    """
    index = asked.index
    found = leaving_in(index)
    if found is None:
        return CannotSay("no_outcomes", 0, 1)
    first = index.first_seconds
    end, long = index.last_seconds + 1, PERIOD_DAYS * 86_400
    back = min(PERIODS_BACK, (end - first) // long)
    if back < 1:
        return CannotSay("too_few", (end - first) // 86_400, PERIOD_DAYS)
    bounds = tuple(end - ago * long for ago in range(back, -1, -1))
    marks = incident_marks(index)
    moments = Moments((), found.contacts, (found.outcome,), bought_once=found.bought_once)
    return asked.run(CountStanding(asked.selection, marks, bounds, moments))


def _premium(less: Estimate, standing: Standing, kind: IncidentKind) -> Estimate:
    """What those hit spend less, as a share of all revenue: that much more would come in if nobody were hit."""
    hit, revenue = standing.hit[INCIDENT_KINDS.index(kind)], standing.revenue
    if isinstance(less, CannotSay) or revenue.total <= 0:
        return less if isinstance(less, CannotSay) else CannotSay("empty_group", 0, 1)
    by = (hit.counted / hit.journeys) / (revenue.total / revenue.journeys)
    return replace(less, value=less.value * by, low=less.low * by, high=less.high * by)


def _nothing_to_say(standing: Standing | CannotSay) -> tuple[str, CannotSay | None]:
    if isinstance(standing, CannotSay):
        return ("moments.no_outcomes" if standing.reason == "no_outcomes" else "levers.too_short"), standing
    if not standing.now or not standing.lost.journeys:
        return "levers.nobody", CannotSay("empty_group", 0, 1)
    if (few := too_few(standing.lost.counted)) is not None:
        return "levers.few", few
    if standing.revenue.total <= 0:
        return "levers.no_money", CannotSay("empty_group", 0, 1)
    return "", None


def _what_hits_most(rates: dict[IncidentKind, float]) -> IncidentKind:
    return max((kind for kind in INCIDENT_KINDS if kind not in ANSWERS), key=lambda kind: rates[kind])
