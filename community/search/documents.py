"""What an engine indexes of an entry: its terms as their community calls them now, in every language."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from community.database import session
from community.groups.models import Group
from community.places import names_by_code
from community.search.analysis import LANGUAGES
from community.search.engine import Document
from community.search.models import SearchEntry
from community.vocabularies.queries import labels, merged
from community.vocabularies.synonyms import synonyms

# Which list the marks of an entry are from.
VOCABULARIES = {
    "purpose": "purposes",
    "theme": "themes",
    "sector": "sectors",
    "stage": "stages",
    "partner": "partner-kinds",
    "role": "roles",
}


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
