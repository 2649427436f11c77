"""Reviews on portals and public mentions, as a listening service delivers them: JSON lines.

A verified purchase has an e-mail address; everybody else only the name under which somebody writes. Portals copy
reviews from each other, and some dates are words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.draws import REVIEWS, contact_bits, hexadecimal, word_column
from wegmarke.simulation.silos.faces import bits_for
from wegmarke.simulation.silos.json_lines import JsonLines, Lines, Tree, objects, quoted
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.wording import said
from wegmarke.simulation.silos.writing import in_order, local_times
from wegmarke.simulation.words.picking import Bits, below, derived, happens, weighted
from wegmarke.simulation.words.spelling import plain
from wegmarke.simulation.words.voices import Kind

VERIFIED_PPM = 380_000
"""Share of reviews of a verified purchase, which name the e-mail address."""
COPIED_PPM = 40_000
"""Share of reviews that a second portal copies a day later, under an id of its own and without the address."""
DATE_IN_WORDS_PPM = 5_000
"""Share of reviews and mentions whose date is a word: the row goes to quarantine."""

_PORTALS = weighted((("bewertet.example", 46), ("kundenstimme.example", 30), ("geraetetest.example", 24)))
_NETWORKS = weighted((("x-stream.example", 40), ("haushaltsforum.example", 35), ("videoblick.example", 25)))
_COPIES = "meinungsspiegel.example"
_DATES_IN_WORDS = ('"gestern"', '"vor 3 Tagen"', '"letzte Woche"')
_TITLES = (
    ("Nie wieder", "Finger weg", "Katastrophe", "Sehr enttäuscht", "Unverschämt"),
    ("Enttäuschend", "Leider nicht gut", "Mehr Ärger als Freude", "Hatte mehr erwartet", "Schwach"),
    ("Geht so", "Durchwachsen", "Mittelmaß", "Teils, teils", "Naja"),
    ("Gut", "Zufrieden", "Ordentlich", "Kann man empfehlen", "Mit kleinen Abstrichen gut"),
    ("Top", "Sehr zufrieden", "Klare Empfehlung", "Gern wieder", "Begeistert"),
)
_TITLES_FLAT = tuple(title for titles in _TITLES for title in titles)
_KINDS: tuple[Kind, ...] = ("mention", "review_1", "review_3", "review_5")  # two stars sound like one, four like five
_KIND_OF_STARS = np.array([0, 1, 1, 2, 3, 3])
_NICKNAME = REVIEWS + 1
_REACH_LEAST, _REACH_MOST = 40, 90_000


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The reviews and mentions of a block in order of time, with the truth of their dirt.

    contact: contact of the block. verified: names the e-mail address. copied: comes a second time, from another portal.
    date_in_words: the row goes to quarantine.
    """

    contact: NDArray[np.int64]
    bits: Bits
    verified: NDArray[np.bool_]
    copied: NDArray[np.bool_]
    date_in_words: NDArray[np.bool_]


def reviews_of(scene: Scene) -> ReviewList:
    """The reviews and mentions of a block, and with them the truth of their dirt."""
    rows = scene.rows("reviews")
    rows = rows[in_order(scene.block.contacts["time"][rows])]
    review = scene.block.contacts["place"][rows] == Place.REVIEW
    bits = contact_bits(scene, rows, REVIEWS)
    in_words = happens(derived(bits, 2), DATE_IN_WORDS_PPM)
    return ReviewList(
        contact=rows,
        bits=bits,
        verified=review & happens(bits, VERIFIED_PPM),
        copied=review & ~in_words & happens(derived(bits, 1), COPIED_PPM),
        date_in_words=in_words,
    )


class Reviews:
    """`bewertungen.jsonl`."""

    source = "bewertungen"

    def __init__(self, folder: Path) -> None:
        self._file = JsonLines(folder / "bewertungen.jsonl")

    def write(self, scene: Scene) -> None:
        """Write the reviews and mentions of a block, copies a day after what they copy."""
        reviews = reviews_of(scene)
        seconds = scene.block.contacts["time"][reviews.contact]
        copied = np.flatnonzero(reviews.copied)
        later = seconds[copied] + 72_000 + below(derived(reviews.bits[copied], 3), 28_800)
        rows = np.concatenate([np.arange(len(seconds)), copied])
        copy = np.arange(len(rows)) >= len(seconds)
        times = np.concatenate([seconds, later])
        self._file.add(Lines(_written(scene, reviews, rows, copy, times), times))

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        return self._file.close()


def _written(
    scene: Scene, reviews: ReviewList, rows: NDArray[np.int64], copy: NDArray[np.bool_], seconds: NDArray[np.int64]
) -> pa.StringArray:
    """These rows of the reviews as JSON; `copy` are copies."""
    contact, bits = reviews.contact[rows], reviews.bits[rows]
    some, who = scene.block.contacts[contact], scene.who[contact]
    people = scene.block.people[who]
    mention = some["place"] == Place.MENTION
    english = people["english"] > 0
    stars = some["detail"].astype(np.int64)
    portal = _PORTALS.texts(_PORTALS.pick(derived(bits, 4)))
    portal = pc.if_else(pa.array(mention), _NETWORKS.texts(_NETWORKS.pick(derived(bits, 4))), portal)
    portal = pc.if_else(pa.array(copy), _COPIES, portal)
    named = pa.array(reviews.verified[rows] & ~copy)
    email = pc.if_else(named, scene.faces.email.take(pa.array(who)), pa.scalar(None, pa.string()))
    title = word_column(_TITLES_FLAT, (np.clip(stars, 1, 5) - 1) * 5 + below(derived(bits, 5), 5))
    date = quoted(local_times(seconds, "%Y-%m-%dT%H:%M:%S%z"))
    in_words = pa.array(reviews.date_in_words[rows])
    # Three times as far as there is reach from nought to one: a few have an audience, most have hardly any.
    reach = _REACH_LEAST + (people["reach"] * people["reach"] * _REACH_MOST).astype(np.int64)
    null, number = "null", pa.array(stars).cast(pa.string())
    body: Tree = {
        "id": quoted(hexadecimal(derived(bits, 6) ^ copy.astype(np.uint64))),
        "portal": quoted(portal),
        "art": word_column(('"Bewertung"', '"Erwähnung"'), mention.astype(np.int64)),
        "autor": {"name": quoted(nicknames(scene).take(pa.array(who))), "email": quoted(email)},
        "verifizierter_kauf": word_column(("false", "true"), named.to_numpy(zero_copy_only=False).astype(np.int64)),
        "sterne": pc.if_else(pa.array(mention), null, number),
        "titel": pc.if_else(pa.array(mention | english), null, quoted(title)),
        "text": quoted(said(scene, contact, _KINDS, np.where(mention, 0, _KIND_OF_STARS[stars]), derived(bits, 7))),
        "datum": pc.if_else(in_words, word_column(_DATES_IN_WORDS, below(derived(bits, 8), 3)), date),
        "sprache": word_column(('"de"', '"en"'), english.astype(np.int64)),
        "reichweite": pc.if_else(pa.array(mention), pa.array(reach).cast(pa.string()), null),
    }
    return objects(body)


def nicknames(scene: Scene) -> pa.StringArray:
    """Under which name each person of the block writes; different people may write under the same."""
    people, face = scene.block.people, scene.faces.person
    bits = bits_for(scene.seed, scene.faces.first, len(people), _NICKNAME)
    first, last = plain(face.first), plain(face.last)
    initial = pc.utf8_slice_codeunits(face.last, 0, 1)
    digits = pc.utf8_lpad(pa.array(below(derived(bits, 1), 100)).cast(pa.string()), 2, "0")
    cut_first, cut_last = pc.utf8_slice_codeunits(first, 0, 3), pc.utf8_slice_codeunits(last, 0, 3)
    join = pc.binary_join_element_wise
    return pc.choose(
        pa.array(below(bits, 6)),
        join(face.first, join(initial, ".", ""), " "),
        join(first, digits, ""),
        join(pc.utf8_capitalize(cut_first), pc.utf8_capitalize(cut_last), digits, ""),
        join(first, last, "_"),
        face.first,
        join(pc.utf8_slice_codeunits(first, 0, 1), last, digits, ""),
    )
