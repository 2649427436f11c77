"""Visit reports of field sales, as their app hands them over: JSON lines, nested, with text."""

from __future__ import annotations

import json
from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.facts import Facts
from wegmarke.simulation.accounts.numbering import talk_number
from wegmarke.simulation.accounts.records import Talk
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile

_SOURCE = "b2b_besuchsberichte"
_OPENINGS = {
    P.CARE_VISIT: "care_visit",
    P.ANNUAL_TALK: "annual_talk",
    P.COMPLAINT_VISIT: "complaint_visit",
    P.WIN_BACK: "win_back",
    P.SUCCESSOR_VISIT: "successor_visit",
}
_NEXT = {
    P.CARE_VISIT: "care",
    P.ANNUAL_TALK: "annual",
    P.COMPLAINT_VISIT: "complaint",
    P.WIN_BACK: "win_back",
    P.SUCCESSOR_VISIT: "successor",
}
_MOODS = ("gut", "neutral", "kritisch")


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_besuchsberichte.jsonl`."""
    path = folder / "b2b_besuchsberichte.jsonl"
    rows = [
        (one.time, facts, one)
        for facts in told.facts
        for one in facts.life.talks
        if ACCOUNT_CATALOGUE[one.place].source == _SOURCE
    ]
    rows.sort(key=lambda row: (row[0], row[1].firm.account, row[2].place))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for _, facts, one in rows:
            file.write(json.dumps(_report(told, facts, one), ensure_ascii=False) + "\n")
    return WrittenFile(_SOURCE, path, len(rows))


def _report(told: Told, facts: Facts, one: Talk) -> dict[str, object]:
    firm, person = facts.firm, facts.life.staff[one.person]
    slots, random = facts.of_talk(one)
    topic = _topic(one)
    upset = one.incident is not None
    follow_up = told.maybe(firm.account, 0.4, one.time)
    return {
        "berichtNr": f"BB{talk_number(told.days, firm, one)}",
        "datum": told.days.local(one.time).isoformat(),
        "anlass": ACCOUNT_CATALOGUE[one.place].label,
        "firma": {"nr": told.crm_number(firm, one.time), "name": firm.name, "ort": firm.town},
        "kontakt": {"name": f"{person.first} {person.last}", "funktion": person.job, "email": person.email},
        "bericht": text_of(facts, one),
        "naechsterSchritt": say("next", topic, random >> 7, slots)
        if told.maybe(firm.account, 0.8, -one.time)
        else None,
        "wiedervorlage": told.written(one.time + 86_400 * (14 + random % 40), "%Y-%m-%d") if follow_up else None,
        # Field sales see things brighter than they are.
        "stimmung": _MOODS[min(2, random % 3 * random % 2 + upset * (1 + random % 5 // 4))],
        "mitarbeiter": told.house.representative(firm, told.day(one.time)).name,
    }


def _topic(one: Talk) -> str:
    """Under which topic the next step is found."""
    if one.place == P.CARE_VISIT and one.incident is not None:
        return "incident"
    return _NEXT.get(one.place, one.theme)


def text_of(facts: Facts, one: Talk) -> str:
    """The report: how it began, what it was about, often something by the way."""
    slots, random = facts.of_talk(one)
    more = facts.draws.bits(p.TEXT + 230 + int(one.place), one.occasion)
    head, middle = _OPENINGS.get(one.place, one.theme), one.theme
    for start in ("care_", "annual_", "visit_"):
        middle = middle.removeprefix(start) if one.place in _OPENINGS else middle
    parts = [say("opening", head, random, slots), say("middle", middle, more, slots)]
    if one.place == P.COMPLAINT_VISIT:
        parts.append(say("middle", "made_good", more >> 9, slots))
    if more % 10 < 3:
        parts.append(say("remark", "any", more >> 13, slots))
    return " ".join(parts)
