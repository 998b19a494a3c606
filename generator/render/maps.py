"""Interactive maps: Folium sets up the ground, our script fills it from data files.

Folium renders the text of its elements as a template a second time: text from data would be executed while the site is
built. So Folium makes one constant script for all maps and never sees data. Each map is a page with three kinds of
scripts: that ground, data files that assign plain values, and ``karte.js`` that writes them with ``textContent``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from generator import layout
from generator.formatting import describe_sign
from generator.model import ContextLine, Level, Outline, OutputFile, Position, Ring
from generator.profiles.views import AreaMapView, MarkerMapView
from generator.render import colors
from generator.render.map_parts import find_mark, list_signs, pattern_id
from generator.render.policies import REFERRER, make_map_policy, spell_policy
from generator.render.templates import render_text
from generator.settings import BackgroundMap

MAP_ID = "karte"
"""Folium calls the variable of the map ``map_karte``; ``karte.js`` knows it by that name."""
PANES = (("flaechen", 410), ("linien", 420), ("kreise", 430))
DECIMALS = 5
"""About one metre."""
LEAFLET_FILES = ("leaflet.js", "leaflet.css")


def render_ground() -> OutputFile:
    """The script that makes an empty map, by Folium; the same for every map of every city."""
    import folium
    from folium.map import CustomPane

    ground = folium.Map(
        location=[0, 0],
        zoom_start=2,
        tiles=None,
        zoom_control=False,
        scrollWheelZoom=False,
        attributionControl=False,
        zoomSnap=0.25,
    )
    # Ids come from os.urandom; fixed ones keep two builds byte-identical.
    ground._id = MAP_ID
    for name, z_index in PANES:
        pane = CustomPane(name, z_index=z_index, pointer_events=True)
        pane._id = name
        ground.add_child(pane, name=name)
    figure: Any = ground.get_root()
    figure.render()
    script: str = figure.script.render()
    lines = [line.rstrip() for line in script.splitlines() if line.strip()]
    return OutputFile(path=layout.MAP_GROUND, content=("\n".join(lines) + "\n").encode())


def render_leaflet() -> Iterator[OutputFile]:
    """Leaflet, copied from the installed package, so that no page asks another server for it."""
    folder = Path(import_module("xstatic.pkg.leaflet").BASE_DIR)
    for name in LEAFLET_FILES:
        # The package leads to a map of its own source that is not published here.
        content = (folder / name).read_bytes().replace(b"//# sourceMappingURL=leaflet.js.map", b"")
        yield OutputFile(path=layout.LEAFLET / name, content=content)


def spell_script(name: str, value: object) -> bytes:
    r"""A script that assigns plain data; works from a server and from a folder.

    >>> spell_script("a", {"x": "</script>"})
    b'(window.GEBIETSATLAS=window.GEBIETSATLAS||{})["a"]={"x":"\\u003c/script>"};\n'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"(window.GEBIETSATLAS=window.GEBIETSATLAS||{{}})[{json.dumps(name)}]={text};\n".encode()


def render_boundaries(level: Level, outlines: Sequence[Outline]) -> OutputFile:
    """Outlines of a level, once for all maps."""
    shapes = {one.district_code: [[_spell_ring(ring) for ring in rings] for rings in one.polygons] for one in outlines}
    return OutputFile(path=layout.boundary_data(level), content=spell_script(f"grenzen-{level.slug}", shapes))


def _spell_ring(ring: Ring) -> list[list[float]]:
    """Latitude before longitude, as Leaflet wants it."""
    return [_spell_position(position) for position in ring]


def _spell_position(position: Position) -> list[float]:
    return [round(position[1], DECIMALS), round(position[0], DECIMALS)]


def render_context(lines: Sequence[ContextLine], stops: Sequence[tuple[str, Position]]) -> OutputFile:
    """Rivers and stops, once for all maps."""
    value = {
        "lines": [
            {"name": one.name, "note": one.note, "parts": [_spell_ring(part) for part in one.lines]} for one in lines
        ],
        "stops": [[name, *_spell_position(position)] for name, position in stops],
    }
    return OutputFile(path=layout.CONTEXT_DATA, content=spell_script("orientierung", value))


def render_area_map(
    path: PurePosixPath,
    drawing: AreaMapView,
    outlines: Mapping[str, Outline],
    *,
    background: BackgroundMap | None = None,
) -> tuple[OutputFile, ...]:
    """A map whose districts have values, or only names and links."""
    value = {
        "kind": "areas",
        "areas": [
            {
                "code": one.district_code,
                "name": one.name,
                "text": one.text,
                "sign": one.sign,
                "mark": find_mark(one, drawing.classes),
                "class": one.class_number,
                "amount": one.amount,
                "label": _spell_position(outlines[one.district_code].label),
                "href": layout.relative_link(path, one.href),
            }
            for one in drawing.areas
        ],
        "classes": [{"title": one.title, "color": colors.class_color(one, drawing.classes)} for one in drawing.classes],
        "signs": [
            {
                "sign": sign,
                "text": describe_sign(sign),
                "id": pattern_id(sign) if sign in colors.PATTERNS else None,
                "path": colors.PATTERNS.get(sign),
            }
            for sign in list_signs(drawing)
        ],
    }
    return _render_map(path, value, drawing, background)


def render_marker_map(
    path: PurePosixPath, drawing: MarkerMapView, *, background: BackgroundMap | None = None
) -> tuple[OutputFile, ...]:
    """A map of offerings in one district."""
    value = {
        "kind": "markers",
        "focus": drawing.district.code,
        "markers": [
            {
                "number": one.number,
                "title": one.title,
                "kind": one.kind,
                "lines": list(one.lines),
                "position": _spell_position(one.position) if one.position else None,
                "radius": one.radius_m,
                "stale": one.is_stale,
                "href": layout.relative_url(path, drawing.page, anchor=one.page_anchor),
            }
            for one in drawing.markers
        ],
    }
    return _render_map(path, value, drawing, background)


def _render_map(
    path: PurePosixPath,
    value: dict[str, Any],
    drawing: AreaMapView | MarkerMapView,
    background: BackgroundMap | None,
) -> tuple[OutputFile, ...]:
    """The page of a map and its data file."""
    data = layout.map_data(path)
    scripts = (
        layout.LEAFLET_SCRIPT,
        layout.MAP_GROUND,
        layout.boundary_data(drawing.level),
        layout.CONTEXT_DATA,
        data,
        layout.MAP_SCRIPT,
        *((layout.BACKGROUND_SCRIPT,) if background else ()),
    )
    styles = (layout.LEAFLET_STYLESHEET, layout.MAP_STYLESHEET)
    content = render_text(
        "map.html.j2",
        view=drawing.map,
        back=layout.relative_url(path, drawing.page),
        styles=[layout.relative_url(path, one) for one in styles],
        first_script=layout.relative_url(path, layout.DISPLAY_SCRIPT),
        scripts=[layout.relative_url(path, one) for one in scripts],
        policy=spell_policy(make_map_policy(background)),
        referrer=REFERRER,
        background=background,
    )
    return (
        OutputFile(path=path, content=content.encode()),
        OutputFile(path=data, content=spell_script("karte", {**value, "level": drawing.level.slug})),
    )
