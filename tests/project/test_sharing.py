"""How the tests are shared out among processes speaks of files that are there."""

from __future__ import annotations

import pytest

from tests.sharing import FIRST, TOGETHER, group_of
from tests.surroundings import REPOSITORY

FILES = [file for files in TOGETHER.values() for file in files]


def test_every_file_that_is_named_is_there() -> None:
    named = FILES + [group for group in FIRST if group not in TOGETHER]
    assert [file for file in named if not (REPOSITORY / file).is_file()] == []
    assert len(set(named)) == len(named), "a file belongs to one group"


def test_files_on_the_same_dear_fixture_stay_in_one_process() -> None:
    assert {group_of(f"{file}::test_something[x::y]") for file in TOGETHER["bank"]} == {"bank"}
    assert group_of("tests/unit/stats/test_shapley.py::test_x") == "tests/unit/stats/test_shapley.py"


@pytest.mark.parametrize(("fixture", "group"), [("practice", "practice"), ("bank_desk", "bank")])
def test_who_stands_on_a_dear_fixture_is_named(request: pytest.FixtureRequest, fixture: str, group: str) -> None:
    """Of the tests that were collected with this one; of all, where all are run."""
    users = [item.nodeid for item in request.session.items if fixture in getattr(item, "fixturenames", ())]
    assert [nodeid for nodeid in users if group_of(nodeid) != group] == []
