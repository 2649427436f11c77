"""What happens to the company as a whole: calendar, seasons, staff mood, load, and how a wave spreads.

All of it is fixed before the first person is simulated, so that people can be simulated in any order and in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from wegmarke.clock import zone
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.randomness import exp, uniform
from wegmarke.simulation.parameters import MOST_PERIODS, PERIOD_DAYS, TEAMS, Parameters
from wegmarke.simulation.words.calendar import SEASON_PER_MILLE, workdays
from wegmarke.simulation.words.places import STATE_OF_TOWN, STATES, TOWN

MARGIN_DAYS = 120
"""Days beyond the end for which the calendar is known: what was begun may fall there (and is then not told)."""

WAVE_DOUBLING_DAYS = 2.5
WAVE_ORIGIN = 5
"""The person who starts the wave, in the scenario that has one."""


MOST_DAYS = MOST_PERIODS * PERIOD_DAYS + MARGIN_DAYS
MOST_WEEKS = MOST_DAYS // 7 + 1

WORLD_DTYPE = np.dtype(
    [
        ("seed", np.uint64),
        ("days", np.int64),
        ("known", np.int64),
        ("midnight", np.int64, MOST_DAYS),
        ("workday", np.uint8, (len(STATES), MOST_DAYS)),
        ("mood", np.float64, (TEAMS, MOST_WEEKS)),
        ("load", np.float64, MOST_DAYS),
        ("arrivals", np.float64, MOST_DAYS),
        ("towns", np.float64, len(TOWN)),
        ("state_of_town", np.int64, len(TOWN)),
        ("wave", np.float64, MOST_DAYS),
    ]
)
"""The course of things. days: how many are simulated; known: how many the calendar knows. midnight: seconds since 1970
at which each local day begins. workday: by state and day. mood: by team and week, from -1 to 1. load: how much more
than usual logistics has to do, by day. arrivals: cumulative share of prospects by day. towns: cumulative share of
people by town. state_of_town: place in STATES. wave: cumulative share of all people reached by day.
"""


def world_of(parameters: Parameters, seed: int) -> NDArray[np.void]:
    """The world in which these parameters hold, shape (1,)."""
    course = seed if parameters.world_seed is None else parameters.world_seed
    known = parameters.days + MARGIN_DAYS
    season = _by_day(parameters, known)
    arrivals = np.cumsum(season[: parameters.days])
    found = np.zeros(1, WORLD_DTYPE)
    world = found[0]
    world["seed"], world["days"], world["known"] = seed, parameters.days, known
    world["midnight"][:known] = _midnights(parameters, known)
    world["workday"][:, :known] = workdays(parameters.begin, known)
    world["mood"][:, : known // 7 + 1] = _mood(course, known // 7 + 1)
    world["load"][:known] = _load(course, season, parameters.load_swings)
    world["arrivals"][:] = 1.0
    world["arrivals"][: parameters.days] = arrivals / arrivals[-1]
    world["towns"] = _shares(TOWN.weights)
    world["state_of_town"] = STATE_OF_TOWN
    world["wave"][:known] = _wave(parameters, known)
    return found


def _by_day(parameters: Parameters, days: int) -> NDArray[np.float64]:
    by_month = [sum(weights[month] for _, weights in SEASON_PER_MILLE) for month in range(12)]
    first = parameters.begin
    return np.array([by_month[(first + timedelta(days=day)).month - 1] for day in range(days)], np.float64)


def _shares(weights: Sequence[int]) -> NDArray[np.float64]:
    """Cumulative shares of whole weights."""
    cumulative = np.cumsum(np.array(weights, np.int64)).astype(np.float64)
    shares: NDArray[np.float64] = cumulative / cumulative[-1]
    return shares


def _midnights(parameters: Parameters, days: int) -> NDArray[np.int64]:
    berlin = zone("Europe/Berlin")
    dates = (parameters.begin + timedelta(days=day) for day in range(days))
    return np.array(
        [int(datetime.combine(date, time(), berlin).astimezone(UTC).timestamp()) for date in dates], np.int64
    )


def _mood(seed: int, weeks: int) -> NDArray[np.float64]:
    """Each team's mood: it drifts, and comes back to the middle within some months."""
    mood = np.zeros((TEAMS, weeks))
    for team in range(TEAMS):
        now = 0.0
        for week in range(weeks):
            now = 0.93 * now + 0.5 * (uniform(seed, team, p.MOOD, week) - 0.5)
            mood[team, week] = min(max(now, -1.0), 1.0)
    return mood


def _load(seed: int, season: NDArray[np.float64], swings: float) -> NDArray[np.float64]:
    """How much more than usual logistics has to do: the season, and weeks that go wrong."""
    load = np.empty(len(season))
    mean = sum(season.tolist()) / len(season)
    for day in range(len(season)):
        trouble = uniform(seed, 0, p.LOAD, day // 14)
        load[day] = season[day] / mean * (1.0 - swings / 2 + swings * trouble)
    return load


def _wave(parameters: Parameters, days: int) -> NDArray[np.float64]:
    """The share of people reached by each day: logistic growth from the day on which it begins."""
    wave = np.zeros(days)
    if parameters.wave_day is not None:
        for day in range(parameters.wave_day + 1, days):
            doublings = (day - parameters.wave_day - 14) / WAVE_DOUBLING_DAYS
            wave[day] = parameters.wave_reach / (1.0 + exp(-doublings * 0.6931471805599453))
    return wave
