"""What people say and write: `say` makes a text for every row from sentences that fit what happened.

A text has a body (what it is about) and, often, an opening and a closing (who speaks, and in which mood); some are a
word or two. Bodies, openings and closings are picked apart from each other, and the sentences themselves hold
alternatives, so that a hundred sentences make tens of thousands of texts. Sentences stand in `german/` and `english/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.about import About
from wegmarke.simulation.words.manners import Manner, typed
from wegmarke.simulation.words.phrases import Phrases, fillable, joined
from wegmarke.simulation.words.picking import Bits, Codes, derived
from wegmarke.simulation.words.reasons import BAD_THEMES, CANCELLATION_REASONS, GOOD_THEMES, LOST_REASONS, THEMES
from wegmarke.simulation.words.sentences import Language, sentences

Kind = Literal[
    "nps_promoter",
    "nps_passive",
    "nps_detractor",
    "csat_good",
    "csat_bad",
    "ces_easy",
    "ces_hard",
    "review_1",
    "review_2",
    "review_3",
    "review_4",
    "review_5",
    "mention",
    "complaint",
    "cancellation",
    "ticket",
    "call_note",
    "visit_report",
    "contact_mail",
    "lost_reason",
]
"""Where something is said or written."""

KINDS: tuple[Kind, ...] = get_args(Kind)

_BAD_OR_NEUTRAL = (*BAD_THEMES, "neutral")
_GOOD_OR_NEUTRAL = (*GOOD_THEMES, "neutral")
_BUSINESS, _HOUSEHOLD = "(b) ", "(h) "
_LINE = "~"  # a line break, in the files with the sentences
_WEIGHT = 20


@dataclass(frozen=True, slots=True)
class _Style:
    """How a kind of text is built: its pools, and in how many of a thousand cases its parts are there.

    `neutral` is the topic of the bodies when the theme is "neutral"; a `conceding` kind praises and still can name
    something bad: then it has openings of its own.
    """

    themes: tuple[str, ...]
    body: str
    frame: str
    manner: Manner
    opening: int
    closing: int
    short: int = 0
    neutral: str = "neutral"
    conceding: int = 0
    bare: int = 0


_REASONS = tuple(key for key, _, _ in CANCELLATION_REASONS)
_LOST = tuple(key for key, _, _ in LOST_REASONS)
_VISITS = tuple(theme for theme in THEMES if theme != "good_delivery")
_MAILS = tuple(theme for theme in THEMES if theme not in ("good_product", "good_delivery"))
_LOW = _Style(_BAD_OR_NEUTRAL, "statement", "review_low", "customer", 550, 420, 60, "neutral_down")
_HIGH = _Style(THEMES, "statement", "review_high", "customer", 500, 380, 110, "neutral_up", conceding=1000)

_STYLES: dict[Kind, _Style] = {
    "nps_promoter": _Style(THEMES, "statement", "nps_promoter", "customer", 220, 250, 420, "neutral_up", 1000),
    "nps_passive": _Style(THEMES, "statement", "nps_passive", "customer", 250, 180, 400, conceding=500),
    "nps_detractor": _Style(_BAD_OR_NEUTRAL, "statement", "nps_detractor", "customer", 260, 330, 300, "neutral_down"),
    "csat_good": _Style(_GOOD_OR_NEUTRAL, "statement", "csat_good", "customer", 260, 260, 450, "neutral_up"),
    "csat_bad": _Style(_BAD_OR_NEUTRAL, "statement", "csat_bad", "customer", 280, 330, 280, "neutral_down"),
    "ces_easy": _Style(_GOOD_OR_NEUTRAL, "statement", "ces_easy", "customer", 150, 150, 500, "ces_easy"),
    "ces_hard": _Style(_BAD_OR_NEUTRAL, "statement", "ces_hard", "customer", 200, 200, 350, "ces_hard"),
    "review_1": _LOW,
    "review_2": _LOW,
    "review_3": _Style(THEMES, "statement", "review_mid", "customer", 500, 350, 100),
    "review_4": _HIGH,
    "review_5": _HIGH,
    "mention": _Style(THEMES, "statement", "mention", "customer", 600, 450),
    "complaint": _Style(_BAD_OR_NEUTRAL, "statement", "complaint", "letter", 850, 800, neutral="neutral_down"),
    "cancellation": _Style(_REASONS, "letter", "cancellation", "letter", 1000, 1000, bare=450),
    "ticket": _Style(THEMES, "note", "ticket", "staff", 350, 400),
    "call_note": _Style(THEMES, "note", "call_note", "staff", 400, 450),
    "visit_report": _Style(_VISITS, "visit", "visit", "staff", 700, 650),
    "contact_mail": _Style(_MAILS, "mail", "mail", "letter", 1000, 1000),
    "lost_reason": _Style(_LOST, "lost", "lost", "staff", 0, 0),
}

_GERMAN_ONLY: tuple[Kind, ...] = ("ticket", "call_note", "visit_report", "lost_reason")


@dataclass(frozen=True, slots=True)
class _Voice:
    opening: Phrases
    body: Phrases
    closing: Phrases
    shorts: int  # so many templates of the body are short answers, which stand alone
    manner: Manner

    def slots(self) -> frozenset[str]:
        return frozenset((*self.opening.slots, *self.body.slots, *self.closing.slots))


def topics(kind: Kind, language: Language) -> tuple[str, ...]:
    """What a kind of text can be about: themes, or the stated reasons of cancellations and lost deals.

    Tickets, notes, visit reports and lost reasons are written by the staff, in German: in English there are none.
    """
    return () if language == "en" and kind in _GERMAN_ONLY else _STYLES[kind].themes


def say(
    kind: Kind,
    theme: str,
    language: Language,
    bits: Bits,
    about: About | None = None,
    *,
    business: bool = False,
) -> pa.StringArray:
    """A text for every row of `bits`, in which only the facts given in `about` are named.

    `business` says that a company speaks: its texts name guests and budgets, those of households children and moving
    house. ValueError when such a text cannot be about that (see `topics`).
    """
    if theme not in topics(kind, language):
        raise ValueError(f"A text of kind {kind} in language {language} is not about {theme}")
    facts = about if about is not None else About()
    voice = _voice(kind, theme, language, facts.slots(), business)
    opening, body, closing = (
        phrases.table.pick(derived(bits, purpose))
        for purpose, phrases in enumerate((voice.opening, voice.body, voice.closing))
    )
    alone = voice.body.template[body] < voice.shorts
    given = facts.columns(voice.slots(), language, derived(bits, 3), business=business)
    text = joined(
        [
            *voice.opening.columns(np.where(alone, 0, opening), given),
            *voice.body.columns(body, given),
            *voice.closing.columns(np.where(alone, 0, closing), given),
        ]
    )
    lines = pc.replace_substring(pc.replace_substring(text, f" {_LINE}", _LINE), _LINE, "\n")
    return typed(pc.utf8_rtrim_whitespace(lines), voice.manner, derived(bits, 4))


def say_each(
    kind: Kind,
    themes: Sequence[str],
    theme: Codes,
    language: Language,
    bits: Bits,
    about: About | None = None,
    *,
    business: NDArray[np.bool_] | None = None,
) -> pa.StringArray:
    """The same where every row has a theme of its own, a place in `themes`, and is a company's or a household's."""
    order: list[NDArray[np.int64]] = []
    parts: list[pa.StringArray] = []
    company = business if business is not None else np.zeros(len(bits), np.bool_)
    for place, name in enumerate(themes):
        for side in (False, True):
            rows = np.flatnonzero((theme == place) & (company == side))
            if len(rows):
                facts = about.rows(rows) if about is not None else None
                order.append(rows)
                parts.append(say(kind, name, language, bits[rows], facts, business=side))
    if not parts:
        return pa.array([], pa.string())
    back = np.argsort(np.concatenate(order), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(back))


@lru_cache(maxsize=512)
def _voice(kind: Kind, theme: str, language: Language, slots: frozenset[str], business: bool) -> _Voice:  # noqa: FBT001 - a key of the cache
    style = _STYLES[kind]
    topic = style.neutral if theme == "neutral" else theme
    pools = sentences(language)

    def pool(name: str, topic: str) -> tuple[str, ...]:
        """The sentences that this speaker says and whose slots can be filled."""
        mine, others = (_BUSINESS, _HOUSEHOLD) if business else (_HOUSEHOLD, _BUSINESS)
        lines = (line.removeprefix(mine) for line in pools.get((name, topic), ()) if not line.startswith(others))
        return fillable(lines, slots)

    frame, opening, short = style.frame, style.opening, style.short
    if frame == "mention":
        frame = "mention_bad" if theme in BAD_THEMES else "mention_good"
        opening = 0 if theme == "neutral" else opening
    if style.manner == "staff" and theme not in BAD_THEMES and ("closing", f"{frame}_calm") in pools:
        frame = f"{frame}_calm"
    if style.conceding and theme in BAD_THEMES:
        frame, opening = f"{kind}_bad", style.conceding
        short = 0 if style.conceding == 1000 else short  # whoever praises and criticises needs more than two words
    closing = 0 if opening == 0 else style.closing
    frames = dict.fromkeys((frame, kind) if frame == style.frame else (frame,))  # one star has words of its own

    def frame_pool(name: str) -> tuple[str, ...]:
        return tuple(line for topic in frames for line in pool(name, topic))

    shorts = pool("short", topic) if short else ()
    body = pool(style.body, topic)
    bare = ("",) if style.bare and theme == "none" else ()
    return _Voice(
        opening=_framed(
            tuple(line if line.endswith(_LINE) else f"{line} " for line in pool("opening", frame)), opening
        ),
        body=Phrases.of(
            (*shorts, *bare, *body),
            (
                *(_weight_for(short, len(shorts), len(body)) for _ in shorts),
                *(_weight_for(style.bare, 1, len(body)) for _ in bare),
                *(_WEIGHT for _ in body),
            ),
        ),
        closing=_framed(tuple(_spaced(line, kind) for line in frame_pool("closing")), closing),
        shorts=len(shorts),
        manner=style.manner,
    )


def _weight_for(per_mille: int, count: int, others: int) -> int:
    """The weight of each of `count` templates that together are so many of a thousand, beside others of full weight."""
    return max(1, _WEIGHT * others * per_mille // ((1000 - per_mille) * count))


def _framed(lines: tuple[str, ...], per_mille: int) -> Phrases:
    """Openings or closings, the first of which is none at all."""
    if not lines or per_mille == 0:
        return Phrases.of(("",))
    nothing = _WEIGHT * len(lines) * (1000 - per_mille) // per_mille
    return Phrases.of(("", *lines), (nothing, *(_WEIGHT for _ in lines)))


def _spaced(line: str, kind: Kind) -> str:
    """A closing, set apart from what stands before it."""
    if line.startswith(_LINE):
        return line
    return f"{_LINE}{line}" if kind == "cancellation" else f" {line}"
