"""Conditions on customer attributes from the form "add a condition": a field for each attribute that is known."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from wegmarke.model.attributes import Attribute
from wegmarke.model.filter import Filter, HadAttribute, HasAttribute

_FIELD = "attribute-"


@dataclass(frozen=True, slots=True)
class AttributeField:
    """What can be chosen of one attribute. field: the name of the form's field."""

    name: str
    field: str
    words: tuple[str, ...]


def attribute_fields(attributes: tuple[Attribute, ...]) -> tuple[AttributeField, ...]:
    """A field for each attribute whose words are few enough to be groups."""
    return tuple(AttributeField(one.name, f"{_FIELD}{one.name}", one.words) for one in attributes if one.words)


def attributes(fields: QueryDict) -> list[Filter]:
    """The conditions that were chosen: of one attribute any of its words, of several all; as known last, or first."""
    kind = HadAttribute if fields.get("attribute_at") == "first" else HasAttribute
    found: list[Filter] = []
    for field in fields:
        words = tuple(filter(None, fields.getlist(field)))
        if field.startswith(_FIELD) and len(field) > len(_FIELD) and words:
            found.append(kind(field.removeprefix(_FIELD), words))
    return found
