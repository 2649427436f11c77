"""The reasons for which customers come, coded to one scheme: what they state, and what lay on their way, in one list.

recommendation (somebody told them), advertising, search (they looked for it), sales (somebody of the company spoke with
them), known (they knew the company or came back), pricing, offer (what is sold itself), nearness, other; beside it "not
coded" and "none stated". The same parts of words are looked for in the names of touchpoints and channels: what a
customer met before the first purchase is told in the same codes as what was stated, and so the two can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

from wegmarke.model.touchpoint import key_of

ComingCode = Literal[
    "recommendation",
    "advertising",
    "search",
    "sales",
    "known",
    "pricing",
    "offer",
    "nearness",
    "other",
    "not_coded",
    "none_stated",
]
COMING_CODES: Final[tuple[ComingCode, ...]] = get_args(ComingCode)
"""The closed list, in order."""

GIVEN_COMING: Final[tuple[ComingCode, ...]] = (*COMING_CODES[: COMING_CODES.index("not_coded")], "none_stated")
"""What a word can be coded to."""

ON_THE_WAY: Final[tuple[ComingCode, ...]] = ("recommendation", "advertising", "search", "sales")
"""What a touchpoint or a channel can be; the others are no place that one passes."""

_USUAL: Final[tuple[tuple[ComingCode, tuple[str, ...]], ...]] = (
    ("none_stated", ("keine angabe", "ohne angabe", "not stated", "no reason", "unbekannt", "unknown")),
    ("recommendation", ("empfehl", "empfohlen", "recommend", "referral", "refer a", "bekannte", "freund", "friend")),
    ("recommendation", ("mundpropaganda", "word of mouth", "bewertung", "review")),
    ("advertising", ("werb", "anzeige", "advert", "newsletter", "mailing", "kampagne", "campaign", "banner", "flyer")),
    ("advertising", ("plakat", "social media", "facebook", "instagram", "radio", "fernseh", "prospekt")),
    ("search", ("such", "google", "search", "vergleichsportal", "comparison site")),
    ("sales", ("vertrieb", "außendienst", "aussendienst", "sales", "verkäufer", "messe", "trade fair", "beratung")),
    ("known", ("bekannt durch", "schon kunde", "früher", "wieder", "previous", "already", "returning", "stammkund")),
    ("pricing", ("preis", "günstig", "rabatt", "price", "cheap", "discount")),
    ("offer", ("produkt", "sortiment", "qualität", "leistung", "product", "quality", "range", "feature")),
    ("nearness", ("nähe", "in der nähe", "standort", "nearby", "location", "close to")),
)
"""Parts of words that speak of each code; several may fit."""


@dataclass(frozen=True, slots=True)
class ComingCoding:
    """Which codes a stated reason, a touchpoint's or a channel's name has. words: those given by the workspace, without
    regard to case; they come before the usual parts of words, which are looked at where `usual`.
    """

    words: Mapping[str, tuple[ComingCode, ...]] = field(default_factory=lambda: MappingProxyType({}))
    usual: bool = True

    def codes(self, reason: str) -> tuple[ComingCode, ...]:
        """The codes of a reason as it was noted, in the order of the scheme; `not_coded` where none fits."""
        said = reason.strip().casefold()
        if not said or not said.strip("-–—./"):
            return ("none_stated",)
        return self._given(said) or ("not_coded",)

    def on_the_way(self, name: str) -> tuple[ComingCode, ...]:
        """What a channel of that name, or a touchpoint with that key, is on the way to the first purchase; nothing for
        most.
        """
        listed = {key_of(word): codes for word, codes in self.words.items()}.get(key_of(name))
        found = self._given(name.strip().casefold().replace("_", " ")) if listed is None else listed
        return tuple(code for code in found if code in ON_THE_WAY)

    def _given(self, said: str) -> tuple[ComingCode, ...]:
        given = self.words.get(said)
        if given is None:
            found = {code for code, parts in _USUAL if self.usual and any(part in said for part in parts)}
            given = ("none_stated",) if "none_stated" in found else tuple(found)
        return tuple(code for code in COMING_CODES if code in given)


USUAL_COMING: Final = ComingCoding()
