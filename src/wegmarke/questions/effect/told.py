"""The answer to what a defect costs as sentences: codes and values."""

from __future__ import annotations

from collections.abc import Iterator

from wegmarke.model.finding import CannotSay, Interval, Sentence
from wegmarke.questions.effect.found import EffectFound


def headline(result: EffectFound) -> Iterator[Sentence]:
    """What the event does, how many customers and how much money that is, and which checks were not passed. Where it is
    told from chance for a group only, the group comes first, and that the one figure for all hides it.
    """
    said: dict[str, object] = {
        "incident": result.incident,
        "n": result.exposed,
        "customers": result.customers,
        "others": result.others,
        "days": result.horizon_days,
        "currency": result.currency,
    }
    found = result.adjusted
    hides = isinstance(found, Interval) and holds_nothing(found) and bool(result.segments.named)
    if hides:
        yield from result.segments.headline()
    if isinstance(found, CannotSay):
        yield Sentence("effect.refused", said)
    elif holds_nothing(found):
        if hides:
            said["groups"] = len(result.segments.lines)
        yield Sentence("effect.nothing_for_all" if hides else "effect.nothing", {**said, **_ends(found)})
    else:
        code = "effect.found" if result.claim == "effect" else "effect.association"
        yield Sentence(code, {**said, **_ends(found)})
    for check in result.failed:
        yield Sentence(f"effect.failed_{check}", said)
    # Where the difference may be nothing, so may what it costs: the table has the figures.
    if isinstance(found, Interval) and not holds_nothing(found):
        yield from _costs(result, said)
    if not hides:
        yield from result.segments.headline()


def _costs(result: EffectFound, said: dict[str, object]) -> Iterator[Sentence]:
    if isinstance(result.lost, Interval):
        yield Sentence("effect.lost", {**said, **{end: round(n) for end, n in _ends(result.lost).items()}})
    for code, money in (("effect.at_stake", result.at_stake), ("effect.margin_lost", result.margin_lost)):
        if isinstance(money, Interval):
            yield Sentence(code, {**said, **_ends(money)})


def caveats(result: EffectFound) -> Iterator[Sentence]:
    """What the answer is not, and what of it is assumed."""
    if result.claim == "association":
        yield Sentence("caveat.association")
    if isinstance(result.unadjusted, Interval):
        yield Sentence("caveat.effect_unadjusted", dict(_ends(result.unadjusted)))
    if result.strength is not None:
        yield Sentence("caveat.effect_strength", {"value": result.strength.estimate, "limit": result.strength.limit})
    if result.compared == "elsewhere":
        yield Sentence("caveat.effect_elsewhere")
    if result.margin_lost is not None and result.margin is not None:
        yield margin_caveat(result.margin.by)
    elif result.at_stake is not None:
        yield Sentence("caveat.value_is_revenue")
    yield from result.segments.caveats()


def margin_caveat(by: str) -> Sentence:
    """That the margin is assumed, and by whom."""
    return Sentence("caveat.margin_assumed_by", {"by": by}) if by else Sentence("caveat.margin_assumed")


def holds_nothing(found: Interval) -> bool:
    """Whether there may be no difference at all."""
    return found.low <= 0 <= found.high


def _ends(found: Interval) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
