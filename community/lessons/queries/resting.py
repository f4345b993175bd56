"""Which lessons rest on words of a case or a post: for whoever is about to change these, and once they did."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from community.cases.models import CaseRevision
from community.database import read
from community.discussions.models import PostRevision
from community.groups.models import Group
from community.groups.queries.visibility import visible_to
from community.groups.viewer import Viewer
from community.lessons.anchoring import Quoted, Standing, find
from community.lessons.highlighting import read_html, read_sections
from community.lessons.models import Evidence, Lesson
from community.lessons.passages import Passage
from community.lessons.queries.visibility import is_changed_since, shown_to
from community.rendering import excerpt

_BEGUN = 100  # characters of a passage that tell which it is
_STOOD = (Standing.EXACT.value, Standing.MOVED.value)


class Resting(NamedTuple):
    """A passage of which the words still stand, and a lesson that rests on it."""

    passage_id: int
    section: str | None
    exact: str
    before: str
    after: str
    slug: str
    title: str
    language: str

    @property
    def begun(self) -> str:
        """The first words of the passage."""
        return excerpt(self.exact, _BEGUN)


class Changed(NamedTuple):
    """A lesson of which evidence reads otherwise now, and on how many passages."""

    slug: str
    title: str
    language: str
    passages: int


def _resting() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Passage.id,
            Passage.now_section,
            Passage.section,
            Passage.exact,
            Passage.before,
            Passage.after,
            Lesson.slug,
            Lesson.title,
            Lesson.language,
        )
        .select_from(Passage)
        .join(Evidence, Evidence.passage_id == Passage.id)
        .join(Lesson, Lesson.id == Evidence.lesson_id)
        .join(Group, Group.id == Lesson.group_id)
        .where(Passage.standing.in_(_STOOD), shown_to())
        .order_by(Passage.id, Lesson.id)
    )


_OF = bindparam("of", type_=Integer)
_ON_CASE = _resting().join(CaseRevision, CaseRevision.id == Passage.case_revision_id).where(CaseRevision.case_id == _OF)
_ON_POST = _resting().join(PostRevision, PostRevision.id == Passage.post_revision_id).where(PostRevision.post_id == _OF)
_its = aliased(Group)
_CHANGED = (
    select(Lesson.slug, Lesson.title, Lesson.language, func.count(Evidence.id))
    .join(Evidence, Evidence.lesson_id == Lesson.id)
    .join(Passage, Passage.id == Evidence.passage_id)
    .join(Group, Group.id == Passage.group_id)
    .join(_its, _its.id == Lesson.group_id)
    .where(
        Lesson.community_id == bindparam("community", type_=Integer),
        is_changed_since(),
        ~_its.is_dissolved,
        visible_to(Passage.audience),
        shown_to(_its),
    )
    .group_by(Lesson.id, Lesson.slug, Lesson.title, Lesson.language)
    .order_by(func.max(Passage.changed_at).desc())
    .limit(bindparam("limit", type_=Integer))
)


def resting_on_case(case_id: int, *, viewer: Viewer, only: str | None = None) -> list[Resting]:
    """Return what of a case, or of one section, lessons rest on that the viewer may see."""
    found = _read(_ON_CASE, case_id, viewer)
    return [each for each in found if only is None or each.section == only]


def resting_on_post(post_id: int, *, viewer: Viewer) -> list[Resting]:
    """Return what of a post lessons rest on that the viewer may see."""
    return _read(_ON_POST, post_id, viewer)


def touched_in_case(resting: Iterable[Resting], html: Mapping[str, str]) -> list[Resting]:
    """Return of what lessons rest on that which reads otherwise in a later state of a case."""
    return _touched(resting, {key: reading.text for key, reading in read_sections(html).items()})


def touched_in_post(resting: Iterable[Resting], html: str) -> list[Resting]:
    """Return of what lessons rest on that which reads otherwise in a later state of a post."""
    return _touched(resting, {"": read_html(html, without_quotes=True).text})


def changed_lessons(community: Group, *, viewer: Viewer, limit: int) -> list[Changed]:
    """Return lessons of which evidence reads otherwise than when it was cited, as far as the viewer reads it; newest first."""
    rows = read(_CHANGED, community=community.id, viewer=viewer.person_id, limit=limit)
    return [Changed(*row) for row in rows]


def _read(statement: Select[*tuple[Any, ...]], of: int, viewer: Viewer) -> list[Resting]:
    rows = read(statement, of=of, viewer=viewer.person_id)
    return [Resting(number, now or section, *rest) for number, now, section, *rest in rows]


def _touched(resting: Iterable[Resting], sections: Mapping[str, str]) -> list[Resting]:
    touched, known = [], dict[int, bool]()
    for each in resting:
        if each.passage_id not in known:
            place = find(Quoted(each.exact, each.before, each.after, each.section or ""), sections)
            known[each.passage_id] = place.standing.value not in _STOOD
        if known[each.passage_id]:
            touched.append(each)
    return touched
