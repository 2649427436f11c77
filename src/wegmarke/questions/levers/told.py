"""The answer to the question of the levers as sentences: codes and values."""

from __future__ import annotations

from collections.abc import Iterator

from wegmarke.model.finding import CannotSay, Interval, Sentence
from wegmarke.questions.effect import HORIZON_DAYS as EFFECT_DAYS
from wegmarke.questions.effect.told import margin_caveat
from wegmarke.questions.levers.found import LeversFound
from wegmarke.stats.levers import Gain
from wegmarke.stats.weighing import Weighed


def headline(found: LeversFound) -> Iterator[Sentence]:
    """Both gains, how often each is ahead, and what one would have to believe for the other."""
    said: dict[str, object] = {
        "days": found.horizon_days,
        "measure": found.measured_in,
        "incident": found.incident,
        "currency": found.currency,
        "reduction": found.reduction,
        "change": abs(found.price_change),
    }
    both = found.weighed
    if both is not None:
        ahead = _ahead(both.price_best, both.process_best, both.nothing_best)
        shares = {"price": both.price_best, "process": both.process_best, "nothing": both.nothing_best}
        yield Sentence(f"levers.{ahead}_best", {**said, **shares})
        yield Sentence("levers.process", {**said, **_money(both.process)})
        yield _premium(found, both, said)
    if found.price_change:
        yield Sentence(f"levers.price_{'up' if found.price_change > 0 else 'down'}", {**said, **_money(found.price)})
    if both is None:
        yield from _unknown(found, said)
    for one in found.believe:
        if one.input == "added_loss" and one.value is not None:
            known = {"value": one.value, "now": one.now, **said}
            yield Sentence("levers.believe" if both is not None else "levers.believe_unknown", known)
    if both is not None and both.cost_limit is not None:
        yield Sentence("levers.cost_limit", {**said, "limit": round(both.cost_limit)})


def caveats(found: LeversFound) -> Iterator[Sentence]:
    """What the answer is not, and what of it is assumed."""
    if found.claim == "association":
        yield Sentence("caveat.association")
    if found.measured_in == "revenue":
        yield Sentence("caveat.levers_no_margin")
    names = [one.name for one in found.inputs if one.given.origin == "assumption" and not _is_nothing(one.given.value)]
    yield Sentence("caveat.levers_assumed", {"inputs": names})
    if found.margin is not None:
        yield margin_caveat(found.margin.by)
    if found.effect is not None and found.effect.compared == "elsewhere" and isinstance(found.harm, Interval):
        yield Sentence("caveat.levers_elsewhere")
    if found.weighed is not None and isinstance(found.spent_less, Interval):
        yield Sentence("caveat.levers_spending")
    yield Sentence("caveat.levers_newcomers")


def _premium(found: LeversFound, both: Weighed, said: dict[str, object]) -> Sentence:
    """What customers pay for a better experience: as assumed, as seen, or that neither is there."""
    less, share, known = found.spent_less, found.premium, {**said, "span": EFFECT_DAYS}
    if both.with_premium is not None:
        ends = _money(both.with_premium)
        known |= {"gain": ends["gain"], "gain_low": ends["low"], "gain_high": ends["high"]}
    if isinstance(share, Interval) and isinstance(less, Interval):
        known |= {"value": round(less.value), "low": round(less.low), "high": round(less.high)}
        known |= {"premium": share.value, "premium_low": share.low, "premium_high": share.high}
    if found.premium_is_assumed:
        return Sentence("levers.premium_assumed", known)
    if isinstance(less, CannotSay):
        return Sentence("levers.premium_unknown", known)
    return Sentence("levers.premium_seen" if less.low > 0 else "levers.premium_nothing", known)


def _unknown(found: LeversFound, said: dict[str, object]) -> Iterator[Sentence]:
    """Why the process is left open: nothing can be compared, or what was compared did not pass a check."""
    if found.effect is None or not found.effect.failed:
        yield Sentence("levers.process_unknown", said)
        return
    seen = found.effect.adjusted
    ends = {"value": seen.value, "low": seen.low, "high": seen.high} if isinstance(seen, Interval) else {}
    yield Sentence("levers.process_refused", {**said, "checks": found.effect.failed, **ends})


def _is_nothing(value: float) -> bool:
    return value == 0


def _ahead(price: float, process: float, nothing: float) -> str:
    most = max(price, process, nothing)
    return "process" if process == most else "price" if price == most else "nothing"


def _money(gain: Gain) -> dict[str, object]:
    return {"gain": round(gain.mean), "low": round(gain.low), "high": round(gain.high), "pays": gain.pays}
