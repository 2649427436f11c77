"""`import wegmarke` loads nothing heavy, and the public names are found when they are asked for."""

import subprocess
import sys

HEAVY = (
    "numpy",
    "numba",
    "pyarrow",
    "duckdb",
    "pandas",
    "polars",
    "matplotlib",
    "django",
    "typer",
    "rich",
    "narwhals",
    "pyspark",
    "grpc",
)


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


def test_a_question_loads_nothing_of_spark_unless_a_cluster_is_named() -> None:
    code = (
        "import wegmarke, pyarrow\nwegmarke.read(pyarrow.table({'who': ['a', 'a'], 'at': ['2026-01-01', '2026-01-02'],"
        " 'what': ['x', 'y']}), customer='who', time='at', touchpoint='what').map()\n"
        "from wegmarke.index.runners import runner_of\nrunner_of()\nimport wegmarke.workspace"
    )
    assert not loaded(code) & {"pyspark", "grpc"}


def test_help_of_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import contextlib, io\nfrom wegmarke.cli.running import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): assert run(['--help']) == 0\n"
        "pass"
    )
    assert loaded(code) <= {"typer", "rich"}
