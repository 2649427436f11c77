"""Customer attributes from the file to the filter: what was told first and last, by whichever row, and gone with the
person.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.searching import found
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.attributes import MOST_WORDS, Attribute
from wegmarke.model.mapping import AttributeColumn, Cell, Identifier, InteractionMapping, Mapping, Master
from wegmarke.questions import Asked
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.correcting import Change
from wegmarke.workspace.rights.whole import known_person

CRM = Mapping(
    "crm",
    "Nr",
    (InteractionMapping("at", Cell(constant="Visit"), account="Firma"),),
    customer_kind="customer_number",
    identifiers=(Identifier("Mail", "email"),),
    attributes=(AttributeColumn("group", "Gruppe"), AttributeColumn("region", "Land")),
)
LINES = (
    "Nr;Mail;at;Gruppe;Land;Firma\n"
    "1;ada@x.example;2026-03-01 10:00;Gewerbe;Nord;10\n"
    ";ada@x.example;2026-01-01 10:00; Privat ;;10\n"  # told by the other identifier, and earlier
    "2;bob@x.example;2026-01-01 10:00;Privat;Süd;\n"
    "2;bob@x.example;2026-02-01 10:00;;Süd;\n"  # an empty cell takes nothing back
    "3;cem@x.example;2026-01-01 10:00;;;\n"
)
CONTACTS = Mapping(
    "contacts",
    "Nr",
    (),
    customer_kind="customer_number",
    master=Master(changed="since"),
    attributes=(AttributeColumn("group", "Kundengruppe"),),
)


def fed(folder: Path, mapping: Mapping = CRM, lines: str = LINES, name: str = "crm.csv") -> Workspace:
    made = Workspace.create(folder / "acme", "Acme")
    (folder / name).write_text(lines, "utf-8")
    made.import_file(folder / name, mapping)
    made.build()
    return made


def journeys(workspace: Workspace, where: str) -> int:
    return Asked(workspace.index(), LocalRunner(1)).where(where).totals().journeys


def customers(workspace: Workspace, where: str) -> int:
    return Asked(workspace.index(), LocalRunner(1)).where(where).totals().customers


def test_the_filter_asks_for_what_was_told_last_or_first(tmp_path: Path) -> None:
    workspace = fed(tmp_path)
    assert workspace.index().attributes == (
        Attribute("group", ("Gewerbe", "Privat")),
        Attribute("region", ("Nord", "Süd")),
    )
    for where, many in {
        "attribute(group, Gewerbe)": 1,
        "attribute(GROUP, gewerbe)": 1,
        "attribute_at_first(group, Gewerbe)": 0,
        "attribute_at_first(group, Privat)": 2,
        "attribute(group, Gewerbe, Privat)": 2,
        'attribute(group, "")': 1,
        'attribute(region, Nord, "")': 2,
        "attribute(group, Nobody)": 0,
        "not attribute(region, Süd) and visited(visit)": 2,
    }.items():
        assert customers(workspace, where) == many, where


def test_what_no_mapping_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as raised:
        journeys(fed(tmp_path), "attribute(colour, red)")
    assert raised.value.code == "attribute_unknown"
    assert raised.value.details == {"attribute": "colour", "known": ["group", "region"]}


def test_a_text_is_no_group(tmp_path: Path) -> None:
    """Words that may name persons do not come into the index at all."""
    lines = "".join(f"{n};c{n}@x.example;2026-01-01 10:00;word {n};Nord;\n" for n in range(MOST_WORDS + 1))
    workspace = fed(tmp_path, lines="Nr;Mail;at;Gruppe;Land;Firma\n" + lines)
    assert workspace.index().attributes == (Attribute("group", (), MOST_WORDS + 1), Attribute("region", ("Nord",)))
    assert not found(workspace.folder / "index", {"word 7"})
    with pytest.raises(WegmarkeError) as raised:
        journeys(workspace, 'attribute(group, "word 7")')
    assert raised.value.code == "attribute_too_many"


def test_master_data_tell_of_customers_who_are_in_contact(tmp_path: Path) -> None:
    workspace = fed(tmp_path)
    (tmp_path / "list.csv").write_text("Nr;since;Kundengruppe\n3;2025-01-01;Behörde\n9;2025-01-01;Gewerbe\n", "utf-8")
    workspace.import_file(tmp_path / "list.csv", CONTACTS)
    workspace.build()
    assert customers(workspace, "attribute(group, Behörde)") == 1
    assert customers(workspace, 'attribute(group, "")') == 0
    assert customers(workspace, "attribute(group, Gewerbe)") == 1, "whom nobody met has no journey"


def test_an_index_brought_up_to_date_says_what_one_built_anew_says(tmp_path: Path) -> None:
    many = "".join(f"{n};c{n}@x.example;2026-01-01 10:00;Privat;Nord;\n" for n in range(100, 200))
    workspace = fed(tmp_path, lines=LINES + many)
    (tmp_path / "more.csv").write_text(
        "Nr;Mail;at;Gruppe;Land;Firma\n3;cem@x.example;2026-05-01 10:00;Behörde;Nord;\n", "utf-8"
    )
    workspace.import_file(tmp_path / "more.csv", CRM)
    assert workspace.build().kind == "overlay"
    asked = ("group, Behörde", "group, Privat", 'group, ""', "group, Gewerbe", "region, Nord", "region, Süd")
    overlaid = {where: customers(workspace, f"attribute({where})") for where in asked}
    assert overlaid["group, Behörde"] == 1
    assert workspace.index().attributes[0].words == ("Gewerbe", "Privat", "Behörde"), "codes are for good"
    workspace.build(whole=True)
    assert overlaid == {where: customers(workspace, f"attribute({where})") for where in asked}


def test_an_account_has_what_its_people_have(tmp_path: Path) -> None:
    asked = Asked(fed(tmp_path).index("account"), LocalRunner(1))
    assert asked.where("attribute(group, Gewerbe)").totals().customers == 1
    assert asked.where("attribute_at_first(group, Privat)").totals().customers == 1


def test_a_row_read_without_the_mapping_tells_nothing(tmp_path: Path) -> None:
    workspace = fed(tmp_path, replace(CRM, attributes=()))
    assert workspace.index().attributes == ()
    assert not list((workspace.folder / "index" / "parts").glob("*/attributes.arrow"))


def test_it_is_exported_corrected_and_goes_with_the_person(tmp_path: Path) -> None:
    lines = LINES.replace("2;bob@x.example;2026-01-01 10:00;Privat", "2;bob@x.example;2026-01-01 10:00;Sonderkunde")
    workspace = fed(tmp_path, lines=lines)
    bob = known_person(workspace.folder, "customer_number", "2")
    (contacts,) = [one for one in workspace.everything_about(bob) if one.name == "contacts"]
    assert [line["attributes"] for line in contacts.lines] == [
        {"group": "Sonderkunde", "region": "Süd"},
        {"region": "Süd"},
    ]
    workspace.correct_person(bob, Change("Gruppe", "Sonderkunde", "Großkunde"))
    assert customers(workspace, "attribute(group, Großkunde)") == 1
    assert not found(workspace.folder / "index", {"Sonderkunde"})
    workspace.forget([known_person(workspace.folder, "customer_number", "2")])
    assert not found(workspace.folder / "record", {"Großkunde"})
    assert not found(workspace.folder / "index", {"Großkunde"})


@pytest.mark.parametrize("name", ["federal state", "Größe", "1st", ""])
def test_a_name_is_one_that_filters_can_say(name: str) -> None:
    written = mapping_to_toml(replace(CRM, attributes=(AttributeColumn(name, "Land"),)))
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(written)
    assert raised.value.code == "mapping_broken"


def test_a_mapping_with_attributes_is_written_and_read() -> None:
    assert mapping_from_toml(mapping_to_toml(CRM)) == CRM
    assert mapping_from_toml(mapping_to_toml(CONTACTS)) == CONTACTS
