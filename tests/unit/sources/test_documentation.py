"""The pages on mappings and imports say what the code does: every key, every example, every limit."""

import re
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pytest

from tests.surroundings import REPOSITORY
from wegmarke.model.mapping import Condition, Identifier, InteractionMapping, Mapping, Master, ReadOptions, Staff, Test
from wegmarke.sources import limits, mail_message, report
from wegmarke.sources.mapping import mapping_from_toml
from wegmarke.sources.numbers import read_numbers
from wegmarke.sources.texts import MISSING_WORDS

REFERENCE = REPOSITORY / "docs" / "reference" / "mapping.md"
HOW_TO = REPOSITORY / "docs" / "how-to" / "import-files.md"


@pytest.mark.parametrize("kind", [Mapping, Identifier, Staff, Master, InteractionMapping, ReadOptions])
def test_every_key_is_described(
    kind: type[Mapping | Identifier | Staff | Master | InteractionMapping | ReadOptions],
) -> None:
    page = REFERENCE.read_text("utf-8")
    names = {"identifiers": "[[identifier]]", "interactions": "[[interaction]]", "read": "[read]", "staff": "[[staff]]"}
    names |= {"master": "[master]", "consents": "[[consent]]", "attributes": "[customer_attributes]"}
    for field in fields(kind):
        assert f"`{names.get(field.name, field.name)}`" in page, field.name


def test_every_condition_is_described() -> None:
    page = REFERENCE.read_text("utf-8")
    assert all(f"`{test}`" in page for test in Test.__args__)
    assert {field.name for field in fields(Condition)} == {"column", "test", "value"}


@pytest.mark.parametrize("page", [REFERENCE, HOW_TO])
def test_every_example_is_a_mapping(page: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        read = mapping_from_toml(example)
        assert read.interactions or read.master


def test_every_limit_is_stated() -> None:
    page = REFERENCE.read_text("utf-8")
    stated = {
        "columns, keys": f"{limits.MAX_COLUMNS:,}",
        "one cell": f"{limits.MAX_CELL_BYTES >> 20} MiB",
        "one record of a text file": f"{limits.MAX_RECORD_BYTES >> 20} MiB",
        f"growth of a gzip, beyond {limits.FREE_UNPACKED_BYTES >> 20} MiB": f"{limits.MAX_UNPACKED_RATIO} times",
        f"growth of a workbook or `.docx`, beyond {limits.FREE_WORKBOOK_BYTES >> 20} MiB": (
            f"{limits.MAX_WORKBOOK_RATIO} times"
        ),
        "unpacked size of a workbook": f"{limits.MAX_WORKBOOK_BYTES >> 30} GiB",
        "cells of a sheet's used area": f"{limits.MAX_WORKBOOK_CELLS:,}",
        "nesting in XES and `.docx`": f"{limits.MAX_XML_DEPTH}",
        "a document, and its text once unpacked": f"{limits.MAX_DOCUMENT_BYTES >> 20} MiB",
        "one mail": f"{limits.MAX_MESSAGE_BYTES >> 20} MiB",
        "headers of a mail": f"{limits.MAX_MESSAGE_HEADERS:,}",
        "all headers of a mail, or of a part of it": f"{limits.MAX_HEADER_BYTES >> 10} KiB",
        "parts of a mail": f"{limits.MAX_MIME_PARTS:,}",
        "parts within parts of a mail": f"{limits.MAX_MIME_DEPTH}",
        "text of a mail or a document": f"{limits.MAX_TEXT_CHARACTERS:,} characters",
    }
    for what, value in stated.items():
        assert f"| {what} | {value} |" in page, what


@pytest.mark.parametrize("columns", [mail_message.COLUMNS, report.COLUMNS])
def test_every_column_of_a_ready_format_is_described(columns: tuple[str, ...]) -> None:
    page = REFERENCE.read_text("utf-8")
    assert all(f"`{column}`" in page for column in columns)


def test_every_word_for_nothing_is_stated() -> None:
    page = REFERENCE.read_text("utf-8").lower()
    assert all(word in page or word in "-–—" for word in MISSING_WORDS)


def test_the_numbers_of_the_page_are_understood() -> None:
    found = re.search(r"## Numbers and money\n\n(.*?) are understood", REFERENCE.read_text("utf-8"))
    assert found is not None
    for text in found[1].split(" and "):
        assert not read_numbers(pa.array([text])).unreadable.any(), text
