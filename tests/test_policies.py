"""The policy of pages and maps, and the settings for servers: strict, in one voice, and free of what they forbid."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from generator import layout
from generator.profiles.district_maps import profile_map
from generator.render.map_parts import STYLE
from generator.render.maps import render_marker_map
from generator.render.policies import (
    COMMON_HEADERS,
    MAP_POLICY,
    PAGE_POLICY,
    Policy,
    hash_source,
    make_map_policy,
    render_nginx_headers,
    render_policy_partial,
    render_site_headers,
    spell_policy,
)
from generator.settings import BackgroundMap, Settings
from tests.browser.strict_server import headers_for, read_rules
from tests.tiny import tiny_atlas

ENTRIES = ("404.html", "assets/", "downloads/", "index.html", "karten/", "ortsteile/", "sitemap.xml")
BACKGROUND = BackgroundMap(tiles="https://kacheln.example:8443/{z}/{x}/{y}.png", attribution="© A", provider="A")
DATA_TYPES = ("application/json", "application/ld+json")
EXECUTED_ADDRESSES = ("javascript:", "vbscript:", "data:text/html")


def settings(site_url: str = "https://atlas.example/", background: BackgroundMap | None = None) -> Settings:
    return Settings(
        project=Path(),
        site_name="A",
        site_description="B",
        site_url=site_url,
        publisher="C",
        contact="",
        background_map=background,
    )


def static_rules(site_url: str = "https://atlas.example/") -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    static, _ = render_site_headers(settings(site_url), ENTRIES)
    assert static.path == PurePosixPath("_headers")
    return read_rules(static.content.decode())


@pytest.mark.parametrize("policy", [PAGE_POLICY, MAP_POLICY, make_map_policy(BACKGROUND)])
def test_no_policy_allows_inline_code_evaluation_or_any_host(policy: Policy) -> None:
    sources = {source for found in policy.values() for source in found}
    assert policy["default-src"] == ("'none'",)
    assert policy["script-src"] == ("'self'",)
    assert not sources & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}


def test_a_background_adds_exactly_its_server_to_the_pictures_of_maps() -> None:
    policy = make_map_policy(BACKGROUND)
    assert policy["img-src"] == ("'self'", "data:", "https://kacheln.example:8443")
    assert {**policy, "img-src": MAP_POLICY["img-src"]} == MAP_POLICY
    assert make_map_policy(None) == MAP_POLICY


def test_the_page_carries_its_policy_before_anything_else() -> None:
    partial = render_policy_partial().content.decode()
    assert f'content="{spell_policy(PAGE_POLICY)}"' in partial
    assert "frame-ancestors" not in partial  # browsers ignore it there, with a warning


@pytest.mark.parametrize("background", [None, BACKGROUND])
def test_a_map_names_its_policy_first_and_offers_a_background_only_if_there_is_one(
    background: BackgroundMap | None,
) -> None:
    atlas = tiny_atlas()
    district = atlas.geography.districts["001"]
    drawing = profile_map(atlas, district)
    page, _ = render_marker_map(layout.district_map(drawing.level, district), drawing, background=background)
    text = page.content.decode()
    match = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert match
    assert html.unescape(match[1]) == spell_policy(make_map_policy(background))
    assert match.start() < min(text.index("<link"), text.index("<script"))
    assert ("hintergrundkarte.js" in text, 'id="background"' in text) == (bool(background),) * 2
    assert ("kacheln.example" in text) == bool(background)


@pytest.mark.parametrize("address", ["/", "/index.html", "/404.html", "/ortsteile/", "/ortsteile/altmuehlau/"])
def test_pages_may_be_framed_by_their_own_site_only(address: str) -> None:
    headers = headers_for(static_rules(), address)
    assert headers["Content-Security-Policy"] == f"{spell_policy(PAGE_POLICY)}; frame-ancestors 'self'"
    assert {name: headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS


def test_maps_may_be_framed_by_everybody_and_their_pictures_keep_their_style() -> None:
    policy = headers_for(static_rules(), "/karten/ortsteile/altmuehlau.html")["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors *")
    assert f"style-src 'self' {hash_source(STYLE)};" in policy


@pytest.mark.parametrize("address", ["/assets/thema.js", "/downloads/berichte/gesamtplan.pdf"])
def test_files_get_the_common_headers_and_no_policy(address: str) -> None:
    assert headers_for(static_rules(), address) == COMMON_HEADERS


def test_a_site_below_an_address_has_its_rules_there() -> None:
    rules = static_rules("https://stadt.example/atlas/")
    assert headers_for(rules, "/") == {}
    assert "Content-Security-Policy" in headers_for(rules, "/atlas/ortsteile/x/")


def test_apache_and_nginx_are_told_the_same() -> None:
    _, apache = render_site_headers(settings(background=BACKGROUND), ENTRIES)
    nginx = render_nginx_headers(settings(background=BACKGROUND))
    assert (apache.path, nginx.path) == (PurePosixPath(".htaccess"), PurePosixPath("nginx.conf"))
    for text in (apache.content.decode(), nginx.content.decode()):
        assert all(f'{name} "{value}"' in text for name, value in COMMON_HEADERS.items())
        assert f"{spell_policy(PAGE_POLICY)}; frame-ancestors 'self'" in text
        assert "https://kacheln.example:8443" in text
        assert text.count("frame-ancestors *") == 1


class InlineCode(HTMLParser):
    """Everything in a page that a policy without exceptions would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and "src" not in values and values.get("type") not in DATA_TYPES:
            self.found.append("<script>")
        if tag == "style":
            self.found.append("<style>")
        if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            self.policies += 1
        for name, value in attrs:
            if name.startswith("on") or name == "style" or (value or "").strip().lower().startswith(EXECUTED_ADDRESSES):
                self.found.append(f"<{tag} {name}={value}>")


def test_the_reader_of_pages_finds_inline_code() -> None:
    reader = InlineCode()
    reader.feed(
        '<script>1</script><b style="a" onclick=x></b><a href=" JavaScript:1"></a><script src=a></script><style>'
    )
    assert len(reader.found) == 5


@pytest.mark.slow
@pytest.mark.parametrize("city", ["tiny_city", "hostile_city"])
def test_no_built_page_holds_inline_code_and_each_names_one_policy(city: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(city) / "build/site"
    wrong = {}
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 60
    for path in pages:
        reader = InlineCode()
        reader.feed(path.read_text("utf-8"))
        if reader.found or reader.policies != 1:
            wrong[path.relative_to(site).as_posix()] = (reader.policies, reader.found[:3])
    assert wrong == {}


@pytest.mark.slow
def test_every_page_of_a_built_site_gets_exactly_one_policy_from_its_server(tiny_city: Path) -> None:
    site = tiny_city / "build/site"
    rules = read_rules((site / "_headers").read_text("utf-8"))
    for path in site.rglob("*.html"):
        address = f"/{path.relative_to(site).as_posix()}"
        for one in {address, address.removesuffix("index.html")}:
            policy = headers_for(rules, one).get("Content-Security-Policy", "")
            assert policy.count("default-src") == 1, one
    assert (site / ".htaccess").is_file()
    assert (tiny_city / "build/server/nginx.conf").is_file()
