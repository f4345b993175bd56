"""The help pages among what can be found: entered by the worker whenever they are others than before."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from community.groups.viewer import Audience
from community.home.help import FOLDER, help_pages
from community.search.filling import fill_with

LANGUAGE = "en"


def enter_help() -> bool:
    """Let the help pages be found as they ship now, and say whether anything was to be done."""
    return fill_with("help", _edition(), _entries)


@cache
def _edition() -> str:
    return sha256(b"\0".join(path.read_bytes() for path in sorted(FOLDER.glob("*.md")))).hexdigest()


def _entries() -> Iterator[dict[str, Any]]:
    for page in help_pages().values():
        changed = (FOLDER / f"{page.slug}.md").stat().st_mtime
        yield {
            "key": f"help:{page.slug}",
            "kind": "help",
            "group_id": None,
            "audience": Audience.PUBLIC,
            "language": LANGUAGE,
            "title": page.title,
            "summary": page.summary,
            "body": f"{page.summary}\n\n{page.text}",
            "places": [],
            "marks": {},
            "author_id": None,
            "locator": page.slug,
            "created_at": datetime.fromtimestamp(changed, UTC),
            "container": None,
        }
