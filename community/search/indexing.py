"""The slow half of search: the worker brings the index up to the table."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from community.database import session, unit_of_work
from community.groups.models import Group
from community.places import names_by_code
from community.search.analysis import LANGUAGES
from community.search.engine import Document, Engine, EngineBusy, EngineUnavailable, TransactionalEngine
from community.search.models import SearchEntry
from community.vocabularies.queries import labels, merged
from community.vocabularies.synonyms import synonyms

BATCH = 300
# Which list the marks of an entry are from.
VOCABULARIES = {
    "purpose": "purposes",
    "theme": "themes",
    "sector": "sectors",
    "stage": "stages",
    "partner": "partner-kinds",
    "role": "roles",
}

log = logging.getLogger(__name__)

_DONE = (
    update(SearchEntry)
    .where(
        SearchEntry.key == bindparam("done"),
        SearchEntry.changed_at == bindparam("as_of", type_=SearchEntry.changed_at.type),
    )
    .values(is_pending=False)
)


def engine() -> Engine:
    """Return the search engine of this process."""
    found: Engine = current_app.extensions["search_engine"]
    return found


def index_at_once(key: str) -> None:
    """Write an entry into the index as part of its change, where the engine can; it waits for the worker all the same.

    What goes wrong must not undo the change: the worker tries again.
    """
    found = engine()
    if not isinstance(found, TransactionalEngine):
        return
    entry = session().get_one(SearchEntry, key, populate_existing=True)
    connection = session().connection()
    try:
        with connection.begin_nested():
            found.write_within(connection, documents_of([entry])[0])
    except SQLAlchemyError:
        log.exception("%s was not indexed at once; the worker tries again", key)


def index_pending() -> bool:
    """Write one batch of changed entries into the index; rebuild it where there is none. Say whether more may be waiting.

    What comes while a batch is written waits for the next round: a few entries cost as much to write as a hundred.
    """
    pending = (
        session()
        .scalars(
            select(SearchEntry).where(SearchEntry.is_pending.is_(True)).order_by(SearchEntry.changed_at).limit(BATCH)
        )
        .all()
    )
    if not pending:
        return _is_made_anew()
    written = [(entry.key, entry.changed_at) for entry in pending]
    try:
        engine().write(
            documents_of([entry for entry in pending if not entry.is_removed]),
            [entry.key for entry in pending if entry.is_removed],
        )
    except EngineUnavailable:
        rebuild()
        return True
    except EngineBusy:
        return False
    _settle(written)
    return len(pending) == BATCH


def _is_made_anew() -> bool:
    """Make the index where there is none that this version can read, and say whether that was needed."""
    try:
        next(iter(engine().keys()), None)  # to count them would take longer, and is asked several times a second
    except EngineUnavailable:
        rebuild()
        return True
    return False


def rebuild() -> None:
    """Build a new index from the whole table; the old one serves until it is ready."""
    written: list[tuple[str, datetime]] = []
    engine().rebuild(_documents(written))
    _settle(written)


def _settle(written: Sequence[tuple[str, datetime]]) -> None:
    """Let entries wait no longer, save those that changed again meanwhile."""
    if not written:
        return
    with unit_of_work():
        session().connection().execute(_DONE, [{"done": key, "as_of": moment} for key, moment in written])


def _documents(written: list[tuple[str, datetime]]) -> Iterator[Document]:
    """Yield what can be found, noting the state of every entry that was read."""
    entries = session().scalars(select(SearchEntry).execution_options(yield_per=BATCH))
    for part in entries.partitions():
        written.extend((entry.key, entry.changed_at) for entry in part)
        yield from documents_of([entry for entry in part if not entry.is_removed])


def documents_of(entries: Sequence[SearchEntry]) -> list[Document]:
    """Return what the engine indexes of some entries: their terms as their community calls them now, in every language."""
    group_ids = {entry.group_id for entry in entries if entry.marks and entry.group_id}
    found = session().execute(select(Group.id, Group.community_id.label("community_id")).where(Group.id.in_(group_ids)))
    communities = {row.id: row.community_id for row in found}
    return [_document(entry, communities.get(entry.group_id or 0)) for entry in entries]


def _document(entry: SearchEntry, community_id: int | None) -> Document:
    marks = _standing(entry.marks, community_id) if community_id else entry.marks
    return Document(
        key=entry.key,
        kind=entry.kind,
        scope=entry.scope,
        community=entry.community,
        language=entry.language,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        author=entry.author,
        organisation=entry.organisation,
        created_at=entry.created_at,
        labels=tuple({label: (language, label) for language, label in _labels(marks, community_id)}.values()),
        marks={facet: tuple(values) for facet, values in marks.items()},
    )


def _standing(marks: Mapping[str, list[str]], community_id: int) -> dict[str, list[str]]:
    """Return marks with the terms that stand for merged ones."""
    into = merged(community_id)
    return {
        facet: list(dict.fromkeys(into.get((VOCABULARIES.get(facet, ""), key), key) for key in keys))
        for facet, keys in marks.items()
    }


def _labels(marks: Mapping[str, list[str]], community_id: int | None) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        said = labels(language, community_id=community_id)
        countries = names_by_code(language)
        for facet, keys in marks.items():
            for key in keys:
                label = countries.get(key) if facet == "place" else said.get((VOCABULARIES.get(facet, ""), key))
                if label:
                    yield language, label
    for facet, keys in marks.items():
        for key in keys:
            yield from synonyms().get((VOCABULARIES.get(facet, ""), key), ())
