"""The files are what the lives say: every row is read, those without a contact go to quarantine, texts are whole."""

import csv
import email
import email.policy
import json
import mailbox
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import IO

import pytest

from tests.unit.simulation.accounts.conftest import Written
from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.contacts import contacts_of
from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.texts import pools
from wegmarke.simulation.accounts.writing import ACCOUNT_FILES, ACCOUNT_JOURNEYS, write_accounts
from wegmarke.workspace.accounts import interactions_only
from wegmarke.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(written: Written, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("workspace") / "w", "Musterhaus Geschäftskunden", ACCOUNT_JOURNEYS)
    for one in ACCOUNT_FILES:
        truth = next(file for file in written.truth.dirt.files if file.source == one.source)
        report = made.import_file(written.folder / one.file, written.folder / one.mapping)
        assert report.source == one.source
        assert (report.read, report.quarantined) == (truth.rows, truth.quarantined), report.reasons
        assert report.duplicate == 0
        assert {reason.reason for reason in report.reasons} <= {"customer_missing"}
    return made


def seconds(value: object) -> int:
    return int(value.timestamp()) if value is not None else 0  # type: ignore[attr-defined]


def to_minute(source: str, moment: int) -> int:
    """The files of old systems know no seconds."""
    return moment if source in {"b2b_auftraege", "b2b_besuchsberichte", "b2b_mails"} else moment // 60 * 60


def test_what_is_imported_is_what_happened(written: Written, workspace: Workspace) -> None:
    label = {one.place: one.label for one in ACCOUNT_CATALOGUE}
    expected: Counter[tuple[object, ...]] = Counter()
    for life in written.told.lives:
        for one in contacts_of(written.told, life):
            if one.email:
                due, kept = to_minute(one.source, one.due), to_minute(one.source, one.kept)
                expected[
                    label[one.place], one.account, one.email, to_minute(one.source, one.time), one.cents, due,
                    kept if due else 0,
                ] += 1  # fmt: skip
    columns = ("touchpoint", "account", "customer", "time", "value_minor", "promise_due", "promise_kept")
    found: Counter[tuple[object, ...]] = Counter()
    for batch in interactions_only(workspace.record.batches(columns)):
        for row in batch.to_pylist():
            due = seconds(row["promise_due"])
            found[
                row["touchpoint"], row["account"] or "", row["customer"], seconds(row["time"]), row["value_minor"],
                due, seconds(row["promise_kept"]) if due else 0,
            ] += 1  # fmt: skip
    assert len(expected) > 20_000
    assert found == expected


def test_journeys_are_built_and_end_as_the_truth_says(written: Written, workspace: Workspace) -> None:
    workspace.build()
    places = Counter(
        touchpoint
        for batch in workspace.record.batches(("touchpoint",))
        for touchpoint in batch.column("touchpoint").to_pylist()
    )
    counts = written.truth.counts
    assert places["Kündigung"] == counts.losses
    assert places["Auftrag erteilt"] == counts.tenders_won
    assert places["Ausschreibung verloren"] == counts.tenders_lost
    said = sum(file.rows for file in written.truth.dirt.files if file.source in {"b2b_firmen", "b2b_ansprechpartner"})
    told = sum(len(partition.seconds) for partition in workspace.index().partitions)
    assert told + said == workspace.record.interactions
    assert {"kuendigung", "auftrag_erteilt", "ausschreibung_verloren"} <= set(workspace.index().keys)


def test_no_export_names_what_only_the_truth_knows(written: Written) -> None:
    for one in ACCOUNT_FILES:
        if one.file.suffix not in {".xlsx", ".parquet"}:
            head = (written.folder / one.file).read_text("utf-8", "replace").splitlines()[0].lower()
            assert not re.search(r"defect|cause|ursache|incident", head)


def test_names_of_employees_are_dropped(workspace: Workspace, written: Written) -> None:
    names = {member.name for team in written.told.house.engineers for member in team}
    rests = [rest for batch in workspace.record.batches(("rest",)) for rest in batch.column("rest").to_pylist() if rest]
    assert not [rest for rest in rests if any(name in rest for name in names)]


def texts(folder: Path) -> Iterator[str]:
    for line in (folder / "exports" / "b2b_besuchsberichte.jsonl").read_text("utf-8").splitlines():
        report = json.loads(line)
        yield report["bericht"]
        yield report["naechsterSchritt"] or ""
    for line in (folder / "exports" / "b2b_mailarchiv.jsonl").read_text("utf-8").splitlines():
        mail = json.loads(line)
        yield mail["subject"]
        yield mail["body"]
    for name, encoding, column in (
        ("b2b_serviceeinsaetze.csv", "utf-8-sig", "Befund"),
        ("b2b_verkaufschancen.csv", "cp1252", "Bemerkung"),
        ("b2b_kuendigungen.csv", "cp1252", "Bemerkung"),
    ):
        with (folder / "exports" / name).open(encoding=encoding, newline="") as file:
            yield from (row[column] for row in csv.DictReader(file, delimiter=";"))


def test_every_text_reads_as_somebody_would_write_it(written: Written, workspace: Workspace) -> None:
    noted = [
        text
        for batch in workspace.record.batches(("text",))
        for text in batch.column("text").to_pylist()
        if text is not None
    ]
    everything = [*texts(written.folder), *noted]
    assert len(everything) > 15_000
    assert len(set(everything)) > 6_000
    for text in everything:
        assert not re.search(r"[{}\[\]|]| // |None|  |\b01\.01\.1970", text), text
        assert not re.search(r"\b([Mm]it|[Bb]ei|[Vv]on|[Aa]n|[Ll]aut) Herr ", text), text
        assert not re.search(r" [.,!?]", text), text


def test_every_topic_of_the_texts_is_used_by_somebody(written: Written) -> None:
    """A sentence that nobody can ever say is a slip of the pen in its heading."""
    themes = {talk.theme for life in written.told.lives for talk in life.talks}
    mails = {topic for pool, topic in pools() if pool in {"mail", "subject"}}
    assert {topic.removesuffix("_came") for topic in mails} - {"reminder_any"} <= themes
    notes = {topic for pool, topic in pools() if pool == "note"}
    rare = {"call_slow_offer", "call_neglected_successor"}
    assert notes - rare <= themes


def parsed(file: IO[bytes]) -> EmailMessage:
    return email.message_from_binary_file(file, policy=email.policy.default)


def test_the_mbox_holds_the_archive_as_real_messages(written: Written) -> None:
    archive = [
        json.loads(line)
        for line in (written.folder / "exports" / "b2b_mailarchiv.jsonl").read_text("utf-8").splitlines()
    ]
    with closing(mailbox.mbox(str(written.folder / "exports" / "b2b_mails.mbox"), parsed, create=False)) as box:
        messages = list(box)
    assert len(messages) == len(archive)
    for message, line in list(zip(messages, archive, strict=True))[::20]:  # parsing in full is slow
        assert message["Message-ID"].strip() == line["messageId"]
        assert message["Subject"] == line["subject"]
        assert (message["In-Reply-To"] or "").strip() == (line["inReplyTo"] or "")
        assert message["Date"].datetime.isoformat() == line["date"]
        assert message.get_content().rstrip("\n") == line["body"]
    known = {line["messageId"] for line in archive}
    assert len(known) == len(archive)
    answers = [line for line in archive if line["inReplyTo"]]
    assert answers
    assert all(line["inReplyTo"] in known for line in answers)


def test_equal_seeds_give_equal_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "other")]
    truths = [write_accounts(folder, B2B, 60, seed) for folder, seed in zip(folders, (5, 5, 6), strict=True)]
    assert truths[0] == truths[1]
    assert truths[0].to_json() == truths[1].to_json()
    files = sorted(path.relative_to(folders[0]) for path in folders[0].rglob("*") if path.is_file())
    assert (
        len(files) == 2 * len(ACCOUNT_FILES) + 1 - 2
    )  # the CRM's three sheets are one file; the mails are there twice
    for name in files:
        one, two, other = ((folder / name).read_bytes() for folder in folders)
        assert one == two, name
        if name.suffix != ".toml":
            assert one != other, name


def test_mappings_say_account_and_customer() -> None:
    for one in ACCOUNT_FILES:
        path = Path(__file__).parents[4] / "src/wegmarke/simulation/accounts" / one.mapping
        mapping = tomllib.loads(path.read_text("utf-8"))
        assert mapping["source"] == one.source
        assert mapping["customer_kind"] == ("account" if one.source == "b2b_firmen" else "email")
        parts = mapping["interaction"] if "interaction" in mapping else [mapping["master"]]
        assert all("account" in part for part in parts)
