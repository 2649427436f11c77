"""The settings of journeys on their way through a form."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from wegmarke.desk.setup.posted import Posted
from wegmarke.desk.setup.vocabulary import LEAST_SHOWN, Vocabulary, Word
from wegmarke.errors import WegmarkeError
from wegmarke.model.settings import JourneySettings, OutcomeName, OutcomeRule, check_time_zone
from wegmarke.workspace import WorkspaceSettings
from wegmarke.workspace.settings import LONGEST_TERM_DAYS

T = TypeVar("T")
DECIDED: tuple[OutcomeName, ...] = ("won", "lost", "churned", "returned")


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of the data, its field in the form, and the outcome it means ("" for none)."""

    word: Word
    field: str
    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Priced:
    """A touchpoint whose contacts tell amounts, and whether they are revenue."""

    word: Word
    name: str
    earns: bool


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """What the form shows: the settings, in the words of the data; `further` are words that the data does not hold."""

    settings: WorkspaceSettings
    touchpoints: tuple[Choice, ...]
    values: tuple[Choice, ...]
    further: tuple[tuple[OutcomeName, str], ...]
    lifecycles: tuple[tuple[Word, bool], ...]
    priced: tuple[Priced, ...]


def draft_of(settings: WorkspaceSettings, words: Vocabulary, names: dict[str, str]) -> SettingsDraft:
    """Lay settings out over the words of the data; `names` are the touchpoints' names by key."""
    by_touchpoint: dict[str, str] = {}
    by_value: dict[str, str] = {}
    for rule in settings.journeys.outcomes:
        by_touchpoint |= dict.fromkeys(rule.touchpoints, rule.outcome)
        by_value |= dict.fromkeys((value.casefold() for value in rule.values), rule.outcome)
    touchpoints = [
        Choice(word, f"t-{word.key}", names.get(word.key, word.text), _meant(word, by_touchpoint))
        for word in words.touchpoints
    ]
    values = [
        Choice(word, f"v-{n}", word.text, by_value.get(word.text.casefold(), ""))
        for n, word in enumerate(words.outcomes)
    ]
    lifecycle, revenue = settings.journeys.lifecycle, settings.journeys.revenue
    kept = None if lifecycle is None else {word.casefold() for word in lifecycle}
    return SettingsDraft(
        settings=settings,
        touchpoints=_first(touchpoints),
        values=_first(values),
        further=tuple((name, ", ".join(_further(settings.journeys, name, words))) for name in DECIDED),
        lifecycles=tuple((word, kept is None or word.text.casefold() in kept) for word in words.lifecycles),
        priced=tuple(Priced(word, names.get(word.key, word.text), _earns(word, revenue)) for word in words.priced),
    )


def _earns(word: Word, revenue: tuple[str, ...] | None) -> bool:
    return revenue is None or word.key in revenue or word.text in revenue


def _meant(word: Word, by_touchpoint: dict[str, str]) -> str:
    return by_touchpoint.get(word.key, by_touchpoint.get(word.text, ""))


def _first(choices: list[Choice]) -> tuple[Choice, ...]:
    """Show what was chosen first, then the most frequent."""
    ranked = sorted(choices, key=lambda choice: not choice.outcome)
    chosen = sum(bool(choice.outcome) for choice in ranked)
    return tuple(ranked[: max(LEAST_SHOWN, chosen)])


def _further(journeys: JourneySettings, outcome: str, words: Vocabulary) -> list[str]:
    """Name the words of an outcome that the data does not hold (yet)."""
    held = {word.text.casefold() for word in words.outcomes}
    values = [value for rule in journeys.outcomes if rule.outcome == outcome for value in rule.values]
    return [value for value in values if value.casefold() not in held]


def posted_settings(
    form: Posted, before: WorkspaceSettings, words: Vocabulary
) -> tuple[WorkspaceSettings, WegmarkeError | None]:
    """Read the settings from the form. One that cannot be keeps its earlier value and is named by the error."""
    known_touchpoints = {word.key for word in words.touchpoints} | {word.text for word in words.touchpoints}
    rules = []
    for outcome in DECIDED:
        touchpoints = [
            word.key for word in words.touchpoints if _chosen(form, f"t-{word.key}", word, before) == outcome
        ]
        values = [word.text for n, word in enumerate(words.outcomes) if form.get(f"v-{n}", "") == outcome]
        values += [value for text in form.get(f"further-{outcome}", "").split(",") if (value := text.strip())]
        earlier = (rule for rule in before.journeys.outcomes if rule.outcome == outcome)
        touchpoints += [key for rule in earlier for key in rule.touchpoints if key not in known_touchpoints]
        if touchpoints or values:
            rules.append(OutcomeRule(outcome, _once(touchpoints), _once(values)))
    journeys, errors = before.journeys, list[WegmarkeError]()

    def sound(read: Callable[[str], T], field: str, earlier: T) -> T:
        try:
            return read(form.get(field, ""))
        except WegmarkeError as error:
            errors.append(error)
            return earlier

    wanted = JourneySettings(
        silence_days=sound(_days, "silence_days", journeys.silence_days),
        cut_at_outcome=form.get("cut_at_outcome", "") == "on",
        lifecycle=_lifecycle(form, before, words),
        outcomes=tuple(rules),
        time_zone=sound(_zone, "time_zone", journeys.time_zone),
        currency=sound(_currency, "currency", journeys.currency),
        revenue=_revenue(form, before, words),
    )
    changed = replace(
        before,
        name=sound(_name, "name", before.name),
        journeys=wanted,
        contract_days=sound(_term, "contract_days", before.contract_days),
    )
    return changed, errors[0] if errors else None


def _name(text: str) -> str:
    if not text.strip():
        raise WegmarkeError("workspace_setting", setting="name")
    return text.strip()


def _chosen(form: Posted, field: str, word: Word, before: WorkspaceSettings) -> str:
    """Return what was chosen for a touchpoint; one that the page did not show keeps what it meant."""
    if field in form:
        return form.get(field, "")
    held = ((rule.outcome, rule.touchpoints) for rule in before.journeys.outcomes)
    return next((outcome for outcome, names in held if word.key in names or word.text in names), "")


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _days(text: str) -> float | None:
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        days = float(plain)
    except ValueError:
        days = math.nan
    if not math.isfinite(days) or days <= 0:
        raise WegmarkeError("workspace_setting", setting="silence_days", value=text.strip())
    return days


def _term(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not plain.isdecimal() or not 0 < int(plain) <= LONGEST_TERM_DAYS:
        raise WegmarkeError("workspace_setting", setting="contract_days", value=plain)
    return int(plain)


def _zone(text: str) -> str:
    check_time_zone(text.strip())
    return text.strip()


def _currency(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise WegmarkeError("workspace_setting", setting="currency", value=text.strip())
    return code


def _lifecycle(form: Posted, before: WorkspaceSettings, words: Vocabulary) -> tuple[str, ...] | None:
    """All words ticked means: all that ever come."""
    if not words.lifecycles:
        return before.journeys.lifecycle
    ticked = set(form.getlist("lifecycle"))
    chosen = tuple(word.text for word in words.lifecycles if word.text in ticked)
    return None if len(chosen) == len(words.lifecycles) else chosen


def _revenue(form: Posted, before: WorkspaceSettings, words: Vocabulary) -> tuple[str, ...] | None:
    """The touchpoints ticked, and those named before of which the data holds no amount; all ticked means: all."""
    earlier = before.journeys.revenue
    if not words.priced or "revenue-asked" not in form:
        return earlier
    ticked = set(form.getlist("revenue"))
    chosen = [word.key for word in words.priced if word.key in ticked]
    held = {name for word in words.priced for name in (word.key, word.text)}
    further = [name for name in earlier or () if name not in held]
    return None if len(chosen) == len(words.priced) and not further else _once((*chosen, *further))
