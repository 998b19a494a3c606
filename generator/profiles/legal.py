"""Imprint, privacy notice and accessibility statement; what nobody has told stands there as missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import layout
from generator.formatting import format_long_date, format_phone, make_phone_link
from generator.legal import Accessibility, Imprint, Privacy
from generator.profiles.atlas import Atlas
from generator.profiles.twins import has_plain_pages
from generator.profiles.views import Link, PageMeta, safe_url
from generator.settings import Settings

MISSING = "Diese Angabe fehlt noch."
STATUS_TEXT = {
    "full": "Diese Website ist mit der BITV 2.0 vollständig vereinbar.",
    "partial": "Diese Website ist mit der BITV 2.0 teilweise vereinbar. Was noch nicht barrierefrei ist, steht unten.",
    "none": "Diese Website ist mit der BITV 2.0 noch nicht vereinbar. Was nicht barrierefrei ist, steht unten.",
}
TITLES = {
    "imprint": "Impressum",
    "privacy": "Datenschutz",
    "accessibility": "Erklärung zur Barrierefreiheit",
}
RIGHTS = (
    "Auskunft darüber, welche Daten über Sie gespeichert sind (Artikel 15 DSGVO)",
    "Berichtigung falscher Daten (Artikel 16 DSGVO)",
    "Löschung (Artikel 17 DSGVO) und Einschränkung der Verarbeitung (Artikel 18 DSGVO)",
    "Widerspruch gegen die Verarbeitung (Artikel 21 DSGVO)",
    "Beschwerde bei einer Aufsichtsbehörde (Artikel 77 DSGVO)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGap:
    """A fact that the law asks for and nobody has told."""

    page: str
    title: str
    key: str
    """Where it belongs in ``mkdocs.yml``, below ``extra.gebietsatlas``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalFact:
    """A fact with its name; without lines it is missing."""

    title: str
    lines: tuple[Link, ...]
    missing: str = ""
    """What stands there instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalSection:
    """A heading with what belongs below it."""

    title: str
    anchor: str
    sentences: tuple[str, ...] = ()
    facts: tuple[LegalFact, ...] = ()
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalPage:
    """A page that the law asks for."""

    path: PurePosixPath
    meta: PageMeta
    lead: str
    sections: tuple[LegalSection, ...]
    gaps: tuple[str, ...]
    """What is missing on this page."""


def list_gaps(settings: Settings) -> tuple[LegalGap, ...]:
    """Everything that is still missing, in the order of the pages."""
    imprint, privacy, accessibility = settings.legal.imprint, settings.legal.privacy, settings.legal.accessibility
    wanted = (
        ("imprint", imprint, _IMPRINT),
        ("privacy", privacy, _PRIVACY),
        ("accessibility", accessibility, _ACCESSIBILITY),
    )
    found = [
        LegalGap(page=TITLES[part], title=title, key=f"legal.{part}.{name}")
        for part, facts, names in wanted
        for name, title in names.items()
        if getattr(facts, name) in (None, "", ())
    ]
    if not settings.contact:
        found.append(LegalGap(page=TITLES["accessibility"], title="Kontakt für Rückmeldungen", key="contact"))
    return tuple(found)


_IMPRINT = {
    "name": "Name",
    "address": "Anschrift",
    "representative": "Vertreten durch",
    "email": "E-Mail",
    "phone": "Telefon",
}
_PRIVACY = {
    "controller": "Verantwortlich",
    "officer": "Datenschutzbeauftragte Person",
    "host": "Server",
    "log_days": "Dauer der Speicherung",
    "legal_basis": "Rechtsgrundlage",
    "authority": "Aufsichtsbehörde",
}
_ACCESSIBILITY = {
    "status": "Stand der Vereinbarkeit",
    "method": "Art der Prüfung",
    "assessed_on": "Datum der Prüfung",
    "enforcement_body": "Durchsetzungsstelle",
}


def profile_legal(atlas: Atlas) -> tuple[LegalPage, ...]:
    """The three pages on who answers for the site, and how."""
    settings = atlas.settings
    legal = settings.legal
    return (
        _make_page(
            atlas,
            layout.IMPRINT,
            "imprint",
            "Wer diese Website herausgibt und wie Sie uns erreichen.",
            _describe_imprint(settings, legal.imprint),
        ),
        _make_page(
            atlas,
            layout.PRIVACY,
            "privacy",
            "Diese Website setzt keine Cookies, misst nicht, wer sie besucht, und lädt von sich aus nichts von anderen "
            "Servern.",
            _describe_privacy(atlas, legal.privacy),
        ),
        _make_page(
            atlas,
            layout.ACCESSIBILITY,
            "accessibility",
            f"Diese Erklärung gilt für „{settings.site_name}“. Maßstab ist die Barrierefreie-Informationstechnik-"
            "Verordnung (BITV 2.0) mit der Norm EN 301 549.",
            _describe_accessibility(atlas, legal.accessibility),
        ),
    )


def _make_page(atlas: Atlas, path: PurePosixPath, part: str, lead: str, sections: Iterable[LegalSection]) -> LegalPage:
    """A page with the list of what is missing on it."""
    title = TITLES[part]
    return LegalPage(
        path=path,
        meta=PageMeta(
            title=title,
            description=f"{title}: {atlas.settings.site_name}.",
            crumbs=(Link(text="Start", href=layout.relative_url(path, layout.START)),),
        ),
        lead=lead,
        sections=tuple(sections),
        gaps=tuple(one.title for one in list_gaps(atlas.settings) if one.page == title),
    )


def _fact(title: str, *lines: str | Link) -> LegalFact:
    """A fact that must be there; without any line it is named as missing."""
    known = tuple(one if isinstance(one, Link) else Link(text=one) for one in lines if one)
    return LegalFact(title=title, lines=known, missing="" if known else MISSING)


def _extra(title: str, *lines: str | Link) -> tuple[LegalFact, ...]:
    """A fact that not everybody has; without any line nothing is said."""
    return (_fact(title, *lines),) if any(lines) else ()


def _mail(address: str) -> Link | str:
    """An address to write to."""
    return Link(text=address, href=safe_url(f"mailto:{address}")) if address else ""


def _call(number: str) -> Link | str:
    """A number to call."""
    dial = make_phone_link(number)
    return Link(text=format_phone(number), href=f"tel:{dial}" if dial else None) if number else ""


def _web(text: str, address: str) -> Link | str:
    """A name that leads somewhere, if it is known where."""
    return Link(text=text, href=safe_url(address)) if text and address else text


def _describe_imprint(settings: Settings, imprint: Imprint) -> Iterator[LegalSection]:
    yield LegalSection(
        title="Angaben nach § 5 DDG",
        anchor="anbieter",
        facts=(
            _fact("Name", imprint.name),
            _fact("Anschrift", *imprint.address),
            _fact("Vertreten durch", imprint.representative),
            _fact("E-Mail", _mail(imprint.email)),
            _fact("Telefon", _call(imprint.phone)),
            *_extra("Register", imprint.register),
            *_extra("Umsatzsteuer-Identifikationsnummer", imprint.vat_id),
        ),
    )
    yield LegalSection(
        title="Fehler melden",
        anchor="fehler-melden",
        sentences=("Stimmt eine Angabe nicht, oder fehlt etwas? Sagen Sie es uns.",),
        facts=(_fact("Kontakt", _contact(settings)),),
    )


def _contact(settings: Settings) -> Link | str:
    """Where errors are reported."""
    contact = settings.contact
    return Link(text=contact, href=contact) if "://" in contact else _mail(contact)


def _describe_privacy(atlas: Atlas, privacy: Privacy) -> Iterator[LegalSection]:
    yield LegalSection(
        title="Wer verantwortlich ist",
        anchor="verantwortlich",
        facts=(
            _fact("Verantwortlich", privacy.controller),
            _fact("Datenschutzbeauftragte Person", privacy.officer),
        ),
    )
    yield LegalSection(
        title="Was beim Aufruf einer Seite geschieht",
        anchor="aufruf",
        sentences=(
            "Ihr Gerät fragt einen Server nach der Seite. Dabei erfährt der Server Ihre IP-Adresse, die Zeit, die "
            "Seite und was Ihr Browser über sich mitteilt. Ohne IP-Adresse kann er die Seite nicht an Sie schicken.",
        ),
        facts=(
            _fact("Server", privacy.host),
            _fact("Dauer der Speicherung", _describe_days(privacy.log_days)),
            _fact("Rechtsgrundlage", privacy.legal_basis),
        ),
    )
    yield LegalSection(
        title="Was auf Ihrem Gerät bleibt",
        anchor="speicher",
        sentences=(
            "Cookies setzt diese Website nicht.",
            "Wählen Sie dunkle Farben, größere Schrift oder mehr Kontrast, so merkt sich Ihr Browser diese Wahl im "
            "lokalen Speicher (localStorage). Sie bleibt auf Ihrem Gerät, wird nicht übertragen und lässt sich in den "
            "Einstellungen des Browsers löschen.",
            "Fragt eine Seite auf Ihren Wunsch nach Ihrem Standort, so wird er nur auf Ihrem Gerät ausgewertet, nicht "
            "gespeichert und nicht übertragen.",
        ),
    )
    yield _describe_others(atlas.settings)
    yield LegalSection(
        title="Wenn Sie uns schreiben",
        anchor="schreiben",
        sentences=("Was Sie uns schreiben, verwenden wir nur, um Ihnen zu antworten und Fehler zu berichtigen.",),
    )
    yield LegalSection(
        title="Menschen in den Daten",
        anchor="daten",
        sentences=("Der Atlas zeigt Zahlen über Gebiete, nie über einzelne Menschen. Kleine Zahlen hält er geheim.",),
        links=(Link(text="Wie gerechnet wird", href=layout.relative_url(layout.PRIVACY, layout.METHOD)),),
    )
    yield LegalSection(
        title="Ihre Rechte",
        anchor="rechte",
        sentences=("Sie haben diese Rechte:",),
        items=RIGHTS,
        facts=(_fact("Aufsichtsbehörde", _web(privacy.authority, privacy.authority_url)),),
    )


def _describe_days(days: int | None) -> str:
    """How long logs are kept."""
    if days is None:
        return ""
    if days == 0:
        return "Der Server führt kein Protokoll."
    return f"Protokolle werden nach {days} {'Tag' if days == 1 else 'Tagen'} gelöscht."


def _describe_others(settings: Settings) -> LegalSection:
    """Whom the visitor's device may talk to besides."""
    background = settings.background_map
    sentences = ["Schriften, Programme und Karten liegen auf demselben Server wie die Seiten."]
    if background:
        sentences.append(
            "Auf den Karten können Sie ein Hintergrundbild einschalten. Erst nach diesem Klick lädt Ihr Gerät Bilder "
            f"vom Server des Anbieters {background.provider}; er erfährt dabei Ihre IP-Adresse. Ohne den Klick "
            "geschieht das nicht. Ihr Browser merkt sich die Wahl nur für diesen Besuch."
        )
    sentences.append("Folgen Sie einem Verweis auf eine andere Website, so gelten deren Regeln.")
    return LegalSection(title="Andere Anbieter", anchor="andere", sentences=tuple(sentences))


def _describe_accessibility(atlas: Atlas, facts: Accessibility) -> Iterator[LegalSection]:
    plain = "Viele Seiten gibt es auch in Einfacher Sprache; Leichte Sprache ersetzt sie nicht."
    assessed = format_long_date(facts.assessed_on) if facts.assessed_on else ""
    yield LegalSection(
        title="Stand der Vereinbarkeit",
        anchor="stand",
        facts=(
            _fact("Stand", STATUS_TEXT.get(facts.status, "")),
            _fact("Art der Prüfung", facts.method),
            _fact("Datum der Prüfung", assessed),
        ),
    )
    yield LegalSection(
        title="Was nicht barrierefrei ist",
        anchor="luecken",
        sentences=(plain,) if has_plain_pages(atlas) else (),
        items=(*facts.gaps, *_list_languages(facts)),
        links=tuple(
            Link(text=text, href=safe_url(address))
            for text, address in (
                ("Erläuterung in Leichter Sprache", facts.easy_language_url),
                ("Erläuterung in Deutscher Gebärdensprache", facts.sign_language_url),
            )
            if address
        ),
    )
    yield LegalSection(
        title="Rückmeldung und Kontakt",
        anchor="rueckmeldung",
        sentences=(
            "Stoßen Sie auf eine Barriere, oder brauchen Sie eine Auskunft in anderer Form? Schreiben Sie uns.",
        ),
        facts=(_fact("Kontakt", _contact(atlas.settings)),),
    )
    yield LegalSection(
        title="Verfahren zur Durchsetzung",
        anchor="durchsetzung",
        sentences=("Antworten wir nicht oder nicht zufriedenstellend, können Sie sich an diese Stelle wenden:",),
        facts=(_fact("Durchsetzungsstelle", _web(facts.enforcement_body, facts.enforcement_url)),),
    )


def _list_languages(facts: Accessibility) -> Iterator[str]:
    """What the law asks for on the start page and is not there."""
    if not facts.easy_language_url:
        yield "Eine Erläuterung der wichtigsten Inhalte in Leichter Sprache fehlt."
    if not facts.sign_language_url:
        yield "Ein Video mit Erläuterungen in Deutscher Gebärdensprache fehlt."
