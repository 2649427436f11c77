"""Bring the German wording of the pages up to date, and compile it: run this file after changing a text in the desk.

    python src/wegmarke/desk/locale/catalogues.py           collect texts, update django.po, compile django.mo
    python src/wegmarke/desk/locale/catalogues.py --check   change nothing; fail when something is missing or old

Both files are committed: the compiled one since it must be in the wheel, where no tool can be relied upon, and so that
an installation from source needs none either. The compiling is done by Babel (a dependency of those who work on
Wegmarke), since the `gettext` programs that Django's own commands call are not on every machine.
The texts in the source are English; so English needs no catalogue.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template

HERE = Path(__file__).parent
DESK = HERE.parent
LANGUAGE = "de"
FOLDER = HERE / LANGUAGE / "LC_MESSAGES"
KEYWORDS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop")
CONTEXT_KEYWORDS = {"pgettext", "pgettext_lazy"}


def texts() -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield every text of the desk that is to be translated, with its context, in the order of the files."""
    paths = [*DESK.rglob("*.py"), *DESK.rglob("templates/**/*.html"), *DESK.rglob("templates/**/*.txt")]
    for path in sorted(paths):
        if "migrations" in path.parts or path == Path(__file__):
            continue
        source = path.read_text("utf-8")
        if path.suffix != ".py":
            # Django turns a template into something like Python; the indentation that is left over would mislead Babel.
            lines = template.templatize(source, origin=str(path)).splitlines()
            source = "\n".join(line.strip() for line in lines)
        for _line, function, message, _comments in extract_python(
            io.BytesIO(source.encode()), dict.fromkeys(KEYWORDS), (), {}
        ):
            yield from _read(str(function), message)


def _read(function: str, message: object) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    parts = [part for part in message if part is not None] if isinstance(message, tuple) else [message]
    if not parts or not parts[0]:
        return
    if function in CONTEXT_KEYWORDS:
        yield str(parts[1]), str(parts[0])
    elif function.startswith("ngettext"):
        yield (str(parts[0]), str(parts[1])), None
    else:
        yield str(parts[0]), None


def collected() -> Catalog:
    """Return an empty catalogue of all texts."""
    catalogue = Catalog(locale=LANGUAGE, project="Wegmarke", charset="utf-8", fuzzy=False)
    for message, context in texts():
        catalogue.add(message, context=context)
    return catalogue


def known() -> Catalog:
    """Return the German catalogue as it is committed."""
    path = FOLDER / "django.po"
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="Wegmarke", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as Django reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> list[str]:
    """Write both files; return the texts that still have no German."""
    catalogue = known()
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    _plain_header(catalogue)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "django.po").open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    (FOLDER / "django.mo").write_bytes(compiled(known()))
    return missing(catalogue)


def _plain_header(catalogue: Catalog) -> None:
    """Say nothing in the header that changes from run to run."""
    catalogue.header_comment = (
        "# German wording of the desk's pages. Written by catalogues.py beside it; the msgstr are ours to edit."
    )
    catalogue.copyright_holder = catalogue.last_translator = "The Wegmarke authors"
    catalogue.version, catalogue.language_team = "1", "German"
    catalogue.msgid_bugs_address = "none"
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 22, tzinfo=UTC)


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts of a catalogue without a complete German wording."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def check() -> list[str]:
    """Return what is wrong with the committed files, a sentence each."""
    catalogue, wanted = known(), collected()
    have = {(str(message.id), message.context) for message in catalogue if message.id}
    want = {(str(message.id), message.context) for message in wanted if message.id}
    faults = [f"not in django.po: {text}" for text, _context in sorted(want - have, key=str)]
    faults += [f"no longer used: {text}" for text, _context in sorted(have - want, key=str)]
    faults += [f"no German: {text}" for text in missing(catalogue)]
    if _in_compiled() != _wordings(catalogue):
        faults.append("django.mo is not what django.po says")
    return faults


def _in_compiled() -> dict[object, object]:
    path = FOLDER / "django.mo"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return _wordings(read_mo(file))


def _wordings(catalogue: Catalog) -> dict[object, object]:
    """Tell the wordings by text and context; Babel reads plurals and contexts in one type here and in another there."""

    def plain(text: object) -> object:
        return tuple(text) if isinstance(text, list) else text.decode() if isinstance(text, bytes) else text

    return {(plain(message.id), plain(message.context)): plain(message.string) for message in catalogue if message.id}


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    found = check() if sys.argv[1:] == ["--check"] else update()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(1 if found else 0)
