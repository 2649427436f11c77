"""Texts that are coded, put beside the stated reasons of an index: where they stand, and what people said of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wegmarke.index.coded_texts import PlacedTexts
from wegmarke.index.index import Index
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.partition import Partition
from wegmarke.model.coded_reasons import Codings, says_why
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.noted_texts import CodedText, NotedText


@dataclass(frozen=True, slots=True)
class _Placed:
    scheme: SchemeName
    customer: int
    origin: int
    code: int


def with_texts(
    index: Index, texts: Mapping[SchemeName, Sequence[NotedText]], codings: Mapping[SchemeName, Codings]
) -> Index:
    """The index with what people said of these texts; of a text that says nothing of why, nothing. It is part of the
    version: with other codes, answers are others.
    """
    known: dict[CodedText, int] = {}
    placed: list[_Placed] = []
    for scheme, noted in texts.items():
        for one in noted:
            codes = says_why(codings[scheme], one.key)
            if codes:
                code = known.setdefault(CodedText(scheme, one.source, codes), len(index.reasons) + len(known) + 1)
                place = one.file << ORIGIN_PART_BITS + ORIGIN_ROW_BITS | one.row << ORIGIN_PART_BITS | one.part
                placed.append(_Placed(scheme, one.customer, place, code))
    if not placed:
        return index
    digest = hashlib.sha256(repr((tuple(known), placed)).encode()).hexdigest()[:8]
    partitions = tuple(_beside_reasons(partition, placed) for partition in index.partitions)
    return replace(index, partitions=partitions, coded_texts=tuple(known), version=f"{index.version}-t{digest}")


def _beside_reasons(partition: Partition, placed: Sequence[_Placed]) -> Partition:
    of_customer: defaultdict[int, list[_Placed]] = defaultdict(list)
    for one in placed:
        of_customer[one.customer].append(one)
    here = np.flatnonzero(np.isin(partition.number, np.array(list(of_customer), np.uint64)))
    found: dict[SchemeName, list[tuple[int, int]]] = {"leaving": [], "coming": []}
    for at in here.tolist():
        begin, end = partition.start[partition.journeys[at : at + 2]].tolist()
        origins = partition.origin[begin:end]
        for one in of_customer[int(partition.number[at])]:
            found[one.scheme] += [(begin + int(i), one.code) for i in np.flatnonzero(origins == one.origin)]
    if not any(found.values()):
        return partition
    texts = PlacedTexts(tuple(sorted(found["leaving"])), tuple(sorted(found["coming"])))
    place = None if partition.place is None else replace(partition.place, texts=texts)
    return replace(partition, texts=texts, place=place)
