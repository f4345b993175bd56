"""The pieces of what the members of a demo community say of its lessons, and of what they used them for."""

from collections.abc import Iterator
from functools import partial

from community.cases.models import Case
from community.database import session
from community.demo import reading
from community.demo.pieces import Piece, id_of, viewer
from community.demo.reading import Facts
from community.lessons.actions import uses, voices
from community.lessons.models import Lesson


def use_pieces(slug: str) -> Iterator[Piece]:
    """Yield what members say of the lessons of a community, which they mean to try, and what came of those."""
    for name, said in (reading.optional_facts("demo", slug, "uses.yml") or {}).items():
        key = f"{slug}/lessons/{name}"
        for row in said.get("voices", ()):
            yield Piece(f"{key}/voices/{row['by']}", row["days_ago"], partial(_speak, slug, name, row))
        for row in said.get("uses", ()):
            yield Piece(f"{key}/uses/{row['key']}", row["days_ago"], partial(_use, slug, name, row))
        for row in said.get("trials", ()):
            yield Piece(f"{key}/trials/{row['by']}", row["days_ago"], partial(_try, slug, name, row))


def _speak(slug: str, name: str, row: Facts) -> int:
    case = session().get_one(Case, id_of(f"{slug}/cases/{row['case']}/1")) if "case" in row else None
    said = {"kind": row["kind"], "sentence": row.get("sentence", "")}
    return voices.give(_lesson(slug, name), **said, case=case, by=viewer(row["by"])).id


def _use(slug: str, name: str, row: Facts) -> int:
    said = {part: row.get(part, "") for part in ("place", "adapted", "outcome", "stage")}
    return uses.report(_lesson(slug, name), **said, by=viewer(row["by"])).id


def _try(slug: str, name: str, row: Facts) -> int:
    uses.plan(_lesson(slug, name), by=viewer(row["by"]))
    return id_of(f"{slug}/lessons/{name}")


def _lesson(slug: str, name: str) -> Lesson:
    return session().get_one(Lesson, id_of(f"{slug}/lessons/{name}"))
