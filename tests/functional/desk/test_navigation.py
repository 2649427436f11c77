"""The navigation: every question that has a page stands in it, under what a touchpoint manager would ask."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.functional.desk.running import Visitor
from wegmarke.questions import QUESTIONS

OF_ONE = {"touchpoint", "timeline"}
"""Questions about one touchpoint, one customer: reached from their lists."""
WITHIN = {"audience": "/customers/suppression/"}


def groups(page: str) -> dict[str, list[tuple[str, str, bool]]]:
    """The groups and their pages: address, name, and whether one is there."""
    bar = page[page.index('class="desk-pages') :]
    bar = bar[: bar.index("</nav>")]
    found = {}
    for label, entries in re.findall(r"<summary[^>]*>([^<]+)<.*?</summary>\s*<ul>(.*?)</ul>", bar, re.DOTALL):
        links = re.findall(r'<a href="([^"]+)"( aria-current="page")?>.*?</svg>([^<]+)</a>', entries)
        found[html.unescape(label)] = [(url, html.unescape(name), bool(here)) for url, here, name in links]
    return found


@pytest.fixture(scope="module")
def addresses(loaded_desk: Path) -> dict[str, str]:
    """The page of each question, as the desk's own code says."""
    assert loaded_desk.exists()
    from wegmarke.desk.findings.question_pages import question_page

    return {one.name: question_page(one.name) for one in QUESTIONS} | WITHIN


def test_every_question_with_a_page_is_in_the_navigation(clinic_owner: Visitor, addresses: dict[str, str]) -> None:
    assert {name for name, address in addresses.items() if not address} == OF_ONE
    for name, address in addresses.items():
        if address:
            page = clinic_owner.get(address)
            assert page.status == 200, (name, page.status)
            head = page.text[: page.text.index('id="main"')]
            marked = re.findall(r'<a href="([^"]+)" aria-current="page"', head)
            assert len(marked) == 1, f"{name}: one is at one place"


def test_the_groups_are_the_questions_of_a_touchpoint_manager(clinic_owner: Visitor) -> None:
    shown = groups(clinic_owner.get("/promises/").text)
    assert list(shown) == [
        "How customers travel",
        "What goes wrong",
        "What matters",
        "Why they leave",
        "What it is worth",
        "Who they are",
    ]
    assert ("/promises/", "Promises", True) in shown["What goes wrong"]
    assert sum(here for links in shown.values() for _, _, here in links) == 1
    for links in shown.values():
        assert 2 <= len(links) <= 5, "a group is what can be seen at one glance"
    with clinic_owner.speaking("de"):
        assert list(groups(clinic_owner.get("/promises/").text))[3] == "Warum sie gehen"
