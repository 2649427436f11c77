"""A finding in words: the answer first, then what it rests on, how it was made, and what it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wegmarke.model.finding import Basis, CannotSay, Finding, Sentence
from wegmarke.text import Language, cannot_say, method, sentence, word


@dataclass(frozen=True, slots=True)
class Explanation:
    """Sentences in one language. `question` is the question's title, `claim` what kind of result it is."""

    language: Language
    question: str
    headline: tuple[str, ...]
    basis: tuple[str, ...]
    method: str
    claim: str
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]

    def lines(self) -> tuple[tuple[str, str], ...]:
        """(part, sentence) in reading order; the part is worded only where it begins."""
        parts = (
            ("", self.headline),
            ("basis", self.basis),
            ("method", (self.method, f"{word('part:claim', self.language)} {self.claim}.")),
            ("assumptions", self.assumptions),
            ("caveats", self.caveats),
        )
        return tuple(
            (word(f"part:{name}", self.language) if name and not place else "", said)
            for name, sentences in parts
            for place, said in enumerate(sentences)
        )

    def text(self) -> str:
        """All of it, one part a paragraph."""
        paragraphs: list[str] = []
        for part, said in self.lines():
            if part:
                paragraphs.append(f"{part}: {said}")
            elif paragraphs:
                paragraphs[-1] += f" {said}"
            else:
                paragraphs.append(said)
        return "\n\n".join(paragraphs)


def explain(finding: Finding[Any], language: Language) -> Explanation:
    """The finding in words."""
    headline = [sentence(said, language, finding.basis.level) for said in finding.headline]
    if isinstance(finding.result, CannotSay) and not headline:
        headline.append(cannot_say(finding.result, language))
    return Explanation(
        language=language,
        question=word(f"question:{finding.question}", language),
        headline=tuple(headline),
        basis=tuple(sentence(said, language, finding.basis.level) for said in _rests_on(finding)),
        method=method(finding.method, language),
        claim=word(f"claim:{finding.claim}", language),
        assumptions=tuple(method(code, language) for code in finding.assumptions),
        caveats=tuple(sentence(said, language) for said in finding.caveats),
    )


def _rests_on(finding: Finding[Any]) -> tuple[Sentence, ...]:
    """The basis, and which of the two ways the question was answered."""
    extent, *rest = basis_sentences(finding.basis)
    return (extent, Sentence(f"answered.{finding.answered}"), *rest)


def basis_sentences(basis: Basis) -> tuple[Sentence, ...]:
    """What every count rests on, as sentences: how many, which filter, and how journeys were made."""
    extent = {name: getattr(basis, name) for name in ("interactions", "journeys", "customers")}
    said = [Sentence("basis.extent", extent)]
    if basis.filter:
        said.append(Sentence("basis.filter", {"filter": basis.filter}))
    if basis.level == "account":
        said.append(Sentence("basis.by_account"))
    said.append(Sentence("basis.case_notion", {"case_notion": basis.case_notion}))
    if basis.case_notion != "journey_id":
        known = basis.silence_days is not None
        said.append(Sentence("basis.silence", {"silence_days": basis.silence_days}) if known else _NO_SILENCE)
        if basis.cut_at_outcome:
            said.append(Sentence("basis.cut_at_outcome"))
    if basis.lifecycle is not None:
        said.append(Sentence("basis.lifecycle", {"lifecycle": basis.lifecycle}))
    said += [Sentence("basis.ties"), Sentence("basis.version", {"version": basis.version, "zone": basis.time_zone})]
    return tuple(said)


_NO_SILENCE = Sentence("basis.no_silence")
