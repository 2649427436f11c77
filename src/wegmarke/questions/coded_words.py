"""The words that were noted as reasons, with their codes and how they got them; and what is to be said of that.

Texts of other columns that people coded are told by their source and their codes alone: what they say stands where
texts are read, and not with figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegmarke.model.coding_schemes import SCHEMES, Code, SchemeName
from wegmarke.model.coming_reasons import ComingCoding
from wegmarke.model.finding import CannotSay, Column, Sentence, Table
from wegmarke.model.noted_texts import CodedText
from wegmarke.model.stated_reasons import CodedBy, ReasonCoding, is_free_text
from wegmarke.questions.asked import Asked
from wegmarke.questions.coding import Coding, coding


@dataclass(frozen=True, slots=True)
class Word:
    """A reason as it was noted, its codes, how it got them, and how many customers are noted with it. text_of: the
    source of the texts that these codes were given to, which are no stated reasons; "" for a stated reason.
    """

    word: str
    codes: tuple[Code, ...]
    coded_by: CodedBy
    customers: int
    text_of: str = ""

    @property
    def unread(self) -> bool:
        """Whether it is a free text of which no code counts yet."""
        return self.coded_by == "nobody" and is_free_text(self.word)


def word_of(said: str | CodedText, coding: ReasonCoding | ComingCoding, customers: int) -> Word:
    """What was stated, with its codes."""
    if isinstance(said, CodedText):
        return Word("", said.codes, "hand", customers, said.source)
    codes, coded_by = coding.told(said)
    return Word(said, codes, coded_by, customers)


def table_of_words(key: str, words: Sequence[Word], scheme: SchemeName) -> Table:
    """The words of reasons for leaving, or for coming."""
    texts = [one.text_of or None for one in words]
    return Table(
        key,
        (
            Column("word", "text", [one.word or None for one in words]),
            *([Column("text_of", "text", texts)] if any(texts) else []),
            Column(SCHEMES[scheme].column, "text", [", ".join(one.codes) for one in words]),
            Column("coded_by", "text", [one.coded_by for one in words]),
            Column("customers", "count", [one.customers for one in words]),
        ),
    )


def by_hand(asked: Asked, scheme: SchemeName) -> Coding | None:
    """How free texts are coded, where a code of any counts."""
    index = asked.index
    texts = any(one.scheme == scheme for one in index.coded_texts)
    if not texts and not (index.reason_coding if scheme == "leaving" else index.coming_coding).by_hand:
        return None
    found = coding(asked, scheme=scheme).result
    return None if isinstance(found, CannotSay) or found.coded == found.waiting else found


def said_of_words(words: Sequence[Word], coded: Coding | None, not_coded: str) -> Iterator[Sentence]:
    """What is to be said of words without a code (not_coded: the sentence), of unread texts, of those coded by hand."""
    unread = sum(one.customers for one in words if one.unread)
    uncoded = sum(one.customers for one in words if one.codes == ("not_coded",)) - unread
    if uncoded:
        yield Sentence(not_coded, {"n": uncoded})
    if unread:
        yield Sentence("caveat.reasons_free_text", {"n": unread})
    texts = sum(one.customers for one in words if one.text_of)
    if texts:
        sources = ", ".join(dict.fromkeys(one.text_of for one in words if one.text_of))
        yield Sentence("caveat.reasons_other_texts", {"n": texts, "sources": sources})
    if coded is None:
        return
    n = coded.coded - coded.waiting
    if isinstance(coded.same, CannotSay):
        yield Sentence("caveat.reasons_by_hand_once", {"n": n})
    else:
        told = {"share": coded.same.value, "low": coded.same.low, "high": coded.same.high, "pair": coded.pair}
        yield Sentence("caveat.reasons_by_hand", {"n": n, **told})
