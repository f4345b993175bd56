"""The pieces of a demo community's practice: cases, discussions, passages and lessons."""

from collections.abc import Iterator
from functools import partial

from community.cases.actions import authors, consent, placing, writing
from community.cases.actions.shaping import TypedSection, shape
from community.cases.besides import Consent
from community.cases.models import Case, Status
from community.cases.queries.forms import form_of, own_form
from community.cases.rules import SETTLED_BY, Part
from community.database import session
from community.demo import reading
from community.demo.pictures import numbered
from community.demo.pieces import Piece, group, id_of, person, viewer
from community.demo.reading import Facts
from community.discussions import actions as discussions
from community.discussions.models import Post, Thread
from community.errors import Invalid
from community.lessons.actions import lessons, passages
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson, Stance
from community.lessons.passages import Passage
from community.rendering import render

_BY_ITS_AUTHORS = frozenset(status for status, whose in SETTLED_BY.items() if Part.OWNER in whose)
_CHOSEN = ("purposes", "themes", "sectors", "stages", "places", "period")


def case_pieces(slug: str) -> Iterator[Piece]:
    """Yield the cases of a community, each state of each one a piece."""
    for name, states in reading.cases(slug):
        for number, (front, sections) in enumerate(states, 1):
            key = f"{slug}/cases/{name}/{number}"
            if number == 1:
                yield Piece(key, front["days_ago"], partial(_create, slug, name, front, sections))
                yield from _what_is_set(slug, name, front)
            else:
                yield Piece(key, front["days_ago"], partial(_revise, slug, name, front, sections))


def _what_is_set(slug: str, name: str, front: Facts) -> Iterator[Piece]:
    """Yield who writes a case with its owner, what its partners agree to, and how far its group has brought it."""
    key, days_ago = f"{slug}/cases/{name}", front["days_ago"]
    for handle in front.get("co_authors", ()):
        yield Piece(f"{key}/authors/{handle}", days_ago - 1, partial(_add_author, slug, name, handle, front["owner"]))
    if "consent" in front:
        yield Piece(f"{key}/consent", days_ago - 2, partial(_note_consent, slug, name, front["consent"]))
    if front["status"] not in _BY_ITS_AUTHORS:
        yield Piece(f"{key}/status", 15, partial(_set_status, slug, name, front["status"]))


def _create(slug: str, name: str, front: Facts, sections: dict[str, str]) -> int:
    return writing.create(
        group(slug, front["group"]),
        title=front["title"],
        slug=name,
        by=viewer(front["owner"]),
        sections=numbered(slug, name, sections),
        audience=front["audience"],
        language=front["language"],
        status=front["status"] if front["status"] in _BY_ITS_AUTHORS else Status.DESCRIBED,
        source={key: value for key, value in front["source"].items() if value},
        partners=front["partners"],
        choices={name: front[name] for name in _CHOSEN if name in front},
    ).id


def _add_author(slug: str, name: str, handle: str, owner: str) -> int:
    authors.add_author(_case(slug, name), person(handle), by=viewer(owner))
    return _case(slug, name).id


def _note_consent(slug: str, name: str, row: Facts) -> int:
    said = {"state": row.get("state", Consent.NOT_ASKED), "asked": row.get("asked", ""), "note": row["note"]}
    consent.note_consent(_case(slug, name), **said, by=viewer(row["by"]))
    return _case(slug, name).id


def _set_status(slug: str, name: str, status: str) -> int:
    rows = reading.facts("demo", slug, "community.yml")["members"]
    coordinator = next(row["person"] for row in rows if row["role"] == "coordinator")
    placing.set_status(_case(slug, name), status=status, by=viewer(coordinator))
    return _case(slug, name).id


def _revise(slug: str, name: str, front: Facts, sections: dict[str, str]) -> int:
    case = _case(slug, name)
    revision = case.revision
    writing.revise(
        case,
        title=front.get("title", case.title),
        sections=numbered(slug, name, sections),
        partners=front.get("partners", revision.partners),
        choices=revision.choices,
        change=front["change"],
        based_on=case.revision_count,
        by=viewer(front["author"]),
    )
    return case.id


def _case(slug: str, name: str) -> Case:
    return session().get_one(Case, id_of(f"{slug}/cases/{name}/1"))


def form_pieces(slug: str) -> Iterator[Piece]:
    """Yield the section that a community adds to the form of its cases, in each language."""
    content = reading.optional_facts("demo", slug, "form.yml") or {"section": {"key": ""}}
    key = content["section"].pop("key")
    for language, said in content["section"].items():
        make = partial(_shape, slug, TypedSection(key, **said), language, content["by"])
        yield Piece(f"{slug}/form/{key}/{language}", content["days_ago"], make)


def _shape(slug: str, section: TypedSection, language: str, by: str) -> int:
    community = group(slug, slug)
    own, present = own_form(community), form_of(community.id).every
    others = [TypedSection.of(other, language) for other in present if other.key != section.key]
    shape(community, [*others, section], language=language, based_on=own.number if own else 0, by=viewer(by))
    return community.id


def thread_pieces(slug: str) -> Iterator[Piece]:
    """Yield the discussions of a community, each post a piece."""
    for content in reading.threads(slug):
        key = f"{slug}/threads/{content['key']}"
        first = content["posts"][0]
        yield Piece(key, first["days_ago"], partial(_start, slug, content, first["author"]))
        for row in content["posts"]:
            yield Piece(f"{key}/{row['key']}", row["days_ago"], partial(_reply, key, row))


def _start(slug: str, content: Facts, by: str) -> int:
    if "case" in content:
        return _case(slug, content["case"]).thread_id
    return discussions.start(
        group(slug, content["group"]),
        title=content["title"],
        kind=content["kind"],
        audience=content["audience"],
        language=content["language"],
        by=viewer(by),
    ).id


def _reply(key: str, row: Facts) -> int:
    answers = session().get_one(Post, id_of(f"{key}/{row['reply_to']}")) if row.get("reply_to") else None
    thread = session().get_one(Thread, id_of(key))
    return discussions.reply(thread, text=row["body"], by=viewer(row["author"]), answers=answers).id


def passage_pieces(slug: str) -> Iterator[Piece]:
    """Yield what was harvested in a community, and what was released by its authors."""
    authors = {f"{t['key']}/{p['key']}": p["author"] for t in reading.threads(slug) for p in t["posts"]}
    for row in reading.passages(slug):
        key = f"{slug}/passages/{row['key']}"
        yield Piece(key, 12, partial(harvest, slug, row))
        if row.get("released"):
            author = authors[f"{row['thread']}/{row['post']}"]
            yield Piece(f"{key}/release", 11, partial(_release, key, author))


def harvest(slug: str, row: Facts) -> int:
    """Mark the passage that a row of the content names."""
    by = viewer(row["by"])
    if "thread" in row:
        post = session().get_one(Post, id_of(f"{slug}/threads/{row['thread']}/{row['post']}"))
        return passages.harvest_post(post, why=row["why"], by=by).id
    case = _case(slug, row["case"])
    revision = case.revision
    blocks = render(revision.sections[row["section"]], anchor=row["section"]).blocks
    anchor = next((block.anchor for block in blocks if row["quote"] in block.text), None)
    if anchor is None:
        raise Invalid("quote", f"The passage {row['key']} is not in the section {row['section']} of {row['case']}.")
    return passages.harvest_paragraphs(case, revision, places=[(row["section"], anchor)], why=row["why"], by=by)[0].id


def _release(key: str, author: str) -> int:
    passage = session().get_one(Passage, id_of(key))
    passages.release(passage, by=viewer(author))
    return passage.id


def lesson_pieces(slug: str) -> Iterator[Piece]:
    """Yield the lessons and common issues of a community, with their evidence, published where they are."""
    lessons_here = list(reading.lessons(slug))
    for name, content in lessons_here:
        yield Piece(f"{slug}/lessons/{name}", content["days_ago"], partial(_write, slug, name, content))
    for name, content in lessons_here:
        if settled := content.get("settled"):
            yield Piece(f"{slug}/lessons/{name}/settled", settled["days_ago"], partial(_settle, slug, name, content))


def _write(slug: str, name: str, content: Facts) -> int:
    by = viewer(content["by"])
    lesson: Lesson = lessons.write(
        group(slug, slug),
        kind=content["kind"],
        slug=name,
        when=content.get("when", ""),
        do=content.get("do", ""),
        because=content.get("because", ""),
        question=content.get("question", ""),
        holds=content.get("holds", ""),
        holds_not=content.get("holds_not", ""),
        explanation=content["explanation"],
        themes=content["themes"],
        audience=content["audience"],
        language=content["language"],
        by=by,
    )
    for row in content["evidence"]:
        passage = session().get_one(Passage, id_of(f"{slug}/passages/{row['passage']}"))
        lessons.cite(lesson, passage, stance=Stance(row["stance"]), note=row.get("note", ""), by=by)
    if content["status"] != "draft":
        settle(lesson, status=content["status"], reason=content.get("reason", ""), by=by)
    return lesson.id


def _settle(slug: str, name: str, content: Facts) -> int:
    lesson, settled = _lesson(slug, name), content["settled"]
    successor = _lesson(slug, settled["successor"]) if "successor" in settled else None
    by = viewer(content["by"])
    settle(lesson, status=settled["status"], reason=settled["reason"], successor=successor, by=by)
    return lesson.id


def _lesson(slug: str, name: str) -> Lesson:
    return session().get_one(Lesson, id_of(f"{slug}/lessons/{name}"))
