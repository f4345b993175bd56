"""Where permissions are tried: ten roles, four places with one of everything in each, and a copy that comes back at once.

Beside the people of `world` there are Mia, a member of the communities and of no subgroup; Sam, a member of the
subgroups, and Otto too, who is asked nothing; Eva, who facilitates Stone; Noor, who wrote what stands in Broken. Bo
coordinates the neighbouring community, Rea is a reader in Stone too, and Finn was in all subgroups and wrote there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from community import clock
from community.accounts import actions as accounts
from community.accounts.actions.links import make_link
from community.accounts.models import Opens, SignIn
from community.cases.actions import authors, choosing, writing
from community.cases.models import Case
from community.database import Model, db, session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Thread
from community.drafts import actions as drafts
from community.groups.actions import forming, members, working
from community.groups.actions.founding import version_of
from community.groups.actions.introductions import introduce
from community.groups.actions.invitations import invite
from community.groups.admissions import Invitation, InvitationState, JoinRequest
from community.groups.models import Group
from community.groups.queries.confirmations import confirmation_of
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Audience, Door, Viewer
from community.groups.workspace import SubgroupRequest
from community.notifications.models import Happening, Notification
from community.notifications.subscriptions import token_of as subscription_token
from community.vocabularies import actions as vocabularies
from tests import databases, world
from tests.planting import OWN_DRAFT, Values, plant, plenaries, refused_letter

WORD = "zebrafinch"
ROLES = {
    "visitor": "visitor", "stranger": "bo", "former member": "finn", "administrator": "ada", "reader": "rea",
    "member": "mia", "subgroup member": "sam", "facilitator": "eva", "coordinator": "cleo", "author": "ana",
}  # fmt: skip
IN_BROKEN = {"member": "ana", "facilitator": "dirk", "author": "noor"}  # this member belongs to another subgroup
PLACES = ("public", "community", "subgroup", "confidential")
ROLE_IN_ROUNDS = {"rea": "reader", "cleo": "coordinator"}
BEFORE_LEAVING = ("stone", "broken")
UNCOUNTED = {"tally", "lease"}  # what counts tries is written on purpose


@dataclass
class Stage:
    """Everything that stands ready."""

    app: Flask
    database: object
    places: dict[str, Values] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    prepared: dict[str, list[tuple]] = field(default_factory=dict)
    is_written: Callable[[], bool] = bool

    def reset(self) -> None:
        """Bring back what was prepared."""
        databases.bring_back(self.database, "stage")
        self.is_written = self.database.watch()

    def is_changed(self) -> bool:
        """Say whether there are other rows than were prepared; all are read only where somebody has written."""
        if not self.is_written():
            return False
        db.session.rollback()
        now = rows()
        db.session.rollback()
        return now != self.prepared

    def browser(self, name: str) -> FlaskClient:
        """Return a browser in which somebody is signed in; "visitor" is nobody."""
        browser = self.app.test_client()
        if name != "visitor":
            browser.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self._cookie(name))
        return browser

    def _cookie(self, name: str) -> str:
        if name not in self.cookies:
            serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
            self.cookies[name] = serializer.dumps({"_user_id": self.tokens[name]})
        return self.cookies[name]


def person_for(role: str, place: str) -> str:
    """Return who has a role in a place."""
    return (IN_BROKEN if place == "confidential" else {}).get(role) or ROLES[role]


def who(name: str) -> Viewer:
    """Return somebody as a viewer."""
    return viewer_of(world.id_of(name))


def rows() -> dict[str, list[tuple]]:
    """Return all rows of all tables, as the present transaction sees them."""
    tables = sorted({*Model.metadata.tables} - UNCOUNTED)
    cursor = session().connection().connection.cursor()
    return {table: cursor.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def build(app: Flask, database: object) -> Stage:
    """Prepare the stage and keep it as a template of its own."""
    databases.bring_back(database)
    stage = Stage(app, database)
    with unit_of_work():
        _people()
        stage.places = _places()
        _own_things(stage.places)
        for name in ("bo", "finn", "ada", "rea", "mia", "sam", "eva", "cleo", "ana", "dirk", "noor"):
            stage.tokens[name] = accounts.open_sign_in(world.person(name), browser="test")
    stage.prepared = rows()
    databases.keep(database, "stage")
    return stage


def _people() -> None:
    for name in ("mia", "sam", "otto", "eva", "noor"):
        accounts.register(name=name.capitalize(), email=f"{name}@example.org", password=world.PASSWORD, handle=name)
    psc = world.group("psc")
    inner = forming.found_community(name="Inner circle", slug="inner", audience="community")
    for name in ("mia", "sam", "otto", "eva", "noor", "finn"):
        members.appoint(world.person(name), psc)
    for name in ("mia", "sam", "otto", "eva", "ana", "finn"):
        members.appoint(world.person(name), inner)
    members.appoint(world.person("rea"), inner, role="reader")
    members.appoint(world.person("cleo"), inner, role="coordinator")
    members.appoint(world.person("bo"), world.group("fed"), role="coordinator")
    accounts.register(name="Kim", email="kim.asks@example.org", password=world.PASSWORD, handle="kim")
    accounts.register(name="Lea", email="lea.asks@example.org", password=world.PASSWORD, handle="lea")
    members.appoint(world.person("lea"), psc)
    psc.hang_door(Door.ASK, "What brings you here?")
    forming.found_community(name="Orphan", slug="orphan")
    forming.form_subgroup(psc, name="Clay", slug="clay", audience="community", by=who("cleo"))
    forming.form_subgroup(psc, name="Mud", slug="mud", audience="subgroup", by=who("cleo"))
    for slug in ("stone", "mud"):
        for name, role in (
            ("sam", "member"),
            ("otto", "member"),
            ("ana", "member"),
            ("eva", "facilitator"),
            ("rea", "reader"),
        ):
            members.appoint(world.person(name), world.group(slug), role=role)
    for name in ("sam", "otto", "noor"):
        members.appoint(world.person(name), world.group("broken"))
    for slug in BEFORE_LEAVING:
        members.appoint(world.person("finn"), world.group(slug))


def _own_themes() -> None:
    """Give both communities two themes."""
    for slug in ("psc", "inner"):
        themes = [vocabularies.Typed("", label) for label in ("Trust", "Power")]
        vocabularies.arrange(world.group(slug), "themes", themes, language="en", based_on=0, by=who("cleo"))


def _places() -> dict[str, Values]:
    _own_themes()
    cleo, dirk, ana, noor, finn = map(who, ("cleo", "dirk", "ana", "noor", "finn"))
    say = str
    places = {
        "public": plant(world.group("psc"), say=say, audience="public", author=ana, runner=cleo),
        "community": plant(world.group("psc"), say=say, audience="community", author=ana, runner=cleo),
        "subgroup": plant(world.group("stone"), say=say, audience="subgroup", author=ana, runner=cleo),
        "confidential": plant(
            world.group("broken"), say=lambda column: f"{column} {WORD}", audience="subgroup", author=noor, runner=dirk
        ),
    }
    for (name, place), page in zip(places.items(), ("stone", "clay", "mud", "broken"), strict=True):
        community = world.group("inner" if name == "community" else "psc")
        invitation = invite(community, by=cleo, note="For Kim")
        session().flush()
        place |= {
            "place": name, "subgroup": page, "token": token_of(invitation), "invitation_id": invitation.id,
            "area": community.slug, "handle": "dirk", "letter_id": refused_letter().id,
            "vocabulary": "themes", "vocabulary_state": 1,
        }  # fmt: skip
        place |= _ways_in(community, invitation) | _work_in(
            world.group(page), runner=dirk if page == "broken" else cleo
        )
        place |= _rounds(community)
        if name in ("public", "community"):
            place |= plenaries(community, author=ana, runner=cleo)
        case = session().get_one(Case, place["case_id"])
        authors.add_author(case, world.person("otto"), by=noor if name == "confidential" else ana)
        thread, word = session().get_one(Thread, place["thread_id"]), WORD if name == "confidential" else ""
        discussions.reply(thread, text=f"Finn was here {word}", by=finn)
    for slug in ("psc", "inner"):
        members.remove_member(world.group(slug), world.person("finn"), by=cleo)
    return places


def _ways_in(community: Group, link: Invitation) -> Values:
    """Let Kim ask to join, and a letter of invitation be refused."""
    now = clock.now()
    request = JoinRequest(group_id=community.id, person_id=world.id_of("kim"), answer="Curiosity", asked_at=now)
    mailed = Invitation(
        group_id=community.id, email="rosa@example.org", nonce=f"nonce-{link.id}", state=InvitationState.REFUSED,
        invited_by_id=link.invited_by_id, created_at=now, expires_at=now + timedelta(days=9), asked_at=now,
    )  # fmt: skip
    if session().query(Invitation).filter_by(group_id=community.id, email="rosa@example.org").count():
        mailed.email = f"rosa{link.id}@example.org"
    if session().query(JoinRequest).filter_by(group_id=community.id).count():
        request = session().query(JoinRequest).filter_by(group_id=community.id).one()
    session().add_all([request, mailed])
    session().flush()
    return {
        "join_request_id": request.id, "mailed_id": mailed.id, "settings_version": version_of(community),
        "confirmation": confirmation_of(community, link, "kim@example.org"),
        "settings": {"name": community.name, "language": community.language, "audience": community.audience},
        "door": community.door,
    }  # fmt: skip


def _work_in(group: Group, *, runner: Viewer) -> Values:
    """Set a meeting, give a task, write a report; let Lea ask to join."""
    said = WORD if group.is_confidential else "said"
    working.set_meeting(
        group, starts_at=clock.now() + timedelta(days=3), minutes=60, place=said, link="", notes=said, based_on=0,
        by=runner,
    )  # fmt: skip
    task = working.give_task(group, text=said, owner_id=None, due_on=None, by=runner)
    working.write_report(group, text=said, based_on=0, by=runner)
    request = SubgroupRequest(group=group, person_id=world.id_of("lea"), message=said, asked_at=clock.now())
    session().add(request)
    session().flush()
    return {
        "task_id": task.id, "subgroup_request_id": request.id, "key": "surprise", "guest": "otto",
        "guest_id": world.id_of("otto"), "newcomer_id": world.id_of("mia"), "tomorrow": clock.now() + timedelta(days=1),
        "subgroup_audience": group.audience, "subgroup_name": group.name,
    }  # fmt: skip


def _rounds(community: Group) -> Values:
    """Found two communities with the same members: in one people choose, in the other they have chosen."""
    values: Values = {}
    for kind in ("open", "choosing", "chosen"):
        slug = f"{kind}-{community.slug}"
        found = session().query(Group).filter_by(slug=slug).one_or_none()
        if found is None:
            found = forming.found_community(name=slug, slug=slug, audience=community.audience)
            for name in ("mia", "sam", "otto", "eva", "noor", "ana", "dirk", "rea", "cleo", "finn"):
                members.appoint(world.person(name), found, role=ROLE_IN_ROUNDS.get(name, "member"))
            members.remove_member(found, world.person("finn"), by=who("cleo"))
            for title in ("Asks", "Answers"):
                case = writing.create(found, title=f"{title} {slug}", by=who("ana"), sections={"question": "Who?"})
                choosing.offer(case, by=who("ana"))
            introduce(found, by=who("ana"), seek="A dialogue", bring="Stones. What then?", tags=[])
            session().flush()
            if kind != "open":
                _choose(found, is_over=kind == "chosen")
        ids = sorted(case.id for case in session().query(writing.Case).filter_by(group_id=found.id))
        values |= {f"{kind}_area": slug, f"{kind}_cases": ids}
    return values


def _choose(community: Group, *, is_over: bool) -> None:
    ids = [case.id for case in session().query(writing.Case).filter_by(group_id=community.id)]
    closes_at = clock.now() + timedelta(days=3)
    present = choosing.open_round(community, cases=ids, closes_at=closes_at, intro="", by=who("cleo"))
    choosing.wish(present, wishes={ids[0]: ("strong", "")}, by=who("ana"))
    if is_over:
        choosing.change_closing(present, closes_at=None, by=who("cleo"))


def _own_things(places: dict[str, Values]) -> None:
    """Give Mia what is hers alone: a sign-in, links that were mailed to her, something that she is told."""
    mia, now, lasts = world.person("mia"), clock.now(), timedelta(hours=9)
    accounts.open_sign_in(mia, browser="another")
    place = places["public"]
    happening = Happening(
        kind="post", thing_id=place["post_id"], container=f"thread:{place['thread_id']}", group_id=place["group_id"],
        audience=Audience.PUBLIC, by_id=world.id_of("ana"), happened_at=now, told_at=now,
    )  # fmt: skip
    session().add(happening)
    session().flush()
    told = Notification(
        person_id=mia.id, happening_id=happening.id, happened_at=now, reason="watch", is_letter_due=False
    )
    session().add(told)
    session().flush()
    kade = accounts.name_organisation("Kade")
    accounts.update_profile(
        world.person("ana"), name="Ana", organisation="Kade", country="", spoken=[], language="en", time_zone="UTC"
    )
    session().flush()
    draft = drafts.keep(OWN_DRAFT, typed=[("title", ["Half a thought"])], by=who("mia"))
    own = {
        "own_draft_id": draft.id,
        "notification_id": told.id,
        "sign_in_id": session().query(SignIn).filter_by(person_id=mia.id).first().id,
        "orphan_id": world.group("orphan").id,
        "organisation": kade.slug,
        "subscription": subscription_token(mia.id, "reply"),
        **{
            f"link_{opens.value}": make_link(mia, opens, address=f"{opens.value}@example.org", lasts=lasts)
            for opens in Opens
        },
    }
    for place in places.values():
        place |= own
