"""Personal data in texts stop the build; public contacts, dates and file numbers do not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.inventory import take_inventory
from generator.checks.privacy import Terms, check_personal_data, find_personal_data, read_terms
from generator.checks.privacy.search import find_all
from generator.checks.privacy.sensitive import make_searcher
from generator.checks.privacy.sifting import sift_texts
from generator.model import Severity
from generator.packages import load_packages
from tests.package_builder import City, build_city, describe_resource

ROOT = Path(__file__).parents[1]
PARAMETERS = "parameters/parameters"
TERMS = Terms(
    freemail_domains=frozenset({"gmx.de"}),
    function_words=("arbeit", "info*", "*amt"),
    first_names=frozenset({"erika", "juergen"}),
    sensitive=("vertraulich*", "nur intern", "nicht öffentlich*"),
    harmless=("nicht öffentlich vor",),
)
IBAN = "DE89 3704 0044 0532 0130 00"
"""The example of the standard."""


@pytest.fixture
def city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def say(city: City, text: str) -> None:
    """Put a text into a cell: the source of the first parameter."""
    city.replace(PARAMETERS, "gesetzt", '"' + text.replace('"', '""') + '"')


def codes(text: str, *, is_public: bool = False) -> list[str]:
    return [hit.code for hit in find_personal_data(text, TERMS, is_public=is_public)]


def masks(text: str) -> list[str]:
    return [hit.mask for hit in find_personal_data(text, TERMS)]


def change_column(city: City, package: str, column: str, changes: dict[str, Any]) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                if field["name"] == column:
                    field.update(changes)

    city.describe(package, change)


def declare_terms(city: City, rows: str) -> None:
    """Add the table of terms."""
    resource = describe_resource("privacy_terms", "csv") | {
        "dialect": {"csv": {"delimiter": ","}},
        "schema": {
            "fields": [
                {"name": name, "type": "string", "title": "Titel", "description": "Beschreibung"}
                for name in ("kind", "term", "reason")
            ],
            "primaryKey": ["kind", "term"],
        },
    }
    city.describe("parameters", lambda descriptor: descriptor["resources"].append(resource))
    city.write("parameters/privacy_terms", f"kind,term,reason\n{rows}".encode())


# --- over all packages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "secret"),
    [
        ("Rückfragen: 0171 1234567", "personal-phone", "1234567"),
        ("Frag erika.muster@example.org", "personal-email", "erika.muster"),
        (f"Spenden an {IBAN} bitte", "personal-iban", "0532 0130"),
        ("Frau Erika Muster, Musterstraße 5", "personal-address", "Muster"),
        ("Erika Muster, geb. am 3.4.1941", "personal-birth-date", "1941"),
    ],
)
def test_a_cell_with_personal_data_stops_the_build_and_is_not_repeated(
    city: City, text: str, code: str, secret: str
) -> None:
    say(city, text)
    issue = city.only_issue()
    assert (issue.code, issue.severity, issue.row, issue.field) == (code, Severity.ERROR, 2, "source")
    assert issue.subject == "geometry_tolerance_m2"
    assert secret not in issue.message
    assert "parameters/exceptions" in issue.message


def test_declared_terms_are_found_and_their_own_table_is_not_blamed_for_them(city: City) -> None:
    say(city, "Vertrauliche Notiz")
    assert city.issues() == ()
    declare_terms(city, "sensitive_text,vertraulich*,Prüfung\n")
    issue = city.only_issue()
    assert (issue.code, issue.field, issue.subject) == ("sensitive-text", "source", "geometry_tolerance_m2")
    assert "„Vertrauliche“" in issue.message


def test_every_declared_kind_of_term_has_its_effect(city: City) -> None:
    rows = ("phone_region,AT", "freemail_domain,GMX.de", "function_word,Info*", "first_name,Jürgen")
    declare_terms(city, "".join(f"{row},Prüfung\n" for row in rows))
    terms = read_terms(load_packages(city.project)[0])
    assert (terms.region, terms.freemail_domains, terms.function_words) == ("AT", frozenset({"gmx.de"}), ("info*",))
    assert terms.first_names == frozenset({"juergen"})


def test_landline_numbers_may_stand_where_public_contacts_are_declared(city: City) -> None:
    say(city, "0391 540-2430")
    assert city.only_issue().code == "personal-phone"
    change_column(city, "parameters", "source", {"contact": "public"})
    assert city.issues() == ()


def test_mobile_numbers_may_stand_nowhere_without_acceptance(city: City) -> None:
    say(city, "0171 1234567")
    change_column(city, "parameters", "source", {"contact": "public"})
    assert city.only_issue().code == "personal-phone"


def test_a_name_beside_an_address_is_found_across_columns(city: City) -> None:
    declare_terms(city, "first_name,Erika,Prüfung\n")
    city.replace("districts/levels", "ward,Viertel,Viertel", 'ward,Erika Muster,"Musterstraße 5, 12345 Musterstadt"')
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("personal-address", 3, "name_singular")
    assert "Muster" not in issue.message


def test_the_subject_of_a_finding_hides_a_key_that_is_personal_itself(city: City) -> None:
    city.replace("offerings/stops", "S1,", "0171 1234567,")
    issue = city.only_issue()
    assert (issue.field, issue.subject) == ("stop_id", "0171 …67")


def test_properties_of_map_features_are_read(city: City) -> None:
    collection = json.loads(city.file("districts/boundaries").read_text(encoding="utf-8"))
    collection["features"][1]["properties"]["more"] = {"note": ["Tel. 0391 540-2430"]}
    city.write("districts/boundaries", json.dumps(collection).encode())
    issue = city.only_issue()
    assert (issue.code, issue.field, issue.subject) == ("personal-phone", "properties.more.note.1", "02")


def test_texts_of_the_descriptor_are_read(city: City) -> None:
    change_column(city, "parameters", "value", {"description": "Fragen an erika.muster@example.org"})
    issue = city.only_issue()
    assert issue.path == "datapackages/parameters/datapackage.json"
    assert (issue.code, issue.field) == ("personal-email", "parameters.schema.fields.value.description")


def test_one_cell_with_two_numbers_is_one_finding(city: City) -> None:
    say(city, "0171 1234567 oder 0172 1234567")
    assert city.codes() == ["personal-phone"]


def test_a_text_in_many_rows_is_found_in_each_of_them(city: City) -> None:
    city.replace(PARAMETERS, "gesetzt", "0171 1234567")
    city.replace(PARAMETERS, "amtlich", "0171 1234567")
    assert [issue.row for issue in city.issues()] == [2, 3]


def test_a_warning_about_the_same_row_hides_nothing(city: City) -> None:
    """The first strip is 0.76 km² large."""
    city.replace("districts/districts", "ward,West,west,,", "ward,0171 1234567,west,0.9,")
    assert city.codes() == ["area-mismatch", "personal-phone"]


def test_the_real_packages_hold_nothing_personal() -> None:
    packages, issues = load_packages(ROOT)
    assert [str(issue) for issue in check_personal_data(take_inventory(packages, issues))] == []


def test_clean_packages_pay_for_no_library() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from generator.checks.inventory import take_inventory\n"
        "from generator.checks.privacy import check_personal_data\n"
        "from generator.packages import load_packages\n"
        f"found = load_packages(Path({str(ROOT)!r}))\n"
        "list(check_personal_data(take_inventory(*found)))\n"
        "print(sorted({'phonenumbers', 'stdnum'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


# --- many texts at once -------------------------------------------------------------------------------------------

FRAGMENTS = (
    "0171 1234567", "0391/60744310", "Tel. 60744310", "+49 171", "1234567", "0", "(0", "erika.muster@gmx.de", "(at)",
    IBAN, "DE89", "370400440532013000", "geb. am 3.4.1941", "*1941", "(*", "Jahrgang 1941", "Frau", "Erika", "Muster",
    "von ", "Musterstraße 5", "39104 Magdeburg", "c/o", "Meier", "privat", "wohnhaft", "vertraulich", "nicht",
    "öffentlich", "\u00ad", "\u200b", "ﬀ", "ß", "\n", "\0", " ", "",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join), max_size=12))
def test_no_text_falls_through_the_sieve_in_which_something_is_found(texts: list[str]) -> None:
    searcher = make_searcher(TERMS, texts)
    for is_public in (False, True):
        found = {text for text in texts if find_all(text, searcher, is_public=is_public)}
        assert found <= set(sift_texts(texts, searcher, is_public=is_public))


def test_the_sieve_holds_back_what_begins_in_one_text_and_ends_in_the_next() -> None:
    texts = ["Halle 0391", "60744310", "kreis de89", "370400440532013000", "Erika", "Muster"]
    assert list(sift_texts(texts, make_searcher(TERMS, texts), is_public=False)) == []
    texts.insert(1, "0391 60744310")
    assert list(sift_texts(texts, make_searcher(TERMS, texts), is_public=False)) == ["0391 60744310"]


# --- telephone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Tel.: 0391/60744310",
        "(0391) 5402430",
        "(03 91) 5 40 24 30",
        "+49391 540-2430",
        "+49 (0)171 1234567",
        "0049 171 1234567",
        "0176–12345678",
        "0171.123.4567",
        "Tel.0171/1234567",
        "seit 01.08.2025 unter 0171 1234567",
        "tel:+49-391-5402430",
        "0171\u200b1234567",
        "０１７１ １２３４５６７",
        "Telefon: 540 2430",
        "Handy (privat): 1234567",
        "+43 664 1234567",
    ],
)
def test_telephone_numbers_are_found_in_every_spelling(text: str) -> None:
    assert codes(text) == ["personal-phone"]


@pytest.mark.parametrize(
    "text",
    [
        "DS0541/23, A0012/24/1 und I0294/22",
        "01.08.2025 bis 31.12.2025",
        "2025-01-31 08:30–16:00",
        "09/2020–05/2022",
        "39104 Magdeburg",
        "200.000 Euro, davon 0,5 %",
        "https://example.org/?id=0391540243012",
        "presse-service.de 1164638",
        "Telefonsprechzeit Mo-Fr 10-15",
        "Stadtteil 07 und 09",
        "Service-Nummer 0800 1234567",
        "Hotel 1234567",
    ],
)
def test_dates_prices_and_file_numbers_are_no_telephone_numbers(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["0391 540-2430", "+49 391 252 15 96", "039207 84888-0", "(0711) 2345678"])
def test_public_contacts_are_landline_numbers(text: str) -> None:
    assert codes(text, is_public=True) == []
    assert codes(text) == ["personal-phone"]


@pytest.mark.parametrize("text", ["0171 1234567", "+49 (0)171 1234567", "+43 664 1234567"])
def test_mobile_numbers_are_personal_in_public_contacts_too(text: str) -> None:
    assert codes(text, is_public=True) == ["personal-phone"]


# --- e-mail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "treff@gmx.de",
        "vorname.nachname@example.org",
        "e.muster@example.org",
        "erika@example.org",
        "jürgen-muster@example.org",
        "erika.muster (at) example (punkt) org",
        "erika.muster[at]example.org",
        "mailto:erika_muster82@example.org",
    ],
)
def test_addresses_of_persons_are_found(text: str) -> None:
    assert codes(text) == ["personal-email"]


@pytest.mark.parametrize(
    "text",
    [
        "info@example.org",
        "info.treff@example.org",
        "soziale.arbeit@example.org",
        "amt.sozialamt@example.org",
        "seniorenbeirat@soz.example.org",
        "https://medium.com/@erika",
        "Treffen (at home)",
    ],
)
def test_addresses_of_offices_are_not_personal(text: str) -> None:
    assert codes(text) == []


# --- account ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [IBAN, IBAN.replace(" ", ""), f"IBAN:{IBAN.lower()} bei der Bank", f"{IBAN}, Kennwort Fest"]
)
def test_account_numbers_are_found_with_and_without_blanks(text: str) -> None:
    assert [(hit.code, hit.mask) for hit in find_personal_data(text, TERMS)] == [("personal-iban", "DE89 …00")]


def test_wrong_check_digits_make_no_account_number() -> None:
    assert codes(IBAN.replace("DE89", "DE88")) == []


# --- persons ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Frau Erika Muster, Musterstraße 5",
        "Herr Dr. Muster wohnt Am Anger 3",
        "Erika Muster, Große Diesdorfer Straße 169a",
        "Musterweg 7, bei Erika Muster",
        "Familie Muster, 12345 Musterstadt",
        "c/o Muster, Musterstraße",
        "Schlüssel: Musterstraße 5 (privat)",
        "wohnhaft Musterstr. 5",
    ],
)
def test_names_with_a_private_address_are_found(text: str) -> None:
    assert set(codes(text)) == {"personal-address"}


@pytest.mark.parametrize(
    "text",
    [
        "Sozial- und Wohnungsamt, Wilhelm-Höpfner-Ring 4",
        "Offener Treff „Erika Muster“, Musterstraße 5",
        "Haus Erika Muster, Musterstraße 5",
        "Erika-Muster-Weg 16",
        "Erika Muster Straße 16",
        "Ausschuss für Familie und Gleichstellung, Alter Markt 6",
        "Frau Erika Muster leitet den Treff",
        "Drews-Privatweg 3",
        "Brückstraße / Bandwirkerstraße",
    ],
)
def test_institutions_and_streets_named_after_people_are_not_people(text: str) -> None:
    assert codes(text) == []


# --- birth --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["geb. am 3.4.1941", "geboren am 3. April 1941", "*03.04.1941", "*1941", "Erika Muster (geb. 1941)", "(* 1941)"],
)
def test_days_of_birth_are_found(text: str) -> None:
    assert codes(text) == ["personal-birth-date"]
    assert "1941" not in masks(text)[0]


@pytest.mark.parametrize(
    "text", ["gegründet am 3.4.1941", "Zum 70. Geburtstag", "Ältere Menschen, geboren 1941 bis 1950", "**1941**"]
)
def test_anniversaries_and_cohorts_are_nobodys_birthday(text: str) -> None:
    assert codes(text) == []


# --- declared terms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["streng VERTRAULICH!", "Nur intern: umbauen", "nur-intern", "nicht öffentlicher Teil"]
)
def test_declared_terms_are_found_as_whole_words_in_any_case(text: str) -> None:
    assert codes(text) == ["sensitive-text"]


@pytest.mark.parametrize("text", ["nur international", "liegt nicht öffentlich vor", "unvertraulich"])
def test_longer_words_and_harmless_phrases_are_left_alone(text: str) -> None:
    assert codes(text) == []
