"""Customer attributes in the guided mapping: which column says to which group a customer belongs, under which name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from wegmarke.desk.setup.fields import FieldView
from wegmarke.desk.setup.meanings import Words
from wegmarke.desk.setup.posted import Posted
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.attributes import MOST_ATTRIBUTES, MOST_WORDS
from wegmarke.model.mapping import AttributeColumn
from wegmarke.model.mapping import Mapping as SourceMapping

WORDS_SHOWN = 12
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
"""As a mapping has the name of an attribute: filters write it without quotes."""
BLANK = AttributeColumn("", "")

AttributeProblem = Literal["attribute_incomplete", "attribute_name", "attribute_twice"]


@dataclass(frozen=True, slots=True)
class WordsSeen:
    """What stands in the first rows of a column. different: how many words; commonest: some of them, and how often."""

    different: int
    commonest: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AttributeView:
    """A column that is an attribute, as it is drawn.

    name: of the field; written: what stands in it. words: those of the first rows, and how often; hidden: how many are
    not shown. too_many: how many different words were found where they are too many to be groups, else 0.
    """

    column: FieldView
    name: str
    written: str
    words: tuple[tuple[str, int], ...]
    hidden: int
    too_many: int
    problem: Words
    remove: str


@dataclass(frozen=True, slots=True)
class AttributesView:
    """All of them. names: that other sources use, to be chosen from: one name is one attribute. most: words that are
    told apart. can_add: whether there may be another.
    """

    lines: tuple[AttributeView, ...]
    names: tuple[str, ...]
    most: int = MOST_WORDS
    can_add: bool = True


NO_ATTRIBUTES = AttributesView((), ())


@dataclass(frozen=True, slots=True)
class KnownAttributes:
    """What is known outside the page: names that sources use, and of how many words those are that have too many."""

    names: tuple[str, ...] = ()
    too_many: Mapping[str, int] = field(default_factory=dict)


NONE_KNOWN = KnownAttributes()


def known_attributes(draft: SourceMapping, known: str) -> KnownAttributes:
    """What other sources call attributes, and which of this source's were found to have too many words when its files
    were read. known: the source, "" for a new one.
    """
    names: dict[str, None] = {}
    saved: tuple[AttributeColumn, ...] = ()
    for source in workspace().sources:
        try:
            told = workspace().mapping(source).attributes
        except WegmarkeError:  # its own page says what is wrong with it
            continue
        if source == known:
            saved = told
        else:
            names |= dict.fromkeys(one.name for one in told)
    same = {one.name.casefold() for one in draft.attributes if one in saved}
    found = workspace().index().attributes if same and data_state().has_index else ()
    return KnownAttributes(
        tuple(names),
        {one.name.casefold(): one.too_many for one in found if one.too_many and one.name.casefold() in same},
    )


def posted_attributes(form: Posted) -> tuple[AttributeColumn, ...]:
    """Read the columns and names; a column without a name is called as the file calls it."""
    found: list[AttributeColumn] = []
    while len(found) < MOST_ATTRIBUTES and f"attribute{len(found)}-column" in form:
        prefix = f"attribute{len(found)}"
        column = form.get(f"{prefix}-column", "")
        found.append(AttributeColumn(form.get(f"{prefix}-name", "").strip() or name_of(column), column))
    return tuple(found)


def name_of(column: str) -> str:
    """A name that filters can write, from what the column is called: "Kundengruppe (neu)" is kundengruppe_neu."""
    written = column.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:40].rstrip("_")


def changed_attributes(
    attributes: tuple[AttributeColumn, ...], action: str, where: list[str]
) -> tuple[AttributeColumn, ...]:
    """One more, or one less."""
    if action == "add-attribute":
        return (*attributes, BLANK)[:MOST_ATTRIBUTES]
    return tuple(one for place, one in enumerate(attributes) if [str(place)] != where)


def attribute_problems(attributes: tuple[AttributeColumn, ...]) -> Iterator[tuple[str, AttributeProblem]]:
    """What keeps them from being used: field and code."""
    seen: set[str] = set()
    for number, one in enumerate(attributes):
        field_name = f"attribute{number}-name"
        if not (one.name and one.column):
            yield (field_name if one.column else f"attribute{number}-column"), "attribute_incomplete"
        elif not NAME.fullmatch(one.name):
            yield field_name, "attribute_name"
        elif one.name.casefold() in seen:
            yield field_name, "attribute_twice"
        seen.add(one.name.casefold())


def attributes_view(
    attributes: tuple[AttributeColumn, ...],
    column: Callable[[str, str, str | None], FieldView],
    words: Mapping[str, WordsSeen],
    wrong: Mapping[str, Words],
    known: KnownAttributes,
) -> AttributesView:
    """Lay them out. column: makes the field of a column. words: of the file's first rows, by column."""
    lines = []
    for number, one in enumerate(attributes):
        prefix = f"attribute{number}"
        seen = words.get(one.column, WordsSeen(0, ()))
        in_index = known.too_many.get(one.name.casefold(), 0)
        too_many = max(seen.different if seen.different > MOST_WORDS else 0, in_index)
        lines.append(
            AttributeView(
                column=column(f"{prefix}-column", "attribute", one.column or None),
                name=f"{prefix}-name",
                written=one.name,
                words=() if too_many else seen.commonest,
                hidden=0 if too_many else seen.different - len(seen.commonest),
                too_many=too_many,
                problem=wrong.get(f"{prefix}-name", ""),
                remove=f"remove-attribute:{number}",
            )
        )
    return AttributesView(tuple(lines), known.names, can_add=len(attributes) < MOST_ATTRIBUTES)
