"""The method as officers read it: docs/method.md as a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, pairwise
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from foundation.domain.vietnamese import fold

METHOD_FILE = Path(settings.BASE_DIR) / "docs" / "method.md"

_NUMBERS = "text-align:right"


@dataclass(frozen=True, slots=True)
class MethodText:
    """The title, the sections as (anchor, heading), and the body below the title."""

    title: str
    sections: tuple[tuple[str, str], ...]
    body: SafeString


@cache
def method_text() -> MethodText:
    """Return the document; it comes with the portal, so it is read once."""
    return rendered(METHOD_FILE.read_text("utf-8"))


def rendered(markdown: str) -> MethodText:
    """Return a Markdown document that begins with its title; HTML in it stays text.

    Sections get anchors, tables a frame that scrolls and is named by the paragraph above.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    _, title, _, *tokens = parser.parse(markdown.replace(" %", "\N{NO-BREAK SPACE}%"))
    sections = tuple(_anchored(tokens))
    body = parser.renderer.render(list(_framed(tokens)), parser.options, {})
    # The renderer has escaped every text of the document.
    return MethodText(title.content, sections, mark_safe(body))  # noqa: S308


def _anchored(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give every section heading an anchor, and yield it with the heading."""
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h2":
            anchor = re.sub(r"[^a-z]+", "-", fold(text.content)).strip("-")
            heading.attrSet("id", anchor)
            yield anchor, text.content


def _framed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with a frame around each table, and classes in place of styles."""
    numbers = count(1)
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            yield _frame(tokens[place - 3], f"bang-{next(numbers)}")
        if token.attrs.pop("style", None) == _NUMBERS:
            token.attrSet("class", "number")
        if token.type == "th_open":
            token.attrSet("scope", "col")
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content="</div>\n")


def _frame(caption: Token, name: str) -> Token:
    """Return the opening of a table's frame, named by the paragraph that is its caption."""
    caption.attrSet("id", name)
    opening = '<div class="table-frame" role="region" tabindex="0" aria-labelledby="{}">\n'
    return Token("html_block", "", 0, content=format_html(opening, name))
