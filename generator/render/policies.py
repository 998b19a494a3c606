"""What browsers are told to refuse: a policy in every page, and the same and more as settings for web servers.

A page names its policy itself, so that it holds on any server and in a folder. What a page cannot say about itself
(who may show it in a frame, what a device must not hand out), a server says with headers.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from generator import layout
from generator.model import OutputFile
from generator.render.map_parts import STYLE
from generator.settings import BackgroundMap, Settings

Policy = Mapping[str, tuple[str, ...]]
"""Sources by directive of a Content-Security-Policy."""

OWN = "'self'"
NOTHING = "'none'"
PAGE_POLICY: Policy = {
    "default-src": (NOTHING,),
    "script-src": (OWN,),
    "style-src": (OWN,),
    "img-src": (OWN, "data:"),
    "font-src": (OWN,),
    "connect-src": (OWN,),
    "worker-src": (OWN,),
    "frame-src": (OWN,),
    "manifest-src": (OWN,),
    "form-action": (OWN,),
    "base-uri": (NOTHING,),
}
"""Scripts, styles and everything else from the own site only, and none of it inside of a page."""
MAP_POLICY: Policy = {
    "default-src": (NOTHING,),
    "script-src": (OWN,),
    "style-src": (OWN,),
    "img-src": (OWN, "data:"),
    "connect-src": (OWN,),
    "form-action": (NOTHING,),
    "base-uri": (NOTHING,),
}
"""Leaflet sets styles one by one through the object model, which needs no permission. Maps ask the own site for
nothing, but tools that judge a page read its robots.txt from within it."""
PAGE_ANCESTORS = (OWN,)
MAP_ANCESTORS = ("*",)
"""Maps are documents of their own that others may show."""
REFERRER = "no-referrer"
COMMON_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Where somebody is, pages may ask on request; nothing else."""
CSP = "Content-Security-Policy"
POLICY_PARTIAL = PurePosixPath("partials/richtlinie.html")
"""What the theme puts into the head of every page."""
STATIC_HEADERS = PurePosixPath("_headers")
APACHE_HEADERS = PurePosixPath(".htaccess")
NGINX_HEADERS = PurePosixPath("nginx.conf")
WITHOUT_POLICY = ("assets", str(layout.DOWNLOADS))
"""Nothing there is a document, and some browsers show no PDF file under a policy."""


def spell_policy(policy: Policy) -> str:
    """The policy as one line.

    >>> spell_policy({"default-src": ("'none'",), "img-src": ("'self'", "data:")})
    "default-src 'none'; img-src 'self' data:"
    """
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())


def hash_source(text: str) -> str:
    """Names an inline style or script by its checksum, so that this one and no other is allowed.

    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def make_map_policy(background: BackgroundMap | None) -> Policy:
    """The policy of a map; pictures of a background come from exactly one other server."""
    if background is None:
        return MAP_POLICY
    return {**MAP_POLICY, "img-src": (*MAP_POLICY["img-src"], background.origin)}


def render_policy_partial() -> OutputFile:
    """The policy of pages for the theme to include: no part of it comes from data."""
    lines = (
        f'<meta http-equiv="{CSP}" content="{spell_policy(PAGE_POLICY)}">',
        f'<meta name="referrer" content="{REFERRER}">',
    )
    return OutputFile(path=POLICY_PARTIAL, content=("\n".join(lines) + "\n").encode())


def render_site_headers(settings: Settings, entries: Sequence[str]) -> tuple[OutputFile, ...]:
    """Files that servers look for beside the pages; ``entries`` names what lies on top, folders with a slash."""
    page, frame = _header_policies(settings)
    return (
        OutputFile(path=STATIC_HEADERS, content=_spell_static(settings, entries, page, frame).encode()),
        OutputFile(path=APACHE_HEADERS, content=_spell_apache(page, frame).encode()),
    )


def render_nginx_headers(settings: Settings) -> OutputFile:
    """The same for nginx, which is configured elsewhere."""
    page, frame = _header_policies(settings)
    common = [f'#     add_header {name} "{value}" always;' for name, value in COMMON_HEADERS.items()]
    lines = (
        "# Gebietsatlas: Kopfzeilen für nginx. Diese Datei gehört in den Abschnitt „http“ (include …/nginx.conf;),",
        "# die Zeilen am Ende ohne „#“ in den Abschnitt „server“ oder „location“ der Website.",
        "map $uri $gebietsatlas_policy {",
        f'    default "{page}";',
        f'    "~/{layout.MAPS}/" "{frame}";',
        f'    "~/({"|".join(WITHOUT_POLICY)})/" "";',
        "}",
        f"#     add_header {CSP} $gebietsatlas_policy always;",
        *common,
    )
    return OutputFile(path=NGINX_HEADERS, content=("\n".join(lines) + "\n").encode())


def _header_policies(settings: Settings) -> tuple[str, str]:
    """Policies of pages and of maps, with what only a header can say; pictures of maps carry one style each."""
    page: Policy = {**PAGE_POLICY, "frame-ancestors": PAGE_ANCESTORS}
    frame: Policy = {
        **make_map_policy(settings.background_map),
        "style-src": (OWN, hash_source(STYLE)),
        "frame-ancestors": MAP_ANCESTORS,
    }
    return spell_policy(page), spell_policy(frame)


def _spell_static(settings: Settings, entries: Sequence[str], page: str, frame: str) -> str:
    """Rules for hosts of static sites.

    They join the values of all rules that fit, and a browser then obeys the stricter of two policies. So each address
    gets its policy from one rule only.
    """
    root = urlsplit(settings.site_url).path.rstrip("/")
    lines = [f"{root}/*", *(f"  {name}: {value}" for name, value in COMMON_HEADERS.items())]
    for entry in ("", *sorted(entries)):
        folder = entry.removesuffix("/")
        if folder in WITHOUT_POLICY or entry.endswith((".xml", ".gz", ".txt")):
            continue
        pattern = f"{entry}*" if entry.endswith("/") else entry
        lines += [f"{root}/{pattern}", f"  {CSP}: {frame if folder == str(layout.MAPS) else page}"]
    return "\n".join(lines) + "\n"


def _spell_apache(page: str, frame: str) -> str:
    """Rules for Apache 2.4; they hold at any address."""
    common = [f'  Header always set {name} "{value}"' for name, value in COMMON_HEADERS.items()]
    bare = "|".join((str(layout.MAPS), *WITHOUT_POLICY))
    lines = (
        "<IfModule mod_headers.c>",
        *common,
        f'  Header always set {CSP} "{page}" "expr=%{{REQUEST_URI}} !~ m#/({bare})/#"',
        f'  Header always set {CSP} "{frame}" "expr=%{{REQUEST_URI}} =~ m#/{layout.MAPS}/#"',
        "</IfModule>",
    )
    return "\n".join(lines) + "\n"
