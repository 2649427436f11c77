"""The attributes of a customer or an account, on the page that tells of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from wegmarke.desk.customers.heads import Fact
from wegmarke.index.index import Index


def attributes_of(index: Index, number: int) -> tuple[Fact, ...]:
    """What was told last of each attribute, and what was told first where that was another word."""
    return tuple(_facts(index, number))


def _facts(index: Index, number: int) -> Iterator[Fact]:
    for partition in reversed(index.partitions):  # whoever was touched since stands whole in an overlay
        at = np.flatnonzero(partition.number == np.uint64(number))
        if not len(at):
            continue
        for place, attribute in enumerate(index.attributes):
            first, last = (int(partition.attribute(place, which)[at[0]]) for which in ("first", "last"))
            if last and attribute.words:
                words = attribute.words
                note = "" if first == last else _("first told: %(word)s") % {"word": words[first - 1]}
                yield Fact(attribute.name, words[last - 1], note)
        return
