"""The command line, as processes of their own on real files."""

import csv
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests import forks
from tests.practice import DEMO
from tests.tutorials import Bank
from wegmarke.cli.running import run as run_here

Run = Callable[..., subprocess.CompletedProcess[str]]

SHOP = """customer;when;where;how
K1;31.12.2025 08:00;Website;gewonnen
K1;31.12.2025 09:00;Hotline;gewonnen
K1;01.01.2026 09:00;Kauf;gewonnen
K2;31.12.2025 08:00;Website;verloren
K2;31.12.2025 10:00;Hotline;verloren
;31.12.2025 10:00;Hotline;verloren
K3;bald;Hotline;verloren
K3;02.01.2026 07:00;Website;
"""
SHOP_MAPPING = """version = 1
source = "shop"
customer = "customer"
[[interaction]]
time = "when"
touchpoint = "where"
outcome = "how"
"""


def wegmarke(*arguments: object, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `wegmarke` in a folder, in English unless told otherwise."""
    return forks.wegmarke([*map(str, arguments)], folder, {**surroundings(), **variables})


def surroundings() -> dict[str, str]:
    """As they are, without what tells a language or a workspace."""
    # Tests run in several processes are told how wide the terminal of the first one is; here there is none.
    told = ("LC_", "LANG", "WEGMARKE_", "COLUMNS")
    return {key: value for key, value in os.environ.items() if not key.startswith(told)}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: object, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        ended = wegmarke(*arguments, folder=tmp_path, **variables)
        assert ended.returncode == code, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        return ended

    return run


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one small source, built by its commands."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "shop.csv").write_text(SHOP, "utf-8")
    (folder / "shop.toml").write_text(SHOP_MAPPING, "utf-8")
    for command in (
        ("init", "acme", "--name", "Acme & Söhne"),
        ("import", "shop.csv", "--map", "shop.toml", "-w", "acme"),
        ("build", "-w", "acme"),
    ):
        ended = wegmarke(*command, folder=folder)
        assert ended.returncode == 0, ended.stderr
    return folder / "acme"


@pytest.fixture
def acme(built: Path, tmp_path: Path) -> Path:
    """A copy of that workspace, which may be changed: a workspace can be moved."""
    return Path(shutil.copytree(built, tmp_path / "acme"))


def test_from_an_empty_folder_to_where_applications_are_lost(bank: Bank, tmp_path: Path, run: Run) -> None:
    """The workspace of the first tutorial, which starts with an empty folder; from there on with one state alone."""
    shutil.copytree(bank.folder, tmp_path / "bank")
    run("settings", "set", "--lifecycle", "complete", "-w", "bank")
    run("build", "-w", "bank")
    answered = run("ask", "entries", "-w", "bank", "--format", "json")
    answer = json.loads(answered.stdout)
    assert answer["basis"]["journeys"] == 13_087
    assert answer["basis"]["interactions"] == 164_506
    before = {column["key"]: column for column in answer["tables"][0]["columns"]}
    worst = before["lost"]["values"].index(max(before["lost"]["values"]))
    assert before["touchpoint"]["values"][worst] == "a_partlysubmitted"
    listed = run("ask", "customers", "-w", "bank", "--where", before["lost"]["evidence"][worst], "--format", "json")
    who = json.loads(listed.stdout)
    assert who["basis"]["journeys"] == before["lost"]["values"][worst]
    again = run("import", bank.folder / "bpic2012.xes.gz", "-w", "bank")
    assert "nothing to add" in again.stdout
    assert (tmp_path / "bank" / "workspace.toml").is_file()


def test_what_is_unfit_is_reported_shown_corrected_and_replayed(acme: Path, run: Run, tmp_path: Path) -> None:
    shown = run("quarantine", "list", "-w", "acme").stdout
    assert "1 × The customer is missing. [customer_missing]" in shown
    assert "1 × The time cannot be read. [time_unreadable]" in shown
    assert "2 of 2\xa0rows." in shown
    run("quarantine", "export", "rows.csv", "-w", "acme")
    rows = list(csv.DictReader((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()))
    assert {(row["row"], row["reason"], row["when"]) for row in rows} == {
        ("7", "customer_missing", "31.12.2025 10:00"),
        ("8", "time_unreadable", "bald"),
    }
    run("quarantine", "correct", rows[0]["file"], "8", "when=02.01.2026 06:00", "-w", "acme")
    replayed = run("quarantine", "replay", "-w", "acme").stdout
    assert "1\xa0row accepted, 1 still in quarantine." in replayed
    assert "brought up to date" in run("build", "-w", "acme").stdout or acme.is_dir()
    assert "6" in run("status", "-w", "acme").stdout


def test_status_speaks_german_when_the_surroundings_do(acme: Path, run: Run) -> None:
    assert acme.is_dir()
    for told in (
        run("status", "-w", "acme", LANG="de_DE.UTF-8"),
        run("status", "--language", "de", "-w", "acme"),
        run("--language=de", "status", WEGMARKE_WORKSPACE="acme"),
    ):
        assert "Der Index ist auf dem Stand." in told.stdout
    assert "Arbeitsbereich anlegen" in run("--help", LC_ALL="de_AT.UTF-8").stdout
    assert "Create a workspace" in run("--help", LANG="fr_FR.UTF-8").stdout


@pytest.mark.parametrize("form", ["table", "csv", "json", "xlsx"])
def test_answers_are_written_in_every_form(acme: Path, run: Run, tmp_path: Path, form: str) -> None:
    assert acme.is_dir()
    out = tmp_path / f"map.{form}"
    run("ask", "map", "-w", "acme", "--format", form, "--out", out)
    if form == "xlsx":
        assert CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()[0][:2] == ["From", "To"]
    else:
        text = out.read_text("utf-8-sig")
        assert "Website" in text or "website" in text
        assert (json.loads(text)["question"] == "map") if form == "json" else ("From" in text)


def test_a_picture_is_drawn(acme: Path, run: Run, tmp_path: Path) -> None:
    assert acme.is_dir()
    run("ask", "paths", "-w", "acme", "--plot", "paths.png")
    assert (tmp_path / "paths.png").read_bytes().startswith(b"\x89PNG")


def test_each_question_has_its_own_options(acme: Path, run: Run) -> None:
    assert acme.is_dir()
    assert "--stages" in run("ask", "funnel", "--help").stdout
    assert "--stages" not in run("ask", "map", "--help").stdout
    funnel = run("ask", "funnel", "--stages", "Website > Hotline | Kauf", "--within", "2 hours", "-w", "acme").stdout
    assert "2 of 3\xa0journeys got through all 2 stages" in funnel
    who = run("ask", "timeline", "--customer", "K2", "-w", "acme", "--format", "csv").stdout
    assert len(who.strip().splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("ask", "nothing"), 2, "No such command"),
        (("ask", "funnel"), 2, "--stages"),
        (("ask", "map", "--where", "visited("), 2, "The filter cannot be read"),
        (("ask", "map", "--where", "visited(nowhere)"), 2, "no touchpoint"),
        (("ask", "paths", "--top", "many"), 2, "does not take this"),
        (("ask", "map", "--format", "xlsx"), 2, "does not take this"),
        (("ask", "timeline", "--customer", "nobody"), 1, "There is no customer"),
        (("import", "nowhere.csv"), 1, "There is no file"),
        (("settings", "set", "--time-zone", "Mars"), 1, "The setting"),
        (("settings", "set", "--silence", "soon"), 1, "The setting"),
        (("settings", "set", "--contract-days", "soon"), 1, "The setting"),
        (("quarantine", "correct", "1", "2", "nothing"), 2, "COLUMN=VALUE"),
        (("init", "."), 1, "already"),
        (("--language", "fr", "status"), 2, "en or de"),
    ],
)
def test_what_goes_wrong_is_one_sentence_on_stderr(
    built: Path,
    arguments: tuple[str, ...],
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In this process, as nothing is written: starting a new one for each would take most of the time."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "WEGMARKE_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(built)
    assert run_here(arguments) == code
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


def test_started_as_a_person_does_it_speaks_and_ends_alike(run: Run, acme: Path, tmp_path: Path) -> None:
    """The other tests let processes fork that have loaded everything; here the interpreter starts."""
    assert acme.is_dir()
    for command in (("--version",), ("status", "-w", "acme"), ("status", "-w", "nowhere")):
        started = subprocess.run(
            [sys.executable, "-m", "wegmarke.cli", *command],
            cwd=tmp_path,
            env={**surroundings(), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )
        forked = run(*command, code=started.returncode)
        assert (started.stdout, started.stderr) == (forked.stdout, forked.stderr)
    assert re.fullmatch(r"[\d.]+\n", run("--version").stdout)


def test_without_a_workspace_it_says_how_to_make_one(run: Run) -> None:
    assert "wegmarke init FOLDER" in run("build", code=1).stderr


def test_a_traceback_comes_only_when_asked_for(tmp_path: Path) -> None:
    ended = wegmarke("status", "--debug", folder=tmp_path)
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr


def test_a_file_without_the_needed_columns_asks_for_a_mapping(acme: Path, tmp_path: Path, run: Run) -> None:
    assert acme.is_dir()
    (tmp_path / "weather.csv").write_text("rain,sun\n1,2\n3,4\n")
    ended = run("import", "weather.csv", "-w", "acme", code=1)
    assert "does not say what it must" in ended.stderr


def test_settings_are_shown_and_changed(acme: Path, run: Run) -> None:
    shown = run("settings", "show", "-w", "acme").stdout
    assert 'name = "Acme & Söhne"' in shown
    run("settings", "set", "--silence", "30", "--won", "Kauf", "--currency", "CHF", "-w", "acme")
    changed = (acme / "workspace.toml").read_text("utf-8")
    assert "silence_days = 30" in changed
    assert '"Kauf"' in changed
    run("settings", "set", "--contract-days", "365", "-w", "acme")
    assert "contract_days = 365" in (acme / "workspace.toml").read_text("utf-8")
    run("settings", "set", "--silence", "never", "--contract-days", "none", "-w", "acme")
    assert "contract_days" not in (acme / "workspace.toml").read_text("utf-8")
    assert "silence_days" not in (acme / "workspace.toml").read_text("utf-8")
    assert "older than data or settings" in run("status", "-w", "acme").stdout


def test_the_watched_folder_is_taken_in_and_built(acme: Path, run: Run) -> None:
    (acme / "inbox" / "shop").mkdir(parents=True, exist_ok=True)
    (acme / "inbox" / "shop" / "night.csv").write_text(
        "customer;when;where;how\nK9;03.01.2026 07:00;Website;\n", "utf-8"
    )
    told = run("watch", "--once", "-w", "acme").stdout
    assert "night.csv: 1\xa0row read, 1 accepted" in told
    assert "up to date" in run("status", "-w", "acme").stdout


def test_the_doctor_finds_what_is_there_and_what_is_missing(acme: Path, run: Run, tmp_path: Path) -> None:
    well = run("doctor", "-w", "acme").stdout
    assert re.search(r"\[good\] Wegmarke [\d.]+, Python 3\.", well)
    assert "[good] Workspace “Acme & Söhne”" in well
    assert "[note] 2\xa0rows in quarantine" in well
    assert "[note] No workspace here" in run("doctor", "-w", tmp_path / "nowhere").stdout
    for part in (acme / "index").rglob("*.arrow"):
        part.write_bytes(b"nonsense")
    assert "[wrong] The journey index is damaged" in run("doctor", "-w", "acme", code=1).stdout


def test_the_demo_is_prepared_once(demo: Path, run: Run, acme: Path) -> None:
    said = (demo / "said.txt").read_text("utf-8")
    assert "web_events.jsonl" in said
    assert "The index was built" in said
    second = run("demo", "--folder", demo / DEMO, "--no-serve").stdout
    assert "web_events.jsonl" not in second
    answer = json.loads(run("ask", "entries", "-w", demo / DEMO, "--format", "json").stdout)
    assert answer["basis"]["customers"] > 1000
    assert "There is a workspace" in run("demo", "--folder", acme, "--no-serve", code=1).stderr


def test_a_company_is_simulated(run: Run, tmp_path: Path) -> None:
    said = run("simulate", "--out", "made", "--customers", "150", "--scenario", "null", "--seed", "3").stdout
    assert "scenario null" in said
    assert json.loads((tmp_path / "made" / "truth" / "truth.json").read_text("utf-8"))["scenario"] == "null"
    assert "not empty" in run("simulate", "--out", "made", code=1).stderr
    assert "process" in run("simulate", "--out", "other", "--scenario", "proces", code=2).stderr
    assert "between" in run("simulate", "--out", "other", "--customers", "7", code=2).stderr
    assert not (tmp_path / "other").exists()


def test_an_import_that_is_stopped_goes_on_where_it_was(acme: Path, tmp_path: Path, run: Run) -> None:
    """Ctrl+C in the middle of a file: what is in stays in, and the same command takes the rest. It commits every so
    many rows; here every 20,000, so that the file need not have millions.
    """
    rows, line = 400_000, "K{0};31.12.2025 08:00;Website;\n"
    with (tmp_path / "shop.csv").open("w", encoding="utf-8") as file:
        file.write("customer;when;where;how\n")
        file.write("".join(line.format(number) for number in range(rows)))
    often = (
        "import sys; from wegmarke.record import chunks; from wegmarke.sources import limits; "
        "chunks.CHUNK_INTERACTIONS, limits.BLOCK_BYTES = 20_000, 1 << 18; "
        "from wegmarke.cli import main; main(sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", often, "import", "shop.csv", "-w", "acme"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    ledger = acme / "record" / "ledger.json"
    before = ledger.read_bytes()
    while process.poll() is None and ledger.read_bytes() == before:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert "The work was stopped." in said
    again = run("import", "shop.csv", "-w", "acme").stdout
    assert "It went on after row" in again
    assert f"{rows + 8:,}" in run("status", "-w", "acme").stdout  # with the eight rows of the first file


def test_a_file_that_cannot_be_read_does_not_stop_the_others(acme: Path, tmp_path: Path, run: Run) -> None:
    good = "customer;when;where\nK1;31.12.2025 08:00;Website\n"
    for name, content in (("a.csv", good), ("broken.csv", ""), ("c.csv", good.replace("K1", "K2"))):
        (tmp_path / name).write_text(content, "utf-8")
    done = run("import", "a.csv", "broken.csv", "c.csv", "--source", "visits", "-w", acme.name, code=1)
    assert ("a.csv: 1\xa0row read" in done.stdout, "c.csv: 1\xa0row read" in done.stdout) == (True, True)
    assert "broken.csv" in done.stderr
    assert "1 of 3\xa0files could not be taken in; the others are in." in done.stderr
    assert "wegmarke build" in done.stdout
    again = run("import", "a.csv", "c.csv", "--source", "visits", "-w", acme.name, "--on", "cluster", code=1)
    assert "runner" in again.stderr  # no cluster is named


def test_without_a_mapping_it_shows_its_guess_and_asks(acme: Path, tmp_path: Path) -> None:
    """In a terminal: the guess is refused, columns are named, and the mapping is kept with the guessed identifier."""
    rows = "user_id;visitor_id;when;page;button\n;v1;31.12.2025 08:00;Start;Buy\n"
    (tmp_path / "web.csv").write_text(rows, "utf-8")
    lead, follow = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "wegmarke.cli", "import", "web.csv", "-w", "acme"],
        cwd=tmp_path,
        stdin=follow,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    os.write(lead, b"n\nuser_id\nwhen\nbutton\n\n\n\n\n\ny\n")
    said, _ = process.communicate(timeout=120)
    os.close(lead)
    os.close(follow)
    assert process.returncode == 0, said
    assert "Column for touchpoint" in said
    assert "1\xa0row read, 1 accepted" in said
    mapping = (acme / "sources" / "web.toml").read_text("utf-8")
    assert 'touchpoint = "button"' in mapping
    assert '[[identifier]]\ncolumn = "visitor_id"\nkind = "cookie"' in mapping


def test_web_events_know_visitors_before_they_sign_in(acme: Path, tmp_path: Path, run: Run) -> None:
    """Events as Segment exports them: the guess names both identifiers, and only who has neither is set aside."""
    visits = [("v1", None), ("v1", "K1"), ("v2", None), (None, None), (None, "K2"), ("v1", "K1")]
    events = [
        {
            "messageId": f"m{number}",
            "type": "track",
            "event": "Product Viewed",
            "timestamp": f"2026-01-01T10:0{number}:00.000Z",
            "context": {"page": {"path": "/"}},
            **({"anonymousId": anonymous} if anonymous else {}),
            "userId": user,
        }
        for number, (anonymous, user) in enumerate(visits)
    ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")
    imported = run("import", "events.jsonl", "--yes", "-w", "acme").stdout
    assert re.search(r"further identifier\s+anonymousId", imported)
    assert "6\xa0rows read, 5 accepted, 0 known already, 1 in quarantine" in imported
    assert "1 × The customer is missing." in imported
    mapping = (acme / "sources" / "events.toml").read_text("utf-8")
    assert 'customer = "userId"' in mapping
    assert '[[identifier]]\ncolumn = "anonymousId"\nkind = "cookie"' in mapping
    run("build", "-w", "acme")
    answer = json.loads(
        run("ask", "customers", "-w", "acme", "--where", "visited(product_viewed)", "--format", "json").stdout
    )
    assert answer["basis"]["customers"] == 3  # K1, who was v1 before, K2, and v2, who never signed in


def test_the_desk_is_served_until_it_is_ended(acme: Path, tmp_path: Path) -> None:
    assert acme.is_dir()
    process = subprocess.Popen(
        [sys.executable, "-m", "wegmarke.cli", "serve", "-w", "acme", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout)
        address = next(found[1] for line in lines if (found := re.search(r"Wegmarke: (http://\S+)", line)))
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the address it printed
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.mark.parametrize("form", ["table", "csv", "json", "xlsx"])
def test_an_answer_that_cannot_be_written_says_where(acme: Path, run: Run, tmp_path: Path, form: str) -> None:
    ended = run("ask", "map", "--format", form, "--out", tmp_path / "nowhere" / "answer", "-w", acme, code=1)
    assert "unforeseen" not in ended.stderr
    assert "nowhere" in ended.stderr


def test_a_picture_of_no_known_kind_is_refused_before_anything_is_asked(acme: Path, run: Run, tmp_path: Path) -> None:
    ended = run("ask", "map", "--plot", tmp_path / "map.exe", "-w", acme, code=2)
    assert ".png" in ended.stderr
    assert not ended.stdout


def test_a_folder_of_visit_reports_is_one_source(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Besuche 2026"
    (folder / "muster").mkdir(parents=True)
    report = "Besuchsbericht\nKunde: Muster GmbH\nDatum: {day}.03.2026\nVerfasser: Anna Meier\n\nAlles gut.\n"
    (folder / "a.txt").write_text(report.format(day=12), "utf-8")
    (folder / "muster" / "b.md").write_text(report.format(day=13), "cp1252")
    (folder / "~$b.docx").write_text("locked", "utf-8")
    run("init", "acme")
    said = run("import", folder, "--yes", "-w", "acme").stdout
    assert said.count("1 accepted") == 2
    assert [path.name for path in (tmp_path / "acme" / "sources").iterdir()] == ["besuche_2026.toml"]
    (tmp_path / "empty").mkdir()
    assert "empty" in run("import", "empty", "-w", "acme", code=1).stderr
