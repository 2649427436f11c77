"""The answers to customer surveys: NPS, after a delivery, after a service, with comments in German and English.

Only who answered is there; who answers, and who does not, is part of the simulation and biased. What is asked besides
the recommendation follows from the simulated score (0 to 10) by `CSAT_OF_SCORE` and `CES_OF_SCORE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.parameters import DEPARTMENTS
from wegmarke.simulation.silos.draws import SURVEYS, bits_each, contact_bits, customer_numbers, word_column
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.wording import said
from wegmarke.simulation.silos.writing import GERMAN_MINUTE, TextTable, in_order, local_times
from wegmarke.simulation.words.picking import below, derived, happens
from wegmarke.simulation.words.voices import Kind

HEADER = (
    "Befragungs-ID",
    "Kundennummer",
    "Anlass",
    "Einladung am",
    "Antwort am",
    "Dauer (Sek.)",
    "NPS",
    "CSAT",
    "CES",
    "Kommentar",
    "Sprache",
    "Team",
)
CSAT_OF_SCORE = np.array([1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
"""Satisfaction, 1 (very dissatisfied) to 5 (very satisfied), by score; asked after deliveries and services."""
CES_OF_SCORE = np.array([1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 7])
"""How easy it was, 1 (very hard) to 7 (very easy), by score; asked after services."""

COMMENT_PPM, ANGRY_COMMENT_PPM = 300_000, 620_000
"""Share of answers with a comment, and of those with a score of 6 or less."""
SPEEDER_PPM = 20_000
"""Share who click through in a few seconds and give everything the best answer or the middle one."""
OUT_OF_SCALE_PPM = 3_000
"""Share of answers with an NPS of 11, by a mistake in the form."""
NO_ANSWER_PPM = 4_000
"""Share whose NPS is "keine Angabe": no number, so that the row goes to quarantine."""
NAMELESS_PPM = 3_000
"""Share who answered through a forwarded link: no customer number, quarantine."""

_OCCASIONS = ("NPS", "nach Lieferung", "nach Service")
_STRAIGHT = ((10, 5, 7), (5, 3, 4))
_REPLY_DRAWN = 5_000_000
_KINDS: tuple[Kind, ...] = (
    "nps_promoter",
    "nps_passive",
    "nps_detractor",
    "csat_good",
    "csat_bad",
    "ces_easy",
    "ces_hard",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a block, in the order of the file, with the truth of their dirt.

    contact: contact of the block. invited: seconds since 1970. score: what was meant, 0 to 10. nps, csat, ces: what
    stands there; 0 in csat and ces: not asked. speeder: says nothing about how satisfied somebody is. out_of_scale: 11
    where there are 10. no_answer, nameless: the row goes to quarantine.
    """

    contact: NDArray[np.int64]
    bits: NDArray[np.uint64]
    invited: NDArray[np.int64]
    score: NDArray[np.int64]
    nps: NDArray[np.int64]
    csat: NDArray[np.int64]
    ces: NDArray[np.int64]
    speeder: NDArray[np.bool_]
    out_of_scale: NDArray[np.bool_]
    no_answer: NDArray[np.bool_]
    nameless: NDArray[np.bool_]


def answers_of(scene: Scene) -> Answers:
    """The answers of a block, and with them the truth of their dirt."""
    rows = scene.rows("surveys")
    rows = rows[in_order(scene.block.contacts["time"][rows])]
    some = scene.block.contacts[rows]
    bits = contact_bits(scene, rows, SURVEYS)
    score = some["detail"].astype(np.int64)
    speeder = happens(bits, SPEEDER_PPM)
    middle = below(derived(bits, 1), 2)
    straight = np.array(_STRAIGHT)[middle]
    chance = derived(bits, 2)
    out_of_scale = ~speeder & happens(chance, OUT_OF_SCALE_PPM)
    no_answer = ~speeder & ~out_of_scale & happens(derived(chance, 0), NO_ANSWER_PPM)
    nps = np.where(speeder, straight[:, 0], np.where(out_of_scale, 11, score))
    csat = np.where(speeder, straight[:, 1], CSAT_OF_SCORE[score])
    ces = np.where(speeder, straight[:, 2], CES_OF_SCORE[score])
    return Answers(
        contact=rows,
        bits=bits,
        invited=_invited(scene, rows),
        score=score,
        nps=nps,
        csat=np.where(some["place"] == Place.SURVEY_NPS, 0, csat),
        ces=np.where(some["place"] == Place.SURVEY_SERVICE, ces, 0),
        speeder=speeder,
        out_of_scale=out_of_scale,
        no_answer=no_answer,
        nameless=happens(derived(chance, 1), NAMELESS_PPM),
    )


def _invited(scene: Scene, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """When the invitation went out: an answer comes 1 to 5 days later, by a draw of the lives that is made again."""
    some = scene.block.contacts[rows]
    occasion = some["matter"].astype(np.int64) + _REPLY_DRAWN
    drawn = bits_each(scene.seed, some["person"], p.ANSWERED, occasion) >> np.uint64(11)
    days = 1 + (5.0 * (drawn.astype(np.float64) * 2.0**-53)).astype(np.int64)
    # Sent in the morning, by a clock that has answers between seven and eleven at night only.
    minute = (derived(contact_bits(scene, rows, SURVEYS), 3) >> np.uint64(53)).astype(np.int64)
    return (some["time"] // 86_400 - days) * 86_400 + 6 * 3600 + minute


class Surveys:
    """`befragungen.csv`."""

    source = "befragung"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / "befragungen.csv", HEADER)

    def write(self, scene: Scene) -> None:
        """Write the answers of a block in order of time."""
        answers = answers_of(scene)
        bits, some, who = answers.bits, scene.block.contacts[answers.contact], scene.who[answers.contact]
        english = scene.block.people["english"][who] > 0
        number = customer_numbers(scene, who, some["time"])
        ident = pa.array(10_000_000 + below(derived(bits, 4), 89_999_999)).cast(pa.string())
        seconds = 40 + below(derived(bits, 5), 120) + below(derived(bits, 6), 200)
        self._table.add((
            pc.binary_join_element_wise("B", ident, ""),
            pc.if_else(pa.array(answers.nameless), "", number),
            word_column(_OCCASIONS, some["place"].astype(np.int64) - Place.SURVEY_NPS),
            local_times(answers.invited, GERMAN_MINUTE),
            local_times(some["time"], "%d.%m.%Y %H:%M:%S"),
            pa.array(np.where(answers.speeder, 3 + below(derived(bits, 7), 9), seconds)).cast(pa.string()),
            pc.if_else(pa.array(answers.no_answer), "keine Angabe", pa.array(answers.nps).cast(pa.string())),
            _where_asked(answers.csat),
            _where_asked(answers.ces),
            _comments(scene, answers),
            word_column(("de", "en"), english.astype(np.int64)),
            word_column(DEPARTMENTS, some["team"]),
        ))  # fmt: skip

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def _where_asked(values: NDArray[np.int64]) -> pa.StringArray:
    return pc.if_else(pa.array(values > 0), pa.array(values).cast(pa.string()), "")


def _comments(scene: Scene, answers: Answers) -> pa.StringArray:
    share = np.where(answers.score <= 6, ANGRY_COMMENT_PPM, COMMENT_PPM)
    written = (below(derived(answers.bits, 8), 1_000_000) < share) & ~answers.speeder
    after_service = np.where(answers.ces >= 5, 5, 6)
    after_delivery = np.where(answers.csat >= 4, 3, 4)
    by_nps = np.where(answers.score >= 9, 0, np.where(answers.score >= 7, 1, 2))
    kind = np.where(answers.ces > 0, after_service, np.where(answers.csat > 0, after_delivery, by_nps))
    return said(scene, answers.contact, _KINDS, np.where(written, kind, -1), derived(answers.bits, 9))
