"""Texts of HTML and XML with places that are filled, and what keeps a page of HTML to itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenes.stage.look.theme import Theme

_ENVIRONMENT = Environment(
    loader=PackageLoader("scenes.deliver", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def filled(template: str, **told: object) -> str:
    """A template (Jinja2) of this package, such as deck/deck.html; all that is told is text, and is escaped."""
    return _ENVIRONMENT.get_template(template).render(**told)


def colours(theme: Theme, names: Iterable[str]) -> str:
    """These colours of a theme as custom properties of CSS."""
    return " ".join(f"--{name}: {getattr(theme, name)};" for name in names)


def policy(style: str, own_script: str = "", **sources: str) -> str:
    """A content security policy: nothing but this style, this script, and what comes from these sources, such as
    img="data:"."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_sum(style)}'",
            *([f"script-src '{_sum(own_script)}'"] if own_script else []),
            *(f"{kind}-src {where}" for kind, where in sources.items()),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def coded(content: bytes) -> str:
    """In base 64, as data: addresses have it."""
    return base64.b64encode(content).decode()


def _sum(text: str) -> str:
    return f"sha256-{coded(hashlib.sha256(text.encode()).digest())}"
