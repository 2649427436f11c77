"""How the tests are shared out among processes (`make test`).

A file stays in one process, with what it builds. Files that stand on the same dear fixture stay together, so that it
is built once; and what takes longest begins first, so that at the end no process waits long for another.

Why not pytest-xdist's own groups: with pytest 9.2 they are silently ignored (pytest-dev/pytest-xdist#1386).
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "practice": (
        "tests/functional/desk/test_walk.py",
        "tests/functional/desk/test_moments_page.py",
        "tests/functional/desk/test_effect_page.py",
        "tests/functional/desk/test_losses_pages.py",
        "tests/functional/desk/test_reasons_page.py",
        "tests/functional/desk/test_same_numbers.py",
        "tests/functional/desk/test_overview_stages.py",
        "tests/functional/desk/test_schemathesis.py",
        "tests/browser/test_walk.py",
        "tests/browser/test_coding.py",
        "tests/browser/test_customer_page.py",
        "tests/conformance/test_building.py",
        "tests/conformance/test_building_through_storage.py",
    ),
    "commands": (
        "tests/functional/test_tutorial.py",
        "tests/functional/test_real_data.py",
        "tests/functional/test_cli.py",
    ),
    "clinic": (
        "tests/functional/desk/test_account_pages.py",
        "tests/functional/desk/test_customer_page.py",
        "tests/functional/desk/test_customer_search.py",
        "tests/functional/desk/test_segments.py",
    ),
    "bank": (
        "tests/browser/test_customers.py",
        "tests/browser/test_journeys.py",
        "tests/browser/test_numbers.py",
    ),
    "worlds": (
        "tests/conformance/test_moments.py",
        "tests/conformance/test_levers.py",
    ),
}
"""Files that stand on one dear fixture."""

FIRST = (
    "practice",
    "tests/conformance/test_planted_coverage.py",
    "commands",
    "tests/functional/test_crash.py",
    "tests/functional/test_desk_setup.py",
)
"""What takes longest, in this order; the rest follows in the order of its files."""

_GROUPS = {file: group for group, files in TOGETHER.items() for file in files}


def group_of(nodeid: str) -> str:
    """The group whose tests stay in one process."""
    file = nodeid.partition("::")[0]
    return _GROUPS.get(file, file)


def put_first(items: list[pytest.Item]) -> None:
    """Put what takes longest first."""
    places = {group: place for place, group in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(group_of(item.nodeid), len(places)))


class InGroups(LoadScopeScheduling):
    """Gives whole groups to the processes, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
