"""The reference of identifiers tells what the code does."""

import re
import tomllib

from tests.surroundings import REPOSITORY
from wegmarke.identity.catalogue import KINDS, unknown
from wegmarke.identity.rules import DEFAULT_RULES, read_rules, rules_text

PAGE = (REPOSITORY / "docs" / "reference" / "identifiers.md").read_text("utf-8")


def test_every_kind_stands_there_with_its_limits() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\d+) \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    assert rows == [
        (kind.name, kind.role, str(kind.priority), str(kind.most_per_customer), str(kind.most_shared))
        for kind in KINDS.values()
    ]
    middle = unknown("x")
    assert f"priority {middle.priority}, {middle.most_per_customer} for each customer" in PAGE.replace("\n", " ")


def test_the_example_is_read_and_shows_the_defaults() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    rules = read_rules(example)
    assert rules.kinds[0].also == ("Zählernummer",)
    assert read_rules(example.partition("[[blocked]]")[0]) == DEFAULT_RULES
    written = rules_text(DEFAULT_RULES)
    assert all(f"{name} =" in written or f"[{name}]" in written for name in tomllib.loads(example.partition("[[")[0]))
