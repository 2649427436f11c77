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

from wegmarke.model.stated_reasons import CodedBy, is_free_text, text_key
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
    regard to case; they come before the usual parts of words, which are looked at where `usual` and the reason is no
    free text. by_hand: of texts that people have read, by `text_key`; they come before all.
    """

    words: Mapping[str, tuple[ComingCode, ...]] = field(default_factory=lambda: MappingProxyType({}))
    usual: bool = True
    by_hand: Mapping[str, tuple[ComingCode, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def codes(self, reason: str) -> tuple[ComingCode, ...]:
        """The codes of a reason as it was noted, in the order of the scheme; `not_coded` where none fits."""
        return self.told(reason)[0]

    def told(self, reason: str) -> tuple[tuple[ComingCode, ...], CodedBy]:
        """The codes of a reason, and how it got them."""
        said = reason.strip().casefold()
        if not said or not said.strip("-–—./"):
            return ("none_stated",), "list"
        given = self.by_hand.get(text_key(reason)) if self.by_hand else None
        if given is not None:
            return given, "hand"
        codes = self._given(said, usual=self.usual and not is_free_text(reason))
        return (codes, "list" if said in self.words else "usual") if codes else (("not_coded",), "nobody")

    def on_the_way(self, name: str) -> tuple[ComingCode, ...]:
        """What a channel of that name, or a touchpoint with that key, is on the way to the first purchase; nothing for
        most.
        """
        listed = {key_of(word): codes for word, codes in self.words.items()}.get(key_of(name))
        said = name.strip().casefold().replace("_", " ")
        found = self._given(said, usual=self.usual) if listed is None else listed
        return tuple(code for code in found if code in ON_THE_WAY)

    def _given(self, said: str, *, usual: bool) -> tuple[ComingCode, ...]:
        given = self.words.get(said)
        if given is None:
            given = usual_coming(said) if usual else ()
        return tuple(code for code in COMING_CODES if code in given)


def usual_coming(said: str) -> tuple[ComingCode, ...]:
    """What the usual parts of words say of a reason in small letters."""
    found = tuple(dict.fromkeys(code for code, parts in _USUAL if any(part in said for part in parts)))
    return ("none_stated",) if "none_stated" in found else found


USUAL_COMING: Final = ComingCoding()
