"""The reference of the command line names every command and every option, and no other."""

import re
from typing import Any

from tests.surroundings import REPOSITORY
from wegmarke.cli.application import application

REFERENCE = (REPOSITORY / "docs" / "reference" / "command-line.md").read_text("utf-8")


def commands(group: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Every command below a group, by its words."""
    found: dict[tuple[str, ...], Any] = {}
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            found |= commands(command, (*path, name))
        else:
            found[*path, name] = command
    return found


def options(command: Any) -> set[str]:
    """The long options of a command."""
    names = {name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("--")}
    return names - {"--help", "--workspace"}


def sections() -> dict[tuple[str, ...], str]:
    """What the reference says below the heading of each command."""
    parts = re.split(r"^##+ `wegmarke ([^`]+)`$", REFERENCE, flags=re.MULTILINE)[1:]
    return {
        tuple(word for word in title.split() if word.islower()): body
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def named(text: str) -> set[str]:
    """The options that a text names."""
    return set(re.findall(r"`(--[\w-]+)", text))


def test_every_command_is_in_the_reference_with_its_options() -> None:
    said = sections()
    common = {"--where", "--level", "--format", "--out", "--table", "--rows", "--plot"}
    ask = said.pop(("ask",))
    assert common <= named(ask)
    rows = {row[1]: named(row[2]) for row in re.finditer(r"^\| `(\w+)` \|(.*)\|$", ask, re.MULTILINE)}
    groups = {("accounts",), ("customers",), ("quarantine",), ("person",), ("settings",), ("keys",)}
    for path, command in commands(application()).items():
        if path[0] == "ask":
            assert rows.pop(path[1]) == options(command) - common, path
        else:
            assert named(said.pop(path)) == options(command), path
    assert rows == {}
    assert set(said) == groups


def test_options_of_the_whole_program_are_in_the_reference() -> None:
    assert all(f"`{name}`" in REFERENCE for name in options(application()) | {"--workspace"})
