"""From the rows of several sources to one history a customer, and back again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.identity.rules import IdentityRules, KindRule
from wegmarke.library.workspace import Workspace as Asked
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping
from wegmarke.workspace import Workspace
from wegmarke.workspace.resolving import forget_derived

CRM = Mapping(
    "crm",
    "Kunde",
    (InteractionMapping("Zeit", Cell("Was")),),
    customer_kind="kundennummer",
    identifiers=(
        Identifier("Mail", "email"),
        Identifier("Vorname", "first_name"),
        Identifier("Nachname", "last_name"),
    ),
)
WEB = Mapping(
    "web",
    "nutzer",
    (InteractionMapping("zeit", Cell("was")),),
    customer_kind="email",
    identifiers=(Identifier("cookie", "cookie"),),
)
CALLS = Mapping("calls", "Nummer", (InteractionMapping("Zeit", Cell("Was")),), customer_kind="telefon")

CRM_ROWS = """Kunde,Zeit,Was,Mail,Vorname,Nachname
1,2026-01-03,Besuch,Anna@Example.de,Anna,Meier
2,2026-01-04,Brief,bernd@example.de,Bernd,Kunz
3,2026-01-05,Brief,,Carla,Otto
"""
WEB_ROWS = """nutzer,cookie,zeit,was
,c-1,2026-01-01,Startseite
anna@example.de,c-1,2026-01-02,Anmeldung
,c-9,2026-01-02,Startseite
"""


def written(folder: Path, name: str, rows: str) -> Path:
    path = folder / name
    path.write_text(rows, "utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """CRM and web shop, not built yet."""
    made = Workspace.create(tmp_path / "acme", "Acme")
    made.import_file(written(tmp_path, "crm.csv", CRM_ROWS), CRM)
    made.import_file(written(tmp_path, "web.csv", WEB_ROWS), WEB)
    return made


def histories(workspace: Workspace) -> dict[str, list[str]]:
    """The touchpoints of every customer, by the identifier by which it is shown."""
    found: dict[str, list[str]] = {}
    asked = Asked(workspace)
    if not len(asked.log):
        return found
    for line in asked.customers(limit=1000).result.lines:
        timeline = asked.timeline(customer=line.customer).result
        found[line.identifier] = [moment.touchpoint.label for moment in timeline.moments]
    return found


def number(workspace: Workspace, kind: str, value: str) -> int:
    found = workspace.customers().identifier_number(kind, value)
    assert found is not None
    return found


def files_of(folder: Path) -> dict[str, str]:
    """The digest of every column file of the index, whatever its partitions are called."""
    return {
        f"{path.stem.split('-')[0]}/{hashlib.sha256(path.read_bytes()).hexdigest()}": ""
        for path in sorted((folder / "index" / "parts").rglob("*.arrow"))
    }


def test_one_person_of_two_silos_has_one_history(workspace: Workspace) -> None:
    workspace.build()
    assert histories(workspace) == {
        "1": ["Startseite", "Anmeldung", "Besuch"],
        "2": ["Brief"],
        "3": ["Brief"],
        "c-9": ["Startseite"],
    }


def test_what_is_known_of_a_customer(workspace: Workspace) -> None:
    workspace.build()
    customers = workspace.customers()
    anna = customers.number_of("E-Mail", " ANNA@example.DE")
    assert anna is not None
    assert anna == customers.number_of("customer_number", "1") == customers.number_of("cookie", "c-1")
    assert customers.number_of("email", "nobody@example.de") is None
    seen = customers.identifiers_of(anna)
    assert [(one.kind, one.value) for one in seen] == [
        ("customer_number", "1"),
        ("email", "anna@example.de"),
        ("cookie", "c-1"),
    ]
    assert set(seen[1].raw) == {("email", "Anna@Example.de")}
    assert [(where.source, where.contacts) for where in seen[1].seen] == [("crm", 1), ("web", 1)]
    assert customers.described(anna) == (("first_name", "anna"), ("last_name", "meier"))
    links = customers.links_of(anna)
    assert [(link.why, link.reason, link.state, link.sources) for link in links] == [
        ("rule", "same_row", "holds", ("crm",)),
        ("rule", "same_row", "holds", ("web",)),
    ], "that of the stronger identifier first"


def test_customers_keep_their_numbers_when_they_are_merged(workspace: Workspace) -> None:
    workspace.build()
    before = {
        kind: workspace.customers().number_of(*kind) for kind in [("email", "bernd@example.de"), ("cookie", "c-9")]
    }
    with workspace.linking() as ledger:
        ledger.assert_link(number(workspace, "cookie", "c-9"), number(workspace, "kundennummer", "2"), "person")
    assert workspace.status().index.stale
    assert workspace.build().kind != "nothing"
    customers = workspace.customers()
    assert histories(workspace)["2"] == ["Startseite", "Brief"]
    merged = customers.number_of("cookie", "c-9")
    assert merged in before.values()
    assert customers.resolve(before["cookie", "c-9"] or 0) == merged


def test_merge_then_unmerge_restores_the_very_bytes(workspace: Workspace) -> None:
    workspace.build(whole=True)
    before, told = files_of(workspace.folder), histories(workspace)
    numbers = {path.name: path.read_bytes() for path in (workspace.folder / "identity").glob("numbers-*")}
    with workspace.linking() as ledger:
        made = ledger.assert_link(number(workspace, "cookie", "c-9"), number(workspace, "kundennummer", "2"), "person")
    workspace.build(whole=True)
    assert files_of(workspace.folder) != before
    with workspace.linking() as ledger:
        ledger.withdraw(made.id)
    workspace.build(whole=True)
    workspace.build(whole=True)  # the files of the build before are removed by the next
    assert files_of(workspace.folder) == before
    assert histories(workspace) == told
    assert {path.name: path.read_bytes() for path in (workspace.folder / "identity").glob("numbers-*")} == numbers


def test_telling_apart_what_a_rule_has_joined(workspace: Workspace) -> None:
    workspace.build()
    with workspace.linking() as ledger:
        ledger.assert_apart(number(workspace, "email", "anna@example.de"), number(workspace, "kundennummer", "1"))
    workspace.build()
    assert histories(workspace) == {
        "anna@example.de": ["Startseite", "Anmeldung"],
        "1": ["Besuch"],
        "2": ["Brief"],
        "3": ["Brief"],
        "c-9": ["Startseite"],
    }
    anna = workspace.customers().number_of("email", "anna@example.de")
    assert anna is not None
    states = {link.state for link in workspace.customers().links_of(anna) if link.why == "rule"}
    assert states == {"apart", "holds"}


LATER = [
    (CALLS, "calls.csv", "Nummer,Zeit,Was\n0153 1234567,2026-01-06,Anruf\n+49 153/1234567,2026-01-07,Anruf\n"),
    (WEB, "more.csv", "nutzer,cookie,zeit,was\nbernd@example.de,c-9,2026-01-08,Anmeldung\n"),
    (CRM, "again.csv", "Kunde,Zeit,Was,Mail,Vorname,Nachname\n7,2026-01-09,Brief,bernd@example.de,Berta,Kunz\n"),
]


@pytest.mark.parametrize("whole", [False, True])
def test_customers_are_the_same_however_they_came(tmp_path: Path, *, whole: bool) -> None:
    files = [(CRM, "crm.csv", CRM_ROWS), (WEB, "web.csv", WEB_ROWS), *LATER]
    told = []
    for order in (files, files[::-1], files[2:] + files[:2]):
        made = Workspace.create(tmp_path / str(len(told)), "Acme")
        for mapping, name, rows in order:
            made.import_file(written(tmp_path, name, rows), mapping)
            made.build(whole=whole)
        told.append(histories(made))
    assert told[0] == told[1] == told[2]
    assert told[0]["+491531234567"] == ["Anruf", "Anruf"]
    assert told[0]["1"] == ["Startseite", "Anmeldung", "Besuch"]
    assert told[0]["2"] == ["Brief"], "two who are called differently share an address, which is nobody's now"
    assert told[0]["bernd@example.de"] == ["Startseite", "Anmeldung"]


def test_an_overlay_tells_what_a_whole_build_tells(workspace: Workspace, tmp_path: Path) -> None:
    rows = "Kunde,Zeit,Was,Mail,Vorname,Nachname\n" + "".join(
        f"{i},2026-02-01,Brief,k{i}@example.de,Vor{i},Nach{i}\n" for i in range(100, 900)
    )
    workspace.import_file(written(tmp_path, "many.csv", rows), CRM)
    workspace.build(whole=True)
    for mapping, name, lines in LATER:
        workspace.import_file(written(tmp_path, name, lines), mapping)
        assert workspace.build().kind == "overlay"
        overlaid = histories(workspace)
        workspace.build(whole=True)
        assert histories(workspace) == overlaid
    with workspace.linking() as ledger:
        ledger.assert_link(number(workspace, "kundennummer", "100"), number(workspace, "kundennummer", "3"), "person")
        ledger.assert_apart(number(workspace, "cookie", "c-1"), number(workspace, "email", "anna@example.de"))
    assert workspace.build().kind == "overlay"
    overlaid = histories(workspace)
    assert overlaid["100" if "100" in overlaid else "3"] == ["Brief", "Brief"]
    workspace.build(whole=True)
    assert histories(workspace) == overlaid


def test_a_later_reading_that_names_another_address_parts_what_it_had_joined(tmp_path: Path) -> None:
    keyed = Mapping(
        "crm", "Kunde", CRM.interactions, customer_kind="kundennummer", identifiers=CRM.identifiers, row_id=("Kunde",)
    )
    made = Workspace.create(tmp_path / "acme", "Acme")
    made.import_file(written(tmp_path, "web.csv", WEB_ROWS), WEB)
    made.import_file(written(tmp_path, "crm.csv", CRM_ROWS), keyed)
    made.build()
    assert histories(made)["1"] == ["Startseite", "Anmeldung", "Besuch"]
    made.import_file(written(tmp_path, "crm.csv", CRM_ROWS.replace("Anna@Example.de", "other@example.de")), keyed)
    made.build()
    assert histories(made)["1"] == ["Besuch"]
    assert histories(made)["anna@example.de"] == ["Startseite", "Anmeldung"]


def test_words_for_nobody_and_offices_join_nobody(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "acme", "Acme")
    rows = "Kunde,Zeit,Was,Mail,Vorname,Nachname\n" + "".join(
        f"{i},2026-01-0{i},Brief,{mail},A,B\n" for i, mail in enumerate(["info@firma.de", "info@firma.de", "-"], 1)
    )
    made.import_file(written(tmp_path, "crm.csv", rows), CRM)
    made.build()
    assert histories(made) == {"1": ["Brief"], "2": ["Brief"], "3": ["Brief"]}


def test_what_is_derived_can_be_lost(workspace: Workspace) -> None:
    workspace.build()
    told = histories(workspace)
    for path in (workspace.folder / "identity" / "derived").iterdir():
        path.write_bytes(b"nonsense")
    workspace.build(whole=True)
    assert histories(workspace) == told
    assert len(workspace.customers()) == 4


def test_a_damaged_ledger_of_links_is_said_and_not_passed_over(workspace: Workspace) -> None:
    workspace.build()
    with workspace.linking() as ledger:
        ledger.assert_link(number(workspace, "cookie", "c-9"), number(workspace, "kundennummer", "2"), "person")
    (workspace.folder / "identity" / "links-000001.parquet").write_bytes(b"nonsense")
    with pytest.raises(WegmarkeError) as caught:
        workspace.build()
    assert caught.value.code == "record_broken"


def test_what_other_rules_would_do_is_shown_before(workspace: Workspace, tmp_path: Path) -> None:
    rows = "Kunde,Zeit,Was,Mail,Vorname,Nachname\n7,2026-01-09,Brief,bernd@example.de,Berta,Kunz\n"
    workspace.import_file(written(tmp_path, "again.csv", rows), CRM)
    workspace.build()
    before = histories(workspace)
    same = workspace.effect_of_rules(IdentityRules())
    assert (same.customers_now, same.customers_then, same.merged_count, same.parted_count) == (6, 6, 0, 0)
    cookies_are_names = IdentityRules(kinds=(KindRule("cookie", role="describes"),))
    parting = workspace.effect_of_rules(cookies_are_names)
    assert (parting.customers_then, parting.merged_count, parting.parted_count) == (7, 0, 1)
    assert [set(group) for group in parting.parted] == [{("customer_number", "1"), ("cookie", "c-1")}]
    own = workspace.effect_of_rules(IdentityRules(own_domains=("example.de",)))
    assert own.merged_count == 0
    assert [set(group) for group in own.parted] == [{("customer_number", "1"), ("cookie", "c-1")}], (
        "an address of the house joins nobody any more"
    )
    assert histories(workspace) == before


def test_calls_without_a_number_are_nobodys_in_particular_and_each_stands_for_itself(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = "Nummer,Zeit,Was\n" + "".join(f"anonym,2026-01-{day:02},Anruf\n" for day in range(1, 6))
    many = "Nummer,Zeit,Was\n" + "".join(f"0153 22{i:05},2026-02-01,Anruf\n" for i in range(800))
    workspace.import_file(written(tmp_path, "many.csv", many), CALLS)
    workspace.import_file(written(tmp_path, "calls.csv", rows), CALLS)
    workspace.build()
    assert sorted(len(history) for name, history in histories(workspace).items() if name.startswith("f")) == [1] * 5
    workspace.import_file(written(tmp_path, "later.csv", rows.replace("2026-01", "2026-03")), CALLS)
    assert workspace.build().kind == "overlay"
    overlaid = histories(workspace)
    assert sorted(len(history) for name, history in overlaid.items() if name.startswith("f")) == [1] * 10
    workspace.build(whole=True)
    assert histories(workspace) == overlaid


def test_a_row_that_names_nobody_but_bears_an_address_is_that_ones(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "acme", "Acme")
    lines = "1,2026-01-03,Besuch,a@example.de,A,B\n0,2026-01-04,Brief,a@example.de,,\n"
    rows = f"Kunde,Zeit,Was,Mail,Vorname,Nachname\n{lines}"
    made.import_file(written(tmp_path, "crm.csv", rows), CRM)
    made.build()
    assert histories(made) == {"1": ["Besuch", "Brief"]}


def whose(workspace: Workspace) -> dict[str, bytes]:
    """What was found the last time, as it lies on the disk."""
    place = workspace.folder / "identity" / "derived"
    return {path.name: path.read_bytes() for path in sorted(place.iterdir()) if not path.name.startswith("customers-")}


def test_a_build_starts_from_the_last_one_and_finds_what_it_would_find_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.build()
    with workspace.linking() as ledger:
        ledger.assert_link(number(workspace, "cookie", "c-9"), number(workspace, "kundennummer", "2"), "person")
    workspace.build()
    # of c-1 two addresses are known now: it is shared, and no more Anna's
    rows = "nutzer,cookie,zeit,was\nbernd@example.de,c-1,2026-02-01,Seite\ncarla@example.de,c-8,2026-02-01,Seite\n"
    workspace.import_file(written(tmp_path, "web-2.csv", rows), source="web")
    workspace.build()
    in_steps, read = whose(workspace), workspace.customers()
    assert (read.number_of("cookie", "c-1") == read.number_of("customer_number", "1")) is False
    forget_derived(workspace.folder)
    workspace.build(whole=True)
    assert whose(workspace) == in_steps


@pytest.mark.parametrize("harm", ["not json", '{"version": 1, "position": 2, "rules": "", "tables": ""}', "gone"])
def test_a_state_that_does_not_fit_is_found_anew(workspace: Workspace, harm: str) -> None:
    workspace.build()
    before, place = whose(workspace), workspace.folder / "identity" / "derived"
    if harm == "gone":
        next(place.glob("whose-*")).unlink()
    else:
        (place / "state.json").write_text(harm, "utf-8")
    workspace.build(whole=True)
    assert whose(workspace) == before
