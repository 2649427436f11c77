"""The reasons that customers state, coded to one scheme: what was noted in many words, by many hands, told in a few.

The scheme is that of Susan Keaveney, who asked more than 500 customers why they had left a service: pricing,
inconvenience, core service failure, service encounter failure, response to service failure, competition, ethical
problems, involuntary switching. Beside it stand "other", "not coded" (a word that nobody has given a code) and
"none stated".

Source: S. Keaveney (1995), Customer switching behavior in service industries: an exploratory study, Journal of
Marketing 59, 71-82.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class ReasonCoding:
    """Which codes a stated reason has. words: those given by hand, without regard to case; they come before the usual
    parts of words, which are looked at where `usual`.
    """

    words: Mapping[str, tuple[StatedCode, ...]] = field(default_factory=lambda: MappingProxyType({}))
    usual: bool = True

    def codes(self, reason: str) -> tuple[StatedCode, ...]:
        """The codes of a reason as it was noted, in the order of the scheme; `not_coded` where none fits."""
        said = reason.strip().casefold()
        if not said or not said.strip("-–—./"):
            return ("none_stated",)
        given = self.words.get(said)
        if given is None:
            given = usual_codes(said) if self.usual else ()
        return tuple(code for code in STATED_CODES if code in given) or ("not_coded",)


def usual_codes(said: str) -> tuple[StatedCode, ...]:
    """What the usual parts of words say of a reason in small letters."""
    found = tuple(dict.fromkeys(code for code, parts in _USUAL if any(part in said for part in parts)))
    return ("none_stated",) if "none_stated" in found else found


USUAL_CODING: Final = ReasonCoding()
