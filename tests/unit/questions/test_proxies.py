"""Proxies: figures that follow customers, go against them or have nothing to do with them, in histories made for it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.kpis import Kpi, KpiValue, Period, periods_between
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.questions import ask
from wegmarke.questions.asked import Asked
from wegmarke.questions.proxies import Proxies
from wegmarke.questions.proxies.audit import Lasting, audit, lasting, reverses
from wegmarke.workspace.kpis import with_kpis

ZONE = "Europe/Berlin"
SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    time_zone=ZONE,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
)
WEEKS = 40
PEOPLE = 3000


def weeks() -> tuple[Period, ...]:
    return periods_between(START_OF_LOG, START_OF_LOG + (WEEKS + 2) * 7 * DAY, "week", ZONE)


def lives(trouble: list[float], seed: int) -> Index:
    """Customers of whom more leave in the week after one with trouble; half of them met by service, half by web."""
    rng, found = np.random.default_rng(seed), []
    periods = weeks()
    began = [one.seconds(ZONE) - START_OF_LOG for one in periods]
    alive = np.ones(PEOPLE, np.bool_)
    for person in range(PEOPLE):
        channel = "web" if person % 2 else "phone"
        found.append(Contact(f"p{person}", int(began[0]) - DAY + 60 * person % DAY, "order", channel=channel))
    for week in range(1, len(periods)):
        left = alive & (rng.random(PEOPLE) < 0.01 + 0.015 * trouble[week - 1])
        alive &= ~left
        gone, when = np.flatnonzero(left).tolist(), int(began[week]) + 2 * DAY
        found += [Contact(f"p{person}", when + person, "goodbye") for person in gone]
    found.append(Contact("p0", int(began[-1]) + 7 * DAY, "look"))
    return index_of(found, SETTINGS, in_partitions=4, rows_a_batch=1000)


def kpi(name: str, values: list[float], better: str = "up", segment: str = "") -> Kpi:
    told = tuple(KpiValue(one, value, segment) for one, value in zip(weeks(), values, strict=False))
    return Kpi(name, "Service", better, told)  # type: ignore[arg-type]


def asked(index: Index, *kpis: Kpi) -> Asked:
    return Asked(with_kpis(index, kpis), LocalRunner(1))


@pytest.fixture(scope="module")
def world() -> tuple[Index, list[float]]:
    rng = np.random.default_rng(5)
    trouble = rng.random(len(weeks())).tolist()
    return lives(trouble, 6), trouble


def told(index: Index, *kpis: Kpi, **more: object) -> Proxies:
    result = ask("proxies", asked(index, *kpis), more).result
    assert isinstance(result, Proxies)
    return result


def test_each_is_called_what_it_is(world: tuple[Index, list[float]]) -> None:
    index, trouble = world
    noise = np.random.default_rng(9).normal(size=len(trouble)).tolist()
    quality, haste = [1 - one for one in trouble], [5 * one for one in trouble]
    found = told(index, kpi("quality", quality), kpi("haste", haste), kpi("noise", noise))
    verdicts = {one.kpi.name: one.verdict for one in found.lines if one.does == "stayed"}
    assert verdicts == {"haste": "against", "quality": "follows", "noise": None}
    assert [one.kpi.name for one in found.lines][:2] == ["haste", "quality"], "those against customers stand first"
    against = found.lines[0]
    assert against.audit.best is not None
    assert against.audit.best.lag == 1
    assert isinstance(against.agreement, Interval)
    assert against.agreement.high < 0.5
    assert against.lasting is not None
    assert against.lasting.turning is False
    assert against.lasting.confirmed is not None
    assert against.period(against.lasting.check_by) > against.period(against.lasting.confirmed)  # type: ignore[operator]
    noise_line = found.of("noise")
    assert noise_line is not None
    assert noise_line.cannot == CannotSay("could_be_chance", noise_line.audit.best.changes)  # type: ignore[union-attr]
    assert found.of("noise", "bought_again").cannot.reason in {"too_few", "no_variation"}  # type: ignore[union-attr]


def test_better_downwards_is_turned(world: tuple[Index, list[float]]) -> None:
    index, trouble = world
    found = told(index, kpi("complaints", trouble, better="down"))
    assert found.lines[0].verdict == "follows"


def test_counts_of_signs_and_of_customers_add_up(world: tuple[Index, list[float]]) -> None:
    index, trouble = world
    found = told(index, kpi("haste", trouble))
    lines, periods = found.tables()[0], next(one for one in found.tables() if one.key == "proxies_periods")
    four = ("both_better", "kpi_better_customers_worse", "kpi_worse_customers_better", "both_worse")
    assert sum(lines.column(key).values[0] for key in four) == lines.column("changes").values[0]  # type: ignore[misc]
    customers, left = periods.column("customers").values, periods.column("customers_left").values
    assert all(now - gone == then for now, gone, then in zip(customers, left, customers[1:], strict=False))  # type: ignore[operator]
    week = str(periods.column("kpi_period").values[3])
    people = told(index, kpi("haste", trouble), kpi="haste", period=week).tables()[-1]
    assert people.key == "proxies_customers"
    assert len(people) == left[3], "as many as the number says"


def test_too_little_is_not_judged(world: tuple[Index, list[float]]) -> None:
    index, trouble = world
    short = told(index, kpi("haste", trouble[:10]))
    assert short.of("haste").cannot == CannotSay("too_few", 9, 12)  # type: ignore[union-attr]
    flat = told(index, kpi("flat", [3.0] * len(trouble))).of("flat")
    assert flat is not None
    assert flat.cannot is not None
    assert flat.cannot.reason == "no_variation"


def test_segments_stand_beside_and_unknown_ones_are_said(world: tuple[Index, list[float]]) -> None:
    index, trouble = world
    parts = tuple(
        KpiValue(period, value, segment)
        for segment in ("phone", "web", "moon base")
        for period, value in zip(weeks(), trouble, strict=False)
    )
    finding = ask("proxies", asked(index, Kpi("haste", "Service", "up", parts)))
    assert isinstance(finding.result, Proxies)
    line = finding.result.lines[0]
    assert line.verdict == "against", "the mean of the segments that are known"
    assert [part.segment for part in line.parts] == ["phone", "web"]
    assert not line.reversed
    assert any(one.code == "caveat.proxies_segments" for one in finding.caveats)


def test_what_every_segment_contradicts_is_seen() -> None:
    """Simpson: made series, in which the whole goes with customers and both parts against."""
    rng = np.random.default_rng(2)
    years = np.arange(40) / 52
    x = rng.normal(size=40)
    whole, part = (audit(x, [sign * x + 0.1 * rng.normal(size=40)] * 3, years) for sign in (1, -1))
    assert reverses(whole, [part, part])
    assert not reverses(whole, [part, whole])
    assert not reverses(whole, [part]), "one part is no division"


def test_what_was_so_only_at_first_is_called_changing() -> None:
    rng = np.random.default_rng(4)
    years = np.arange(48) / 52
    x = rng.normal(size=48)
    sign = np.where(np.arange(48) < 30, 1.0, -1.0)
    turning = told_lasting(x, sign * x + 0.2 * rng.normal(size=48), years)
    assert turning.turning is True
    steady = told_lasting(x, x + 0.2 * rng.normal(size=48), years)
    assert (steady.turning, steady.confirmed) == (False, 48)


def told_lasting(x: np.ndarray, y: np.ndarray, years: np.ndarray) -> Lasting:  # type: ignore[type-arg]
    at = audit(x, [y, rng_like(y), rng_like(y)], years).lags[0]
    return lasting(at, 1)


def rng_like(y: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.random.default_rng(1).normal(size=len(y))


@pytest.mark.parametrize("more", [{"kpi": "unheard"}, {"kpi": "haste", "department": "Nobody"}, {"period": "1999-W01"}])
def test_what_is_not_there_is_refused(world: tuple[Index, list[float]], more: dict[str, object]) -> None:
    index, trouble = world
    with pytest.raises(WegmarkeError) as caught:
        told(index, kpi("haste", trouble), **more)
    assert caught.value.code == "question_argument"


def test_without_leaving_or_figures_it_says_so() -> None:
    bought = index_of([Contact("a", 0, "order")], SETTINGS, in_partitions=1, rows_a_batch=10)
    finding = ask("proxies", Asked(bought, LocalRunner(1)))
    assert isinstance(finding.result, CannotSay)
    assert finding.result.reason == "no_outcomes"
    left = index_of(
        [Contact("a", 0, "order"), Contact("a", DAY, "goodbye")], SETTINGS, in_partitions=1, rows_a_batch=10
    )
    finding = ask("proxies", Asked(left, LocalRunner(1)))
    assert finding.headline[0].code == "proxies.none"
