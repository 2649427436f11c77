"""Texts that are coded, named for an index: where they stand, and what people said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from wegmarke.index.coded_texts import NamedText, NamedTexts
from wegmarke.index.index import Index
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.partitions import Partitions
from wegmarke.model.coded_reasons import Codings, says_why
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.noted_texts import CodedText, NotedText


def with_texts(
    index: Index, texts: Mapping[SchemeName, Sequence[NotedText]], codings: Mapping[SchemeName, Codings]
) -> Index:
    """The index with what people said of these texts; of a text that says nothing of why, nothing. It is part of the
    version: with other codes, answers are others. No partition is opened for it: whoever opens one puts them there.
    """
    known: dict[CodedText, int] = {}
    named: list[NamedText] = []
    for scheme, noted in texts.items():
        for one in noted:
            codes = says_why(codings[scheme], one.key)
            if codes:
                code = known.setdefault(CodedText(scheme, one.source, codes), len(index.reasons) + len(known) + 1)
                place = one.file << ORIGIN_PART_BITS + ORIGIN_ROW_BITS | one.row << ORIGIN_PART_BITS | one.part
                named.append(NamedText(scheme, one.customer, place, code))
    if not named:
        return index
    told = NamedTexts(hashlib.sha256(repr((tuple(known), named)).encode()).hexdigest(), tuple(named))
    some = index.partitions
    partitions = some.with_texts(told) if isinstance(some, Partitions) else tuple(told.beside(one) for one in some)
    return replace(
        index, partitions=partitions, coded_texts=tuple(known), version=f"{index.version}-t{told.digest[:8]}"
    )
