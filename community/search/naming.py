"""What the values of facets are called, in the reader's language."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from community.cases.words import status_names
from community.database import session
from community.groups.models import Group
from community.languages import gettext
from community.lessons import words as lessons
from community.places import names_by_code
from community.search.documents import VOCABULARIES
from community.tongues import name_of
from community.vocabularies.queries import labels


def kind_names() -> dict[str, str]:
    """Return what each kind of thing is called, in the order in which they are listed."""
    return {
        "case": gettext("Case"),
        "lesson": gettext("Lesson"),
        "issue": gettext("Common issue"),
        "post": gettext("Post"),
        "member": gettext("Member"),
        "organisation": gettext("Organisation"),
        "help": gettext("Help"),
    }


def names_of(facets: Mapping[str, Iterable[str]], language: str) -> dict[str, dict[str, str]]:
    """Return by facet what each of these values is called; terms as a community calls them where all that counts is its."""
    found = {facet: {value: value for value in values} for facet, values in facets.items()}
    communities = session().execute(
        select(Group.id, Group.slug, Group.name).where(
            Group.parent_id.is_(None), Group.slug.in_(found.get("community", {}))
        )
    )
    ids = []
    for row in communities.all():
        found["community"][row.slug] = row.name
        ids.append(row.id)
    terms = labels(language, community_id=ids[0] if len(ids) == 1 else None)
    statuses = status_names() | lessons.status_names()
    known: dict[str, Mapping[str, str]] = {
        "kind": kind_names(),
        "place": names_by_code(language),
        "status": statuses,
        **{
            facet: {key: label for (name, key), label in terms.items() if name == vocabulary}
            for facet, vocabulary in VOCABULARIES.items()
        },
    }
    for facet, names in known.items():
        if facet in found:
            found[facet] = {value: names.get(value, value) for value in found[facet]}
    if "language" in found:
        found["language"] = {code: name_of(code, language) for code in found["language"]}
    return found
