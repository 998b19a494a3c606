"""Loading is strict: every cell is a value, a declared sign or a finding."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pytest

from generator.errors import ConfigurationError
from generator.model import ObservationStatus, Quantity, Severity
from generator.packages import find_broken_resources, find_resource, load_packages, stamp_packages
from tests.package_builder import City, build_city

POPULATION = "demographics/population"
HASH_ISSUE = "hash-mismatch"


@pytest.fixture
def city(tmp_path: Path) -> City:
    return build_city(tmp_path)


def pack_zip(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stops.csv", content)
    return buffer.getvalue()


def resource_of(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    return next(part for part in descriptor["resources"] if part["name"] == name)


def test_the_tiny_city_is_without_findings(city: City) -> None:
    assert city.issues() == ()


def test_frictionless_calls_the_tiny_city_valid_too(city: City) -> None:
    for descriptor in sorted(city.project.glob("datapackages/*/datapackage.json")):
        report = frictionless.Package(str(descriptor)).validate()
        assert report.valid, report.flatten(["title", "note"])


@pytest.mark.parametrize("created", ["2025-02-30T00:00:00Z", "gestern", 20250101, "2025-02-01"])
def test_the_day_of_a_package_must_exist(city: City, created: object) -> None:
    city.describe("parameters", lambda d: d.update(created=created))
    assert city.only_issue().field == "created"


def test_cells_come_out_typed_and_gaps_keep_their_reason(city: City) -> None:
    packages, _ = load_packages(city.project)
    resource = find_resource(packages, POPULATION)
    assert resource is not None
    first, suppressed, zero = resource.rows[:3]
    assert first.line == 2
    assert first.values == {"reference_date": date(2024, 12, 31), "district_code": "01", "population_count": 100}
    assert suppressed.quantity("population_count") == Quantity.absent(ObservationStatus.CONFIDENTIAL)
    assert zero.quantity("population_count") == Quantity(0)
    assert resource.rows[4].quantity("population_count") == Quantity.absent(ObservationStatus.MISSING)


def test_numbers_are_floats_and_an_empty_text_is_no_text(city: City) -> None:
    packages, _ = load_packages(city.project)
    districts = find_resource(packages, "districts/districts")
    assert districts is not None
    assert districts.rows[0].values["label_lon"] is None
    assert isinstance(districts.rows[1].values["label_lon"], float)


def test_packages_come_in_name_order_and_an_unknown_resource_is_none(city: City) -> None:
    packages, _ = load_packages(city.project)
    assert [package.name for package in packages] == ["demographics", "districts", "offerings", "parameters"]
    assert packages[0].created == date(2026, 1, 31)
    assert find_resource(packages, "demographics/nothing") is None


def test_a_project_without_packages_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="datapackages"):
        load_packages(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("01,100", "01,abc", "type-error", "‚abc‘ ist keine ganze Zahl"),
        ("01,100", "01,1_000", "type-error", "ohne Tausendertrennzeichen"),
        ("01,100", "01,1.000", "type-error", "Trennt der Punkt Tausender, schreibe ‚1000‘"),
        ("01,100", "01,0100", "type-error", "führende Null"),
        ("01,100", "01,١٢", "type-error", "keine ganze Zahl"),
        ("01,100", "01, 100", "surrounding-space", "Leerzeichen"),
        ("01,100", "01,", "empty-cell", "‚.‘ (Zahlenwert geheim gehalten)"),
        ("01,100", "01,/", "undeclared-sign", "nicht vereinbart"),
        ("01,100", "01,1\x00", "control-character", "U+0000"),
        ("01,100", '01,"1\n0"', "control-character", "Zeilenumbruch"),
        ("01,100", "01", "missing-cell", "2 statt 3 Zellen"),
        ("01,100", "01,100,5", "extra-cell", "4 statt 3 Zellen"),
        ("2024-12-31,01,100", "2024-12-31,1,100", "pattern-constraint", "gemeint ist vielleicht ‚01‘"),
        ("2024-12-31,01,100", "2024-12-31,,100", "required-cell", "ist Pflicht"),
        ("2024-12-31,01,100", "2024-02-30,01,100", "type-error", "kein Tag im Kalender"),
        ("2024-12-31,01,100", "31.12.2024,01,100", "type-error", "JJJJ-MM-TT"),
        ("2024-12-31,01,100", "2024-1-5,01,100", "type-error", "JJJJ-MM-TT"),
        ("2024-12-31,01,100", "2024-12-31,02,100", "primary-key-error", "Zeile 2"),
        ("2024-12-31,01,100", ",,", "blank-row", "Lösche sie"),
    ],
)
def test_a_bad_cell_is_one_sentence_with_file_row_and_remedy(
    city: City, old: str, new: str, code: str, words: str
) -> None:
    city.replace(POPULATION, old, new)
    issue = city.only_issue()
    assert (issue.code, issue.path, issue.severity) == (
        code,
        "datapackages/demographics/population.csv",
        Severity.ERROR,
    )
    assert issue.row == (3 if code == "primary-key-error" else 2)
    assert words in issue.message


def test_every_bad_cell_of_every_table_is_reported_at_once(city: City) -> None:
    city.replace(POPULATION, "01,100", "1,abc")
    city.replace("districts/levels", "ward,Viertel,Viertel,viertel,2", "ward,Viertel,Viertel,viertel,zwei")
    assert [(issue.path.rpartition("/")[2], issue.row, issue.field) for issue in city.issues()] == [
        ("population.csv", 2, "district_code"),
        ("population.csv", 2, "population_count"),
        ("levels.csv", 3, "sort_order"),
    ]


def test_more_than_a_thousand_bad_cells_are_all_reported(city: City) -> None:
    header = "location_id,district_code\n"
    city.write("offerings/locations", (header + "".join(f"L{n},x\n" for n in range(1500))).encode())
    assert len([issue for issue in city.load_issues() if issue.code == "pattern-constraint"]) == 1500


@pytest.mark.parametrize("cell", ['"3,5"', "3,5"])
def test_a_decimal_comma_is_named_with_its_column_quoted_or_not(city: City, cell: str) -> None:
    city.replace("districts/districts", "west,,11.005", f"west,{cell},11.005")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("decimal-comma", 3, "area_km2")
    assert "Schreibe ‚3.5‘." in issue.message


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "1e5", "+3", "3.", ".5", "9" * 400])
def test_numbers_in_odd_spelling_are_refused(city: City, cell: str) -> None:
    city.replace("districts/districts", "west,,11.005", f"west,{cell},11.005")
    assert city.only_issue().code == "type-error"


def test_a_pattern_with_alternatives_binds_the_whole_cell(city: City) -> None:
    """Frictionless lets "axx" pass ``a|b``."""
    field = {"pattern": "gesetzt|amtlich"}
    city.describe("parameters", lambda d: d["resources"][0]["schema"]["fields"][2].update(constraints=field))
    assert city.issues() == ()
    city.replace("parameters/parameters", "gesetzt", "gesetztes")
    assert city.only_issue().code == "pattern-constraint"


def test_enum_and_limits_say_what_is_allowed(city: City) -> None:
    def limit(descriptor: dict[str, Any]) -> None:
        fields = descriptor["resources"][0]["schema"]["fields"]
        fields[1]["constraints"] = {"maximum": 200}
        fields[2]["constraints"] = {"enum": ["gesetzt", "belegt"]}

    city.describe("parameters", limit)
    assert [(issue.code, issue.row) for issue in city.load_issues()] == [
        ("enum-constraint", 3),
        ("maximum-constraint", 3),
    ]
    assert "‚gesetzt‘, ‚belegt‘" in city.load_issues()[0].message


def test_unique_columns_are_unique(city: City) -> None:
    def demand(descriptor: dict[str, Any]) -> None:
        fields = resource_of(descriptor, "districts")["schema"]["fields"]
        fields[2]["constraints"] = {"unique": True}

    city.describe("districts", demand)
    city.replace("districts/districts", "Mitte,mitte", "West,mitte")
    issue = city.only_issue()
    assert (issue.code, issue.row, issue.field) == ("unique-error", 4, "name")


# --- files --------------------------------------------------------------------------------------------------------


def test_a_missing_column_is_named(city: City) -> None:
    city.replace(POPULATION, "population_count", "bevoelkerung")
    assert [(issue.code, issue.row, issue.field) for issue in city.issues()] == [
        ("extra-column", 1, "bevoelkerung"),
        ("missing-column", 1, "population_count"),
    ]


def test_a_column_missing_only_in_the_header_is_one_finding(city: City) -> None:
    city.replace(POPULATION, "reference_date,district_code,population_count", "reference_date,district_code")
    assert city.only_issue().field == "population_count"


def test_columns_in_another_order_or_doubled_are_errors(city: City) -> None:
    city.replace("districts/crosswalk", "part_code,whole_code", "whole_code,part_code")
    assert city.only_issue().code == "column-order"
    city.replace("districts/crosswalk", "whole_code,part_code", "part_code,part_code")
    assert city.codes() == ["duplicate-column", "missing-column"]


def test_a_windows_file_is_refused_with_the_line_of_the_first_wrong_byte(city: City) -> None:
    text = "parameter_id,value,source\ngeometry_tolerance_m2,200,gewählt\n"
    city.write("parameters/parameters", text.encode("cp1252"))
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("encoding-error", 2)
    assert "0xE4" in issue.message
    assert "UTF-8" in issue.message


def test_a_byte_order_mark_is_refused_but_the_rest_is_read(city: City) -> None:
    file = city.file(POPULATION)
    city.write(POPULATION, b"\xef\xbb\xbf" + file.read_bytes().replace(b"01,100", b"01,abc"))
    assert city.codes() == ["byte-order-mark", "type-error"]


def test_semicolons_under_a_comma_dialect_are_named(city: City) -> None:
    city.write(POPULATION, city.file(POPULATION).read_bytes().replace(b",", b";"))
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("wrong-delimiter", 1)


def test_a_quotation_mark_left_open_ends_the_table_with_an_error(city: City) -> None:
    city.replace(POPULATION, "2024-12-31,02,.", '2024-12-31,02,".')
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("csv-error", 3)


def test_windows_line_ends_keep_line_numbers(city: City) -> None:
    content = city.file(POPULATION).read_bytes().replace(b"\n", b"\r\n").replace(b"03,0\r\n2025", b"03,x1\r\n2025")
    city.write(POPULATION, content)
    assert city.only_issue().row == 4


def test_an_empty_file_has_no_header_and_a_table_without_rows_is_suspicious(city: City) -> None:
    city.write("offerings/stops", b"")
    assert city.only_issue().code == "missing-header"
    city.write("offerings/stops", b"stop_id,longitude,latitude,district_code\n")
    assert (city.only_issue().code, city.only_issue().severity) == ("empty-table", Severity.WARNING)


def test_a_truncated_geojson_is_an_error_with_its_line(city: City) -> None:
    content = city.file("districts/boundaries").read_bytes()
    city.write("districts/boundaries", content[:-20])
    issue = city.only_issue()
    assert (issue.code, issue.row) == ("json-error", 1)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null, "geometry": null}]}',
    ],
)
def test_a_geojson_without_usable_features_is_an_error(city: City, content: bytes) -> None:
    city.write("districts/boundaries", content)
    assert city.only_issue().code == "geojson-error"


def test_json_that_python_would_mend_is_refused(city: City) -> None:
    for content in (b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 100_000, b"\xef\xbb\xbf{}"):
        city.write("districts/boundaries", content)
        assert city.only_issue().code in ("json-error", "byte-order-mark")


def test_a_changed_file_is_reported_after_what_is_wrong_in_it(city: City) -> None:
    file = city.file(POPULATION)
    file.write_text(file.read_text(encoding="utf-8").replace("01,100", "01,abc"), encoding="utf-8")
    issues = city.issues()
    assert [issue.code for issue in issues] == ["type-error", HASH_ISSUE]
    assert "gebietsatlas stamp" in issues[1].message


def test_a_wrong_size_with_the_right_checksum_is_reported(city: City) -> None:
    city.describe("demographics", lambda d: d["resources"][0].update(bytes=1))
    assert city.only_issue().code == "byte-count-mismatch"


@pytest.mark.parametrize(
    "path", ["../x.csv", "/etc/passwd", "https://example.org/x.csv", "a\\b.csv", "a/../../x.csv", ""]
)
def test_a_path_that_may_leave_the_folder_is_refused(city: City, path: str) -> None:
    city.describe("offerings", lambda d: resource_of(d, "stops").update(path=path))
    unsafe = [issue for issue in city.issues() if issue.severity is Severity.ERROR]
    assert [(issue.code, issue.field) for issue in unsafe] == [("unsafe-path", "stops.path")]


def test_a_link_that_leaves_the_folder_is_refused(city: City) -> None:
    file = city.file("offerings/stops")
    elsewhere = city.project / "elsewhere.csv"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert city.only_issue().code == "unsafe-path"
    file.unlink()
    file.symlink_to(file)
    assert city.only_issue().code == "unreadable-file"


def test_a_folder_in_the_package_that_is_a_link_to_elsewhere_is_refused(city: City) -> None:
    elsewhere = city.project / "elsewhere"
    elsewhere.mkdir()
    city.file("offerings/stops").rename(elsewhere / "stops.csv")
    (city.project / "datapackages/offerings/sub").symlink_to(elsewhere)
    city.describe("offerings", lambda d: resource_of(d, "stops").update(path="sub/stops.csv"))
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("unsafe-path", "datapackages/offerings/sub/stops.csv")


def test_a_package_whose_folder_is_a_link_to_elsewhere_is_refused_and_not_stamped(city: City) -> None:
    folder, elsewhere = city.project / "datapackages/offerings", city.project / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    (issue,) = city.load_issues()
    assert (issue.code, issue.path) == ("unsafe-path", "datapackages/offerings/datapackage.json")
    assert [one.code for one in stamp_packages(city.project)[1]] == ["unsafe-path"]


@pytest.mark.parametrize(
    ("pack", "name"),
    [(gzip.compress, "gzip"), (lzma.compress, "xz"), (bz2.compress, "bzip2"), (pack_zip, "ZIP")],
)
def test_a_packed_file_is_refused_and_never_unpacked(city: City, pack: Callable[[bytes], bytes], name: str) -> None:
    bomb = pack(bytes(20_000_000))
    assert len(bomb) < 100_000
    city.write("offerings/stops", bomb)
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("compressed-file", "datapackages/offerings/stops.csv")
    assert f"gepackt ({name})" in issue.message


@pytest.mark.parametrize(
    "path",
    ["stops.csv.gz", "stops.zip", "http:stops.csv", "file:///etc/passwd", "~/x.csv", "C:/x.csv", ".x.csv", "x\0.csv"],
)
def test_a_path_to_something_else_than_a_plain_file_is_refused(city: City, path: str) -> None:
    city.describe("offerings", lambda d: resource_of(d, "stops").update(path=path))
    errors = {issue.code for issue in city.issues() if issue.severity is Severity.ERROR}
    assert errors & {"unsafe-path", "missing-file", "control-character"}


@pytest.mark.parametrize("key", ["data", "compression", "extrapaths", "innerpath"])
def test_ways_around_a_plain_file_are_refused(city: City, key: str) -> None:
    city.describe("offerings", lambda d: resource_of(d, "stops").update({key: "gz"}))
    assert "unsupported-property" in city.codes()


def test_a_null_byte_is_named_in_a_table_and_in_a_description(city: City) -> None:
    city.replace("offerings/stops", "S1,", "S\0001,")
    assert "U+0000" in city.only_issue().message


def test_a_description_of_more_than_10_megabytes_is_not_read(city: City) -> None:
    with (city.project / "datapackages/offerings/datapackage.json").open("r+b") as file:
        file.truncate(10_000_001)
    (issue,) = city.load_issues()
    assert issue.code == "file-too-large"
    assert "mit 11 MB zu groß; erlaubt sind 10 MB" in issue.message


def test_a_missing_file_is_named(city: City) -> None:
    city.file("offerings/stops").unlink()
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("missing-file", "datapackages/offerings/stops.csv")


def test_a_file_of_more_than_200_megabytes_is_not_read(city: City) -> None:
    with city.file("offerings/stops").open("r+b") as file:
        file.truncate(200_000_001)  # a hole, which takes no room on the disk
    issue = city.only_issue()
    assert (issue.code, issue.path) == ("file-too-large", "datapackages/offerings/stops.csv")


def test_a_file_without_resource_is_a_warning(city: City) -> None:
    city.file("offerings/extra").write_text("a\n1\n", encoding="utf-8")
    assert (city.only_issue().code, city.only_issue().severity) == ("unlisted-file", Severity.WARNING)


# --- descriptors --------------------------------------------------------------------------------------------------


def remove(*steps: str | int) -> Any:
    def change(descriptor: Any) -> None:
        for step in steps[:-1]:
            descriptor = descriptor[step]
        del descriptor[steps[-1]]

    return change


@pytest.mark.parametrize(
    ("steps", "code", "field"),
    [
        (("title",), "missing-metadata", "title"),
        (("created",), "missing-metadata", "created"),
        (("licenses",), "missing-metadata", "parameters.licenses"),
        (("licenses", 0, "attribution"), "missing-metadata", "parameters.licenses.1.attribution"),
        (("sources",), "missing-metadata", "parameters.sources"),
        (("resources", 0, "description"), "missing-metadata", "parameters.description"),
        (("resources", 0, "temporal"), "missing-metadata", "parameters.temporal"),
        (("resources", 0, "hash"), "missing-hash", "parameters"),
        (("resources", 0, "bytes"), "missing-hash", "parameters"),
        (("resources", 0, "encoding"), "undeclared-encoding", "parameters.encoding"),
        (("resources", 0, "dialect"), "undeclared-delimiter", "parameters.dialect"),
        (("resources", 0, "schema"), "missing-schema", "parameters.schema.fields"),
        (
            ("resources", 0, "schema", "fields", 0, "title"),
            "missing-metadata",
            "parameters.schema.fields.parameter_id.title",
        ),
        (
            ("resources", 0, "schema", "fields", 0, "type"),
            "unsupported-type",
            "parameters.schema.fields.parameter_id.type",
        ),
    ],
)
def test_missing_metadata_is_an_error(city: City, steps: tuple[str | int, ...], code: str, field: str) -> None:
    city.describe("parameters", remove(*steps))
    issue = city.only_issue()
    assert (issue.code, issue.field, issue.severity) == (code, field, Severity.ERROR)
    assert issue.path == "datapackages/parameters/datapackage.json"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"encoding": "latin-1"}, "undeclared-encoding"),
        ({"dialect": {"csv": {"delimiter": ",", "quoteChar": "'"}}}, "unsupported-dialect"),
        ({"compression": "gz"}, "unsupported-property"),
        ({"data": [[1]]}, "unsupported-property"),
        ({"format": "xlsx"}, "unsupported-format"),
        ({"licenses": [{"name": "a", "title": "b", "attribution": "c", "path": "javascript:1"}]}, "unsafe-url"),
        ({"caveats": "Satz"}, "invalid-metadata"),
        ({"title": "a\u202eb"}, "control-character"),
    ],
)
def test_odd_metadata_is_an_error(city: City, change: dict[str, Any], code: str) -> None:
    city.describe("parameters", lambda d: d["resources"][0].update(change))
    assert city.only_issue().code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"missingValues": ["k. A."]}, "unknown-sign"),
        ({"primaryKey": ["nothing"]}, "schema-error"),
        ({"primaryKey": []}, "missing-primary-key"),
        ({"foreignKeys": "https://example.org/keys.json"}, "invalid-metadata"),
        ({"externalForeignKeys": [{"fields": ["source"], "reference": {"package": "x"}}]}, "invalid-metadata"),
        ({"fields": ["/etc/passwd"]}, "missing-schema"),
    ],
)
def test_an_odd_schema_is_an_error(city: City, change: dict[str, Any], code: str) -> None:
    city.describe("parameters", lambda d: d["resources"][0]["schema"].update(change))
    assert city.only_issue().code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"constraints": {"pattern": "("}}, "invalid-metadata"),
        ({"constraints": {"pattern": "(?i)a"}}, "invalid-metadata"),
        ({"constraints": []}, "invalid-metadata"),
        ({"constraints": {"enum": "abc"}}, "schema-error"),
        ({"type": "number", "constraints": {"minimum": "x"}}, "invalid-metadata"),
        ({"type": "number", "decimalChar": ","}, "unsupported-property"),
        ({"type": "geopoint"}, "unsupported-type"),
        ({"name": "Quelle der Daten"}, "wrong-name"),
    ],
)
def test_an_odd_field_is_an_error(city: City, change: dict[str, Any], code: str) -> None:
    city.describe("parameters", lambda d: d["resources"][0]["schema"]["fields"][2].update(change))
    assert city.codes() == [code]


@pytest.mark.parametrize("change", [{"homepage": 7}, {"keywords": [1]}])
def test_what_only_the_standard_forbids_is_an_error_too(city: City, change: dict[str, Any]) -> None:
    city.describe("parameters", lambda d: d.update(change))
    assert set(city.codes()) == {"descriptor-error"}


def test_broken_json_names_line_and_column_and_spares_the_other_packages(city: City) -> None:
    (city.project / "datapackages/parameters/datapackage.json").write_text('{\n  "name": x\n}', encoding="utf-8")
    city.replace(POPULATION, "01,100", "01,abc")
    assert [(issue.code, issue.row) for issue in city.issues()] == [("type-error", 2), ("json-error", 2)]
    assert "Spalte 11" in city.issues()[1].message


def test_a_name_other_than_the_folder_and_a_doubled_resource_are_errors(city: City) -> None:
    city.describe("parameters", lambda d: d.update(name="other"))
    assert city.only_issue().code == "wrong-name"
    city.describe("parameters", lambda d: d.update(name="parameters", resources=d["resources"] * 2))
    assert city.only_issue().code == "duplicate-name"


def test_a_folder_without_descriptor_is_an_error(city: City) -> None:
    (city.project / "datapackages/empty").mkdir()
    assert city.only_issue().path == "datapackages/empty/datapackage.json"


def test_broken_resources_are_those_that_were_not_read_completely(city: City) -> None:
    city.replace(POPULATION, "01,100", "01,abc")
    city.describe("parameters", remove("resources", 0, "dialect"))
    city.describe("offerings", remove("resources", 0, "title"))
    packages, issues = load_packages(city.project)
    assert find_broken_resources(packages, issues) == {POPULATION, "parameters/parameters"}


def list_nodes(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value inside a parsed JSON file."""
    if steps:
        yield steps
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from list_nodes(part, (*steps, key))


@pytest.mark.parametrize("odd", [None, [[1]], {"x": {}}])
@pytest.mark.parametrize("name", ["demographics/datapackage.json", "districts/boundaries.geojson"])
def test_no_odd_value_anywhere_in_a_json_file_ends_in_an_exception(city: City, name: str, odd: object) -> None:
    file = city.project / "datapackages" / name
    original = file.read_text(encoding="utf-8")
    for steps in list_nodes(json.loads(original)):
        descriptor = json.loads(original)
        part = descriptor
        for step in steps[:-1]:
            part = part[step]
        part[steps[-1]] = odd
        file.write_text(json.dumps(descriptor), encoding="utf-8")
        assert all(issue.message for issue in city.issues())


# --- stamps -------------------------------------------------------------------------------------------------------


def test_a_stamp_changes_size_and_checksum_and_nothing_else(city: City) -> None:
    file = city.file(POPULATION)
    file.write_bytes(file.read_bytes() + b"2024-12-31,99,100\n")
    before = json.loads((city.project / "datapackages/demographics/datapackage.json").read_text(encoding="utf-8"))
    (stamped,), issues = stamp_packages(city.project)
    after = json.loads(stamped.content)
    assert issues == ()
    assert str(stamped.path) == "datapackages/demographics/datapackage.json"
    assert stamped.changes == ("population",)
    assert after["resources"][0]["bytes"] == before["resources"][0]["bytes"] + 18
    assert list(after) == list(before)
    for descriptor in (before, after):
        del descriptor["resources"][0]["bytes"], descriptor["resources"][0]["hash"]
    assert after == before


def test_a_second_stamp_has_nothing_to_do_and_a_missing_file_is_told(city: City) -> None:
    assert stamp_packages(city.project) == ((), ())
    city.file("offerings/stops").unlink()
    assert [issue.code for issue in stamp_packages(city.project)[1]] == ["missing-file"]
