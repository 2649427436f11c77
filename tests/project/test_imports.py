"""Who may import whom: the contract of pyproject.toml holds, and it would notice if it did not."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.surroundings import REPOSITORY, SOURCES

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
LAYERS = [
    "(cli)",
    "(library) | (collect) | (desk)",
    "(report)",
    "(workspace)",
    "(questions)",
    "(identity) | (sources) | (index) | (simulation)",
    "(record)",
    "(stats)",
    "model",
    "errors",
    "text",
    "clock | compiled",
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("wegmarke", cache_dir=None)


def test_the_contract_holds() -> None:
    run = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_order_of_the_layers_is_the_one_in_the_design() -> None:
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert contracts[0]["layers"] == LAYERS
    assert contracts[0]["exhaustive"] is True


def test_every_folder_of_the_package_is_seen(graph: grimp.ImportGraph) -> None:
    """A folder without `__init__.py` would be outside the graph, and so outside the contract."""
    unseen = [
        str(file.relative_to(SOURCES))
        for file in SOURCES.rglob("*.py")
        if not {"migrations", "static"} & set(file.parts)
        and ".".join(("wegmarke", *file.relative_to(SOURCES).with_suffix("").parts)).removesuffix(".__init__")
        not in graph.modules
    ]
    assert unseen == []


def test_simulation_imports_only_nouns_and_only_the_top_imports_it(graph: grimp.ImportGraph) -> None:
    """Becomes active with the first module of `simulation`; a rule of its own, as layers cannot say it."""
    inside = {module for module in graph.modules if f"{module}.".startswith("wegmarke.simulation.")}
    may_be_imported = {"simulation", "model", "errors", "clock", "text", "compiled"}
    may_import = {"simulation", "cli", "desk", "workspace"}
    for module in inside:
        uses = {other.split(".")[1] for other in graph.find_modules_directly_imported_by(module)}
        used_by = {other.split(".")[1] for other in graph.find_modules_that_directly_import(module)}
        assert uses <= may_be_imported, module
        assert used_by <= may_import, module
    assert bool(inside) == (SOURCES / "simulation").is_dir()


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("stats/mean.py", "def f():\n    from wegmarke.index import scan", "A layer imports only"),
        ("sources/csv.py", "from wegmarke.index import scan", "A layer imports only"),
        ("record/store.py", "import wegmarke", "Nothing imports the root package"),
        ("stats/mean.py", "def f():\n    import duckdb", "Statistics see numbers"),
        ("questions/entries.py", "from django.http import HttpRequest", "Questions know"),
        ("text.py", "import django", "The site is in desk"),
        ("utils.py", "", "A layer imports only"),
        ("cli/main.py", "from wegmarke.desk import pages\nfrom wegmarke.library import log", None),
    ],
)
def test_the_contract_notices(tmp_path: Path, file: str, line: str, broken: str | None) -> None:
    """Check the contract against a small package with one mistake in it (or none, in the last case)."""
    for module in [
        *("cli", "desk", "library", "report", "workspace", "questions", "identity", "sources", "index", "record"),
        *("stats", "model", "errors", "clock", "text", "compiled"),
    ]:
        place = (
            tmp_path / "wegmarke" / (f"{module}.py" if module in {"errors", "clock", "text", "compiled"} else module)
        )
        if place.suffix:
            place.parent.mkdir(exist_ok=True)
            place.write_text("")
        else:
            place.mkdir(parents=True)
            (place / "__init__.py").write_text("")
    for other in ["__init__.py", "index/scan.py", "desk/pages.py", "library/log.py"]:
        (tmp_path / "wegmarke" / other).write_text("")
    (tmp_path / "wegmarke" / file).write_text(line)
    (tmp_path / "pyproject.toml").write_text((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    run = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    verdicts = [name for name in run.stdout.splitlines() if name.endswith("BROKEN")]
    assert (run.returncode != 0) == (broken is not None), run.stdout + run.stderr
    if broken:
        assert any(verdict.startswith(broken) for verdict in verdicts), run.stdout
