"""The employee pulse: how the teams are, by month. Teams only; below five answers no mood is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.parameters import DEPARTMENTS, Parameters
from wegmarke.simulation.silos.draws import TABLES, bits_each
from wegmarke.simulation.silos.tables.numbers import bell, number
from wegmarke.simulation.silos.tables.tally import month_of_days, months_of
from wegmarke.simulation.words.picking import below, derived
from wegmarke.simulation.world import world_of

FILE = "mitarbeiter_puls.csv"
HEADER = ("Monat", "Team", "Eingeladen", "Geantwortet", "Stimmung (1-5)")
TEAM_SIZES = (9, 24, 8, 31, 38, 6, 12)
FEWEST_ANSWERS = 5
MIDDLE, POINTS_A_MOOD, SPREAD = 3.3, 1.4, 0.8
"""Mood on the scale from 1 to 5: of a team whose mood is 0, per unit of mood, and how far single answers spread."""
_ANSWERS_PPM = (560_000, 260_000)
_PULSE = TABLES


@dataclass(frozen=True, slots=True)
class EmployeeTruth:
    """How staff mood works. mood: true mean by month and team, from -1 to 1. moves_scores: points (0 to 10) that a unit
    of mood adds to customers' survey scores; delay_weeks: how much later.
    """

    months: tuple[tuple[int, int], ...]
    teams: tuple[str, ...]
    mood: NDArray[np.float64]
    moves_scores: float
    delay_weeks: int


def employee_truth(parameters: Parameters, seed: int) -> EmployeeTruth:
    """The true mood of the teams, and what it does to customers' scores."""
    months, month = months_of(parameters), month_of_days(parameters)
    by_week = world_of(parameters, seed)[0]["mood"]
    by_day = by_week[:, np.arange(parameters.days) // 7]
    mood = np.array([by_day[:, month == place].mean(axis=1) for place in range(len(months))])
    return EmployeeTruth(months, DEPARTMENTS, mood, parameters.mood_moves_scores, parameters.mood_delay_weeks)


def pulse_rows(parameters: Parameters, seed: int) -> list[tuple[str, ...]]:
    """The rows of the file."""
    truth = employee_truth(parameters, seed)
    rows: list[tuple[str, ...]] = []
    for place, (year, month) in enumerate(truth.months):
        bits = bits_each(seed, np.arange(len(DEPARTMENTS)), _PULSE, np.full(len(DEPARTMENTS), place))
        answer_ppm = _ANSWERS_PPM[0] + below(bits, _ANSWERS_PPM[1])
        drawn = bell(derived(bits, 0))
        for team, name in enumerate(DEPARTMENTS):
            size = TEAM_SIZES[team]
            answered = int(size * int(answer_ppm[team]) + 500_000) // 1_000_000
            level = MIDDLE + POINTS_A_MOOD * truth.mood[place, team] + SPREAD * drawn[team] / max(answered, 1) ** 0.5
            told = number(float(min(max(level, 1.0), 5.0)), 2) if answered >= FEWEST_ANSWERS else ""
            rows.append((f"{year}-{month:02d}", name, str(size), str(answered), told))
    return rows
