"""A server that obeys ``_headers`` the way strict hosts do: all rules that fit count, and equal names are joined."""

import http.server
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.conftest import QuietHandler

Rules = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def read_rules(text: str) -> Rules:
    """Patterns with their headers."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            rules.append((line, []))
    return tuple((pattern, tuple(headers)) for pattern, headers in rules)


def headers_for(rules: Rules, address: str) -> dict[str, str]:
    """What an answer to this address carries."""
    found: dict[str, list[str]] = {}
    for pattern, headers in rules:
        fits = address.startswith(pattern[:-1]) if pattern.endswith("*") else address == pattern
        for name, value in headers if fits else ():
            found.setdefault(name, []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def make_handler(site: Path) -> Callable[..., http.server.BaseHTTPRequestHandler]:
    """A handler for one site."""
    rules = read_rules((site / "_headers").read_text("utf-8"))

    class StrictHandler(QuietHandler):
        def end_headers(self) -> None:
            for name, value in headers_for(rules, urlsplit(self.path).path).items():
                self.send_header(name, value)
            super().end_headers()

    def make(*arguments: object) -> http.server.BaseHTTPRequestHandler:
        return StrictHandler(*arguments, directory=str(site))  # type: ignore[arg-type]

    return make
