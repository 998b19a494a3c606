"""Strict templates: everything is escaped, and nothing unformatted is printed."""

from html.parser import HTMLParser
from pathlib import PurePosixPath

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SiteError
from generator.model import ObservationStatus, Quantity
from generator.profiles.views import Link, PageMeta, Value
from generator.render.templates import TEMPLATES, environment, escape_text, render_page

HOSTILE = "{{7*191}}</script><script>alert(1)</script> *a* _b_ `c` [d](javascript:e) ![f](g) | \\h <i> & \" '"


class TextReader(HTMLParser):
    """Collects the text of a page and the names of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> TextReader:
    reader = TextReader()
    reader.feed(markup)
    return reader


def test_hostile_text_in_a_heading_and_in_a_block_is_shown_letter_for_letter() -> None:
    source = f"# {escape_text(HOSTILE)}\n\n<p>{escape_text(HOSTILE)}</p>\n"
    page = read(markdown.markdown(source, extensions=["attr_list", "md_in_html", "tables", "toc"]))
    assert page.elements == ["h1", "p"]
    assert page.text.count(HOSTILE) == 2


@given(st.text())
def test_escaped_text_never_opens_an_element_and_never_breaks_a_line(text: str) -> None:
    escaped = escape_text(text)
    assert "<" not in escaped
    assert "\n" not in escaped
    assert '"' not in escaped


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1))
def test_text_survives_markdown_inside_a_block(text: str) -> None:
    assert read(markdown.markdown(f"<p>{escape_text(text)}</p>")).text.strip() == text


def test_a_template_that_prints_a_bare_number_or_nothing_stops() -> None:
    template = environment().from_string("{{ value }}")
    for value in (None, 1.5, float("nan"), Quantity.absent(ObservationStatus.MISSING)):
        with pytest.raises(SiteError, match="Formatiere den Wert"):
            template.render(value=value)


def test_a_template_that_names_something_unknown_stops() -> None:
    with pytest.raises(SiteError, match="Undefined"):
        environment().from_string("{{ nothing }}").render()


def test_what_a_template_prints_is_escaped_once_also_through_a_macro() -> None:
    template = environment().from_string(
        "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{{ bold(text) }}{{ text }}"
    )
    assert template.render(text="A & B") == "<b>A &#38; B</b>A &#38; B"


def test_a_template_that_asks_for_an_attribute_that_is_not_there_stops() -> None:
    template = environment().from_string("{% if view.herf %}x{% endif %}")
    with pytest.raises(AttributeError, match="herf"):
        template.render(view=Link(text="A"))


def test_a_link_is_printed_with_its_address_and_without_one_as_text() -> None:
    template = environment().from_string("{{ view | link }}")
    assert template.render(view=Link(text="A & B")) == "A &#38; B"
    assert template.render(view=Link(text="A", href="../a/#b")) == '<a href="../a/#b">A</a>'
    assert template.render(view=Link(text="A", href="https://a.example")) == (
        '<a href="https://a.example" rel="noopener">A</a>'
    )


def test_a_sign_is_printed_with_its_meaning_and_leads_to_its_explanation() -> None:
    template = environment().from_string("{{ view | value }}")
    sign = '<abbr class="ga-sign" title="geheim">.</abbr>'
    assert template.render(view=Value(text="12 %")) == "12 %"
    assert template.render(view=Value(text=".", meaning="geheim")) == sign
    assert template.render(view=Value(text=".", meaning="geheim", href="a/")) == f'<a href="a/">{sign}</a>'


@pytest.mark.parametrize("name", ["link", "value"])
def test_hostile_links_and_values_stay_text(name: str) -> None:
    view = Value(text=HOSTILE, meaning=HOSTILE if name == "value" else "", href=f"a/{HOSTILE}")
    found = read(environment().from_string(f"{{{{ view | {name} }}}}").render(view=view))
    assert found.elements == (["a", "abbr"] if name == "value" else ["a"])
    assert found.text == HOSTILE


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. Mai", "1&#46; Mai"), ("1.200", "1.200"), ("- A", "&#45; A"), ("-1", "-1"), ("# A", "&#35; A"),
        ("C#", "C&#35;"), ("A # B", "A # B"), ("a  b", "a b"), (" a ", " a "), ("a\u2028b", "a b"),
    ],
)  # fmt: skip
def test_only_what_markdown_would_read_at_its_place_is_replaced(text: str, escaped: str) -> None:
    assert escape_text(text) == escaped


def test_a_hostile_title_stays_inside_the_front_matter() -> None:
    class Page:
        path = PurePosixPath("a.md")
        meta = PageMeta(title='"\n---\n</title><script>', description="x: y", crumbs=())
        topics = ()

    content = render_page("indicators.md.j2", Page()).content.decode()
    head = content.split("---\n")[1]
    assert head.splitlines()[0] == 'title: "&quot;\\n---\\n&lt;/title&gt;&lt;script&gt;"'


def test_every_template_compiles() -> None:
    names = [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.j2"))]
    assert len(names) > 5
    for name in names:
        environment().get_template(name)
