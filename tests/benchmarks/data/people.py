"""The bulk data's people and groups: members of two communities, a handful of subgroups, two of them confidential."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from community.accounts.models import Organisation, Person, SpokenLanguage
from community.folding import fold_line
from community.groups.models import ExperienceTag, Group, Introduction, Membership
from community.groups.viewer import Audience, Role, narrower
from tests.benchmarks.data.loading import Loader
from tests.benchmarks.data.words import Writer

START = datetime(2025, 1, 6, 8, tzinfo=UTC)
MEMBERS = 2_000
COUNTRIES = ("NL", "BE", "IN", "KE", "PE", "FR", "PK", "ZA", "GB", "ID")
LANGUAGES = ("en", "nl", "fr", "es", "hi", "sw", "ur", "id")
TAGS = ("wages", "audits", "stone", "palm oil", "textile", "pensions", "dialogue", "unions", "training", "research")
SUBGROUPS = (
    ("garments", Audience.PUBLIC, False),
    ("stone", Audience.COMMUNITY, False),
    ("palm-oil", Audience.COMMUNITY, False),
    ("pensions", Audience.COMMUNITY, False),
    ("food", Audience.PUBLIC, False),
    ("timber", Audience.SUBGROUP, False),
    ("broken-contract", Audience.SUBGROUP, True),
    ("dismissals", Audience.SUBGROUP, True),
)


@dataclass(frozen=True)
class Place:
    """A group that content is written in."""

    id: int
    community_id: int
    widest: str
    is_confidential: bool
    members: tuple[int, ...]

    def audience(self, n: int) -> str:
        """Return the audience of the n-th thing written here: most is for the community, some for everybody."""
        return narrower((Audience.PUBLIC, *[Audience.COMMUNITY] * 3)[n % 4], self.widest)


def add_people(load: Loader, writer: Writer, size: int) -> tuple[list[Place], Place]:
    """Add members and groups; return the groups of the big community, itself first, and the neighbouring community."""
    for n in range(160 * size):
        load.add(
            Organisation,
            name=(name := f"{writer.names[n % len(writer.names)]} Association {n}"),
            folded=fold_line(name),
            slug=f"organisation-{n}",
            country="NL",
        )
    everybody = [_add_person(load, writer, n, organisations=160 * size) for n in range(MEMBERS * size)]
    neighbours = tuple(everybody[7::10])
    big = _add_group(load, "psc", "Private sector cooperation", None, Audience.PUBLIC, False, tuple(everybody))
    places = [big]
    for n, (slug, audience, is_confidential) in enumerate(SUBGROUPS):
        members = tuple(everybody[n :: len(SUBGROUPS)])
        places.append(
            _add_group(load, slug, slug.replace("-", " ").capitalize(), big.id, audience, is_confidential, members)
        )
    return places, _add_group(load, "fed", "Fair economic development", None, Audience.COMMUNITY, False, neighbours)


def plain_members(size: int) -> list[int]:
    """Return the ids of people who are ordinary members of the big community and write in it."""
    return [n + 1 for n in range(MEMBERS * size) if _role(n, None) == Role.MEMBER]


def _add_person(load: Loader, writer: Writer, n: int, *, organisations: int) -> int:
    name = f"{writer.random.choice(writer.names)} {writer.random.choice(writer.names)}"
    person_id = load.add(
        Person,
        handle=f"member{n}",
        name=name,
        folded=fold_line(name),
        country=COUNTRIES[n % len(COUNTRIES)],
        email=f"member{n}@example.org",
        password_hash=None,
        organisation_id=n % organisations + 1,
        time_zone="Europe/Brussels",
        created_at=START + timedelta(minutes=n),
    )
    for place, code in enumerate({"en", LANGUAGES[n % len(LANGUAGES)]}):
        load.add(SpokenLanguage, person_id=person_id, code=code, place=place)
    return person_id


def _add_group(
    load: Loader,
    slug: str,
    name: str,
    parent: int | None,
    audience: str,
    is_confidential: bool,
    members: tuple[int, ...],
) -> Place:
    group_id = load.add(
        Group,
        parent_id=parent,
        slug=slug,
        name=name,
        summary=f"Where we learn about {name.lower()} together.",
        audience=audience,
        is_confidential=is_confidential,
        step="describe",
        created_at=START,
    )
    for n, person_id in enumerate(members):
        joined = START + timedelta(hours=n)
        load.add(Membership, person_id=person_id, group_id=group_id, role=_role(n, parent), joined_at=joined)
        if parent is None and n % 10:
            for tag in {TAGS[n % 10], TAGS[n % 7], f"{TAGS[n % 3]} {n % 50}"}:
                load.add(ExperienceTag, person_id=person_id, group_id=group_id, tag=tag)
            load.add(
                Introduction,
                person_id=person_id,
                group_id=group_id,
                experience="Ten years of talks with suppliers.",
                offer="A careful reading of your case.",
                seek="How others begin.",
                folded="ten years of talks with suppliers. a careful reading of your case. how others begin.",
                written_at=joined,
            )
    return Place(group_id, parent or group_id, audience, is_confidential, members)


def _role(n: int, parent: int | None) -> Role:
    if n == 0:
        return Role.COORDINATOR if parent is None else Role.FACILITATOR
    return Role.READER if parent is None and n % 25 == 0 else Role.MEMBER
