"""The reasons that customers state, coded to one scheme: what was noted in many words, by many hands, told in a few.

The scheme is that of Susan Keaveney, who asked more than 500 customers why they had left a service: pricing,
inconvenience, core service failure, service encounter failure, response to service failure, competition, ethical
problems, involuntary switching. Beside it stand "other", "not coded" (a word that nobody has given a code) and
"none stated". A free text has the codes that people gave it by hand (`model.coded_reasons`); what the parts of its
words speak of is a suggestion, and counts as nothing.

Source: S. Keaveney (1995), Customer switching behavior in service industries: an exploratory study, Journal of
Marketing 59, 71-82.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

StatedCode = Literal[
    "pricing",
    "inconvenience",
    "core_service",
    "encounter",
    "response",
    "competition",
    "ethics",
    "involuntary",
    "other",
    "not_coded",
    "none_stated",
]
STATED_CODES: Final[tuple[StatedCode, ...]] = get_args(StatedCode)
"""The closed list; the position is the code."""

GIVEN_CODES: Final[tuple[StatedCode, ...]] = (*STATED_CODES[: STATED_CODES.index("not_coded")], "none_stated")
"""What a word can be coded to."""

_USUAL: Final[tuple[tuple[StatedCode, tuple[str, ...]], ...]] = (
    ("none_stated", ("keine angabe", "ohne angabe", "not stated", "no reason", "kein grund", "unbekannt", "unknown")),
    (
        "involuntary",
        ("umzug", "kein bedarf", "bedarf entfallen", "move", "moving", "no need", "verstorben", "insolven"),
    ),
    ("pricing", ("preis", "teuer", "kosten", "kondition", "price", "pricing", "expensive", "cost", "discount")),
    ("competition", ("wettbewerb", "konkurren", "anbieterwechsel", "competit", "rival", "better offer")),
    ("response", ("reklamation", "beschwerde", "kulanz", "complaint", "redress")),
    ("encounter", ("service", "beratung", "unfreundlich", "betreuung", "support", "attitude", "staff", "rude")),
    ("core_service", ("lieferung", "liefer", "produkt", "qualität", "qualitaet", "rechnung", "mangel", "defekt")),
    ("core_service", ("delivery", "product", "quality", "invoice", "billing", "fault", "network", "device", "speed")),
    (
        "inconvenience",
        ("wartezeit", "öffnungszeit", "erreichbar", "entfernung", "waiting", "opening hours", "location"),
    ),
    ("ethics", ("datenschutz", "vertrauen", "unseriös", "privacy", "honest", "ethic")),
)
"""Parts of words that speak of each code; several may fit."""

FREE_TEXT_WORDS: Final = 6
"""From so many words on a reason is a free text: lists of reasons to choose from are shorter."""

CodedBy = Literal["hand", "list", "usual", "nobody"]
"""How a reason got its codes: a person read the text; the workspace lists the word; the usual parts of words; not."""


@dataclass(frozen=True, slots=True)
class ReasonCoding:
    """Which codes a stated reason has. words: those listed, without regard to case; they come before the usual parts of
    words, which are looked at where `usual` and the reason is no free text. by_hand: of texts that people have read, by
    `text_key`; they come before all.
    """

    words: Mapping[str, tuple[StatedCode, ...]] = field(default_factory=lambda: MappingProxyType({}))
    usual: bool = True
    by_hand: Mapping[str, tuple[StatedCode, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def codes(self, reason: str) -> tuple[StatedCode, ...]:
        """The codes of a reason as it was noted, in the order of the scheme; `not_coded` where none fits."""
        return self.told(reason)[0]

    def told(self, reason: str) -> tuple[tuple[StatedCode, ...], CodedBy]:
        """The codes of a reason, and how it got them."""
        said, by = reason.strip().casefold(), _LISTED
        if not said or not said.strip("-–—./"):
            return ("none_stated",), by
        given = self.by_hand.get(text_key(reason)) if self.by_hand else None
        if given is not None:
            return given, "hand"
        given = self.words.get(said)
        if given is None:
            given, by = (usual_codes(said) if self.usual and not is_free_text(reason) else ()), "usual"
        codes = tuple(code for code in STATED_CODES if code in given)
        return (codes, by) if codes else (("not_coded",), "nobody")


_LISTED: Final[CodedBy] = "list"


def is_free_text(reason: str) -> bool:
    """Whether a reason is a text that somebody wrote, and no choice from a list."""
    return len(reason.split()) >= FREE_TEXT_WORDS


def text_key(reason: str) -> str:
    """What names a text without telling it; the same however it is spaced and capitalised."""
    return hashlib.sha256(" ".join(reason.casefold().split()).encode()).hexdigest()[:32]


def usual_codes(said: str) -> tuple[StatedCode, ...]:
    """What the usual parts of words say of a reason in small letters."""
    found = tuple(dict.fromkeys(code for code, parts in _USUAL if any(part in said for part in parts)))
    return ("none_stated",) if "none_stated" in found else found


USUAL_CODING: Final = ReasonCoding()
