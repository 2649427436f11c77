"""The reference of the filter language says what the language is."""

import re

import pytest

from tests.surroundings import REPOSITORY
from wegmarke.model import filter as f
from wegmarke.model.filter import ast
from wegmarke.model.filter.grammar import CALLS, FIELDS, OPERATORS, PROMISE_STATES, SECONDS_OF_UNIT

PAGE = (REPOSITORY / "docs" / "reference" / "filter-language.md").read_text(encoding="utf-8")
EXAMPLES = [
    cell.replace("\\|", "|")
    for cell in re.findall(r"^\| `((?:[^`])+)` \|", PAGE.split("## Examples")[1].split("## ")[0], re.MULTILINE)
]


def test_the_page_prints_the_grammar() -> None:
    assert f"```text\n{f.GRAMMAR}\n```" in PAGE
    assert f"Version {f.GRAMMAR_VERSION}," in PAGE


def test_the_grammar_names_every_word_of_the_parser() -> None:
    in_grammar = set(re.findall(r'"([a-z][a-z_]*|[<>=!]+)"', f.GRAMMAR))
    spoken = {*CALLS, *FIELDS, *OPERATORS, *PROMISE_STATES, "and", "or", "not", "all", "in", "between"}
    units = {form for unit in SECONDS_OF_UNIT for form in (unit, f"{unit}s")}
    assert in_grammar == spoken | units


def test_every_rule_of_the_grammar_that_is_used_is_defined() -> None:
    without_texts = re.sub(r"\(\*.*?\*\)|\"[^\"]*\"|'[^']*'", " ", f.GRAMMAR)
    defined = set(re.findall(r"(\w+)\s*=", without_texts))
    assert set(re.findall(r"\w+", without_texts)) - defined == {"letter", "digit", "character"}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_in_normal_form_or_becomes_it(example: str) -> None:
    tree = f.parse(example)
    assert f.parse(f.write(tree)) == tree


def test_examples_show_every_condition_and_field() -> None:
    shown = " ".join(EXAMPLES)
    assert [word for word in (*CALLS, *FIELDS) if not re.search(rf"\b{word}\b", shown)] == []
    assert len(EXAMPLES) >= 20


def test_precedence_is_as_the_page_says() -> None:
    said = re.search(r"`(visited\(shop\)[^`]*)` is\n`([^`]*)`", PAGE)
    assert said is not None
    assert f.parse(said[1]) == f.parse(said[2])


def test_the_type_of_a_field_lists_the_fields() -> None:
    assert set(ast.Field.__args__) == set(FIELDS)  # type: ignore[attr-defined]
