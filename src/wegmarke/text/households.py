"""Why somebody likely lives with others, in words."""

from __future__ import annotations

from collections.abc import Sequence

from wegmarke.text.language import Language, looked_up
from wegmarke.text.templates import fill
from wegmarke.text.words import known_word

TIES = {
    "family_name": (
        "same address and family name: {rows:count|row|rows} of {sources}",
        "gleiche Adresse und gleicher Nachname: {rows:count|Zeile|Zeilen} aus {sources}",
    ),
    "shared": (
        "same address, and others there use it too: {kind} {value}, {rows:count|row|rows} of {sources}",
        "gleiche Adresse, und andere dort nutzen auch: {kind} {value}, {rows:count|Zeile|Zeilen} aus {sources}",
    ),
}
"""Keys are the reasons of `identity.households`."""


def tie(reason: str, kind: str, value: str, rows: int, sources: Sequence[str], lang: Language) -> str:
    """What ties a customer to a household: same address and family name: 2 rows of crm."""
    values = {
        "kind": known_word(f"kind:{kind}", lang) or kind,
        "value": value,
        "rows": rows,
        "sources": ", ".join(sources),
    }
    return fill(looked_up(TIES, reason, lang, "tie"), values, lang)
