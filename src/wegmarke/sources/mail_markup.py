"""HTML reduced to text: tags and what is never shown are left out, breaks become lines, quotes begin with `>`.

Nothing of the page is carried out or fetched. It is read once from beginning to end, so that no text, however broken,
takes long.
"""

from __future__ import annotations

import html
import re

_HIDDEN = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "object"))
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "div", "dl", "dt", "dd", "fieldset", "footer", "form", "header", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "ul", "ol", "table", "blockquote"))
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]{0,30})")
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Page:
    """The text so far: lines, each with how deep in quotes it stands."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, list[str]]] = [(0, [])]
        self.depth = 0

    def say(self, text: str) -> None:
        words = _SPACE.sub(" ", html.unescape(text)).replace("\xa0", " ")
        pieces = self._lines[-1][1]
        pieces.append(words if pieces else words.lstrip())

    def new_line(self, *, always: bool = False) -> None:
        if always or "".join(self._lines[-1][1]).strip():
            self._lines.append((self.depth, []))
        else:
            self._lines[-1] = (self.depth, [])

    def paragraph(self) -> None:
        self.new_line()
        if len(self._lines) > 1 and "".join(self._lines[-2][1]).strip():
            self.new_line(always=True)

    def text(self) -> str:
        written = ("> " * depth + "".join(pieces).strip() for depth, pieces in self._lines)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in written)).strip()


def text_of_html(markup: str) -> str:
    """Reduce HTML to the text that a reader sees, roughly."""
    page = _Page()
    never_closed: set[str] = set()
    at, size = 0, len(markup)
    while at < size:
        place = markup.find("<", at)
        if place < 0:
            page.say(markup[at:])
            break
        if place > at:
            page.say(markup[at:place])
        if markup.startswith("<!--", place):
            at = _behind(markup, "-->", place + 4)
            continue
        found = _NAME.match(markup, place + 1)
        if found is None and markup[place + 1 : place + 2] not in {"!", "?", "/"}:
            page.say("<")
            at = place + 1
            continue
        at = _behind(markup, ">", place + 1)
        if found is None:
            continue
        name, closing = found[1].lower(), markup[place + 1] == "/"
        if name in _HIDDEN and not closing and name not in never_closed:
            end = _closing(markup, name, at)
            if end < 0:  # not looked for again: a page of a million such tags would take hours
                never_closed.add(name)
            at = max(at, end)
        else:
            _tag(page, name, closing=closing)
    return page.text()


def _tag(page: _Page, name: str, *, closing: bool) -> None:
    if name == "blockquote":
        page.new_line()
        page.depth = max(0, page.depth - 1) if closing else min(8, page.depth + 1)
        page.new_line()
    if name == "br":
        page.new_line(always=True)
    elif name in _PARAGRAPHS:
        page.paragraph()
    elif name in _BLOCKS:
        page.new_line()
    elif name in {"td", "th"} and closing:
        page.say(" ")


def _behind(markup: str, sign: str, at: int) -> int:
    """Give the place behind the next sign; where there is none, the end: what never closes is not shown."""
    place = markup.find(sign, at)
    return len(markup) if place < 0 else place + len(sign)


def _closing(markup: str, name: str, at: int) -> int:
    """Give the place behind the closing tag; -1: there is none, and what follows is shown."""
    found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(markup, at)
    return -1 if found is None else found.end()
