"""The help pages: Markdown files of content/help/, rendered once per process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from community.rendering import render

FOLDER = Path(__file__).resolve().parents[2] / "content" / "help"


@dataclass(frozen=True)
class HelpPage:
    """One help page, ready to show."""

    slug: str
    title: str
    summary: str
    html: str
    text: str
    order: int


@cache
def help_pages() -> dict[str, HelpPage]:
    """Return all help pages by slug, in the order they are best read."""
    pages = [_read(path) for path in FOLDER.glob("*.md")]
    return {page.slug: page for page in sorted(pages, key=lambda page: page.order)}


def _read(path: Path) -> HelpPage:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = yaml.safe_load(front)
    shown = render(body)
    return HelpPage(path.stem, facts["title"], facts["summary"], shown.html, shown.text, facts["order"])
