"""The trials: one for each question that gives intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from trials.samples import POPULATION_SEED, designed_log, sample, whole_log, world
from trials.trial import Answer, Sample, Trial
from wegmarke.library.log import Log
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions import ask
from wegmarke.questions.shares import ShareDifferences, Shares
from wegmarke.simulation.contacts import Defect
from wegmarke.simulation.lives.people import WEB
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.truth.effects import HORIZON_DAYS, fates_of

POPULATION = 200_000
EXPOSURE, DIFFERENCE = "exposed", "exposed minus others"
EVERYWHERE = ("process", "price", "null", "segment", "wave")
FUNNEL = ("bestellung", "auftragsbestaetigung", "lieferung", "rechnung_bezahlt")
ENTRIES = ("suchmaschine", "online_anzeige", "newsletter", "stoerungsmeldung")
VISITED = ("Hilfeseite", "Beschwerde", "Lieferverzug gemeldet", "Kundenclub")


# --- effects that are as good as drawn by lot ----------------------------------------------------------------------


def first_deliveries(some: Sample) -> Log:
    """New web shop customers by whether their first delivery was late, and whether they left within the horizon."""
    chosen = _new_customers(some.parameters, some.fates) & (some.people["sales_channel"] == WEB)
    fates = some.fates[chosen]
    return designed_log(
        some.people["person"][chosen].tolist(), (fates["first_late"] == 1).tolist(), _soon(fates).tolist(), EXPOSURE
    )


def effect_of_late_first_delivery(parameters: Parameters) -> Mapping[str, float]:
    """All first deliveries late against all on time, among new customers of the web shop."""
    some = _population(parameters.key)
    late, never = (fates_of(replace(parameters, first_late=value), POPULATION, POPULATION_SEED) for value in (1.0, 0.0))
    chosen = _new_customers(parameters, late) & _new_customers(parameters, never)
    chosen &= some.people["sales_channel"] == WEB
    return {DIFFERENCE: float(_soon(late)[chosen].mean() - _soon(never)[chosen].mean())}


def slow_offers(some: Sample) -> Log:
    """Prospects with an offer that was decided, by whether it was slow, and whether it was declined."""
    chosen = some.fates["offer"] > 0
    slow = some.fates["defects"][chosen, Defect.SLOW_OFFER] > 0
    lost = some.fates["offer"][chosen] == 2
    return designed_log(some.people["person"][chosen].tolist(), slow.tolist(), lost.tolist(), EXPOSURE)


def effect_of_slow_offers(parameters: Parameters) -> Mapping[str, float]:
    """Slow offers as they are against none, among those who got a slow one; declined instead of won."""
    actual = _population(parameters.key).fates
    without = fates_of(parameters.without(Defect.SLOW_OFFER), POPULATION, POPULATION_SEED)
    met = (actual["defects"][:, Defect.SLOW_OFFER] > 0) & (actual["offer"] > 0) & (without["offer"] > 0)
    lost = [(fates["offer"][met] == 2).mean() for fates in (actual, without)]
    return {DIFFERENCE: float(lost[0] - lost[1])}


def difference_of_exposed(log: Log) -> Mapping[str, Answer]:
    """The touchpoint's question: lost among those with the exposure minus lost among the others."""
    found = ask("touchpoint", log._of, {"touchpoint": EXPOSURE}).result
    if isinstance(found, CannotSay) or isinstance(found.lost_difference, CannotSay):
        return {DIFFERENCE: CannotSay("empty_group", 0)}
    return {DIFFERENCE: found.lost_difference.interval}


def _new_customers(parameters: Parameters, fates: NDArray[np.void]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (fates["first_late"] >= 0) & (fates["customer_since"] + HORIZON_DAYS < parameters.days)
    return found


def _soon(fates: NDArray[np.void]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (fates["left_day"] >= 0) & (fates["left_day"] - fates["customer_since"] <= HORIZON_DAYS)
    return found


# --- shares and differences of journeys ----------------------------------------------------------------------------


def entry_shares(log: Log) -> Mapping[str, Answer]:
    """Shares of entries among lost and churned journeys, and their difference to those won."""
    result = ask("entries", log._of, {}).result
    if isinstance(result, CannotSay):
        return {}
    keys = [touchpoint.key for touchpoint in result.touchpoints]
    places = {keys[code]: i for i, code in enumerate(result.entry.touchpoint.tolist())}
    found: dict[str, Answer] = {}
    for key in ENTRIES:
        if key in places:
            found[f"{key} of won"] = _share(
                result.entry.won, places[key], int(result.outcomes[OUTCOME_NAMES.index("won")])
            )
            found[f"{key}, lost minus won"] = _difference(result.entry.difference, places[key])
    return found


def funnel_shares(log: Log) -> Mapping[str, Answer]:
    """Shares of the first stage, and the median time between stages."""
    result = ask("funnel", log._of, {"stages": FUNNEL, "within": "45 days"}).result
    if isinstance(result, CannotSay):
        return {}
    found: dict[str, Answer] = {}
    for stage in result.stages[1:]:
        key = stage.touchpoints[0].key
        found[f"{key} of first"] = stage.of_first
        found[f"{key}, median days"] = _days(stage.elapsed_median)
    return found


def churned_against_won(log: Log) -> Mapping[str, Answer]:
    """Touchpoints in journeys that ended in a cancellation against those that ended in a payment."""
    groups = {"a": "outcome = churned", "b": "outcome = won", "what": "touchpoints"}
    result = ask("compare", log._of, groups).result
    if isinstance(result, CannotSay):
        return {}
    table = result.tables()[0]
    keys = list(table.column("what").values)
    found: dict[str, Answer] = {}
    for key in VISITED:
        if key in keys:
            i = keys.index(key)
            value, low, high = (
                table.column(name).values[i] for name in ("difference", "difference_low", "difference_high")
            )
            found[key] = (
                CannotSay("too_few", 0) if low is None else Interval(float(value), float(low), float(high), len(log))
            )
    return found


def _share(shares: Shares | None, i: int, n: int) -> Answer:
    if shares is None or np.isnan(shares.low[i]):
        return CannotSay("too_few", n)
    return Interval(float(shares.share[i]), float(shares.low[i]), float(shares.high[i]), n)


def _difference(found: ShareDifferences | None, i: int) -> Answer:
    if found is None or np.isnan(found.low[i]):
        return CannotSay("too_few", 0)
    return Interval(float(found.difference[i]), float(found.low[i]), float(found.high[i]), 0)


def _days(found: Answer) -> Answer:
    if isinstance(found, CannotSay):
        return found
    return replace(found, value=found.value / 86_400, low=found.low / 86_400, high=found.high / 86_400)


def of_population(asked: Callable[[Log], Mapping[str, Answer]]) -> Callable[[Parameters], Mapping[str, float]]:
    """The truth of a share or a quantile: the same question put to the whole population."""

    def truth(parameters: Parameters) -> Mapping[str, float]:
        answers = asked(_population_log(parameters.key))
        return {line: one.value for line, one in answers.items() if isinstance(one, Interval)}

    return truth


@lru_cache(maxsize=1)
def _population(key: str) -> Sample:
    """The population of a world; only the last one asked for is kept."""
    return sample(world(key), POPULATION, POPULATION_SEED)


@lru_cache(maxsize=1)
def _population_log(key: str) -> Log:
    return whole_log(_population(key))


TRIALS: tuple[Trial, ...] = (
    Trial(
        "late_first_delivery",
        "Left within 180 days: new customers whose first delivery was late minus the others",
        EVERYWHERE,
        12_000,
        first_deliveries,
        difference_of_exposed,
        effect_of_late_first_delivery,
        "counterfactual",
    ),
    Trial(
        "slow_offer",
        "Declined: prospects whose offer was slow minus the others",
        EVERYWHERE,
        4000,
        slow_offers,
        difference_of_exposed,
        effect_of_slow_offers,
        "counterfactual",
    ),
    Trial(
        "entries",
        "Entries and exits",
        EVERYWHERE,
        2000,
        whole_log,
        entry_shares,
        of_population(entry_shares),
        "population",
    ),
    Trial("funnel", "Funnel", EVERYWHERE, 1000, whole_log, funnel_shares, of_population(funnel_shares), "population"),
    Trial(
        "compare",
        "Comparison: churned minus won, share of journeys that visited",
        EVERYWHERE,
        1000,
        whole_log,
        churned_against_won,
        of_population(churned_against_won),
        "population",
    ),
)
