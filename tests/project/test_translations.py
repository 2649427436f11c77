"""Every text of the pages is there in German, and what is compiled is what is written."""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.surroundings import REPOSITORY, SOURCES


def translation_files() -> list[Path]:
    """Return the translations. Where there are templates there must be some."""
    files = sorted(SOURCES.rglob("locale/*/LC_MESSAGES/*.po"))
    assert files or not list((SOURCES / "desk").rglob("*.html"))
    return files


def read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3])


def test_nothing_is_untranslated_or_uncertain() -> None:
    open_ends = [
        f"{file.relative_to(REPOSITORY)}:{message.lineno}: {message.id!r}"
        for file in translation_files()
        for message in read(file)
        if message.id
        and (message.fuzzy or not all([message.string] if isinstance(message.string, str) else message.string))
    ]
    assert open_ends == []


def test_the_compiled_files_are_current() -> None:
    """They are committed, because a machine that only installs has no gettext tools; `make messages` writes them."""
    stale = []
    for file in translation_files():
        buffer = BytesIO()
        write_mo(buffer, read(file))
        compiled = file.with_suffix(".mo")
        wanted = gettext.GNUTranslations(BytesIO(buffer.getvalue()))._catalog
        found = None
        if compiled.is_file():
            with compiled.open("rb") as stream:
                found = gettext.GNUTranslations(stream)._catalog
        header = {"": ""}  # carries dates and the name of the program
        if found is None or found | header != wanted | header:
            stale.append(str(compiled.relative_to(REPOSITORY)))
    assert stale == [], "Run: make messages"
