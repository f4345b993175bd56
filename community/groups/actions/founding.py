"""Founding a community in the browser, and changing what it is: its words, who sees it, and how people come in."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from community import slugs
from community.accounts.models import Person
from community.accounts.queries import find_by_email
from community.accounts.rules import normal_email
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Outdated
from community.events import publish
from community.groups import rules
from community.groups.actions.forming import found_community, set_audience
from community.groups.actions.inviting import invite_first
from community.groups.actions.members import appoint
from community.groups.events import CommunityFounded, CommunityReaddressed, CoordinatorNamed
from community.groups.models import Group, Membership
from community.groups.queries.groups import has_coordinator
from community.groups.viewer import Audience, Door, Role, Viewer
from community.languages import gettext
from community.lines import clean_line
from community.rendering import TooComplex, TooLong, normalise, render

NAME_LENGTH, LINE_LENGTH, DESCRIPTION_LENGTH, QUESTION_LENGTH = 120, 400, 10_000, 300
AUDIENCES = (Audience.COMMUNITY, Audience.PUBLIC)


@dataclass(frozen=True)
class Settings:
    """What a coordinator says of a community."""

    name: str
    summary: str
    language: str
    audience: str
    door: str
    door_question: str = ""
    description: str = ""
    question: str = ""


def settings_of(community: Group) -> Settings:
    """Return the settings of a community as they are."""
    return Settings(**{name: getattr(community, name) for name in Settings.__dataclass_fields__})


def version_of(community: Group) -> str:
    """Return a value that is another one once somebody has changed the settings."""
    return hashlib.sha256(json.dumps(asdict(settings_of(community))).encode()).hexdigest()[:20]


def found(settings: Settings, *, coordinator: str, by: Viewer) -> Group:
    """Found a community; its first coordinator is appointed, or invited where they have no account."""
    if not rules.can_found(by):
        raise Absent
    taken, html = _take(settings)
    email = _coordinator(coordinator)
    community = found_community(
        name=taken.name, summary=taken.summary, language=taken.language, audience=taken.audience
    )
    _present(community, taken, html)
    audit.record(
        "community.founded", by_id=by.person_id, community_id=community.id, group_id=community.id, door=taken.door
    )
    publish(CommunityFounded(community.id, by.person_id))
    _let_coordinate(community, email, by=by)
    return community


def name_coordinator(community: Group, *, email: str, by: Viewer) -> None:
    """Give a coordinator to a community that has none; one that has them finds the others itself."""
    if not rules.can_found(by):
        raise Absent
    session().refresh(community, ["id"], with_for_update={"key_share": True})
    if has_coordinator(community):
        raise Invalid("coordinator", gettext("This community has a coordinator, who can invite another."))
    named = _let_coordinate(community, _coordinator(email), by=by)
    if named is not None:
        publish(CoordinatorNamed(community.id, named.id, by.person_id))


def change_settings(community: Group, settings: Settings, *, based_on: str, by: Viewer) -> None:
    """Change the settings of a community; raise Outdated where somebody else has since `based_on` was read."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator changes the settings of a community."))
    session().refresh(community, with_for_update={"key_share": True})
    before = settings_of(community)
    if based_on != version_of(community):
        raise Outdated(gettext("Somebody else changed these settings meanwhile. Nothing was overwritten."))
    taken, html = _take(settings)
    if taken.name != before.name:
        _readdress(community, taken.name)
    _present(community, taken, html)
    if taken.audience != before.audience:
        set_audience(community, audience=taken.audience, is_confidential=False, by=by)
    if taken.door != before.door:
        where = {"community_id": community.id, "group_id": community.id}
        audit.record("door.changed", by_id=by.person_id, **where, was=before.door, becomes=taken.door)
    session().flush()


def _take(settings: Settings) -> tuple[Settings, str]:
    """Return settings as they are stored, with the description as it shows; raise Invalid where one cannot be taken."""
    lengths = {
        "name": NAME_LENGTH, "summary": LINE_LENGTH, "question": LINE_LENGTH, "door_question": QUESTION_LENGTH
    }  # fmt: skip
    lines = {field: clean_line(getattr(settings, field)) for field in lengths}
    for field, line in lines.items():
        if len(line) > lengths[field]:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=lengths[field]))
    if not lines["name"]:
        raise Invalid("name", gettext("Give the community a name."))
    if len(settings.description) > DESCRIPTION_LENGTH:
        raise Invalid("description", gettext("Write at most %(n)d characters here.", n=DESCRIPTION_LENGTH))
    if not (settings.language.isalpha() and len(settings.language) <= 8):
        raise Invalid("language", gettext("Choose a language from the list."))
    if settings.audience not in AUDIENCES:
        raise Invalid("audience", gettext("Choose who may see the community."))
    if settings.door not in tuple(Door):
        raise Invalid("door", gettext("Choose how people come in."))
    if settings.door != Door.INVITATION and settings.audience != Audience.PUBLIC:
        said = gettext("Strangers can ask or come in only where they see the community: let everybody see it too.")
        raise Invalid("door", said)
    description = normalise(settings.description).strip()
    try:
        html = render(description).html
    except (TooComplex, TooLong) as error:
        said = gettext("This text is too tangled to show: %(why)s", why=str(error))
        raise Invalid("description", said) from error
    return replace(settings, **lines, description=description), html


def _present(community: Group, taken: Settings, html: str) -> None:
    community.present(
        name=taken.name,
        summary=taken.summary,
        description=taken.description,
        description_html=html,
        question=taken.question,
        language=taken.language,
    )
    community.hang_door(Door(taken.door), taken.door_question)


def _readdress(community: Group, name: str) -> None:
    """Give the community the address of its name; the one it had leads on."""

    def taken(slug: str) -> bool:
        return slugs.is_taken(Group, slug, Group.parent_id.is_(None), Group.id != community.id)

    slug = slugs.free("group", 0, name, taken=taken, of=community.id)
    if slug != community.slug:
        slugs.remember("group", 0, community.slug, community.id)
        community.readdress(slug)
        session().flush()
        publish(CommunityReaddressed(community.id))


def _coordinator(email: str) -> str:
    try:
        return normal_email(email)
    except Invalid as invalid:
        raise Invalid("coordinator", invalid.message) from invalid


def _let_coordinate(community: Group, email: str, *, by: Viewer) -> Person | None:
    """Appoint who has this address, or else invite them; return who came in by that: members hear of another role anyhow."""
    person = find_by_email(email)
    if person is None:
        invite_first(community, email=email, by=by)
        return None
    if person.deactivated_at is not None:
        raise Invalid("coordinator", gettext("The account of this person is closed."))
    is_inside = session().get(Membership, (person.id, community.id)) is not None
    appoint(person, community, role=Role.COORDINATOR, by=by)
    return None if is_inside else person
