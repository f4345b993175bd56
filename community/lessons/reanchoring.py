"""The slow half of a save: the worker looks where the passages of a case or a post stand now."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Insert, Integer, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from community import clock
from community.cases.models import Case, CaseRevision
from community.database import session, unit_of_work
from community.discussions.models import Post, PostRevision
from community.events import publish
from community.lessons.anchoring import Quoted, Standing, find
from community.lessons.checks import PassageCheck
from community.lessons.events import PassageChanged
from community.lessons.highlighting import Reading, read_html, read_sections
from community.lessons.passages import Passage

BATCH = 500
_POST = ""  # the one section of a post

_HELD = select(
    Passage.id,
    Passage.exact,
    Passage.before,
    Passage.after,
    Passage.section,
    Passage.standing,
    Passage.now_section,
    Passage.now_anchor,
    Passage.now_words,
)

_OF = bindparam("of", type_=Integer)
_IN_CASE = (
    select(_OF).select_from(Passage).join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
    .where(CaseRevision.case_id == _OF).limit(1)
)  # fmt: skip
_IN_POST = (
    select(_OF).select_from(Passage).join(PostRevision, PostRevision.id == Passage.post_revision_id)
    .where(PostRevision.post_id == _OF).limit(1)
)  # fmt: skip


class Now(NamedTuple):
    """How a passage stands."""

    standing: str
    now_section: str | None
    now_anchor: str | None
    now_words: str | None


def _to_check(dialect: Any, column: str, found: Any) -> Insert:
    """Return the statement that asks for a check of a source with passages; one that is under way begins again."""
    made = dialect.insert(PassageCheck).from_select([column], found)
    statement: Insert = made.on_conflict_do_update(index_elements=[column], set_={"reached": 0})
    return statement


_CHECKS = {
    (name, column): _to_check(dialect, column, found)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    for column, found in (("case_id", _IN_CASE), ("post_id", _IN_POST))
}


def check_case(case_id: int) -> None:
    """Have the passages of a case looked for in its present revision, if it has any."""
    _check("case_id", case_id)


def check_post(post_id: int) -> None:
    """Have the passages of a post looked for in its present revision, if it has any."""
    _check("post_id", post_id)


def _check(column: str, number: int) -> None:
    connection = session().connection()
    connection.execute(_CHECKS[connection.dialect.name, column], {"of": number})


def look_again() -> bool:
    """Look for one batch of passages of a source that was saved; say whether there was anything to do."""
    if session().scalar(select(PassageCheck.id).limit(1)) is None:
        return False
    with unit_of_work():
        check = session().scalar(
            select(PassageCheck).order_by(PassageCheck.id).limit(1).with_for_update(skip_locked=True)
        )
        if check is None:
            return False
        texts = _texts_of_case(check.case_id) if check.case_id else _texts_of_post(check.post_id)
        rows = _passages_of(check)
        sections = {key: reading.text for key, reading in texts.items()}
        for row in rows:
            _settle(row, _standing(row, texts, sections))
        if len(rows) < BATCH:
            session().delete(check)
        else:
            check.reached = rows[-1].id
    return True


def _texts_of_case(case_id: int) -> dict[str, Reading]:
    html = session().scalar(
        select(CaseRevision.html)
        .join(Case, (Case.id == CaseRevision.case_id) & (Case.revision_count == CaseRevision.number))
        .where(Case.id == case_id)
    )
    return read_sections(html or {})


def _texts_of_post(post_id: int | None) -> dict[str, Reading]:
    html = session().scalar(
        select(PostRevision.html)
        .join(Post, (Post.id == PostRevision.post_id) & (Post.revision_count == PostRevision.number))
        .where(Post.id == post_id)
    )
    return {_POST: read_html(html or "", without_quotes=True)}


def _passages_of(check: PassageCheck) -> Sequence[Any]:
    if check.case_id:
        statement = _HELD.join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        statement = statement.where(CaseRevision.case_id == check.case_id)
    else:
        statement = _HELD.join(PostRevision, PostRevision.id == Passage.post_revision_id)
        statement = statement.where(PostRevision.post_id == check.post_id)
    found = statement.where(Passage.id > check.reached).order_by(Passage.id).limit(BATCH)
    return session().execute(found).all()


def _standing(row: Any, texts: Mapping[str, Reading], sections: Mapping[str, str]) -> Now:
    place = find(Quoted(row.exact, row.before, row.after, row.section or _POST), sections)
    if place.standing == Standing.GONE:
        return Now(place.standing.value, None, None, None)
    block = texts[place.section].block_at(place.start)
    words = place.words if place.standing == Standing.CHANGED else None
    return Now(place.standing.value, place.section or None, block.anchor if block else None, words)


def _settle(row: Any, now: Now) -> None:
    """Keep how a passage stands; what reads otherwise than before is said."""
    held = Now(row.standing, row.now_section, row.now_anchor, row.now_words)
    if now == held:
        return
    values: dict[str, Any] = now._asdict()
    is_other = (now.standing, now.now_words) != (held.standing, held.now_words)
    is_changed = now.standing in (Standing.CHANGED, Standing.GONE)
    if is_other:
        values["changed_at"] = clock.now() if is_changed else None
    session().execute(update(Passage).where(Passage.id == row.id).values(**values))
    if is_other and is_changed:
        publish(PassageChanged(row.id, now.standing))
