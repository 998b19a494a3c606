"""The dossier of a district: what its page says, in the order in which a committee reads it."""

from collections.abc import Iterable, Iterator, Sequence

from generator import layout
from generator.formatting import NIL_SIGN, SIGN_MEANINGS, format_cell, format_long_date
from generator.indicators.population import ALL_AGES
from generator.model import District
from generator.profiles.atlas import Atlas
from generator.profiles.charts import AgeView, BarsView, SeriesView
from generator.profiles.districts import DistrictPage, profile_districts
from generator.profiles.needs_district import DistrictNeeds, HitView
from generator.profiles.offering_views import OfferingView
from generator.profiles.participation import FindingView, ParticipationSection
from generator.profiles.planning import MeasureView, NeedView
from generator.profiles.reach_section import ReachSection
from generator.profiles.tables import is_supply
from generator.profiles.tiers import TiersSection
from generator.profiles.views import Link, RowView, TableView, text_value
from generator.render.report.blocks import (
    Block,
    Report,
    bullets,
    card,
    heading,
    join,
    lead,
    note,
    pairs,
    paragraphs,
    pictures,
    source_line,
    sources,
    table,
)
from generator.render.report.pictures import draw_chart, draw_map


def describe_dossier(atlas: Atlas, district: District, *, is_large: bool) -> Report:
    """Everything that is known of a district, for paper."""
    level = atlas.geography.level_of(district)
    (page,) = profile_districts(atlas, {}, [district])
    return Report(
        path=layout.dossier(level, district, is_large=is_large),
        title=district.name,
        kicker=f"Bericht: {page.kicker}",
        description=page.meta.description,
        running=page.meta.title,
        edition=atlas.edition,
        publisher=atlas.settings.publisher,
        site_name=atlas.settings.site_name,
        is_large=is_large,
        contents_depth=1,
        opening=_open(atlas, page),
        blocks=(
            *_chain(page),
            *_people(atlas, page, is_large=is_large),
            *_offerings(atlas, page, is_large=is_large),
            *(_reach(page.reach, is_large=is_large) if page.reach else ()),
            *(_tiers(page.tiers) if page.tiers else ()),
            *_needs(page),
            *_measures(page),
            *(_participation(page.participation) if page.participation else ()),
            *_unknown(page),
            heading(1, "Quellen und Hinweise"),
            *sources(page.sources),
            *describe_signs(),
        ),
        datasets=used_datasets(atlas),
    )


def used_datasets(atlas: Atlas) -> tuple[str, ...]:
    """Ids of all released datasets: a report quotes from most of them."""
    return tuple(resource.id for package in atlas.packages for resource in package.resources)


def cite(atlas: Atlas, resource_ids: Iterable[str]) -> str:
    """What to say below a table that does not name its own source."""
    titles = [
        source.title
        for package in atlas.packages
        for resource in package.resources
        if resource.id in set(resource_ids)
        for source in resource.sources
    ]
    return f"Quelle: {'; '.join(dict.fromkeys(titles))}. Ausgabe vom {format_long_date(atlas.edition)}."


def _datasets_of(atlas: Atlas, *, supply: bool) -> tuple[str, ...]:
    """Datasets behind a table of indicators."""
    shown = [one for one in atlas.results.indicators if is_supply(one) is supply]
    return tuple(dict.fromkeys(one for indicator in shown for one in indicator.resource_ids))


def describe_signs() -> tuple[Block, ...]:
    """What the signs of official statistics mean."""
    return (heading(1, "Zeichen in den Tabellen"), *pairs(SIGN_MEANINGS.items()))


def _open(atlas: Atlas, page: DistrictPage) -> tuple[Block, ...]:
    """What it is about, and the key figures."""
    address = atlas.settings.site_url
    online = f"Im Netz: {address.rstrip('/')}/{layout.url(page.path)}" if address else ""
    facts = []
    for fact in page.facts:
        parts = (_spell(fact.value.text, fact.value.meaning), fact.comparison, f"Stichtag {fact.date}")
        facts.append((fact.label, "; ".join(part for part in parts if part)))
    title = "Vorläufiger Zuschnitt" if page.district.status == "provisional" else "Zum Zuschnitt"
    return (
        lead(" ".join(page.lead)),
        *([note(title, page.status_notes)] if page.status_notes else []),
        *pairs(facts),
        *([source_line(online)] if online else []),
    )


def _chain(page: DistrictPage) -> Iterator[Block]:
    """From need to status in six sentences."""
    if page.chain:
        yield heading(1, "Vom Bedarf bis zur Umsetzung")
        yield from pairs((one.link.text, one.sentence) for one in page.chain.steps)


def _spell(text: str, meaning: str) -> str:
    """A number, or a sign with what it means."""
    return f"{text} ({meaning})" if meaning else text


def _people(atlas: Atlas, page: DistrictPage, *, is_large: bool) -> Iterator[Block]:
    """Who lives here."""
    views: list[AgeView | SeriesView | BarsView] = [*([page.ages] if page.ages else []), *page.series]
    views += [page.comparison] if page.comparison else []
    cited = cite(atlas, _datasets_of(atlas, supply=False))
    yield heading(1, "Wer hier lebt")
    yield from pictures([draw_chart(one) for one in views])
    if page.ages:
        yield from table(tabulate_ages(page.ages), source=cite(atlas, [ALL_AGES.resource_id]), is_large=is_large)
    yield from table(page.figures, source=cited, is_large=is_large)
    if page.projection:
        yield heading(2, "Wie es weitergehen kann")
        yield from paragraphs(page.projection.sentences)
        if page.projection.table:
            yield from table(page.projection.table, source=cited, is_large=is_large)
    if page.parts:
        yield from table(page.parts, source=cited, is_large=is_large)


def tabulate_ages(view: AgeView) -> TableView:
    """The numbers of the chart of ages."""
    is_paired = view.own_name != view.city_name
    return TableView(
        caption=view.title,
        columns=("Alter in Jahren", view.own_name, *([view.city_name] if is_paired else [])),
        rows=tuple(
            RowView(
                header=Link(text=group),
                cells=tuple(
                    text_value(format_cell(one, 1, unit="%")) for one in ((own, city) if is_paired else (own,))
                ),
            )
            for group, own, city in view.groups
        ),
    )


def _offerings(atlas: Atlas, page: DistrictPage, *, is_large: bool) -> Iterator[Block]:
    """What there is."""
    yield heading(1, "Angebote und Einrichtungen")
    if page.offerings:
        if page.offering_notes:
            yield note("Diese Liste ist nicht vollständig", page.offering_notes)
        yield from pictures([draw_map(atlas, page.district, is_large=is_large)])
        for one in page.offerings:
            yield _offering(one)
    elif page.excess:
        yield from paragraphs((page.excess,))
        yield from pictures([draw_map(atlas, page.district, is_large=is_large)])
    else:
        yield from paragraphs(
            ("In diesem Gebiet ist noch kein Angebot erfasst. Das heißt nicht, dass es keines gibt.",)
        )
    if page.supply:
        yield heading(2, "Angebote im Verhältnis")
        yield from table(page.supply, source=cite(atlas, _datasets_of(atlas, supply=True)), is_large=is_large)


def _offering(view: OfferingView) -> Block:
    """An offering with the line that tells how far to trust it."""
    hours = "; ".join(view.opening_times) or (f"laut Quelle: {view.opening_note}" if view.opening_note else "")
    kind = ", ".join(text for text in (view.kind.text, view.organization) if text)
    proof = "; ".join(text for text in (view.confirmed, view.position_note) if text)
    return card(
        f"{view.number}. {view.name}",
        status=view.status,
        texts=(view.status_note, view.note),
        items=(
            ("Art", kind),
            ("Adresse", ", ".join((*view.address, view.district.text))),
            ("Öffnungszeiten", hours or "nicht bekannt"),
            ("Telefon", view.phone.text if view.phone else "nicht bekannt"),
            ("Internet", view.url.text if view.url else ""),
            ("Zugang", " ".join(text for text in (view.step_free, view.accessibility_note) if text)),
        ),
        proof=f"{proof}. Quelle: {view.source}",
    )


def _reach(view: ReachSection, *, is_large: bool) -> Iterator[Block]:
    """Ways on foot."""
    yield heading(1, "Wege zu Fuß")
    yield from paragraphs(view.lead)
    yield from table(view.table, source="", is_large=is_large)
    yield from paragraphs((view.spots_note,))
    yield from bullets(one.text for one in view.spots)
    if view.scenarios:
        yield from paragraphs(("Was wäre, wenn? Gedankenspiele, keine Beschlüsse:",))
        yield from bullets(one.text for one in view.scenarios)


def _tiers(view: TiersSection) -> Iterator[Block]:
    """Places of the graded system."""
    yield heading(1, "Abgestuftes System")
    yield from paragraphs((view.sentence,))
    yield from bullets(one.text for one in view.sites)


def _participation(view: ParticipationSection) -> Iterator[Block]:
    """What people said."""
    yield heading(1, "Was Menschen hier gesagt haben")
    yield from bullets(one.text for one in (*view.events, *view.surveys))
    yield from (describe_finding(one) for one in view.findings)


def describe_finding(view: FindingView) -> Block:
    """Something that came out when people were asked."""
    origin = "; ".join(dict.fromkeys(text for text in (view.origin.text, view.source) if text))
    return card(
        view.text,
        items=(
            ("Gebiete", join(view.districts)),
            ("Leitlinien", join(view.guidelines)),
            ("Belegt den Bedarf", join(view.needs)),
        ),
        proof=f"Quelle: {origin}",
    )


def _needs(page: DistrictPage) -> Iterator[Block]:
    """Needs that rules find, beside those that somebody has named."""
    yield heading(1, "Bedarfe")
    if page.computed:
        yield heading(2, "Was hier zu tun ist – nach Regeln berechnet")
        yield from _computed(page.computed)
    yield heading(2, "Was als Bedarf benannt ist")
    if page.needs:
        yield from (describe_need(one) for one in page.needs)
    else:
        nothing = "Für dieses Gebiet ist in den ausgewerteten Quellen kein Bedarf benannt. "
        yield from paragraphs((f"{nothing}Das heißt nicht, dass es keinen gibt.",))


def _computed(view: DistrictNeeds) -> Iterator[Block]:
    """What the rules say: strengths before tasks."""
    yield from paragraphs((view.note, view.position))
    yield heading(3, "Stärken des Gebiets")
    if view.strengths:
        yield from bullets(one.sentence for one in view.strengths)
    else:
        nothing = "Nach diesen Regeln ist keine Stärke belegt. "
        yield from paragraphs((f"{nothing}Was Menschen hier füreinander tun, steht in keiner Zahl.",))
    yield heading(3, "Aufgaben der Stadt")
    if not view.hits:
        yield from paragraphs(("Keine Regel findet hier einen Bedarf.",))
    yield from (_hit(one) for one in view.hits)
    yield from paragraphs((view.answered,))


def _hit(view: HitView) -> Block:
    """A need with everything it rests on."""
    evidence = (("Beleg", f"{one.indicator.text}: {one.measured}; verlangt: {one.wanted}") for one in view.evidence)
    return card(
        view.title,
        status=view.class_title,
        texts=(view.sentence, view.kept),
        items=(
            ("Einordnung", view.class_meaning),
            *evidence,
            ("Was helfen kann", "; ".join(view.kinds)),
            ("Was die Stadt tut", join(view.answers) or "Keine Maßnahme ist diesem Bedarf zugeordnet."),
            ("Auch benannt", join(view.named) or "In den ausgewerteten Quellen nicht benannt."),
            ("Frage vor Ort", view.question),
            ("Was dagegen spricht", view.counter_indication),
            ("Leitlinien", join(view.guidelines)),
        ),
        proof=f"Regel: {view.rule.text}",
    )


def describe_need(view: NeedView) -> Block:
    """A need that somebody has named."""
    districts = join(view.districts)
    return card(
        view.title,
        texts=(view.description,),
        items=(
            ("Wo", f"{view.place} ({districts})" if districts else view.place),
            ("Dringlichkeit", view.urgency),
            ("Stand", view.state or "nicht bekannt"),
            ("Benannt von", view.origin),
            ("Leitlinien", f"{join(view.guidelines)} (unsere Zuordnung)" if view.guidelines else ""),
            ("Ratsvorgänge", join(view.papers)),
        ),
        proof=f"Quelle: {view.source}",
    )


def describe_measure(view: MeasureView) -> Block:
    """A measure of the city."""
    return card(
        view.title,
        status=view.status,
        texts=(view.content,),
        items=(
            ("Konzept", view.concept),
            ("Wo", join(view.districts) or "ganze Stadt"),
            ("Stand", view.status_note),
            ("Leitlinien", f"{join(view.guidelines)} (unsere Zuordnung)" if view.guidelines else ""),
            ("Ratsvorgänge", join(view.papers)),
        ),
        proof=f"Quelle: {view.source}",
    )


def _measures(page: DistrictPage) -> Iterator[Block]:
    """What the city does, and with how much money."""
    yield heading(1, "Maßnahmen")
    if page.measures:
        yield from (describe_measure(one) for one in page.measures)
    else:
        yield from paragraphs(("Für dieses Gebiet ist in den ausgewerteten Quellen keine Maßnahme benannt.",))
    if page.allocation:
        yield heading(1, f"Geld: {page.allocation.label}")
        yield from paragraphs((page.allocation.sentence,))


def _unknown(page: DistrictPage) -> Iterator[Block]:
    """What nobody can say: numbers that are not there, rules without an answer, offerings without proof."""
    yield heading(1, "Was nicht bekannt ist")
    found = [*_missing(page.figures), *(_missing(page.supply) if page.supply else ())]
    if page.computed:
        found += [f"Regel „{one.rule.text}“: {one.reason}" for one in page.computed.unknown]
    found += _count_gaps(page.offerings)
    if found:
        yield from bullets(found)
    else:
        yield from paragraphs(("Zu allen Kennzahlen und Regeln dieses Berichts liegen Angaben vor.",))


def _missing(view: TableView) -> list[str]:
    """Numbers of the district itself that are not there, with the reason."""
    name = view.columns.index("Stichtag") - 1 if "Stichtag" in view.columns else 0
    first = next((number for number, column in enumerate(view.columns[1:]) if column != "Anzahl hier"), name)
    return [
        f"{row.header.text}: {row.cells[first].meaning}"
        for row in view.rows
        if row.cells[first].meaning and row.cells[first].text != NIL_SIGN
    ]


def _count_gaps(offerings: Sequence[OfferingView]) -> list[str]:
    """How many offerings lack something that people need."""
    gaps = (
        ("ohne bekannte Öffnungszeiten", [one for one in offerings if not (one.opening_times or one.opening_note)]),
        ("ohne Telefonnummer", [one for one in offerings if not one.phone]),
        ("lange nicht bestätigt oder ohne Datum des Belegs", [one for one in offerings if one.is_stale]),
        ("ohne belegte Lage", [one for one in offerings if not one.is_mapped]),
    )
    return [f"{len(found)} von {len(offerings)} Angeboten {title}" for title, found in gaps if found]
