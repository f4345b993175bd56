"""The pieces of a demo community's pictures, drawn as they are loaded; and how its texts refer to them."""

import re
from collections.abc import Iterator, Mapping
from functools import partial

from community.cases.actions import attaching
from community.cases.models import Case
from community.database import session
from community.demo import drawing, reading
from community.demo.pieces import Piece, id_of, viewer
from community.demo.reading import Facts

_NAMED = re.compile(r"\(file:([a-z-]+)")


def picture_pieces(slug: str) -> Iterator[Piece]:
    """Yield the pictures of a community's cases."""
    for row in reading.optional_facts("demo", slug, "pictures.yml") or ():
        yield Piece(_key(slug, row["case"], row["key"]), row["days_ago"], partial(_add, slug, row))


def numbered(slug: str, case: str, sections: Mapping[str, str]) -> dict[str, str]:
    """Return the sections of a case with the numbers of its pictures in place of their keys."""

    def number(found: re.Match[str]) -> str:
        return f"(file:{id_of(_key(slug, case, found[1]))}"

    return {key: _NAMED.sub(number, text) for key, text in sections.items()}


def _key(slug: str, case: str, key: str) -> str:
    return f"{slug}/cases/{case}/files/{key}"


def _add(slug: str, row: Facts) -> int:
    case = session().get_one(Case, id_of(f"{slug}/cases/{row['case']}/1"))
    drawn = drawing.ring(row["middle"], row["around"]) if "middle" in row else drawing.steps(row["steps"], row["heads"])
    by = viewer(row["by"])
    taken = attaching.take(case, [attaching.Sent(row["name"], drawn)], by=by)
    (outcome,) = attaching.attach(case, taken, by=by)
    assert outcome.file is not None
    attaching.describe(case, outcome.file, name=row["name"], shows=row["shows"], caption="", by=by)
    return outcome.file.id
