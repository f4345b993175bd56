"""What is found of each thing, as the columns of its entry: its words, whose it is, and what it is narrowed by."""

from itertools import accumulate
from typing import Any

from sqlalchemy import select

from community import places
from community.accounts.models import Organisation, Person
from community.cases.blocks import words_of
from community.cases.facets import facets_of
from community.cases.form import PARTNERS
from community.cases.models import Case
from community.cases.queries.forms import form_of
from community.database import session
from community.detecting import detect
from community.discussions.models import Post
from community.groups.models import ExperienceTag, Group, Introduction, Membership
from community.groups.viewer import Audience
from community.lessons.models import Lesson, Status
from community.search.documents import VOCABULARIES

Columns = dict[str, Any]

_BETWEEN = "\n\n"


def case_entry(case: Case) -> Columns:
    """Return the columns of a case, section by section in the order of its form."""
    revision = case.revision
    form = form_of(case.community_id)
    said = {section.key: words_of(revision.html.get(section.key, "")) for section in form.sections_with(revision.html)}
    partners = (" ".join(filter(None, (row.get("name"), row.get("contribution")))) for row in revision.partners)
    said[PARTNERS] = "\n".join(filter(None, (said.get(PARTNERS), *partners)))
    texts = {key: text for key, text in said.items() if text}
    starts = accumulate((len(text) + len(_BETWEEN) for text in texts.values()), initial=0)
    return {
        "key": f"case:{case.id}",
        "kind": "case",
        "group_id": case.group_id,
        "audience": case.audience,
        "language": case.language,
        "title": case.title,
        "summary": _BETWEEN.join(texts[key] for key in ("question", "summary") if key in texts),
        "body": _BETWEEN.join(texts.values()),
        "places": [[start, key] for start, key in zip(starts, texts, strict=False)],
        "marks": _marks(facets_of(revision.partners, revision.choices)) | {"status": [case.status]},
        "author_id": case.owner_id,
        "locator": case.slug,
        "created_at": case.created_at,
        "container": None,
    }


def post_entry(post: Post) -> Columns:
    """Return the columns of a post, under the title of its thread."""
    thread, text = post.thread, post.revision.text
    return {
        "key": f"post:{post.id}",
        "kind": "post",
        "group_id": thread.group_id,
        "audience": thread.audience,
        "language": post.revision.language or detect(text, thread.language),
        "title": thread.title,
        "summary": "",
        "body": text,
        "places": [],
        "marks": {},
        "author_id": post.author_id,
        "locator": f"{thread.id}#{post.number}",
        "created_at": post.posted_at,
        "container": f"thread:{thread.id}",
    }


def lesson_entry(lesson: Lesson) -> Columns | None:
    """Return the columns of a lesson or common issue; None as long as it is a draft."""
    if lesson.status == Status.DRAFT:
        return None
    revision = lesson.revisions[-1]
    claim = _BETWEEN.join(filter(None, (revision.when, revision.do, revision.because, revision.question)))
    body = _BETWEEN.join(filter(None, (claim, revision.holds, revision.holds_not, revision.text)))
    return {
        "key": f"lesson:{lesson.id}",
        "kind": lesson.kind,
        "group_id": lesson.group_id,
        "audience": lesson.audience,
        "language": detect(body, lesson.language),
        "title": lesson.title,
        "summary": claim,
        "body": body,
        "places": [],
        "marks": {"theme": list(revision.themes), "status": [lesson.status]},
        "author_id": lesson.written_by_id,
        "locator": lesson.slug,
        "created_at": lesson.published_at or lesson.created_at,
        "container": None,
    }


def member_entry(membership: Membership) -> Columns:
    """Return the columns of a member of a community: who they are, and how they presented themself to it."""
    person, community = membership.person, membership.group
    introduction = session().get(Introduction, (person.id, community.id))
    mine = (ExperienceTag.person_id == person.id, ExperienceTag.group_id == community.id)
    tags = session().scalars(select(ExperienceTag.tag).where(*mine).order_by(ExperienceTag.tag)).all()
    said = [text for text in introduction.says.values() if text] if introduction else []
    body = _BETWEEN.join([*said, ", ".join(tags)] if tags else said)
    return {
        "key": member_key(community.id, person.id),
        "kind": "member",
        "group_id": community.id,
        "audience": Audience.COMMUNITY,
        "language": detect(body, community.language),
        "title": person.name,
        "summary": ", ".join(tags),
        "body": body,
        "places": [],
        "marks": {"place": [person.country] if person.country else []},
        "author_id": person.id,
        "locator": person.handle,
        "created_at": membership.joined_at,
        "container": None,
    }


def organisation_entry(organisation: Organisation, community: Group) -> Columns:
    """Return the columns of an organisation whose people are members of a community."""
    here = (Membership.group_id == community.id, Person.organisation_id == organisation.id)
    first = session().scalar(
        select(Membership.joined_at).join(Person).where(*here).order_by(Membership.joined_at).limit(1)
    )
    country = places.names_by_code(community.language).get(organisation.country or "", "")
    return {
        "key": organisation_key(community.id, organisation.id),
        "kind": "organisation",
        "group_id": community.id,
        "audience": Audience.COMMUNITY,
        "language": community.language,
        "title": organisation.name,
        "summary": "",
        "body": country,
        "places": [],
        "marks": {"place": [organisation.country] if organisation.country else []},
        "author_id": None,
        "locator": organisation.slug,
        "created_at": first or community.created_at,
        "container": None,
        "organisation": organisation.name,
    }


def member_key(community_id: int, person_id: int) -> str:
    """Return the key of a member's entry."""
    return f"member:{community_id}:{person_id}"


def organisation_key(community_id: int, organisation_id: int) -> str:
    """Return the key of the entry of an organisation in a community."""
    return f"organisation:{community_id}:{organisation_id}"


_FACETS = {vocabulary: facet for facet, vocabulary in VOCABULARIES.items()} | {"places": "place"}


def _marks(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    marks: dict[str, list[str]] = {}
    for vocabulary, key in found:
        if vocabulary in _FACETS:
            marks.setdefault(_FACETS[vocabulary], []).append(key)
    return marks
