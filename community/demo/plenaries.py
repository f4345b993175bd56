"""The plenary of a demo community: opened, with what was brought to it, and a board that is half arranged."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from community import clock
from community.database import session
from community.demo import reading
from community.demo.pieces import Piece, group, id_of, viewer
from community.demo.reading import Facts
from community.lessons.passages import Passage
from community.plenaries.actions import collecting, opening, theming
from community.plenaries.cards import Card
from community.plenaries.models import Phase, Plenary


def plenary_pieces(slug: str) -> Iterator[Piece]:
    """Yield the plenary of a community, each step of it a piece."""
    content = reading.optional_facts("demo", slug, "plenary.yml")
    if content is None:
        return
    key, opened = f"{slug}/plenary", content["opened_days_ago"]
    yield Piece(key, opened, partial(_open, slug, content))
    for subgroup, by in content["trays"].items():
        yield Piece(f"{key}/trays/{subgroup}", opened - 2, partial(_bring_tray, slug, subgroup, by))
    for row in content["brought"]:
        yield Piece(f"{key}/cards/{row['passage']}", opened - 3, partial(_bring, slug, row))
    yield Piece(f"{key}/cluster", -content["ends_in"]["collect"], partial(_cluster, slug, content["by"]))
    for number, row in enumerate(content["themes"]):
        yield Piece(f"{key}/themes/{number}", 3 - number / 2, partial(_make_theme, slug, row))


def _open(slug: str, content: Facts) -> int:
    began = clock.now() + timedelta(days=content["opened_days_ago"])
    return opening.open_plenary(
        group(slug, slug),
        title=content["title"],
        question=content["question"],
        audience=group(slug, slug).audience,
        ends={phase: began + timedelta(days=days) for phase, days in content["ends_in"].items()},
        cases=[id_of(f"{slug}/cases/{name}/1") for name in content["cases"]],
        groups=[id_of(f"{slug}/{name}") for name in content["groups"]],
        by=viewer(content["by"]),
    ).id


def _plenary(slug: str) -> Plenary:
    return session().get_one(Plenary, id_of(f"{slug}/plenary"))


def _bring_tray(slug: str, subgroup: str, by: str) -> int:
    collecting.bring_tray(_plenary(slug), group(slug, subgroup), by=viewer(by))
    return id_of(f"{slug}/{subgroup}")


def _bring(slug: str, row: Facts) -> int:
    passage = session().get_one(Passage, id_of(f"{slug}/passages/{row['passage']}"))
    return collecting.bring_passage(_plenary(slug), passage, by=viewer(row["by"])).id


def _cluster(slug: str, by: str) -> int:
    plenary = _plenary(slug)
    if plenary.phase == Phase.COLLECT:  # the worker may have ended it by itself
        opening.move_on(plenary, to=Phase.CLUSTER, based_on=Phase.COLLECT, by=viewer(by))
    return plenary.id


def _make_theme(slug: str, row: Facts) -> int:
    plenary = _plenary(slug)
    marked = [id_of(f"{slug}/passages/{name}") for name in row["passages"]]
    cards = session().scalars(select(Card.id).where(Card.plenary_id == plenary.id, Card.passage_id.in_(marked))).all()
    return theming.make_theme(plenary, name=row["name"], cards=cards, by=viewer(row["by"])).id
