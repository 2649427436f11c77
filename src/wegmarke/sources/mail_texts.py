"""What somebody wrote in a mail themselves: without the earlier mails quoted below and without the signature.

Cut is only what certain signs say: a line that opens an earlier mail, a block of its headers, lines that begin with
`>`, the dashes or the closing words above a signature. What stands between quoted lines is an answer and stays; so
does a mail that somebody passed on without a word of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from wegmarke.sources.limits import MAX_TEXT_CHARACTERS

_ORIGINAL = re.compile(
    r"^[-_*> ]{2,}\s*(?:urspr(?:ü|ue)ngliche (?:nachricht|e-?mail)"
    r"|original(?:e)?[- ](?:message|nachricht|e?-?mail|appointment)"
    r"|antwort an|begin reply)[^\n]{0,80}$",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"^[-_*> ]{2,}\s*(?:weitergeleitete (?:nachricht|e-?mail)|forwarded message|begin forwarded)[^\n]{0,80}$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^(?:am|on)\s.{0,300}\b(?:schrieb|wrote)\b.{0,200}:\s*$|^.{0,300}\b(?:schrieb am|wrote on)\b.{0,100}:\s*$",
    re.IGNORECASE,
)
_HEADER_OF_QUOTED = re.compile(
    r"^[>* ]*(von|from|gesendet|sent|datum|date|an|to|cc|kopie|betreff|subject|antwort an|reply-to)\s*\*?:\*?\s",
    re.IGNORECASE,
)
_FIRST_OF_QUOTED = re.compile(r"^[>* ]*(?:von|from)\s*\*?:\*?\s", re.IGNORECASE)
_RULE = re.compile(r"^[_-]{10,}$")
_CLOSING = re.compile(
    r"^(?:(?:mit\s+)?(?:(?:den\s+)?(?:freundlich|best|herzlich|viel|lieb|sonnig|sch(?:ö|oe)n|kollegial|nett)\w*)\s+"
    r"(?:gr(?:ü|ue)(?:ß|ss)\w*|empfehlung\w*|w(?:ü|ue)nsch\w*)|gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|hochachtungsvoll|mfg|lg|vg"
    r"|(?:kind|best|warm|many)(?:est)?\s+regards|regards|yours\s+(?:sincerely|faithfully|truly)|sincerely(?:\s+yours)?"
    r"|best\s+wishes|cheers|many thanks and (?:best|kind) regards)"
    r"(?:\s+(?:aus|nach|von|from|und)\s+[^\n]{1,40})?\s*[,.!]?$",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(r"^p\.?\s?s\.?\s?[:.]?\s", re.IGNORECASE)
_LONGEST_SIGNATURE = 30  # lines: what is longer is no signature
_ADDRESSED = r"\b((?:Herrn?|Frau|Hr\.|Fr\.|Mr\.?|Mrs\.?|Ms\.?)\s+(?:(?:Dr\.|Prof\.)\s*)*)"
_NEVER = re.compile(r"(?!)")
_MASK = "[…]"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The text that remains, and what was cut from it: `quote`, `signature`, `length`, in this order."""

    text: str
    cut: tuple[str, ...]


def own_words(text: str, *, is_reply: bool) -> OwnWords:
    """Cut quotes and signature from the text of a mail."""
    looked_at = text[: 4 * MAX_TEXT_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in looked_at.split("\n")]
    kept = _without_quotes(lines, is_reply=is_reply)
    cut = ["quote"] if len(kept) < len(lines) else []  # where a line alone is quoted, an empty one takes its place
    signed = len(kept)
    kept = _without_signature(kept)
    cut += ["signature"] if len(kept) < signed else []
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if len(whole) > MAX_TEXT_CHARACTERS:
        whole, cut = whole[:MAX_TEXT_CHARACTERS].rstrip(), [*cut, "length"]
    return OwnWords(whole, tuple(cut))


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names of own people: of those who take part in a mail, and of others whom the mailbox names."""

    taking_part: tuple[str, ...]
    others: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


def without_names(text: str, own: OwnNames, *, greets_own: bool) -> str:
    """Take the names of own people out of a text: in full, as last name behind a form of address, and as addresses.

    Of those who do not take part the last name alone counts only in the first line, and only where that greets own
    people: elsewhere Frau Koch may be the customer's.
    """
    if not text:
        return text
    first, line_end, below = text.partition("\n")
    for name in own.others:
        last, full, addressed = _patterns_of(name)
        if last and last in text:
            first = addressed.sub(rf"\1{_MASK}", first) if greets_own else first
            first, below = full.sub(_MASK, first), full.sub(_MASK, below)
    text = f"{first}{line_end}{below}"
    for name in own.taking_part:
        last, full, addressed = _patterns_of(name)
        if last and last in text:
            text = addressed.sub(rf"\1{_MASK}", full.sub(_MASK, text))
    for domain in own.domains:
        text = _address_pattern(domain).sub(r"@\1", text) if domain in text.lower() else text
    return text


@lru_cache(maxsize=20_000)
def _patterns_of(name: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    """Make the last name of a person ("": one word alone is a name of many things) and the patterns of the name."""
    words = [word for word in re.split(r"[\s,]+", name) if len(word) > 1 and not word.endswith(".")]
    if len(words) < 2:
        return "", _NEVER, _NEVER
    last = words[0] if "," in name else words[-1]
    first = words[-1] if "," in name else words[0]
    one, other = re.escape(first), re.escape(last)
    full = re.compile(rf"\b(?:{one}\s+{other}|{other},\s*{one}|{re.escape(name)})\b")
    return last, full, re.compile(rf"{_ADDRESSED}{other}\b")


@lru_cache(maxsize=1_000)
def _address_pattern(domain: str) -> re.Pattern[str]:
    return re.compile(rf"[\w.+-]{{1,64}}@((?:[\w-]{{1,63}}\.)?{re.escape(domain)})\b", re.IGNORECASE)


def _without_quotes(lines: Sequence[str], *, is_reply: bool) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        passed_on = _PASSED_ON.match(line) is not None
        if _ORIGINAL.match(line) or passed_on or _begins_headers(lines, at):
            written = any(one.strip() and not _RULE.match(one) for one in kept)
            if passed_on and not written:
                return list(lines)
            _end(kept)
            return kept
        opened = _attribution(lines, at)
        behind = at + opened
        quoted = _quoted(lines, behind, is_reply=is_reply or opened > 0)
        if quoted > behind:
            if opened:
                _end(kept)
            kept.append("")
            at = quoted
        elif opened and _names_somebody(lines[at:behind]):
            _end(kept)
            return kept
        else:
            kept.append(line)
            at += 1
    return kept


def _end(kept: list[str]) -> None:
    """Take empty lines, and one that only parts, from the end."""
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
        kept.pop()


def _begins_headers(lines: Sequence[str], at: int) -> bool:
    """Say whether the headers of an earlier mail stand here: sender first, and two more of them next to it."""
    if not _FIRST_OF_QUOTED.match(lines[at]):
        return False
    names = {found[1].lower() for line in lines[at : at + 8] if (found := _HEADER_OF_QUOTED.match(line))}
    return len(names) >= 3


def _attribution(lines: Sequence[str], at: int) -> int:
    """Say over how many lines it is said who wrote what follows: 0 (not at all), 1, or 2 where it is broken."""
    if len(lines[at]) > 600 or not lines[at].strip() or lines[at].startswith(">"):
        return 0
    if _ATTRIBUTION.match(lines[at]):
        return 1
    two = " ".join(line.strip() for line in lines[at : at + 2])
    begins = lines[at][:3].lower() in {"am ", "on "}
    return 2 if begins and at + 1 < len(lines) and len(two) < 600 and _ATTRIBUTION.match(two) else 0


def _names_somebody(lines: Sequence[str]) -> bool:
    """Say whether a line that nothing quoted follows is surely one: it names an address."""
    return "@" in " ".join(lines)


def _quoted(lines: Sequence[str], at: int, *, is_reply: bool) -> int:
    """Give the line behind a run of quoted ones; one alone counts only where an earlier mail is answered."""
    end = at
    while end < len(lines) and not lines[end].strip() and end - at < 3:
        end += 1
    first = end
    while end < len(lines) and lines[end].startswith(">"):
        end += 1
    if end == first or (end - first == 1 and not is_reply):
        return at
    return end


def _without_signature(lines: list[str]) -> list[str]:
    behind = sum(1 for line in lines if line.strip())
    for at, line in enumerate(lines):
        plain = line.strip()
        behind -= bool(plain)
        if plain == "--" and any(one.strip() for one in lines[:at]):
            return lines[:at]
        if behind <= _LONGEST_SIGNATURE and _CLOSING.match(plain):
            afterword = next((place for place in range(at + 1, len(lines)) if _AFTERWORD.match(lines[place])), None)
            return [*lines[: at + 1], *([] if afterword is None else ["", *lines[afterword:]])]
    return lines
