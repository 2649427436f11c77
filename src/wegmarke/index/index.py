"""The open index: what questions run on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.beside import NOTHING_BESIDE, Beside
from wegmarke.index.dictionaries import Steps, Variants, hash_path
from wegmarke.index.layout import PartitionFacts
from wegmarke.index.partition import Partition
from wegmarke.index.partitions import facts_of, names_of, sizes_of
from wegmarke.model.attributes import MOST_WORDS, Attribute
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.coming_reasons import USUAL_COMING, ComingCoding
from wegmarke.model.incidents import USUAL_RULES, IncidentRules
from wegmarke.model.kpis import Kpi
from wegmarke.model.noted_texts import CodedText
from wegmarke.model.settings import CaseNotion, JourneySettings, Level
from wegmarke.model.stated_reasons import USUAL_CODING, ReasonCoding
from wegmarke.model.touchpoint import Touchpoint


@dataclass(frozen=True, slots=True)
class Index:
    """All journeys of a workspace or of a table that was read: dictionaries, and partitions of whole customers.

    `channels`, `departments` and `reasons` (stated) are the words of codes from 1; code 0 is "none". `scales` are those
    of scores, from 0. `attributes` are those of customers. `incident_rules` say what is critical, `reason_coding`
    which code a stated reason has, `coming_coding` which as a reason for coming. `coded_texts` are other texts that
    people coded by hand, by codes beyond those of reasons.
    `beside` is what the workspace knows besides, `kpis` are the figures that
    departments told. `case_notion` says what a journey is,
    `level` whose: at the level of accounts (companies) every "customer" is an account.
    """

    version: str
    settings: JourneySettings
    touchpoints: tuple[Touchpoint, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    steps: Steps
    variants: Variants
    partitions: Sequence[Partition]
    case_notion: CaseNotion
    other_currencies: int = 0
    left_out_by_lifecycle: int = 0
    level: Level = "customer"
    scales: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    incident_rules: IncidentRules = USUAL_RULES
    reason_coding: ReasonCoding = USUAL_CODING
    coming_coding: ComingCoding = USUAL_COMING
    beside: Beside = NOTHING_BESIDE
    kpis: tuple[Kpi, ...] = ()
    coded_texts: tuple[CodedText, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The permanent keys of the touchpoints, by code."""
        return tuple(touchpoint.key for touchpoint in self.touchpoints)

    @property
    def last_seconds(self) -> int:
        """When the latest interaction of all was (whole seconds UTC), until when the data tell; 0 without any."""
        return max((one.last_seconds for one in self.facts if one.last_seconds is not None), default=0)

    @property
    def first_seconds(self) -> int:
        """When the earliest interaction of all was (whole seconds UTC); 0 without any."""
        return min((one.first_seconds for one in self.facts if one.first_seconds is not None), default=0)

    @property
    def facts(self) -> list[PartitionFacts]:
        """What is known of each partition without opening it."""
        return facts_of(self.partitions)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the partitions, in their order."""
        return names_of(self.partitions)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Interactions, journeys and customers in all partitions, those included that count no longer."""
        interactions, journeys, customers = (sum(of) for of in zip((0, 0, 0), *sizes_of(self.partitions), strict=True))
        return interactions, journeys, customers

    def ended(self, outcome: int) -> bool:
        """Whether any journey ended with this outcome, by its place in OUTCOME_NAMES."""
        return any(one.outcomes[outcome] for one in self.facts)

    def code(self, key: str) -> int:
        """The code of a touchpoint's permanent key; `touchpoint_unknown` when there is none."""
        for code, touchpoint in enumerate(self.touchpoints):
            if touchpoint.key == key:
                return code
        raise WegmarkeError("touchpoint_unknown", touchpoint=key)

    def said(self, code: int) -> str | CodedText:
        """What was stated by a code (from 1): a reason as it was noted, or what people said of another text."""
        beyond = code - 1 - len(self.reasons)
        return self.reasons[code - 1] if beyond < 0 else self.coded_texts[beyond]

    def codes_saying(self, scheme: SchemeName, wanted: Collection[str]) -> tuple[int, ...]:
        """The codes of all that was stated, as reasons for leaving or for coming, to which one of these codes of the
        scheme is given.
        """
        coding = self.reason_coding if scheme == "leaving" else self.coming_coding
        words = [not set(wanted).isdisjoint(coding.codes(word)) for word in self.reasons]
        texts = [one.scheme == scheme and not set(wanted).isdisjoint(one.codes) for one in self.coded_texts]
        return tuple(code for code, says in enumerate((*words, *texts), 1) if says)

    def attribute(self, name: str) -> int:
        """The place of a customer attribute, written in any case; `attribute_unknown` when there is none,
        `attribute_too_many` when it has too many words to be a group.
        """
        for place, one in enumerate(self.attributes):
            if one.name.casefold() == name.casefold():
                if one.too_many:
                    raise WegmarkeError("attribute_too_many", attribute=one.name, words=one.too_many, limit=MOST_WORDS)
                return place
        raise WegmarkeError("attribute_unknown", attribute=name, known=[one.name for one in self.attributes] or None)

    def path(self, variant: int) -> NDArray[np.unsignedinteger]:
        """The touchpoint codes of a variant."""
        partition = self.partitions[int(self.variants.partition[variant])]
        journey = int(self.variants.journey[variant])
        return partition.touchpoint[int(partition.start[journey]) : int(partition.start[journey + 1])]

    def variant_of(self, codes: Sequence[int]) -> int | None:
        """The code of a path, or None when nobody took it."""
        return self.variants.code(hash_path(codes))
