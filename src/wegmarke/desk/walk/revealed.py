"""What really happened, question by question, in sentences whose numbers come from the truth of the company."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.walk.truth import Effect, Truth
from wegmarke.desk.walk.words import (
    CHANNELS,
    DEFECTS,
    WHO_MET,
    counted,
    euros,
    n,
    named,
    percent,
    points,
)
from wegmarke.text import enumeration

Sentences = Iterable[str]
MOST_RANKED = 3
NOTHING = 0.0005
"""An effect on a share that would be written as 0.0."""


def revealed(number: int, truth: Truth) -> tuple[str, ...]:
    """What really happened in the matter of a question; what the truth does not tell is left out."""
    said = tuple(sentence for sentence in ANSWERS[number - 1](truth) if sentence)
    return said or (_("The truth of this company says nothing about this."),)


def _entering(truth: Truth) -> Sentences:
    won = truth.shares.get("offers_won")
    if won is not None:
        yield _("%(count)s of %(of)s offers decided were won (%(share)s).") % counted(won)
    slow = truth.effects.get("won.slow_offer")
    if slow is not None:
        values = {"points": points(slow.value), "n": n(slow.n)}
        if slow.value < -NOTHING:
            yield (
                _(
                    "Among prospects who waited long for their offer, %(points)s percentage points fewer were won than "
                    "would have been with a prompt one (%(n)s)."
                )
                % values
            )
        else:
            yield _("That some waited long for their offer lost nobody (%(n)s).") % values


def _leaving(truth: Truth) -> Sentences:
    left, driven = truth.shares.get("left"), truth.shares.get("left_because_of_defect")
    if left is not None:
        yield _("%(count)s of %(of)s customers left (%(share)s).") % counted(left)
    if driven is not None:
        yield (
            _(
                "%(count)s of the %(of)s who left would have stayed that month if nothing had gone wrong before "
                "(%(share)s)."
            )
            % counted(driven)
        )


def _delivering(truth: Truth) -> Sentences:
    kept = [
        f"{named(CHANNELS, key.partition('.')[2])} {percent(part.value)}"
        for key, part in truth.shares.items()
        if key.startswith("promises_kept.")
    ]
    if kept:
        yield (
            _("So many of the delivery dates promised were kept: %(list)s.")
            % {"list": enumeration(kept, reader_language())}
        )
    yield _met(truth, "late_delivery")


def _met(truth: Truth, defect: str) -> str:
    """What a defect did to those who met it."""
    effect = truth.effects.get(f"leaving.{defect}")
    if effect is None:
        return ""
    values = {"what": named(WHO_MET, defect), "points": points(effect.value), "n": n(effect.n)}
    if effect.value > NOTHING:
        return (
            _(
                "Among the customers who met %(what)s, %(points)s percentage points more left than would have without "
                "it (%(n)s)."
            )
            % values
        )
    return _("Customers who met %(what)s would have left or stayed just the same without it (%(n)s).") % values


def _differing(truth: Truth) -> Sentences:
    pages = [truth.effects.get(f"leaving.{decoy}") for decoy in ("help_page", "club")]
    found = [effect for effect in pages if effect is not None]
    if found and all(abs(effect.value) <= NOTHING for effect in found):
        yield (
            _(
                "The help page and the customer club go together with leaving and staying, but do nothing: without "
                "them, exactly as many would have left (%(points)s percentage points, %(n)s)."
            )
            % {"points": points(0.0), "n": n(max(effect.n for effect in found))}
        )
    strongest = max(_of_defects(truth, "leaving"), key=lambda pair: pair[1].value, default=None)
    if strongest is not None:
        yield _met(truth, strongest[0])


def _one_customer(truth: Truth) -> Sentences:
    known = [one for one in truth.handovers if one.costs_eur > 0]
    if known:
        worst = max(known, key=lambda one: one.costs_eur)
        yield (
            _(
                "What the records of one customer show happened to many: where %(source)s told %(target)s nothing, it "
                "cost the company %(euros)s of margin."
            )
            % {"source": worst.source, "target": worst.target, "euros": euros(worst.costs_eur)}
        )
    yield _met(truth, "repeated_call")


def _price(truth: Truth) -> Sentences:
    said, though = truth.shares.get("said_price"), truth.shares.get("said_price_though_defect")
    if said is not None:
        yield _("%(count)s of the %(of)s who left said it was the price (%(share)s).") % counted(said)
    if though is not None:
        yield (
            _("%(count)s of these %(of)s would have stayed that month if nothing had gone wrong before (%(share)s).")
            % counted(though)
        )
    really = truth.shares.get("left_because_of_price")
    if really is not None:
        yield _("At the old prices, %(count)s of all %(of)s would have stayed that month (%(share)s).") % counted(
            really
        )


def _first(truth: Truth) -> Sentences:
    ranked = sorted(
        (pair for pair in _of_defects(truth, "margin") if pair[1].value < 0), key=lambda pair: pair[1].value
    )
    if not ranked:
        yield _("No defect cost this company any margin.")
        return
    worst, effect = ranked[0]
    yield (
        _("Most margin was lost by “%(what)s”: %(euros)s in all (%(n)s people with a need).")
        % {"what": named(DEFECTS, worst), "euros": euros(-effect.value), "n": n(effect.n)}
    )
    further = [
        _("“%(what)s” %(euros)s") % {"what": named(DEFECTS, defect), "euros": euros(-other.value)}
        for defect, other in ranked[1:MOST_RANKED]
    ]
    if further:
        yield _("Then come %(list)s.") % {"list": enumeration(further, reader_language())}


def _of_defects(truth: Truth, what: str) -> list[tuple[str, Effect]]:
    """The effects of the single defects on leaving or on margin."""
    return [
        (defect, truth.effects[key])
        for key in truth.effects
        if (defect := key.removeprefix(f"{what}.")) in DEFECTS and key != defect
    ]


ANSWERS: tuple[Callable[[Truth], Sentences], ...] = (
    _entering,
    _leaving,
    _delivering,
    _differing,
    _one_customer,
    _price,
    _first,
)
