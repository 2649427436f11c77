"""The service desk's tickets as a workbook: one row a fault or a complaint, with the codes on a second sheet.

A title stands above the header, one ticket in five knows only the e-mail address, codes have changed over the years,
and two of them mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.draws import TICKETS, contact_bits, customer_numbers, word_column
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.ticket_book import TicketBook, local_serials
from wegmarke.simulation.silos.ticket_codes import SUBJECTS, codes_for
from wegmarke.simulation.silos.wording import said, subjects
from wegmarke.simulation.words.picking import alike, below, derived, happens

NAMELESS_PPM = 200_000
"""Share of tickets without a customer number; they have an e-mail address."""
ADDRESS_PPM = 820_000
"""Share of the other tickets that have an e-mail address as well."""
CAPITAL_PPM = 60_000
"""Share of addresses that somebody has typed with capital letters."""
NO_DATE_PPM = 4_000
"""Share of tickets with words instead of a date for the appointment; these rows go to quarantine."""
SOLVED_AT_ONCE_DAYS = 2

TICKETS_A_PERSON = 64
_NUMBERS, _STEP = 999_999_937, 618_033_989  # a prime; multiplying permutes the numbers below it
_AGENTS = alike((
    "Albers, Heike", "Brandt, Dennis", "Cakir, Elif", "Dittrich, Uwe", "Engel, Franziska", "Fuhrmann, Jan",
    "Gerlach, Sabine", "Hoppe, Kevin", "Ivanova, Daria", "Jansen, Volker", "Kessler, Anja", "Lohmann, Tim",
    "Marquardt, Petra", "Neubert, Felix", "Opitz, Karin", "Pohlmann, Lars", "Reuter, Melanie", "Stangl, Josef",
    "Thiele, Monika", "Yilmaz, Cem",
))  # fmt: skip
_NOT_A_DATE = ("nach Rückruf", "KW 12", "siehe Notiz", "Kd. meldet sich")
_CHANNELS_OF_FAULTS, _CHANNELS_OF_COMPLAINTS = ("Telefon", "Telefon", "Webformular"), ("E-Mail", "E-Mail", "Brief")


@dataclass(frozen=True, slots=True)
class TicketList:
    """The tickets of a block in the order of the file, with the truth of their dirt.

    opening, visit, closing: contacts of the block; -1 where there is none. nameless: no customer number. no_date: the
    row goes to quarantine.
    """

    opening: NDArray[np.int64]
    visit: NDArray[np.int64]
    closing: NDArray[np.int64]
    number: NDArray[np.int64]
    bits: NDArray[np.uint64]
    nameless: NDArray[np.bool_]
    no_date: NDArray[np.bool_]


def tickets_of(scene: Scene) -> TicketList:
    """The tickets of a block: what belongs together is joined, a fault with its visit, a complaint with its redress."""
    contacts = scene.block.contacts

    def of(place: Place) -> NDArray[np.int64]:
        return np.flatnonzero(contacts["place"] == place)

    faults, complaints = of(Place.FAULT_REPORT), of(Place.COMPLAINT)
    opening = np.concatenate([faults, complaints])
    none = np.full(len(complaints), -1)
    visit = np.concatenate([_partners(scene, faults, of(Place.ENGINEER_VISIT)), none])
    closing = np.concatenate([
        _partners(scene, faults, of(Place.FAULT_SOLVED)), _partners(scene, complaints, of(Place.REDRESS)),
    ])  # fmt: skip
    number = _numbers(scene, opening)
    order = np.lexsort((number, contacts["time"][opening]))
    opening, visit, closing, number = opening[order], visit[order], closing[order], number[order]
    bits = contact_bits(scene, opening, TICKETS)
    return TicketList(
        opening=opening,
        visit=visit,
        closing=closing,
        number=number,
        bits=bits,
        nameless=happens(bits, NAMELESS_PPM),
        no_date=happens(derived(bits, 0), NO_DATE_PPM),
    )


def _partners(scene: Scene, openings: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each opening the contact that belongs to it: of the same person and matter, the n-th to the n-th; or -1."""
    keys, wanted = _counted(scene, others), _counted(scene, openings)
    if not len(keys):
        return np.full(len(openings), -1)
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = order[place]
    return np.where(keys[found] == wanted, others[found], -1)


def _counted(scene: Scene, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each of these contacts, from its person, its matter, and how many it is of these."""
    some = scene.block.contacts[rows]
    key = (scene.who[rows] << 16) + some["matter"].astype(np.int64)
    order = np.lexsort((some["time"], key))
    first = np.searchsorted(key[order], key[order])
    which = np.empty(len(rows), np.int64)
    which[order] = np.arange(len(rows)) - first
    return (key << 6) + which


def _numbers(scene: Scene, opening: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ticket numbers of nine digits, each once: the n-th ticket of a person."""
    order = np.lexsort((opening, scene.who[opening]))
    who = scene.who[opening][order]
    which = np.empty(len(opening), np.int64)
    which[order] = np.arange(len(opening)) - np.searchsorted(who, who)
    return ((scene.faces.first + scene.who[opening]) * TICKETS_A_PERSON + which) * _STEP % _NUMBERS


class Tickets:
    """`service_tickets.xlsx`, and `service_tickets_2.xlsx` … where a sheet is full."""

    source = "service"

    def __init__(self, folder: Path) -> None:
        self._book = TicketBook(folder)

    def write(self, scene: Scene) -> None:
        """Write the tickets of a block in the order in which they were opened."""
        tickets = tickets_of(scene)
        if len(tickets.opening):
            self._book.add(_rows(scene, tickets))

    def close(self) -> tuple[Path, ...]:
        """Complete the files."""
        return self._book.close()


def _rows(scene: Scene, tickets: TicketList) -> list[list[object]]:
    """The columns of the sheet, in the order of its header; None is an empty cell."""
    contacts, bits = scene.block.contacts, tickets.bits
    some, who = contacts[tickets.opening], scene.who[tickets.opening]
    complaint = some["place"] == Place.COMPLAINT
    closed, visited = tickets.closing >= 0, tickets.visit >= 0
    solved = np.where(closed, contacts["time"][tickets.closing], 0)
    at_once = closed & ~visited & (solved - some["time"] <= SOLVED_AT_ONCE_DAYS * 86_400)
    gives_up = complaint & ~closed & happens(derived(bits, 5), 700_000)
    status = np.where(closed | gives_up, 0, np.where(complaint, 1, 2))
    appointment = local_serials(np.where(visited, contacts["time"][tickets.visit], 0)).tolist()
    for row in np.flatnonzero(tickets.no_date).tolist():
        appointment[row] = _NOT_A_DATE[int(bits[row]) % len(_NOT_A_DATE)]
    numbers = customer_numbers(scene, who, some["time"]).to_pylist()
    urgent = np.where(scene.block.people["business"][who] > 0, 500_000, 120_000)
    priority = np.where(below(derived(bits, 6), 1_000_000) < urgent, 1, below(derived(bits, 7), 6) // 5 * 2)
    codes = codes_for(some, complaint, derived(bits, 8)).to_pylist()
    headings = subjects(scene, tickets.opening, derived(bits, 9)).to_pylist()
    return [
        [f"T{number:09d}" for number in tickets.number.tolist()],
        [None if gone else int(number) for number, gone in zip(numbers, tickets.nameless.tolist(), strict=True)],
        _addresses(scene, tickets, who),
        local_serials(some["time"]).tolist(),
        local_serials(some["due"]).tolist(),
        appointment,
        local_serials(solved).tolist(),
        word_column(("geschlossen", "in Bearbeitung", "offen"), status).to_pylist(),
        codes,
        [SUBJECTS.get(code.upper(), said_so) for code, said_so in zip(codes, headings, strict=True)],
        said(
            scene, tickets.opening, ("ticket", "complaint"), complaint.astype(np.int64), derived(bits, 10)
        ).to_pylist(),
        word_column(("normal", "hoch", "niedrig"), priority).to_pylist(),
        pc.if_else(
            pa.array(complaint),
            word_column(_CHANNELS_OF_COMPLAINTS, below(derived(bits, 11), 3)),
            word_column(_CHANNELS_OF_FAULTS, below(derived(bits, 11), 3)),
        ).to_pylist(),
        _AGENTS.texts(_AGENTS.pick(derived(bits, 12))).to_pylist(),
        word_column(("1st Level", "Technik", "Beschwerdestelle"), np.where(complaint, 2, visited)).to_pylist(),
        word_column(("nein", "ja"), at_once.astype(np.int64)).to_pylist(),
    ]


def _addresses(scene: Scene, tickets: TicketList, who: NDArray[np.int64]) -> list[object]:
    bits = derived(tickets.bits, 13)
    given = tickets.nameless | happens(bits, ADDRESS_PPM)
    written = scene.faces.email.take(pa.array(who))
    capital = pa.array(happens(derived(bits, 0), CAPITAL_PPM))
    written = pc.if_else(capital, pc.utf8_capitalize(written), written)
    found: list[object] = pc.if_else(pa.array(given), written, pa.scalar(None, pa.string())).to_pylist()
    return found
