"""Whether a text tells what must not be public of a person: telephone, e-mail, account, home, day of birth, secrets.

Most texts are dismissed by cheap patterns; only what looks like a telephone or account number meets the libraries that
know them. No message repeats what it found: it shows enough to find the place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from generator.checks.exceptions import EXCEPTIONS
from generator.checks.inventory import Inventory
from generator.formatting import make_slug
from generator.model import Issue, Package, Resource, Row
from generator.packages import find_rows, make_error

PRIVACY_TERMS = "parameters/privacy_terms"
DEFAULT_REGION = "DE"
"""Where national telephone numbers are dialled, unless the terms name another region."""
PUBLIC = "public"
"""Value of the key ``contact`` of a column that holds the telephone numbers of institutions."""

REMEDIES: Mapping[str, str] = {
    "personal-phone": "ist eine Telefonnummer, die zu einer Person gehören kann",
    "personal-email": "ist eine persönliche E-Mail-Adresse",
    "personal-iban": "ist eine Kontonummer (IBAN)",
    "personal-address": "nennt eine Person mit ihrer Anschrift",
    "personal-birth-date": "ist ein Geburtsdatum",
    "sensitive-text": "weist auf einen Text hin, der nicht öffentlich sein soll",
}
"""What each code says about the masked text in front of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text that must not be public."""

    code: str
    start: int
    end: int
    mask: str
    """What may be shown of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The words that a city declares in ``parameters/privacy_terms``."""

    region: str = DEFAULT_REGION
    """Telephone region, two capital letters."""
    freemail_domains: frozenset[str] = frozenset()
    function_words: tuple[str, ...] = ()
    """Words of addresses that belong to an office; ``*`` stands for any beginning or ending."""
    first_names: frozenset[str] = frozenset()
    """In lower case without umlauts."""
    sensitive: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    """Phrases that contain a sensitive term and mean something else."""


def read_terms(packages: Sequence[Package]) -> Terms:
    """The declared words by kind; what needs none is found without them."""
    words: dict[str, list[str]] = {}
    for row in find_rows(packages, PRIVACY_TERMS):
        words.setdefault(str(row.values["kind"]), []).append(str(row.values["term"]))
    return Terms(
        region=next(iter(words.get("phone_region", ())), DEFAULT_REGION),
        freemail_domains=frozenset(word.casefold() for word in words.get("freemail_domain", ())),
        function_words=tuple(word.casefold() for word in words.get("function_word", ())),
        first_names=frozenset(make_slug(word) for word in words.get("first_name", ())),
        sensitive=tuple(words.get("sensitive_text", ())),
        harmless=tuple(words.get("harmless_text", ())),
    )


# --- over all packages --------------------------------------------------------------------------------------------


def check_personal_data(inventory: Inventory) -> Iterator[Issue]:
    """Find personal data in every text cell, every property of a map feature and every text of a descriptor."""
    scanner = _Scanner(read_terms(inventory.packages), *_collect_texts(inventory.packages))
    for package in inventory.packages:
        place = package.directory / "datapackage.json"
        for field, text in _list_texts(package.descriptor):
            if text not in scanner.suspects:
                continue
            for code, message in scanner.describe(text):
                yield make_error(code, place, message, field=scanner.mask(field) or None)
        for resource in package.resources:
            yield from _check_rows(resource, scanner)
            yield from _check_features(resource, scanner)


def _collect_texts(packages: Sequence[Package]) -> tuple[frozenset[str], frozenset[str]]:
    """Every text that will be looked at, once: those that stand only in columns of public contacts, and all others."""
    public: set[str] = set()
    others = {text for package in packages for _, text in _list_texts(package.descriptor)}
    for package in packages:
        for resource in package.resources:
            contacts = _public_columns(resource)
            for name in _text_columns(resource):
                texts = public if name in contacts else others
                texts.update(value for row in resource.rows if (value := row.values.get(name)))
            others.update(text for feature in resource.features for _, text in _list_texts(_without_geometry(feature)))
    return frozenset(public - others), frozenset(others)


def _without_geometry(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a map feature says in words."""
    return {key: value for key, value in feature.items() if key != "geometry"}


def _check_rows(resource: Resource, scanner: "_Scanner") -> Iterator[Issue]:
    """Cell by cell; a name and an address may also stand side by side."""
    columns = _text_columns(resource)
    public = _public_columns(resource)
    for row in resource.rows:
        for name in columns:
            text = row.values.get(name)
            if text in scanner.suspects:
                for code, message in scanner.describe(text, is_public=name in public):
                    subject = _name_row(resource, row, scanner)
                    yield make_error(code, resource.path, message, row=row.line, field=name, subject=subject)
        resident = _find_resident(row, columns, scanner) if scanner.persons else None
        if resident is not None:
            message = _word("personal-address", shorten(row.values[resident], 1))
            subject = _name_row(resource, row, scanner)
            yield make_error("personal-address", resource.path, message, row=row.line, field=resident, subject=subject)


def _find_resident(row: Row, columns: Sequence[str], scanner: "_Scanner") -> str | None:
    """The column that holds nothing but a person's name, where another one holds a street and a house number."""
    found = next((name for name in columns if row.values.get(name) in scanner.persons), None)
    has_address = found is not None and any(
        name != found and row.values.get(name) and ADDRESS.match(row.values[name]) for name in columns
    )
    return found if has_address else None


def _check_features(resource: Resource, scanner: "_Scanner") -> Iterator[Issue]:
    """All that a feature says besides its geometry."""
    for number, feature in enumerate(resource.features, start=1):
        for field, text in _list_texts(_without_geometry(feature)):
            for code, message in scanner.describe(text):
                subject = scanner.mask(str(feature.get("id", number)))
                yield make_error(code, resource.path, message, field=scanner.mask(field), subject=subject)


def _text_columns(resource: Resource) -> tuple[str, ...]:
    """Columns in which anything may be written; those of the terms say what is searched for."""
    names = (field.name for field in resource.fields if field.type == "string")
    return tuple(name for name in names if (resource.id, name) != (PRIVACY_TERMS, "term"))


def _public_columns(resource: Resource) -> frozenset[str]:
    """Columns declared to hold public contacts."""
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return frozenset(
        str(field.get("name"))
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and field.get("contact") == PUBLIC
    )


def _name_row(resource: Resource, row: Row, scanner: "_Scanner") -> str:
    """The key of a row, itself free of personal data."""
    return "/".join(scanner.mask(str(row.values.get(name))) for name in resource.primary_key)


def _list_texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a parsed JSON value with its place; objects in lists go by their name, if they have one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            # The standard's own words in between say nothing: `services.schema.fields.phone.title`.
            yield from _list_texts(part, key if not place or key == "resources" else f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value, start=1):
            name = part.get("name") if isinstance(part, Mapping) else None
            step = name if isinstance(name, str) and name else str(number)
            yield from _list_texts(part, step if place == "resources" else f"{place}.{step}")


def _word(code: str, mask: str) -> str:
    """The sentence about a finding, with its remedy."""
    return (
        f"„{mask}“ {REMEDIES[code]}. Lösche die Angabe, "
        f"oder nimm den Befund mit Begründung in {EXCEPTIONS} an, wenn sie öffentlich sein darf."
    )


class _Scanner:
    """Remembers what it has found, so that a text that stands in many rows is looked at once."""

    def __init__(self, terms: Terms, public: frozenset[str], others: frozenset[str]) -> None:
        self._searcher = _make_searcher(terms, public | others)
        self._known: dict[tuple[str, bool], tuple[Hit, ...]] = {}
        self.persons = frozenset(text for text in others if _is_person(text, terms))
        """Texts that are a person's name and nothing else."""
        self.suspects = frozenset(
            text
            for texts, is_public in ((public, True), (others, False))
            for text in texts
            if _find_all(text, self._searcher, is_public=is_public)
        )
        """Texts worth a second look; in a column of public contacts they may prove harmless."""

    def hits(self, text: str, *, is_public: bool = False) -> tuple[Hit, ...]:
        """What must not be public."""
        key = (text, is_public)
        if key not in self._known:
            self._known[key] = _find_all(text, self._searcher, is_public=is_public)
        return self._known[key]

    def describe(self, text: str, *, is_public: bool = False) -> Iterator[tuple[str, str]]:
        """Code and sentence of each kind of finding, once per text."""
        hits = self.hits(text, is_public=is_public)
        for code in dict.fromkeys(hit.code for hit in hits):
            yield code, _word(code, next(hit.mask for hit in hits if hit.code == code))

    def mask(self, text: str) -> str:
        """The text without anything personal in it."""
        hits = self.hits(text)
        masked = _clean(text) if hits else text
        for hit in reversed(hits):
            masked = masked[: hit.start] + hit.mask + masked[hit.end :]
        return masked


# --- in a single text ---------------------------------------------------------------------------------------------


def find_personal_data(text: str, terms: Terms, *, is_public: bool = False) -> tuple[Hit, ...]:
    """What a text tells that must not be public; ``is_public`` allows the landline numbers of institutions.

    >>> [hit.mask for hit in find_personal_data("Erika: 0171 1234567, erika.muster@example.org", Terms())]
    ['0171 …67', 'e…@example.org']
    """
    return _find_all(text, _make_searcher(terms, (text,)), is_public=is_public)


def shorten(text: str, start: int, end: int = 0) -> str:
    """The beginning and the end of a secret.

    >>> shorten("0171 1234567", 4, 2), shorten("Erika Muster", 1), shorten("12345", 4, 2)
    ('0171 …67', 'E…', '1 …5')
    """
    if start + end > len(text) // 2:
        start, end = max(1, len(text) // 5), min(end, len(text) // 5)
    gap = " …" if end else "…"
    return f"{text[:start].rstrip()}{gap}{text[len(text) - end :]}"


@dataclass(frozen=True, slots=True)
class _Searcher:
    """The declared terms, ready to be searched for."""

    terms: Terms
    sensitive: Mapping[str, "re.Pattern[str]"]
    """Patterns by their longest word: looking for the word is cheap."""
    harmless: "re.Pattern[str] | None"


def _make_searcher(terms: Terms, texts: Iterable[str]) -> _Searcher:
    """Leave out the terms that stand in no text at all: that is nearly all of them."""
    everything = _spell(" ".join(texts))
    present = [term for term in terms.sensitive if _spell(term.strip("*")) in everything]
    words = sorted({_longest_word(term) for term in present})
    sensitive = {word: _compile_terms([term for term in present if _longest_word(term) == word]) for word in words}
    harmless = _compile_terms(terms.harmless) if present and terms.harmless else None
    return _Searcher(terms, sensitive, harmless)


def _find_all(text: str, searcher: _Searcher, *, is_public: bool) -> tuple[Hit, ...]:
    """Every kind of finding, each behind a test that most texts fail at once."""
    hits: list[Hit] = []
    terms = searcher.terms
    text = _clean(text)
    folded = text.casefold()
    if "@" in text or (("(" in text or "[" in text) and AT_SIGN.search(text)):
        hits += _find_addresses(text, terms)
    if DIGITS.search(text):
        if PHONE_HINT.search(text) or (not is_public and _holds(folded, PHONE_SYLLABLES)):
            hits += _find_phones(text, terms, is_public=is_public)
        if IBAN_START.search(text):
            hits += _find_ibans(text)
        if "*" in text or _holds(folded, BIRTH_SYLLABLES):
            hits += _find_birth_dates(text, terms)
        if TWO_WORDS.search(text) or _holds(folded, HOME_SYLLABLES):
            hits += _find_residents(text, terms)
    if "c/o" in text:
        hits += (Hit("personal-address", *match.span(), "c/o …") for match in CARE_OF.finditer(text))
    if _holds(folded, searcher.sensitive):
        hits += _find_sensitive(text, searcher)
    return tuple(sorted(hits, key=lambda hit: hit.start)) if hits else ()


def _holds(folded: str, syllables: Iterable[str]) -> bool:
    """Tell whether one of them stands in a text; a plain loop, because it runs for every text of every table."""
    for syllable in syllables:  # noqa: SIM110
        if syllable in folded:
            return True
    return False


def _clean(text: str) -> str:
    """The text as it is read: without invisible characters that split words and numbers, in plain letters and digits.

    >>> _clean("0171\u200b1234567"), _clean("\uff10\uff11")
    ('01711234567', '01')
    """
    return text if text.isascii() else normalize("NFKC", INVISIBLE.sub("", text))


INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f]")
DIGITS = re.compile(r"[0-9]")
AT_SIGN = re.compile(r"[\[(]\s?(?:at|ät)\s?[\])]", re.IGNORECASE)

# --- telephone

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
DATE = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:(?:19|20)\d\d|\d\d)?(?![\d])"
    r"|(?<!\d)(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)\d\d?:\d\d(?!\d)"
)
"""Days, months and times of day begin like a telephone number."""
PHONE_HINT = re.compile(r"[+(0](?:(?<=\+)|(?<=\()0|(?<=0)(?<![\w.,]0))[\d\s()/.\u2010-\u2015-]{5,}\d")
"""A plus or a leading zero, and enough behind it."""
PHONE_WORD = re.compile(
    r"\b(?:Tel|Telefon|Telefonnummer|Fon|Mobil|Mobilnummer|Mobiltelefon|Handy|Handynummer|Rufnummer)"
    r"\b\.?\s*(?:\([^)]*\))?:?\s*(\d[\d\s/\u2010-\u2015-]{3,}\d)",
    re.IGNORECASE,
)
"""A number without its area code is only known by the word in front of it."""
PHONE_SYLLABLES = ("tel", "fon", "mobil", "handy", "ruf")
MIN_PHONE_DIGITS = 7
NON_GEOGRAPHIC: Mapping[str, tuple[str, tuple[str, ...]]] = {"DE": ("49", ("1", "70"))}
"""Country code, and how the national part of every mobile number begins: saves asking the library for the others."""


def _find_phones(text: str, terms: Terms, *, is_public: bool) -> Iterator[Hit]:
    """Mobile numbers, and where no public contact is expected any number that is not a service line."""
    # The same length, so that places stay what they are.
    plain = DATE.sub(_blank, WEB_ADDRESS.sub(_blank, text))
    hints = [match[0] for match in PHONE_HINT.finditer(plain) if _count_digits(match[0]) >= MIN_PHONE_DIGITS]
    found: list[Hit] = []
    if any(not is_public or _may_be_mobile(hint, terms.region) for hint in hints):
        found = list(_match_phones(plain, terms.region, is_public=is_public))
    yield from found
    for match in () if is_public else PHONE_WORD.finditer(plain):
        if not any(hit.start < match.end(1) and match.start(1) < hit.end for hit in found):
            yield Hit("personal-phone", *match.span(1), shorten(match[1], 4, 2))


def _may_be_mobile(hint: str, region: str) -> bool:
    """Tell whether it is worth asking what kind of number this is."""
    if region not in NON_GEOGRAPHIC:
        return True
    country, beginnings = NON_GEOGRAPHIC[region]
    digits = re.sub(r"\D", "", hint)
    is_international = "+" in hint or digits.startswith("00")
    digits = digits.removeprefix("00") if is_international else digits
    if is_international and not digits.startswith(country):
        return True
    national = digits.removeprefix(country) if is_international else digits
    return national.removeprefix("0").startswith(beginnings)


def _match_phones(text: str, region: str, *, is_public: bool) -> Iterator[Hit]:
    """Ask the library which numbers can be dialled, and what they are."""
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

    service = (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
    )
    personal = (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER)
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
        kind = number_type(match.number)
        if kind in personal or (not is_public and kind not in service):
            yield Hit("personal-phone", match.start, match.end, shorten(match.raw_string, 4, 2))


def _blank(match: re.Match[str]) -> str:
    """As many line breaks as the match has characters: no number reaches over them."""
    return "\n" * len(match[0])


def _count_digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


# --- e-mail

EMAIL = re.compile(
    r"([\w.+-]+)\s?(?:@|[\[({]\s?(?:at|ät|@)\s?[\])}])\s?"
    r"([\w-]+(?:(?:\.|\s?[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s?)[\w-]+)+)",
    re.IGNORECASE,
)


def _find_addresses(text: str, terms: Terms) -> Iterator[Hit]:
    """E-mail addresses that belong to a person rather than to an office."""
    for match in EMAIL.finditer(text):
        domain = re.sub(r"\s?[\[({]\s?(?:dot|punkt|\.)\s?[\])}]\s?", ".", match[2].casefold())
        if _is_personal(match[1].casefold(), domain, terms):
            yield Hit("personal-email", *match.span(), f"{match[1][0]}…@{domain}")


def _is_personal(local: str, domain: str, terms: Terms) -> bool:
    """Tell whether an address is with a provider for private use, or is formed like a name."""
    if any(domain == known or domain.endswith(f".{known}") for known in terms.freemail_domains):
        return True
    words = [word for word in re.split(r"[._+\d]+", local) if word]
    if any(
        _fits(part, word) for part in terms.function_words for piece in words for word in (piece, *piece.split("-"))
    ):
        return False
    if any(make_slug(word.split("-")[0]) in terms.first_names for word in words):
        return True
    return len(words) > 1 and len(words[-1]) > 1


def _fits(pattern: str, word: str) -> bool:
    """Compare with a word that may begin or end with ``*``.

    >>> _fits("*amt", "sozialamt"), _fits("info", "infos"), _fits("pflege*", "pflegedienst")
    (True, False, True)
    """
    core = pattern.strip("*")
    starts, ends = pattern.endswith("*"), pattern.startswith("*")
    if starts and ends:
        return core in word
    return word.startswith(core) if starts else word.endswith(core) if ends else word == core


# --- account

IBAN_START = re.compile(r"[0-9]{2}(?:(?<=[A-Za-z]{2}[0-9]{2})|(?<=[A-Za-z]{2}\s[0-9]{2}))")
"""Check digits behind a country; quick, because it begins with a digit."""
IBAN_HINT = re.compile(r"[A-Za-z](?<![\w/=-].)(?<!sha256:.)[A-Za-z]\s?\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,40}")
IBAN_LENGTHS = range(15, 35)
MIN_IBAN_DIGITS = 10
"""Some countries mix in letters, but none fewer digits."""


def _find_ibans(text: str) -> Iterator[Hit]:
    """Account numbers whose check digits are right."""
    for match in IBAN_HINT.finditer(text):
        if _count_digits(match[0]) < MIN_IBAN_DIGITS:
            continue
        from stdnum import iban

        # The match may reach into the words that follow; each country has its own length.
        places = [index for index, character in enumerate(match[0]) if character.isalnum()]
        compact = "".join(match[0][index] for index in places)
        length = next((size for size in IBAN_LENGTHS if size <= len(compact) and iban.is_valid(compact[:size])), None)
        if length:
            end = match.start() + places[length - 1] + 1
            yield Hit("personal-iban", match.start(), end, shorten(compact[:length].upper(), 4, 2))


# --- persons

NAME = r"[A-ZÄÖÜ][a-zäöüßáéèçğışńóúý]+(?:-[A-ZÄÖÜ][a-zäöüßáéèçğışńóúý]+)?"
SALUTATION = r"(?:Frau|Herrn?|Hr\.|Fr\.|Eheleute|Ehepaar|Familie|Fam\.)"
TITLE = r"(?:(?:Prof|Dr|med|Dipl)\.[\s-]?)"
PERSON = re.compile(
    rf"(?<![\w„“\"‚»-])(?:(?P<salutation>{SALUTATION}\s{TITLE}*|{TITLE}+)(?:{NAME}\s)?(?:{NAME}\s)?(?:von\s|van\s|zu\s)?{NAME}"
    rf"|(?P<first>{NAME})\s(?:{NAME}\s)?(?:von\s|van\s|zu\s)?{NAME})"
)
NAMESAKE = re.compile(
    r"(?:haus|kita|schule|gymnasium|heim|zentrum|stift|stiftung|residenz|klinik|klinikum|apotheke|treff|park|quartier|"
    r"halle|bibliothek|kirche|turm|club|verein|saal|bad|theater|stadion|siedlung)\s$",
    re.IGNORECASE,
)
"""What is named after a person is not that person: "Haus Peter Zincke"."""
STREET_WORD = (
    r"(?:stra[sß]s?e|str\.|weg|platz|allee|ring|gasse|damm|ufer|chaussee|stieg|steig|promenade|wall|markt|hof|berg|"
    r"breite|kamp|plan|tor|graben|siedlung)"
)
ADDRESS = re.compile(
    rf"(?:\b[A-ZÄÖÜ][\w.'-]*?(?i:{STREET_WORD})|\b[A-ZÄÖÜ][\w.-]*\s(?i:{STREET_WORD})"
    r"|\b(?:Am|An de[rnm]|Auf de[rnm]|Im|In de[rnm]|Zum|Zur|Hinter de[rnm]|Vor de[rnm]|Unter den|Bei de[rnm])\s"
    r"[A-ZÄÖÜ][\w-]+)\s?\d{1,4}\s?[a-zA-Z]?\b"
    r"|\b\d{5}\s[A-ZÄÖÜ][a-zäöüß]+"
)
"""A street with house number, or a postal code with its place."""
AT_HOME = re.compile(r"\b(?:wohnhaft|wohnt\s(?:in|am|an|im|auf)|Privatadresse|Privatanschrift)\b|\bprivat:|\(privat\)")
HOME_SYLLABLES = ("privat", "wohn")
TWO_WORDS = re.compile(r"[A-ZÄÖÜ][\w.-]+\s(?:von\s|van\s|zu\s)?[A-ZÄÖÜ]")
"""Less than a name, and quicker to rule out."""
CARE_OF = re.compile(r"\bc/o\s+[A-ZÄÖÜ]\w+")
MAX_NAME_LENGTH = 60
BEFORE, AFTER = 80, 50
"""How far from an address a name belongs to it, in characters."""


def _find_residents(text: str, terms: Terms) -> Iterator[Hit]:
    """Names near an address, and addresses that call themselves private."""
    is_home = AT_HOME.search(text) is not None
    if not is_home and not PERSON.search(text):
        return
    for address in ADDRESS.finditer(text):
        if is_home:
            yield Hit("personal-address", *address.span(), shorten(address[0], 1))
            continue
        start = max(0, address.start() - BEFORE)
        around = (start, min(len(text), address.end() + AFTER))
        person = next((one for one in _find_persons(text, around, terms) if not _overlap(one, address)), None)
        if person is not None:
            first, last = min(person.start(), address.start()), max(person.end(), address.end())
            yield Hit("personal-address", first, last, shorten(person[0], 1))


def _find_persons(text: str, span: tuple[int, int], terms: Terms) -> Iterator[re.Match[str]]:
    """Names of persons, by salutation, title or first name."""
    place = span[0]
    while match := PERSON.search(text, place, span[1]):
        if _is_name(match, terms) and not NAMESAKE.search(text, 0, match.start()):
            yield match
            place = match.end()
        else:
            # The name may begin with the second word: "Verein Erika Muster".
            place = match.start() + 1


def _is_name(match: re.Match[str], terms: Terms) -> bool:
    """Tell whether the words are a name, not just capitalized."""
    first = match["first"]
    return match["salutation"] is not None or make_slug(first.split("-")[0]) in terms.first_names


def _is_person(text: str, terms: Terms) -> bool:
    """Tell whether a text is a person's name and nothing else."""
    if not text[:1].isupper() or " " not in text or len(text) > MAX_NAME_LENGTH:
        return False
    match = PERSON.fullmatch(text)
    return match is not None and _is_name(match, terms)


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


# --- birth

FULL_DATE = r"(?:\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]+)\s?(?:19|20)?\d\d\b|(?:19|20)\d\d-\d\d-\d\d)"
YEAR = r"(?:19|20)\d\d\b"
BIRTH_DATE = re.compile(
    rf"\b(?:geb\.?|geboren|Geburtsdatum|Geburtstag|Geb\.-Datum):?\s*(?:am\s+)?:?\s*{FULL_DATE}"
    rf"|(?<![*\w])\*\s?{FULL_DATE}|(?<![*\w])\*{YEAR}(?!\*)|\(\*\s?{YEAR}",
    re.IGNORECASE,
)
BIRTH_SYLLABLES = ("geb.", "geb ", "geb:", "gebor", "geburt", "jahrgang")
BIRTH_YEAR = re.compile(rf"(?:\bgeb\.|\bgeboren|\bJahrgang|\*)\s*{YEAR}")
"""A year alone is personal only after a name."""


def _find_birth_dates(text: str, terms: Terms) -> Iterator[Hit]:
    """Days of birth, and years of birth behind a name."""
    found = list(BIRTH_DATE.finditer(text))
    for match in found:
        yield Hit("personal-birth-date", *match.span(), _mask_digits(match[0]))
    for match in BIRTH_YEAR.finditer(text):
        span = (max(0, match.start() - BEFORE), match.start())
        if not any(_overlap(one, match) for one in found) and any(_find_persons(text, span, terms)):
            yield Hit("personal-birth-date", *match.span(), _mask_digits(match[0]))


def _mask_digits(text: str) -> str:
    """The word in front of a date.

    >>> _mask_digits("geb. am 3.4.1941"), _mask_digits("*1941")
    ('geb. am …', '*…')
    """
    return re.split(r"[0-9]", text, maxsplit=1)[0] + "…"


# --- declared terms


def _spell(text: str) -> str:
    """Small letters, one blank between words.

    >>> _spell("Nicht-Öffentlich  vor")
    'nicht öffentlich vor'
    """
    spelled = _clean(text).casefold().replace("-", " ")
    while "  " in spelled:
        spelled = spelled.replace("  ", " ")
    return spelled


def _longest_word(term: str) -> str:
    """The word of a term that is rarest, probably."""
    return max(_spell(term.strip("*")).split(), key=len)


def _compile_terms(terms: Sequence[str]) -> "re.Pattern[str]":
    """One pattern for all terms; ``*`` at an end stands for the rest of the word."""
    parts = [
        (r"\w*" if term.startswith("*") else r"(?<!\w)")
        + r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", term.strip("*")))
        + (r"\w*" if term.endswith("*") else r"(?!\w)")
        for term in sorted(terms, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


def _find_sensitive(text: str, searcher: _Searcher) -> Iterator[Hit]:
    """Declared terms; the term itself may be shown, what stands around it not."""
    for pattern in searcher.sensitive.values():
        for match in pattern.finditer(text):
            phrases = searcher.harmless.finditer(text) if searcher.harmless else ()
            if not any(_overlap(one, match) for one in phrases):
                yield Hit("sensitive-text", *match.span(), match[0])
