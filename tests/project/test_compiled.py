"""What was compiled by another state of the sources is never run: the cache knows all files that it depends on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.surroundings import SOURCES
from wegmarke import compiled

COMPILING = {"compiled", "inlined", "inner", "wide"}
KNOWN = {path for pattern in compiled.SOURCES for path in SOURCES.glob(pattern)}
NO_CONSTANTS = {"wegmarke.simulation.words.calendar", "wegmarke.simulation.words.places"}
"""Imported for the arrays that are handed to compiled code when it runs."""


def imports(path: Path) -> list[ast.ImportFrom]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]


def compiles(path: Path) -> bool:
    return any(
        node.module == "wegmarke.compiled" and COMPILING & {name.name for name in node.names} for node in imports(path)
    )


def test_every_file_that_compiles_is_known() -> None:
    found = {path for path in SOURCES.rglob("*.py") if compiles(path)}
    assert len(found) > 10
    assert found <= KNOWN


def test_every_file_whose_constants_are_compiled_in_is_known() -> None:
    missing = set()
    for path in filter(compiles, KNOWN):
        for node in imports(path):
            module = node.module or ""
            if module.startswith("wegmarke.") and module not in NO_CONSTANTS:
                file = SOURCES.parent.joinpath(*module.split(".")).with_suffix(".py")
                missing |= {file} - KNOWN if file.exists() else set()
    assert missing == set()


def test_another_state_of_the_sources_has_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = compiled.cache_folder()
    assert compiled.cache_folder() == here
    (tmp_path / "compiled.py").write_text("changed", "utf-8")
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    assert compiled.cache_folder().parent == here.parent
    assert compiled.cache_folder() != here
