"""The public library is a short list of names; changing it is a decision, so it is written down here once more."""

import subprocess
import sys

import wegmarke

PUBLIC_NAMES = ["Answer", "Log", "WegmarkeError", "Workspace", "__version__", "create", "open", "read"]


def test_the_public_names_are_these() -> None:
    assert sorted(wegmarke.__all__) == PUBLIC_NAMES


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    undocumented = [name for name in wegmarke.__all__ if not (getattr(wegmarke, name).__doc__ or "").strip()]
    assert undocumented == []


def test_importing_the_library_loads_no_site_and_starts_nothing() -> None:
    """A notebook pays neither for Django nor for a browser's worth of plotting until it plots."""
    code = "import sys, wegmarke; print([m for m in ('django', 'granian', 'huey', 'typer') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
