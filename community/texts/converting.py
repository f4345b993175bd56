"""Copied HTML as clean Markdown."""

import re
from collections.abc import Callable
from typing import Any

from markdownify import MarkdownConverter

from community.texts.cleaning import clean
from community.texts.grid import TooMuch

MAX_CLEAN = 300_000  # characters; a text of 65,536 with all its markup has fewer

_SIGNS = re.compile(r"([\\`]|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])|\[(?=\[)|\](?=[(\[]))")
_OPENING = re.compile(r"^( *)([#>+-]|=+$|~~~)", re.MULTILINE)
_NUMBER = re.compile(r"^( *\d{1,9})([.)])(?=\s)", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")


def to_markdown(page: str, *, picture: Callable[[str], str]) -> str:
    """Return the Markdown of HTML that was copied; raise TooMuch where it has more parts than anyone pastes."""
    cleaned = clean(page, picture=picture)
    if len(cleaned) > MAX_CLEAN:
        raise TooMuch
    text = _Converter(bullets="-", heading_style="atx", strip_pre=None).convert(cleaned)
    return _MANY_LINES.sub("\n\n", text).strip("\n")


class _Converter(MarkdownConverter):
    """Writes Markdown as people here type it, and protects only what would be taken for a sign."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Protect what would be a sign inside a line."""
        text = _SIGNS.sub(r"\\\1", text)
        return text.replace("|", r"\|") if "td" in parent_tags or "th" in parent_tags else text

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Protect what would be a sign at the beginning of a line."""
        written: str = super().convert_p(el, _plain_beginnings(text), parent_tags)  # type: ignore[misc]
        return written

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Protect only the beginning of an item: what follows may be a list inside it."""
        first, line, rest = text.lstrip().partition("\n")
        text = _plain_beginnings(first) + line + rest
        written: str = super().convert_li(el, text, parent_tags)  # type: ignore[misc]
        return written


def _plain_beginnings(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _OPENING.sub(r"\1\\\2", text))
