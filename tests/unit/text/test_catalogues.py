"""Every code has wording in both languages, with the same values, and whoever says one gives these values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import wegmarke.text
from wegmarke import text
from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.model import finding, progress, quarantine, settings
from wegmarke.model.filter.grammar import CALLS, FIELDS
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.text.errors import ERRORS
from wegmarke.text.language import Wording
from wegmarke.text.methods import METHODS
from wegmarke.text.reasons import CANNOT_SAY, UNFIT
from wegmarke.text.sentences import SENTENCES
from wegmarke.text.templates import placeholders, required
from wegmarke.text.words import WORDS

SOURCE = Path(wegmarke.text.__file__).parents[1]
CATALOGUES: dict[str, dict[str, Wording]] = {
    "errors": ERRORS,
    "unfit": UNFIT,
    "cannot_say": CANNOT_SAY,
    "words": WORDS,
    "sentences": SENTENCES,
    "methods": METHODS,
}
ENTRIES = [(name, code) for name, catalogue in CATALOGUES.items() for code in catalogue]


def words(prefix: str, codes: tuple[str, ...]) -> set[str]:
    return {f"{prefix}:{code}" for code in codes}


def test_errors_are_worded_and_no_others() -> None:
    assert set(ERRORS) == set(get_args(ErrorCode))


def test_reasons_are_worded_and_no_others() -> None:
    assert set(UNFIT) == set(get_args(quarantine.UnfitReason))
    assert set(CANNOT_SAY) == set(get_args(finding.ReasonCode))


def test_closed_lists_are_worded() -> None:
    needed = (
        words("unit", get_args(finding.Unit))
        | words("claim", get_args(finding.Claim))
        | words("outcome", settings.OUTCOME_NAMES)
        | words("stage", get_args(progress.Stage))
        | words("case_notion", get_args(settings.CaseNotion))
        | words("filter", (*CALLS, *FIELDS))
        | words("incident", INCIDENT_KINDS)
    )
    assert needed <= set(WORDS)


@pytest.mark.parametrize(("name", "code"), ENTRIES)
def test_both_languages_say_the_same_things(name: str, code: str) -> None:
    english, german = CATALOGUES[name][code]
    assert english.strip() == english != ""
    assert german.strip() == german != ""
    if name == "words":  # words stand as they are
        assert not {"{", "}"} & {*english, *german}
        return
    assert {name for name, _ in placeholders(english)} == {name for name, _ in placeholders(german)}
    assert required(english) == required(german)
    assert english.count("[[") == english.count("]]")
    assert german.count("[[") == german.count("]]")


@pytest.mark.parametrize(("name", "code"), [entry for entry in ENTRIES if entry[0] != "words"])
def test_sentences_end_and_use_the_marks_of_their_language(name: str, code: str) -> None:
    english, german = CATALOGUES[name][code]
    for sentence in (english, german):
        assert re.search(r"[.?](\]\])*$", sentence), sentence
        assert "'" not in sentence.replace("Welch's", "").replace("Newcombe's", "").replace("Wilson's", "").replace(
            "file's", ""
        )
    assert not re.search(r"\b(du|dein|dich|euch)\b", german, re.IGNORECASE)
    assert "%" not in re.sub(r"\d%", "", english)
    assert not re.search(r"\d%", german)


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of that name in the package, and where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in {
                getattr(node.func, "id", None),
                getattr(node.func, "attr", None),
            }:
                yield f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}", node


def codes_of(node: ast.expr) -> list[str]:
    """The codes that an argument can be, as far as it is written out."""
    match node:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp(body=first, orelse=second):
            return codes_of(first) + codes_of(second)
        case _:
            return []


def test_errors_carry_what_their_sentence_names() -> None:
    lacking = []
    for place, call in calls("WegmarkeError"):
        given = {keyword.arg for keyword in call.keywords}
        if None in given or not call.args:
            continue
        for code in codes_of(call.args[0]):
            missing = required(ERRORS[code][0]) - given
            if missing:
                lacking.append(f"{place} {code}: {sorted(missing)}")
    assert lacking == []


def test_sentences_that_are_said_are_worded() -> None:
    said = [(place, code) for place, call in calls("Sentence") if call.args for code in codes_of(call.args[0])]
    assert said, "the questions say sentences"
    assert [entry for entry in said if entry[1] not in SENTENCES and entry[1] not in METHODS] == []


def test_columns_and_tables_are_worded() -> None:
    for kind, prefix in (("Column", "column"), ("Table", "table")):
        keys = [(place, key) for place, call in calls(kind) if call.args for key in codes_of(call.args[0])]
        assert keys, kind
        assert [(place, key) for place, key in keys if f"{prefix}:{key}" not in WORDS] == []


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_an_error_never_fails_to_say_something(lang: text.Language) -> None:
    for code in get_args(ErrorCode):
        assert text.error_sentence(WegmarkeError(code), lang)
    assert str(WegmarkeError("file_missing", file="crm.csv")).startswith("There is no file “crm.csv”.")


def test_a_word_without_wording() -> None:
    with pytest.raises(KeyError, match=r"words\.py"):
        text.word("outcome:maybe", "en")
