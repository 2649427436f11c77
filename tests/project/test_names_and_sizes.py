"""Modules are named by what they are about, files stay readable, and nothing speaks of a machine or a registry."""

import re
from pathlib import Path

import pytest

from tests.project.tracked import text_of, tracked_files

EMPTY_WORDS = {"util", "utils", "utility", "utilities", "common", "helper", "helpers", "misc", "stuff"}
CODE = {".py", ".js", ".css", ".html"}
LINES = 450
EXCUSE = re.compile(rf"Longer than {LINES} lines because \w+")

# A path below somebody's home or work folder, on any system; put together so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.~>-])/(?:home|Users|root|work)" + r"/[\w.-]+|\b[A-Z]:\\" + r"Users\\")
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in [
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("registry", "npmmirror", "com"),
        ("files", "pythonhosted", "org"),
        ("pypi", "org/simple"),
        ("npm", "pkg", "github", "com"),
    ]
]


def code_files() -> list[Path]:
    return [file for file in tracked_files() if file.suffix in CODE]


def test_no_module_or_folder_has_an_empty_name() -> None:
    named_badly = [str(file) for file in code_files() if EMPTY_WORDS & {part.split(".")[0] for part in file.parts}]
    assert named_badly == []


def test_files_stay_readable_or_say_why_not() -> None:
    too_long = {}
    for file in code_files():
        text = text_of(file) or ""
        if len(text.splitlines()) > LINES and not EXCUSE.search(text):
            too_long[str(file)] = len(text.splitlines())
    assert too_long == {}, "Split these where two things live in one, or say 'Longer than 450 lines because …'"


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{file}: {match.group()}" for file in tracked_files() for match in MACHINE_PATH.finditer(text_of(file) or "")
    ]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    found = [f"{file}: {host}" for file in tracked_files() for host in REGISTRY_HOSTS if host in (text_of(file) or "")]
    assert found == []


@pytest.mark.parametrize(
    "path", ["/home" + "/ada/x", "see /Users" + "/ada", '"/work' + '/main"', "C:\\" + "Users\\ada"]
)
def test_the_pattern_finds_machine_paths(path: str) -> None:
    assert MACHINE_PATH.search(path)


@pytest.mark.parametrize("path", ["https://example.org/home/x", "docs/work/x", "src/root/x", "</work>"])
def test_the_pattern_leaves_other_paths_alone(path: str) -> None:
    assert not MACHINE_PATH.search(path)
