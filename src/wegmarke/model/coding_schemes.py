"""The two schemes to which free texts are coded by hand: why customers left, and why they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from wegmarke.model.coming_reasons import COMING_CODES, GIVEN_COMING, ComingCode, usual_coming
from wegmarke.model.stated_reasons import GIVEN_CODES, STATED_CODES, StatedCode, usual_codes

SchemeName = Literal["leaving", "coming"]
SCHEME_NAMES: Final[tuple[SchemeName, ...]] = get_args(SchemeName)
Code = StatedCode | ComingCode


@dataclass(frozen=True, slots=True)
class Scheme:
    """codes: the closed list, in order. given: what a text can be coded to. usual: what the parts of a text's words
    speak of, as a suggestion. column: how a column of its codes is called.
    """

    name: SchemeName
    codes: tuple[Code, ...]
    given: tuple[Code, ...]
    usual: Callable[[str], tuple[Code, ...]]
    column: str

    def in_order(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        """Codes in the order of the scheme, each once."""
        named = set(codes)
        return tuple(code for code in self.codes if code in named)


LEAVING: Final = Scheme("leaving", STATED_CODES, GIVEN_CODES, usual_codes, "stated")
COMING: Final = Scheme("coming", COMING_CODES, GIVEN_COMING, usual_coming, "coming")
SCHEMES: Final[dict[SchemeName, Scheme]] = {"leaving": LEAVING, "coming": COMING}
