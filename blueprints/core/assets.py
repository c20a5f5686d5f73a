"""Styles, scripts, icons and font: read once, addressed by their content, kept in memory.

The parts are bundled and lightly minified when the server starts, so there is no build step. An address
holds a hash of the content and may be cached for a year; ``asset("zw.css")`` gives it to a template.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Blueprint, Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

FOLDER = Path(__file__).parents[2] / "static"
COMPONENTS = """
marks sidebar bars page-head panel kbd button badge stat table list facts form choice entry equation note empty timeline
steps law evidence record approval signoff checklist chart bar-chart overlay uploads filters split
""".split()
PAGES = "quiz quiz-option quiz-result signin roster".split()
STYLES = [
    *("tokens", "base", "layout"),
    *(f"components/{name}" for name in COMPONENTS),
    *(f"pages/{name}" for name in PAGES),
    *("states", "preferences", "print"),
]
SHEETS = {
    "sheet-portrait.css": ["sheet/sheet", "sheet/portrait", "sheet/handover"],
    "sheet-paged.css": ["sheet/sheet", "sheet/portrait", "sheet/handover", "sheet/paged"],
    "complaint-letter.css": ["sheet/sheet", "sheet/portrait", "sheet/paged", "complaints/letter"],
    "complaint-poster.css": ["sheet/sheet", "complaints/poster-page", "complaints/poster"],
    "sheet-landscape.css": ["sheet/sheet", "sheet/landscape", "sheet/paged"],
    "official.css": ["sheet/sheet", "sheet/portrait", "sheet/official"],
    "inspection.css": ["pages/inspection"],
    "service.css": ["service/forms"],
    "say.css": ["service/say"],
    "certificate.css": ["sheet/sheet", "sheet/certificate", "sheet/frameless"],
}
SETTINGS = ["settings"]  # of htmx, in one file with it
SCRIPTS = "start theme focus forms dialogs keys grid quiz toasts network autosave leaving upload shown".split()
OWN_SCRIPTS = {  # of single pages, and what is fetched when it is asked for, beside the common bundle
    "keys.js": ["keys/sheet"],
    "inspection.js": [
        "inspection/store",
        "inspection/cards",
        "inspection/total",
        "inspection/tiles",
        "inspection/outbox",
        "inspection/walk",
    ],
    "inspection-worker.js": ["inspection/worker"],
}
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"
NOTHING = "default-src 'none'; frame-ancestors 'none'"  # a file opened by itself loads nothing

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file as it goes over the wire, in every coding that a browser may ask for."""

    name: str
    body: bytes

    @cached_property
    def hash(self) -> str:
        return sha256(self.body).hexdigest()[:12]

    @property
    def address(self) -> str:
        stem, dot, kind = self.name.rpartition(".")
        return f"/static/{stem}.{self.hash}{dot}{kind}"

    @property
    def kind(self) -> str:
        return TYPES[self.name.rpartition(".")[2]]

    def coded(self, coding: str) -> bytes:
        """Return the body in ``coding``; ``identity`` is the body itself."""
        return CODINGS[coding](self.body) if coding in CODINGS else self.body


@lru_cache(maxsize=64)
def squeeze_gzip(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


@lru_cache(maxsize=64)
def squeeze_brotli(body: bytes) -> bytes:
    return brotli.compress(body, quality=11)


CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": squeeze_brotli, "gzip": squeeze_gzip}


def init_app(app: Flask) -> None:
    app.extensions["assets"] = collect()
    app.register_blueprint(bp)
    app.add_template_global(asset)
    if app.debug:
        app.before_request(_refresh)


def asset(name: str) -> str:
    """Return the address of the asset ``name``. Raises KeyError for a name that is not bundled."""
    return current_app.extensions["assets"][name].address


@bp.get("/static/<name>")
def serve(name: str) -> ResponseReturnValue:
    """Answer an asset; an address of an older release gets today's content, but not for a year."""
    stem, _, rest = name.partition(".")
    given, _, kind = rest.rpartition(".")
    found = current_app.extensions["assets"].get(f"{stem}.{kind}") or abort(404)
    coding = _coding(found)
    response = current_app.response_class(found.coded(coding), content_type=found.kind)
    response.cache_control.no_cache = True
    if given == found.hash:
        response.headers["Cache-Control"] = FOREVER
    if coding != "identity":
        response.content_encoding = coding
    response.vary.add("Accept-Encoding")
    response.headers["Content-Security-Policy"] = NOTHING
    response.set_etag(f"{found.hash}-{coding}")
    return response.make_conditional(request)


serve.permission = None


def collect() -> dict[str, Asset]:
    """Read and bundle everything the pages link to, by the name a template uses."""
    zw = {
        "zw-latin.woff2": (FOLDER / "zw-latin.woff2").read_bytes(),
        "icons.svg": (FOLDER / "icons.svg").read_bytes(),
        "htmx.js": (FOLDER / "vendor/htmx-2.0.11.min.js").read_bytes() + small_script(joined("js", SETTINGS)).encode(),
        "zw.js": small_script(joined("js", SCRIPTS)).encode(),
        **{name: small_script(joined("js", parts)).encode() for name, parts in OWN_SCRIPTS.items()},
    }
    sheets = {name: small_style(joined("css", parts)).encode() for name, parts in SHEETS.items()}
    font = Asset("zw-latin.woff2", zw["zw-latin.woff2"])
    style = small_style(joined("css", STYLES)).replace("url(zw-latin.woff2)", f"url({font.address})")
    return {name: Asset(name, body) for name, body in {**zw, **sheets, "zw.css": style.encode()}.items()}


def joined(folder: str, parts: list[str]) -> str:
    return "\n".join((FOLDER / folder / f"{part}.{folder}").read_text("utf-8") for part in parts)


def small_style(css: str) -> str:
    """Strip comments and the space that means nothing. Strings may not hold two spaces in a row."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r": (?=\S)", ":", css).replace(";}", "}").strip()


def small_script(js: str) -> str:
    """Drop indentation and comments that stand on lines of their own; wrap the parts in one scope."""
    js = re.sub(r"^\s*/\*.*?\*/", "", js, flags=re.S | re.M)
    lines = (line.strip() for line in js.splitlines())
    kept = "\n".join(line for line in lines if line and not line.startswith("//"))
    return f"(function(){{'use strict';\n{kept}\n}})();\n"


def _coding(found: Asset) -> str:
    """The best coding of the browser; a font is packed already."""
    if found.name.endswith(".woff2"):
        return "identity"
    return next((coding for coding in CODINGS if request.accept_encodings[coding] > 0), "identity")


def _refresh() -> None:
    """While developing, a change of a part shows on the next request."""
    current_app.extensions["assets"] = collect()
