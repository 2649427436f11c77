"""The file of a company's rules: what is written is read again, and what cannot be is named."""

from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.identity.rules import (
    DEFAULT_RULES,
    Blocked,
    IdentityRules,
    KindRule,
    load_rules,
    read_rules,
    rules_text,
    save_rules,
)

LAID_DOWN = IdentityRules(
    country="AT",
    date_order="mdy",
    own_domains=("musterhaus.example",),
    role_addresses=('lad"en',),
    plus_tags=False,
    gmail_dots=False,
    blocked=(Blocked("phone", ("0800 1\\2", "0")), Blocked("email", ("a@b.de",))),
    kinds=(KindRule("cookie", most_shared=2), KindRule("zähler", ("Zählernr",), "describes", 0, 7, 3)),
)


def test_without_a_file_the_rules_are_the_default(tmp_path: Path) -> None:
    assert load_rules(tmp_path) == DEFAULT_RULES
    assert read_rules("") == DEFAULT_RULES


@pytest.mark.parametrize("rules", [DEFAULT_RULES, LAID_DOWN])
def test_what_is_written_is_read_again(tmp_path: Path, rules: IdentityRules) -> None:
    save_rules(tmp_path, rules)
    assert load_rules(tmp_path) == rules
    assert read_rules(rules_text(rules)) == rules


@pytest.mark.parametrize(
    ("text", "code", "setting"),
    [
        ("country = 'Germany'", "workspace_setting", "country"),
        ("date_order = 'ymd'", "workspace_setting", "date_order"),
        ("own_domains = 'a.de'", "workspace_setting", "own_domains"),
        ("plus_tags = 1", "workspace_setting", "plus_tags"),
        ("owndomains = []", "workspace_setting", "owndomains"),
        ("[[kind]]\npriority = 1", "workspace_setting", "kind.name"),
        ("[[kind]]\nname = 'x'\nmost_shared = 0", "workspace_setting", "kind.most_shared"),
        ("[[blocked]]\nkind = 'x'\nvalue = ['a']", "workspace_setting", "blocked.value"),
        ("version = 99", "workspace_newer", None),
        ("country =", "settings_broken", None),
    ],
)
def test_what_cannot_be_read_is_named(text: str, code: str, setting: str | None) -> None:
    with pytest.raises(WegmarkeError) as raised:
        read_rules(text)
    assert raised.value.code == code
    assert raised.value.details.get("setting") == setting
