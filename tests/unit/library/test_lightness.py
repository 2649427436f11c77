"""`import wegmarke` loads nothing heavy, and the public names are found when they are asked for."""

import subprocess
import sys

HEAVY = ("numpy", "numba", "pyarrow", "duckdb", "pandas", "polars", "matplotlib", "django", "typer", "rich", "narwhals")


def loaded(code: str) -> set[str]:
    """Which of the heavy packages a new process has loaded after this code."""
    tail = f"; import sys; print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_import_loads_nothing_heavy() -> None:
    assert loaded("import wegmarke; wegmarke.__version__; dir(wegmarke)") == set()


def test_reading_loads_no_site_and_no_picture() -> None:
    """Pandas is not among them: pyarrow itself loads it, where it is installed, for the first value it converts."""
    assert not loaded("import wegmarke; wegmarke.read") & {"django", "matplotlib", "polars", "typer"}


def test_help_of_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import contextlib, io\nfrom wegmarke.cli.running import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): assert run(['--help']) == 0\n"
        "pass"
    )
    assert loaded(code) <= {"typer", "rich"}
