"""A tiny valid city in three strips, to be broken by tests one thing at a time."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.checks import check_packages
from generator.model import Issue
from generator.packages import load_packages, order_issues, stamp_packages

LICENSES = [{"name": "CC0-1.0", "title": "Gemeinfrei", "attribution": "Musterstadt"}]
SOURCES = [{"title": "Ausgedacht"}]
TABLES: Mapping[str, str] = {
    "districts/levels": (
        "level_id,name_singular,name_plural,slug,sort_order,is_official\n"
        "city,Stadt,Stadt,stadt,1,true\n"
        "ward,Viertel,Viertel,viertel,2,true\n"
    ),
    "districts/districts": (
        "district_code,level_id,name,slug,area_km2,label_lon,label_lat\n"
        "99,city,Musterstadt,musterstadt,,,\n"
        "01,ward,West,west,,11.005,52.005\n"
        "02,ward,Mitte,mitte,,11.015,52.005\n"
        "03,ward,Ost,ost,,11.025,52.005\n"
    ),
    "districts/crosswalk": "part_code,whole_code\n01,99\n02,99\n03,99\n",
    "demographics/population": (
        "reference_date,district_code,population_count\n"
        "2024-12-31,01,100\n2024-12-31,02,.\n2024-12-31,03,0\n"
        "2025-12-31,01,101\n2025-12-31,02,…\n2025-12-31,03,0\n"
    ),
    "offerings/locations": "location_id,district_code\nL1,01\nL2,02\n",
    "offerings/location_positions": (
        "location_id,longitude,latitude,precision\nL1,11.005,52.005,exact\nL2,11.015,52.005,street\n"
    ),
    "offerings/stops": "stop_id,longitude,latitude,district_code\nS1,11.025,52.005,03\n",
    "offerings/schedules": (
        "schedule_id,location_id,opens_at,closes_at,valid_from,valid_to,confirmed_date\n"
        "1,L1,08:00,12:00,2024,2025-06,2025-02\n"
    ),
    "parameters/parameters": (
        "parameter_id,value,source\ngeometry_tolerance_m2,200,gesetzt\nprojected_crs_epsg,25832,amtlich\n"
    ),
}
TYPES = {"sort_order": "integer", "population_count": "integer", "is_official": "boolean", "reference_date": "date"}
NUMBERS = ("area_km2", "label_lon", "label_lat", "longitude", "latitude", "value")
KEYS = {
    "districts/levels": ["level_id"],
    "districts/districts": ["district_code"],
    "districts/crosswalk": ["part_code", "whole_code"],
    "demographics/population": ["reference_date", "district_code"],
    "offerings/locations": ["location_id"],
    "offerings/location_positions": ["location_id"],
    "offerings/stops": ["stop_id"],
    "offerings/schedules": ["schedule_id"],
    "parameters/parameters": ["parameter_id"],
}
SIGNS = {"demographics/population": [".", "…"]}
STRIPS = {"01": (11.0, 11.01), "02": (11.01, 11.02), "03": (11.02, 11.03)}


@dataclass(frozen=True)
class City:
    """A project folder with packages."""

    project: Path

    def file(self, resource_id: str) -> Path:
        """The file of a resource."""
        suffix = ".geojson" if resource_id == "districts/boundaries" else ".csv"
        return self.project / "datapackages" / f"{resource_id}{suffix}"

    def replace(self, resource_id: str, old: str, new: str) -> None:
        """Change text in a data file and seal it again."""
        file = self.file(resource_id)
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        self.stamp()

    def write(self, resource_id: str, content: bytes) -> None:
        """Replace a data file and seal it again."""
        self.file(resource_id).write_bytes(content)
        self.stamp()

    def describe(self, package: str, change: Callable[[dict[str, Any]], object]) -> None:
        """Change a descriptor."""
        file = self.project / "datapackages" / package / "datapackage.json"
        descriptor = json.loads(file.read_text(encoding="utf-8"))
        change(descriptor)
        file.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def drop_rules(self) -> None:
        """Let single numbers be changed that rules would compare with others."""
        for descriptor in sorted((self.project / "datapackages").glob("*/datapackage.json")):
            self.describe(descriptor.parent.name, _drop_rules)

    def drop_rule_books(self) -> None:
        """Let columns be taken away that rules for needs or for money would ask for."""
        for name in ("needs_rules.yaml", "allocation.yaml"):
            (self.project / "datapackages/parameters" / name).unlink()
        table = self.file("planning/need_rules")
        header = table.read_text(encoding="utf-8").splitlines()[0]
        table.write_text(f"{header}\n", encoding="utf-8")
        self.stamp()

    def stamp(self) -> None:
        """Bring the checksums up to date."""
        for stamped in stamp_packages(self.project)[0]:
            (self.project / stamped.path).write_bytes(stamped.content)

    def load_issues(self) -> tuple[Issue, ...]:
        """What loading finds."""
        return load_packages(self.project)[1]

    def issues(self) -> tuple[Issue, ...]:
        """What loading and checking find."""
        packages, issues = load_packages(self.project)
        return order_issues((*issues, *check_packages(packages, issues)))

    def codes(self) -> list[str]:
        """Codes of all findings."""
        return [issue.code for issue in self.issues()]

    def only_issue(self) -> Issue:
        """The one finding there is."""
        issues = self.issues()
        assert len(issues) == 1, [str(issue) for issue in issues]
        return issues[0]


def _drop_rules(package: dict[str, Any]) -> None:
    """A package whose tables are compared with nothing."""
    for resource in package["resources"]:
        resource.pop("plausibility", None)


def build_city(project: Path) -> City:
    """Write the valid city."""
    names = sorted({resource_id.partition("/")[0] for resource_id in TABLES})
    for package in names:
        folder = project / "datapackages" / package
        folder.mkdir(parents=True)
        resources = [describe_table(resource_id) for resource_id in TABLES if resource_id.startswith(f"{package}/")]
        if package == "districts":
            resources.append(describe_resource("boundaries", "geojson"))
        descriptor = {
            "name": package,
            "title": "Titel",
            "description": "Beschreibung",
            "version": "1",
            "created": "2026-01-31T00:00:00Z",
            "licenses": LICENSES,
            "sources": SOURCES,
            "resources": resources,
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    city = City(project)
    for resource_id, text in TABLES.items():
        city.file(resource_id).write_text(text, encoding="utf-8")
    city.file("districts/boundaries").write_text(json.dumps(draw_strips(STRIPS)), encoding="utf-8")
    city.stamp()
    return city


def describe_resource(name: str, file_format: str) -> dict[str, Any]:
    """What every resource tells."""
    return {
        "name": name,
        "title": "Titel",
        "description": "Beschreibung",
        "path": f"{name}.{file_format}",
        "format": file_format,
        "encoding": "utf-8",
        "temporal": "31.12.2025",
    }


def describe_table(resource_id: str) -> dict[str, Any]:
    """A table with its schema."""
    header = TABLES[resource_id].splitlines()[0].split(",")
    resource = describe_resource(resource_id.partition("/")[2], "csv")
    resource["dialect"] = {"csv": {"delimiter": ","}}
    resource["schema"] = {
        "fields": [describe_field(name) for name in header],
        "missingValues": SIGNS.get(resource_id, [""]),
        "primaryKey": KEYS[resource_id],
    }
    if any(name.endswith("_count") for name in header):
        resource["disclosure"] = {"exempt": "Ausgedacht; niemand ist gemeint."}
    if "district_code" in header and resource_id != "districts/districts":
        reference = {"package": "districts", "resource": "districts", "fields": ["district_code"]}
        resource["schema"]["externalForeignKeys"] = [{"fields": ["district_code"], "reference": reference}]
    return resource


def describe_field(name: str) -> dict[str, Any]:
    """A column; codes have two digits."""
    kind = "number" if name in NUMBERS else TYPES.get(name, "string")
    field: dict[str, Any] = {"name": name, "type": kind, "title": f"Titel {name}", "description": "Beschreibung"}
    if name in ("district_code", "part_code", "whole_code"):
        field["constraints"] = {"required": True, "pattern": "[0-9]{2}"}
    return field


def draw_strips(
    strips: Mapping[str, tuple[float, float]], *, south: float = 52.0, north: float = 52.01
) -> dict[str, Any]:
    """Rectangles side by side from west to east."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"district_code": code, "name": code},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
                },
            }
            for code, (west, east) in strips.items()
        ],
    }
