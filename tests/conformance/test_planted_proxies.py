"""KPIs in worlds whose truth is known: one follows customers, one goes against them, one has nothing to do with them.

In a practice company whose logistics swings between calm and trouble, and where a late parcel hurts: deliveries in time
fall with trouble and customers leave; parcels a shift rise with it. How long the hotline lets wait moves with the mood
of the team, which does nothing to customers.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.worlds import told_log
from wegmarke.questions import ask
from wegmarke.questions.proxies import Proxies
from wegmarke.simulation.contacts import Defect
from wegmarke.simulation.parameters import Parameters, PlantedDefect
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.silos.faces import faces_of
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.tables import kpis, tally_of

PLANTED = {kpis.DELIVERY_RELIABILITY: "follows", kpis.PARCELS_A_SHIFT: "against", "Mittlere Wartezeit": None}
SEED, PEOPLE = 1001, 8000


def swinging(key: str) -> Parameters:
    """Three years in which load swings far, and late parcels are many and hurt."""
    base = scenario(key)
    late = PlantedDefect(0.3, 2.0)
    return replace(base, load_swings=1.8, periods=38, defects=base.defects | {Defect.LATE_DELIVERY: late})


def judged(key: str, folder: Path) -> Proxies:
    parameters = swinging(key)
    made = list(blocks(parameters, PEOPLE, SEED))
    scenes = [Scene(parameters, SEED, one, faces_of(SEED, one.people, parameters.days)) for one in made]
    tally = tally_of(scenes[0])
    for scene in scenes[1:]:
        tally = tally + tally_of(scene)
    with (folder / kpis.FILE).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(kpis.HEADER)
        writer.writerows(row for row in kpis.kpi_rows(tally) if row[2] in PLANTED)
    result = ask("proxies", told_log(made).with_kpis(folder / kpis.FILE)._of, {}).result
    assert isinstance(result, Proxies)
    return result


def test_exactly_what_was_planted_is_found(tmp_path: Path) -> None:
    found = judged("process", tmp_path)
    told = {one.kpi.name: one.verdict for one in found.lines if one.origin == "told" and one.does == "stayed"}
    assert told == PLANTED
    first = next(one for one in found.lines if one.origin == "told")
    assert first.kpi.name == kpis.PARCELS_A_SHIFT, "what rises while customers leave stands first"


@pytest.mark.parametrize("key", ["null", "price"])
def test_where_late_parcels_do_no_harm_none_is_called_anything(key: str, tmp_path: Path) -> None:
    found = judged(key, tmp_path)
    assert [one.kpi.name for one in found.lines if one.origin == "told" and one.does == "stayed" and one.verdict] == []
