"""What the tests of lessons rest on: a case and discussions in groups of every kind, and passages harvested from them."""

from community.cases.actions import writing
from community.cases.models import Case
from community.cases.queries import find_revision
from community.database import session
from community.discussions import actions as discussions
from community.discussions.models import Post
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.lessons.passages import Passage
from tests import world

SECTIONS = {
    "question": "Who opens the door?",
    "done": "We went there.\n\nThey *asked* us in.\n\nWe stayed.",
    "helped": "- Time\n- Trust",
}

EVERYBODY = ("visitor", "bo", "ada", "finn", "rea", "ana", "dirk", "cleo")
FOR_ALL = {"language": "en", "audience": "community"}
SENTENCE = {"when": "you lack trust", "do": "let a partner hold it", "because": "trust takes years"} | FOR_ALL


def who(name: str):
    """Return a person of the world as a viewer."""
    return viewer_of(world.id_of(name))


def make_post(text: str, *, by: str, group: str, audience: str = "community") -> Post:
    """Open a discussion with one post."""
    thread = discussions.start(world.group(group), title=f"On {text[:20]}", by=who(by), audience=audience)
    return discussions.reply(thread, text=text, by=who(by))


def make_case(
    title: str = "The open door", *, by: str = "ana", group: str = "stone", audience: str = "community"
) -> Case:
    """Describe a case."""
    return writing.create(world.group(group), title=title, sections=SECTIONS, audience=audience, by=who(by))


def mark_post(
    text: str, *, by: str, group: str, audience: str = "community", marked_by: str = "", why: str = ""
) -> Passage:
    """Harvest a post made for it."""
    post = make_post(text, by=by, group=group, audience=audience)
    return passages.harvest_post(post, why=why, by=who(marked_by or by))


def mark_case(case: Case, *anchors: str, by: str = "ana", why: str = "") -> list[Passage]:
    """Harvest blocks of the present revision of a case."""
    places = [(anchor.rpartition("-")[0], anchor) for anchor in anchors]
    return passages.harvest_paragraphs(
        case, find_revision(case, case.revision_count), places=places, why=why, by=who(by)
    )


def write(do: str = "let a partner hold it", *, by: str = "cleo", group: str = "psc", **more: str) -> Lesson:
    """Write a lesson as a draft."""
    return lessons.write(
        world.group(group), when="you lack trust", do=do, because="trust takes years", by=who(by), **more
    )


def publish(*cited: Passage, by: str = "cleo", stance: str = "supports", **more: str) -> Lesson:
    """Write a lesson that rests on passages, and publish it."""
    lesson = write(by=by, **more)
    for passage in cited:
        lessons.cite(lesson, passage, stance=stance, by=who(by))
    settle(lesson, status="adopted", by=who(by))
    return lesson


def passage_of(passage_id: int) -> Passage:
    """Return a passage by its number, whoever may read it."""
    return session().get_one(Passage, passage_id)


def statuses_of(client, address: str, names=EVERYBODY) -> dict[str, int]:
    """Return what a page answers to each person."""
    return {name: client(name).get(address).status_code for name in names}
