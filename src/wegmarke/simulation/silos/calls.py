"""The telephone system's list of calls to the hotline: numbers in five notations, waiting and talking in mm:ss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.silos.draws import CALLS, contact_bits, word_column
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.writing import TextTable, in_order, local_times
from wegmarke.simulation.words import places
from wegmarke.simulation.words.picking import Weighted, alike, below, derived, happens, weighted

HEADER = (
    "Anrufbeginn",
    "Rufnummer",
    "Richtung",
    "Warteschlange",
    "Wartezeit",
    "Gesprächsdauer",
    "Ergebnis",
    "Agent",
    "Nebenstelle",
)
HIDDEN_PPM = 40_000
"""Share of calls whose number is not shown: half say "anonym", a quarter "unterdrückt", a quarter nothing."""
GIVES_UP_PPM = 350_000
"""Share of those who wait for more than `LONG_WAIT` seconds and hang up before anybody answers."""
LONG_WAIT = 210

_QUEUES = ("Hotline allgemein", "Lieferung & Versand", "Rechnung & Zahlung", "Technik & Störung")
_QUEUE_OF_THEME = np.array([0, 1, 1, 0, 2, 2, 0, 2, 3, 0, 0, 1])
_WRONG_QUEUE_PPM = 180_000
RESULTS: Weighted = weighted((("erledigt", 81), ("weitergeleitet", 8), ("Rückruf zugesagt", 8), ("Ticket", 3)))
SETTLED = 0
"""The place in `RESULTS` that the department counts as settled with the first call, whoever has to call again."""
_AGENTS = alike((
    "AHO", "BRE", "CDI", "DKU", "EYI", "FLE", "GRO", "HVO", "JSI", "KME", "LNO", "MPE", "NSC", "OBA", "PWE", "RHA",
    "SKO", "TKR", "UBE", "VLA", "WJA", "YDE", "ZIM",
))  # fmt: skip
_WORDS_FOR_HIDDEN = ("anonym", "anonym", "unterdrückt", "")


@dataclass(frozen=True, slots=True)
class CallList:
    """The calls of a block, in the order of the file, with the truth of their dirt.

    contact: contact of the block. hidden: the number is not shown; nameless: the cell is empty, so that the row goes to
    quarantine. wait, talk: seconds; talk is 0 where the caller gave up. result: what was noted, place in `RESULTS`.
    """

    contact: NDArray[np.int64]
    bits: NDArray[np.uint64]
    hidden: NDArray[np.bool_]
    nameless: NDArray[np.bool_]
    wait: NDArray[np.int64]
    talk: NDArray[np.int64]
    result: NDArray[np.int64]


def calls_of(scene: Scene) -> CallList:
    """The calls of a block, and how long each took."""
    rows = scene.rows("calls")
    rows = rows[in_order(scene.block.contacts["time"][rows])]
    some = scene.block.contacts[rows]
    bits = contact_bits(scene, rows, CALLS)
    hidden = happens(bits, HIDDEN_PPM)
    wait = some["detail"].astype(np.int64)
    # Between two and a bit over twelve minutes, mostly about five: the sum of three draws.
    talk = 120 + below(derived(bits, 1), 220) + below(derived(bits, 2), 220) + below(derived(bits, 3), 200)
    gives_up = (wait > LONG_WAIT) & happens(derived(bits, 4), GIVES_UP_PPM)
    return CallList(
        contact=rows,
        bits=bits,
        hidden=hidden,
        nameless=hidden & (below(derived(bits, 5), 4) == 3),
        wait=wait,
        talk=np.where(gives_up, 0, talk),
        result=RESULTS.pick(derived(bits, 9)),
    )


class Calls:
    """`anrufliste.csv`."""

    source = "telefonie"

    def __init__(self, folder: Path) -> None:
        self._table = TextTable(folder / "anrufliste.csv", HEADER, encoding="cp1252")

    def write(self, scene: Scene) -> None:
        """Write the calls of a block in order of time."""
        calls = calls_of(scene)
        bits, some = calls.bits, scene.block.contacts[calls.contact]
        who = pa.array(scene.who[calls.contact])
        phones = places.Phones(scene.faces.phone.area.take(who), scene.faces.phone.subscriber.take(who))
        number = places.notations(phones, derived(bits, 6), typo_ppm=0)  # a machine notes it
        replaced = word_column(_WORDS_FOR_HIDDEN, below(derived(bits, 5), 4))
        queue = _QUEUE_OF_THEME[some["theme"]]
        queue = np.where(happens(derived(bits, 7), _WRONG_QUEUE_PPM), below(derived(bits, 8), len(_QUEUES)), queue)
        answered = pa.array(calls.talk > 0)
        agent = _AGENTS.pick(derived(bits, 10))
        extension = pc.binary_join_element_wise("4", pc.utf8_lpad(pa.array(agent + 10).cast(pa.string()), 2, "0"), "")
        self._table.add((
            local_times(some["time"], "%d.%m.%Y %H:%M:%S"),
            pc.if_else(pa.array(calls.hidden), replaced, number),
            word_column(("eingehend",), np.zeros(len(some), np.int64)),
            word_column(_QUEUES, queue),
            minutes(calls.wait),
            minutes(calls.talk),
            pc.if_else(answered, RESULTS.texts(calls.result), "aufgelegt"),
            pc.if_else(answered, _AGENTS.texts(agent), ""),
            pc.if_else(answered, extension, ""),
        ))  # fmt: skip

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._table.close()


def minutes(seconds: NDArray[np.int64]) -> pa.StringArray:
    """Seconds as mm:ss."""
    whole, rest = np.divmod(seconds, 60)
    pad = pc.utf8_lpad(pa.array(whole).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(pad, pc.utf8_lpad(pa.array(rest).cast(pa.string()), 2, "0"), ":")
