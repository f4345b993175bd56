"""What was found, ready to show: the best passage of each, where it is from, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from community.cases.form import Outline
from community.cases.queries.forms import forms_of
from community.database import session
from community.groups.models import Group
from community.groups.rules import can_see
from community.groups.viewer import Viewer
from community.lessons.queries.chains import Chain, Stands, chains_of, marked_among, standings_of
from community.search.excerpts import Piece, excerpt, passage
from community.search.grammar import Query
from community.search.models import SearchEntry

_TITLE = 200
_community = aliased(Group)


@dataclass(frozen=True)
class Hit:
    """One thing found. `part` is the section of a case in which the passage stands: its key, and what it is called.

    `chain` is where a lesson comes from, `stands` how far it has come; `is_marked` whether something of a post was marked
    as worth learning from.
    """

    key: str
    kind: str
    title: Sequence[Piece]
    excerpt: Sequence[Piece]
    language: str
    community: str
    community_slug: str
    locator: str
    author: str
    organisation: str
    created_at: datetime
    part: tuple[str, str] | None = None
    chain: Chain | None = None
    is_marked: bool = False
    stands: Stands | None = None


def entries_seen(keys: Sequence[str], *, viewer: Viewer) -> list[tuple[SearchEntry, Group | None]]:
    """Return the entries with these keys, in their order, and their communities, as far as the viewer may see them now."""
    rows = session().execute(
        select(SearchEntry, Group, _community)
        .outerjoin(SearchEntry.group)
        .outerjoin(_community, _community.id == Group.community_id)
        .where(SearchEntry.key.in_(keys))
    )
    # the index may be a second behind: what is shown is checked against the table
    found = {
        entry.key: (entry, community)
        for entry, group, community in rows
        if not entry.is_removed and (group is None or can_see(viewer, group.scope_of(entry.audience)))
    }
    return [found[key] for key in keys if key in found]


def hits(keys: Sequence[str], query: Query, *, viewer: Viewer, language: str) -> list[Hit]:
    """Return what stands behind these keys, with the names of sections in the reader's language."""
    found = entries_seen(keys, viewer=viewer)
    lessons = [_id(entry) for entry, _ in found if entry.key.startswith("lesson:")]
    chains, stands = chains_of(lessons, viewer=viewer), standings_of(lessons)
    marked = marked_among([_id(entry) for entry, _ in found if entry.kind == "post"], viewer=viewer)
    forms = forms_of(sorted({community.id for entry, community in found if community and entry.kind == "case"}))
    shown = []
    for entry, community in found:
        place, pieces = passage(entry.body, query, entry.language)
        part = _part(entry, place, forms[community.id], language) if community and entry.places else None
        shown.append(_hit(entry, community, query, pieces, part, chains, marked, stands))
    return shown


def _hit(
    entry: SearchEntry,
    community: Group | None,
    query: Query,
    pieces: Sequence[Piece],
    part: tuple[str, str] | None,
    chains: Mapping[int, Chain],
    marked: frozenset[int],
    stands: Mapping[int, Stands],
) -> Hit:
    return Hit(
        key=entry.key,
        kind=entry.kind,
        title=excerpt(entry.title, query, entry.language, _TITLE),
        excerpt=pieces,
        language=entry.language,
        community=community.name if community else "",
        community_slug=entry.community,
        locator=entry.locator,
        author=entry.author if entry.kind != "member" else "",
        organisation=entry.organisation if entry.kind != "organisation" else "",
        created_at=entry.created_at,
        part=part,
        chain=chains.get(_id(entry)) if entry.key.startswith("lesson:") else None,
        stands=stands.get(_id(entry)) if entry.key.startswith("lesson:") else None,
        is_marked=entry.kind == "post" and _id(entry) in marked,
    )


def _part(entry: SearchEntry, place: int, form: Outline, language: str) -> tuple[str, str] | None:
    """Return the section in which a place of a case stands, and what it is called; None for its beginning."""
    before = [key for start, key in entry.places if start <= place]
    if len(before) < 2:
        return None
    section = form.find(before[-1])
    return (before[-1], section.label(language)) if section else None


def _id(entry: SearchEntry) -> int:
    return int(entry.key.rpartition(":")[2]) if entry.kind != "help" else 0
