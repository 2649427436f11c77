"""What people said of free texts, kept in the workspace: it outlives a build, and goes with the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workspace.test_changes import HEAD, told
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.coded_reasons import Closing, Coded, Codings
from wegmarke.model.stated_reasons import text_key
from wegmarke.questions import Asked, ask
from wegmarke.questions.reasons import Reasons
from wegmarke.workspace import Workspace
from wegmarke.workspace.coding import DECISIONS
from wegmarke.workspace.rights.person import Person

MINE = "Frau Berger promised a call back and never rang"
SHARED = "It was too expensive for the little we used"
LINES = (
    HEAD,
    "1,ada,2026-01-05 10:00,Order,Sales,,,",
    f"2,ada,2026-03-01 10:00,Goodbye,Service,{MINE},,",
    "3,bob,2026-01-05 10:00,Order,Sales,,,",
    f"4,bob,2026-03-02 10:00,Goodbye,Service,{SHARED},,",
    "5,cleo,2026-01-07 10:00,Order,Sales,,,",
    f"6,cleo,2026-03-08 10:00,Goodbye,Service,{SHARED},,",
)


def codes_of(workspace: Workspace) -> dict[str, int]:
    result = ask("reasons", Asked(workspace.index(), LocalRunner(1)), {}).result
    assert isinstance(result, Reasons)
    return {one.code: one.customers for one in result.stated}


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    workspace = told(tmp_path, LINES)
    workspace.code_reason(Coded(text_key(MINE), "1", ("response",), 1))
    workspace.code_reason(Coded(text_key(SHARED), "1", ("pricing",), 2))
    workspace.code_reason(Closing("leaving", "1", 2, closed=True))
    return workspace


def test_it_counts_with_the_next_question_and_outlives_a_build(shop: Workspace) -> None:
    assert codes_of(shop) == {"pricing": 2, "response": 1}
    before = shop.index()
    shop.code_reason(Coded(text_key(MINE), "1", ("encounter",), 3))
    assert shop.index().version != before.version, "an answer that was kept is another one"
    assert shop.index().partitions is before.partitions, "nothing is opened anew"
    shop.build(whole=True)
    assert codes_of(Workspace.open(shop.folder)) == {"pricing": 2, "encounter": 1}
    with pytest.raises(WegmarkeError) as refused:
        shop.code_reason(Coded(text_key(MINE), "1", ("not_coded",), 4))
    assert refused.value.code == "workspace_setting"


def test_what_is_kept_tells_no_text_and_a_line_cut_short_is_no_decision(shop: Workspace) -> None:
    path = shop.folder / DECISIONS
    assert "Berger" not in path.read_text(encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "cut sh')
    assert len(shop.codings["leaving"].of) == 2
    shop.code_reason(Coded(text_key(MINE), "2", ("response",), 5))
    assert set(shop.codings["leaving"].of[text_key(MINE)]) == {"1", "2"}


def test_an_erased_person_takes_along_what_was_said_of_their_text(shop: Workspace) -> None:
    shop.forget([Person((("customer", "ada"),))])
    assert set(shop.codings["leaving"].of) == {text_key(SHARED)}, "what others said as well stays theirs"
    assert text_key(MINE) not in (shop.folder / DECISIONS).read_text(encoding="utf-8")
    shop.forget([Person((("customer", "bob"),))])
    assert set(shop.codings["leaving"].of) == {text_key(SHARED)}
    shop.forget([Person((("customer", "cleo"),))])
    assert shop.codings["leaving"] == Codings(closed=True)
