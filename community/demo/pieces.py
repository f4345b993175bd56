"""The shipped content as a list of pieces, each loaded once, in one unit of work, by the person who would have done it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from community import clock
from community.accounts import actions as accounts
from community.accounts.models import Person
from community.database import session, unit_of_work
from community.demo import reading
from community.demo.models import Loaded
from community.demo.reading import Facts
from community.discussions import actions as discussions
from community.discussions.models import IntroductionPost
from community.groups.actions import forming, introductions, members
from community.groups.models import Group
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Viewer

PASSWORD = "learn-together"
FOUNDED_DAYS_AGO = 200


@dataclass(frozen=True)
class Piece:
    """One thing to load: its key, how long ago it happened, and what makes it and returns its id."""

    key: str
    days_ago: float
    make: Callable[[], int]


def load(piece: Piece) -> bool:
    """Load a piece unless it has been; say whether anything was done."""
    if session().get(Loaded, piece.key) is not None:
        return False
    with unit_of_work(), clock.at(clock.now() - timedelta(days=piece.days_ago)):
        session().add(Loaded(key=piece.key, target_id=piece.make()))
    return True


def id_of(key: str) -> int:
    """Return the id of what was loaded under a key."""
    return session().get_one(Loaded, key).target_id


def person(handle: str) -> Person:
    """Return a demo person."""
    return session().get_one(Person, id_of(f"person/{handle}"))


def viewer(handle: str) -> Viewer:
    """Return a demo person as who asks and does."""
    return viewer_of(id_of(f"person/{handle}"))


def group(community: str, slug: str) -> Group:
    """Return a demo community, or one of its subgroups."""
    return session().get_one(Group, id_of(community if slug == community else f"{community}/{slug}"))


def people() -> Iterator[Piece]:
    """Yield the invented people with their invented organisations."""
    content = reading.facts("demo", "people.yml")
    organisations = {row["key"]: row for row in content["organisations"]}
    for row in content["people"]:
        yield Piece(f"person/{row['handle']}", FOUNDED_DAYS_AGO, partial(_register, row, organisations))
        yield Piece(f"person/{row['handle']}/lives", FOUNDED_DAYS_AGO, partial(_live, row))


def _register(row: Facts, organisations: dict[str, Facts]) -> int:
    made = accounts.register(
        name=row["name"],
        email=row["email"],
        password=PASSWORD,
        handle=row["handle"],
        language=row["language"],
        time_zone=row["time_zone"],
        is_administrator=row.get("is_administrator", False),
        is_invented=True,
    )
    if organisation := organisations.get(row.get("organisation", "")):
        made.organisation = accounts.name_organisation(organisation["name"], country=organisation["country"])
    return made.id


def _live(row: Facts) -> int:
    """Say where somebody works and what they speak."""
    told = person(row["handle"])
    told.live(country=told.organisation.country if told.organisation else None, spoken=row["speaks"])
    return told.id


def foundation(slug: str) -> Iterator[Piece]:
    """Yield a community, its members with their introductions, and its subgroups."""
    content = reading.facts("demo", slug, "community.yml")
    yield Piece(slug, FOUNDED_DAYS_AGO, partial(_found, content))
    for n, row in enumerate(content["members"]):
        yield Piece(f"{slug}/members/{row['person']}", FOUNDED_DAYS_AGO - n, partial(_join, slug, row))
        if "introduction" in row:
            key = f"{slug}/introductions/{row['person']}"
            yield Piece(key, FOUNDED_DAYS_AGO - n - 0.3, partial(_introduce, slug, row))
    for row in content["welcomes"]:
        key = f"{slug}/welcomes/{row['to']}/{row['by']}"
        yield Piece(key, FOUNDED_DAYS_AGO - len(content["members"]), partial(_welcome, slug, row))
    coordinator = next(row["person"] for row in content["members"] if row["role"] == "coordinator")
    for row in content["subgroups"]:
        yield Piece(f"{slug}/{row['slug']}", FOUNDED_DAYS_AGO - 60, partial(_form, slug, row, coordinator))


def _found(content: Facts) -> int:
    description = content["description"].strip() + f"\n\n*{content['source']['title']}*"
    return forming.found_community(
        name=content["name"],
        slug=content["slug"],
        summary=content["summary"],
        description=description,
        language=content["language"],
        audience=content["audience"],
        step=content["step"],
    ).id


def _join(slug: str, row: Facts) -> int:
    community, joining = group(slug, slug), person(row["person"])
    members.appoint(joining, community, role=row["role"])
    return joining.id


def _introduce(slug: str, row: Facts) -> int:
    by = viewer(row["person"])
    introductions.introduce(group(slug, slug), by=by, **row["introduction"])
    return id_of(f"person/{row['person']}")


def _welcome(slug: str, row: Facts) -> int:
    introduced = session().get_one(IntroductionPost, (id_of(f"person/{row['to']}"), id_of(slug))).post
    return discussions.reply(introduced.thread, text=row["text"], answers=introduced, by=viewer(row["by"])).id


def _form(slug: str, row: Facts, coordinator: str) -> int:
    formed = forming.form_subgroup(
        group(slug, slug),
        name=row["name"],
        slug=row["slug"],
        summary=row["summary"],
        question=row["question"],
        audience=row["audience"],
        is_confidential=row.get("is_confidential", False),
        by=viewer(coordinator),
    )
    for member in row["members"]:
        members.appoint(person(member["person"]), formed, role=member["role"])
    return formed.id
