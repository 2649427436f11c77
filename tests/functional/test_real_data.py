"""The tutorials on real data: every block is run as it stands, and what a page says is printed must be.

The files lie beside the repository and are put into the folder under the name that the page gives them; nothing is left
out of them. The bank's page goes on in the workspace of the first tutorial.
"""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.tutorials import DOCS, Bank, Said, blocks_of, plain, run, words_of

FILES = {
    "accepted-or-cancelled": (),
    "leads": ("leads/Leads.csv",),
    "letters": ("logs/traffic_fines.csv",),
    "stated-reasons": ("telco/Telco_customer_churn.xlsx", "telco/Telco_customer_churn_status.xlsx"),
}


def test_every_tutorial_is_run() -> None:
    pages = {page.stem for page in (DOCS / "tutorial").glob("*.md")}
    assert pages == {"index", "first-journey", *FILES}


@pytest.mark.parametrize("name", ["leads", "letters", "stated-reasons"])
def test_the_page_prints_what_it_says(
    name: str, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in FILES[name]:
        (tmp_path / Path(file).name).symlink_to(shared_data / file)
    follow(name, tmp_path, monkeypatch)


def test_the_bank_tells_accepted_from_cancelled(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    follow("accepted-or-cancelled", Path(shutil.copytree(bank.folder, tmp_path / "bank")), monkeypatch)


def follow(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what the page says in that folder, block by block."""
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    printed, checked = "", 0
    for kind, block in blocks_of(DOCS / "tutorial" / f"{name}.md"):
        if kind == "sh":
            printed = " ".join(run(Said(words_of(line)), folder, "en") for line in block.splitlines())
        elif kind == "python":
            with redirect_stdout(io.StringIO()) as said:
                exec(compile(block, name, "exec"), names)  # noqa: S102 - the documentation's own examples
            printed = plain(said.getvalue())
        else:
            assert kind == "text", kind
            assert [line for line in block.splitlines() if plain(line) not in printed] == [], printed[:4000]
            checked += len(block.splitlines())
    assert checked >= 5, "a page that shows no answer is no lesson"
