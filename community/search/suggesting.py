"""What may be meant or wanted beside an answer: how a beginning goes on, and what is like a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from community.database import session
from community.errors import Absent
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.models import PAST
from community.search.engine import Beginning, EngineUnavailable, Likeness
from community.search.hits import entries_seen
from community.search.indexing import engine
from community.search.models import SearchEntry
from community.search.scopes import hidden_from, scopes_of

TITLES, WORDS = 6, 4
ALIKE = 4
COMPARED = frozenset({"case", "lesson", "issue", "post"})
_LONGEST, _READ, _POSTS = 200, 20_000, 50
_PAST = frozenset(status.value for status in PAST)


@dataclass(frozen=True)
class Found:
    """One thing that may be wanted, as a line."""

    kind: str
    title: str
    language: str
    community: str
    community_slug: str
    locator: str


@dataclass(frozen=True)
class Suggestions:
    """How what was typed may go on: whole titles, and the last word."""

    titles: tuple[Found, ...] = ()
    words: tuple[str, ...] = ()


def complete(text: str, *, viewer: Viewer) -> Suggestions:
    """Return how a beginning may go on, as far as the viewer may see what it goes on to."""
    hidden = hidden_from(viewer)
    if hidden is None or not text.strip() or text[-1:].isspace():
        return Suggestions()
    try:
        found = engine().complete(Beginning(text[:_LONGEST], scopes_of(viewer), limit=TITLES * 2, excluded=hidden))
    except EngineUnavailable:
        return Suggestions()
    titles = dict.fromkeys(_found(*pair) for pair in _standing(found.keys, viewer))
    start = text[:_LONGEST].rpartition(" ")[0]
    words = tuple(f"{start} {word}".strip() for word in found.words[:WORDS])
    return Suggestions(_one_of_each_title(titles)[:TITLES], words)


def similar(
    text: str,
    language: str,
    *,
    viewer: Viewer,
    without: Iterable[str] = (),
    title: str | None = None,
    limit: int = ALIKE,
) -> tuple[Found, ...]:
    """Return what is like a text, without these keys and without what stands under its own title."""
    hidden = hidden_from(viewer)
    if hidden is None:
        return ()
    excluded = hidden | frozenset(without)
    likeness = Likeness(text[:_READ], language, scopes_of(viewer), COMPARED, limit * 3, excluded=excluded)
    try:
        keys = engine().similar(likeness)
    except EngineUnavailable:
        return ()
    found = (_found(*pair) for pair in _standing(keys, viewer))
    return _one_of_each_title(thing for thing in found if thing.title != title)[:limit]


def find_compared(key: str, *, viewer: Viewer) -> tuple[Found, str, tuple[str, ...]]:
    """Return a thing, what it says, and all keys that stand for it; a thread is known by its posts. Raise Absent otherwise."""
    of_thread = select(SearchEntry.key).where(SearchEntry.container == key).order_by(SearchEntry.created_at)
    keys = list(session().scalars(of_thread.limit(_POSTS))) if key.startswith("thread:") else [key]
    seen = entries_seen(keys, viewer=viewer)
    if not seen or seen[0][0].kind not in COMPARED:
        raise Absent
    first = _found(*seen[0])
    said = "\n".join([first.title, *(f"{entry.summary}\n{entry.body}" for entry, _ in seen)])
    return first, said, tuple(keys)


def _standing(keys: Sequence[str], viewer: Viewer) -> list[tuple[SearchEntry, Group | None]]:
    """Return the entries that the viewer may see, without lessons that do not stand any more: nobody is led to these."""
    return [pair for pair in entries_seen(keys, viewer=viewer) if not set(pair[0].marks.get("status", ())) & _PAST]


def _found(entry: SearchEntry, community: Group | None) -> Found:
    return Found(
        entry.kind,
        entry.title,
        entry.language,
        community.name if community else "",
        entry.community,
        entry.locator,
    )


def _one_of_each_title(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return one thing of each title: of a thread one post, and no post of a case that stands there itself."""
    by_title: dict[tuple[str, str], Found] = {}
    for thing in found:
        key = thing.community_slug, thing.title
        if key not in by_title or (by_title[key].kind == "post" and thing.kind != "post"):
            by_title[key] = thing
    return tuple(by_title.values())
