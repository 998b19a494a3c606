"""White spots on the page about walking distances: where nobody reaches a meeting place on foot."""

from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_number, format_unit
from generator.indicators.reachability import MEETING_PLACE, Reachability
from generator.model import District, Quantity
from generator.profiles.atlas import Atlas
from generator.profiles.reach_values import tell_source
from generator.profiles.spot_needs import SpotNeeds, count_needs, list_spot_needs, spot_link
from generator.profiles.views import Link, RowView, TableView, Value, text_value, view_quantity


def list_spots(atlas: Atlas, reachability: Reachability, page: PurePosixPath) -> TableView:
    """All white spots, district by district."""
    districts = atlas.geography.districts
    needs = {place.text: one for one in list_spot_needs(atlas, page, reachability.white_spots) for place in one.spots}
    return TableView(
        caption="Weiße Flecken: Wohnlagen ohne bekannten Begegnungsort in Reichweite",
        columns=(
            "Weißer Fleck",
            "Gebiet",
            "Menschen ab 65 (geschätzt)",
            "alle Menschen",
            "Zellen",
            "mittlerer Weg zum nächsten Begegnungsort",
            "Bedarfe im Gebiet",
        ),
        words=("Gebiet", "Bedarfe im Gebiet"),
        rows=tuple(
            RowView(
                header=Link(text=f"Weißer Fleck {one.number}"),
                cells=(
                    _name_district(atlas, page, districts.get(one.district_code or "")),
                    text_value(f"etwa {format_number(one.people)}"),
                    view_quantity(Quantity(one.inhabitants), 0),
                    view_quantity(Quantity(one.cell_count), 0),
                    _at_least(one.distance_m),
                    _count_needs(needs.get(spot_link(page, one).text)),
                ),
                anchor=layout.white_spot_anchor(one.number),
            )
            for one in reachability.white_spots
        ),
        source=f"Nach Gebieten geordnet, keine Rangfolge. {tell_source(atlas, reachability)}",
    )


def _count_needs(view: SpotNeeds | None) -> Value:
    """Needs of the district where a white spot lies, leading to their list."""
    return text_value(count_needs(view), f"#{view.anchor}") if view else text_value("nicht bekannt")


def _name_district(atlas: Atlas, page: PurePosixPath, district: District | None) -> Value:
    if district is None:
        return text_value("keinem Gebiet zugeordnet")
    return text_value(district.name, atlas.district_link(page, district).href)


def _at_least(metres: Quantity) -> Value:
    """A distance at best."""
    if metres.value is None:
        return view_quantity(metres, 0)
    return text_value(f"mindestens {format_unit(format_number(round(metres.value / 10) * 10), 'm')}")


def explain_spots(reachability: Reachability) -> tuple[str, ...]:
    """What a white spot is, and what is not in the list."""
    target, fast = reachability.target(MEETING_PLACE), reachability.profiles[0]
    minutes, metres = format_number(target.minutes), format_unit(format_number(target.limit_m(fast)), "m")
    notes = [
        "Ein weißer Fleck sind bewohnte Zellen eines Gebiets, die aneinanderstoßen und von denen aus selbst Menschen, "
        f"die gut zu Fuß sind, keinen bekannten Begegnungsort in höchstens {minutes} Minuten ({metres}) erreichen, "
        "auch nicht, wenn alle ungefähr bekannten Orte günstig liegen. Orte jenseits der Gebietsgrenze zählen mit.",
    ]
    if reachability.small_spots:
        people = f"etwa {format_number(reachability.small_spot_people)} Menschen ab 65 Jahren leben."
        count = reachability.small_spots
        beginning = (
            "Dazu kommt 1 kleinere Lage, in der"
            if count == 1
            else f"Dazu kommen {format_number(count)} kleinere Lagen, in denen zusammen"
        )
        notes.append(f"{beginning} {people}")
    return tuple(notes)
