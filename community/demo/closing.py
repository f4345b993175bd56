"""The plenary of a demo community that is over: its drafts, what members said to them, what was decided, and its report."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from community import clock
from community.database import session
from community.demo import reading
from community.demo.pieces import Piece, group, id_of, viewer
from community.demo.practice import harvest
from community.demo.reading import Facts
from community.discussions import actions as discussions
from community.lessons.actions import lessons
from community.lessons.passages import Passage
from community.plenaries.actions import agreeing, collecting, deciding, opening, reporting, theming
from community.plenaries.cards import Card, Theme
from community.plenaries.models import Phase, Plenary
from community.plenaries.voices import Draft

_STANCE = "supports"


def closed_plenary_pieces(slug: str) -> Iterator[Piece]:
    """Yield the plenary of a community that is over, each step of it a piece, in the order in which they happened."""
    content = reading.optional_facts("demo", slug, "first-plenary.yml")
    if content is None:
        return
    yield from sorted(_pieces(slug, content, f"{slug}/first-plenary"), key=lambda piece: -piece.days_ago)


def _pieces(slug: str, content: Facts, key: str) -> Iterator[Piece]:
    opened, moved = content["opened_days_ago"], content["moved"]
    yield Piece(key, opened, partial(_open, slug, content))
    for name in content["takes_part"]:
        yield Piece(f"{key}/members/{name}", opened - 1, partial(_join, key, name))
    for row in content["passages"]:
        yield Piece(f"{slug}/passages/{row['key']}", opened - 2, partial(harvest, slug, row))
        yield Piece(f"{key}/cards/{row['key']}", opened - 3, partial(_bring, slug, key, row))
    for phase, days in moved.items():
        yield Piece(f"{key}/{phase}", days, partial(_move, key, content["by"], phase))
    for row in content["themes"]:
        yield Piece(f"{key}/themes/{row['key']}", moved["cluster"] - 2, partial(_make_theme, slug, key, row))
    for row in content["drafts"]:
        yield from _draft_pieces(key, content["by"], row, drafted=moved["draft"] - 1)
    for number, row in enumerate(content["posts"]):
        yield Piece(f"{key}/posts/{number}", row["days_ago"], partial(_post, key, row))
    told = content["report"]
    for number, row in enumerate(content["steps"]):
        yield Piece(f"{key}/steps/{number}", told["days_ago"] + 1, partial(_give_step, key, content["by"], row))
    yield Piece(f"{key}/report", told["days_ago"], partial(_report, key, content["by"], told))


def _draft_pieces(key: str, by: str, row: Facts, *, drafted: float) -> Iterator[Piece]:
    draft = f"{key}/drafts/{row['key']}"
    yield Piece(draft, drafted, partial(_draft, key, by, row))
    for turn in ("voices", "voices_again"):
        for said in row.get(turn, ()):
            yield Piece(f"{draft}/{turn}/{said['by']}", said["days_ago"], partial(_speak, draft, said))
    if revised := row.get("revised"):
        yield Piece(f"{draft}/revised", revised["days_ago"], partial(_revise, draft, by, revised))
    yield Piece(f"{draft}/decided", row["decided"]["days_ago"], partial(_decide, draft, by, row["decided"]))


def _open(slug: str, content: Facts) -> int:
    return opening.open_plenary(
        group(slug, slug),
        title=content["title"],
        question=content["question"],
        audience=group(slug, slug).audience,
        cases=[id_of(f"{slug}/cases/{name}/1") for name in content["cases"]],
        quorum=content["quorum"],
        by=viewer(content["by"]),
    ).id


def _get(model: type[Any], key: str) -> Any:
    return session().get_one(model, id_of(key))


def _join(key: str, name: str) -> int:
    opening.join(_get(Plenary, key), by=viewer(name))
    return id_of(key)


def _bring(slug: str, key: str, row: Facts) -> int:
    passage = _get(Passage, f"{slug}/passages/{row['key']}")
    return collecting.bring_passage(_get(Plenary, key), passage, by=viewer(row["by"])).id


def _move(key: str, by: str, phase: str) -> int:
    plenary = _get(Plenary, key)
    opening.move_on(plenary, to=Phase(phase), based_on=plenary.phase, by=viewer(by))
    return int(plenary.id)


def _make_theme(slug: str, key: str, row: Facts) -> int:
    plenary = _get(Plenary, key)
    marked = [id_of(f"{slug}/passages/{name}") for name in row["passages"]]
    cards = session().scalars(select(Card.id).where(Card.plenary_id == plenary.id, Card.passage_id.in_(marked))).all()
    return theming.make_theme(plenary, name=row["name"], cards=cards, by=viewer(row["by"])).id


def _draft(key: str, by: str, row: Facts) -> int:
    theme = _get(Theme, f"{key}/themes/{row['key']}")
    cards = session().scalars(select(Card.id).where(Card.plenary_id == theme.plenary_id)).all()
    made = theming.draft_theme(
        theme, kind=row["kind"], said=row["said"], stances=dict.fromkeys(cards, _STANCE), by=viewer(by)
    )
    return session().scalars(select(Draft.id).where(Draft.lesson_id == made.id)).one()


def _speak(draft: str, said: Facts) -> int:
    present = _get(Draft, draft)
    seen = present.lesson.revision_count
    by = viewer(said["by"])
    return agreeing.speak(present, stand=said["stand"], because=said.get("because", ""), seen=seen, by=by).id


def _revise(draft: str, by: str, row: Facts) -> int:
    lesson = _get(Draft, draft).lesson
    return lessons.revise(lesson, **row["said"], based_on=lesson.revision_count, by=viewer(by)).id


def _decide(draft: str, by: str, row: Facts) -> int:
    present = _get(Draft, draft)
    deciding.decide(
        present,
        verdict=row["verdict"],
        sentence=row["sentence"],
        seen=present.lesson.revision_count,
        question=row.get("question", ""),
        owner=viewer(row["owner"]).person_id if "owner" in row else None,
        by=viewer(by),
    )
    return int(present.id)


def _post(key: str, row: Facts) -> int:
    return discussions.reply(_get(Plenary, key).thread, text=row["text"], by=viewer(row["by"])).id


def _give_step(key: str, by: str, row: Facts) -> int:
    due_on = (clock.now() + timedelta(days=row["due_in"])).date()
    owner = viewer(row["owner"]).person_id
    return reporting.give_step(_get(Plenary, key), text=row["text"], owner_id=owner, due_on=due_on, by=viewer(by)).id


def _report(key: str, by: str, row: Facts) -> int:
    plenary = _get(Plenary, key)
    said = {part: row[part] for part in ("introduction", "findings", "conclusions")}
    reporting.write_report(plenary, said=said, based_on=0, by=viewer(by))
    reporting.publish(plenary, audience=plenary.audience, based_on=1, by=viewer(by))
    return int(plenary.id)
