"""Who sees what: the rule, and its SQL twin, on every kind of group, audience and viewer."""

import itertools

import pytest
from sqlalchemy import select

from community.database import read, session
from community.discussions.models import Thread
from community.groups.actions import forming, members
from community.groups.models import Group
from community.groups.queries.visibility import knows_of, viewer_of, visible_to
from community.groups.rules import can_know_of_group, can_see, can_take_part
from community.groups.viewer import Audience, Scope, narrower
from tests import world

pytestmark = pytest.mark.postgresql

VIEWERS = ("visitor", "ana", "bo", "cleo", "dirk", "rea", "finn", "ada")


def _thread(group: Group, audience: str) -> Thread:
    """Make a thread whose audience is what it says, even where its group allows less: the clamp is what is tested."""
    thread = Thread(
        group=group,
        title=f"{group.slug} {audience}",
        kind="discussion",
        audience=audience,
        language="en",
        post_count=0,
        started_by_id=world.id_of("cleo"),
        started_at=group.created_at,
        last_post_at=group.created_at,
    )
    session().add(thread)
    return thread


@pytest.fixture
def threads(app):
    """A thread of every audience in every group, among them groups of every audience."""
    cleo = viewer_of(world.id_of("cleo"))
    psc = world.group("psc")
    for audience in Audience:
        forming.form_subgroup(psc, name=f"Group {audience}", audience=audience, by=cleo)
    groups = session().scalars(select(Group)).all()
    made = [_thread(group, audience) for group, audience in itertools.product(groups, Audience)]
    session().flush()
    return made


@pytest.mark.parametrize("name", VIEWERS)
def test_rule_and_twin_agree_on_everything(threads, viewer, name):
    who = viewer(name)
    by_rule = {thread.title for thread in threads if can_see(who, thread.scope)}
    statement = select(Thread.title).join(Group, Group.id == Thread.group_id).where(visible_to(Thread.audience))
    by_sql = {row.title for row in read(statement, viewer=who.person_id)}
    assert by_sql == by_rule


@pytest.mark.parametrize("name", VIEWERS)
def test_rule_and_twin_agree_on_what_groups_exist(threads, viewer, name):
    who = viewer(name)
    groups = session().scalars(select(Group)).all()
    by_sql = {row.slug for row in read(select(Group.slug).where(knows_of()), viewer=who.person_id)}
    assert by_sql == {g.slug for g in groups if can_know_of_group(who, g.scope)}


@pytest.mark.parametrize(
    ("group", "audience", "who_may"),
    [
        ("psc", "public", {"visitor", "ana", "bo", "cleo", "dirk", "rea", "finn", "ada"}),
        ("psc", "community", {"ana", "cleo", "dirk", "rea"}),
        ("stone", "subgroup", {"ana", "cleo"}),
        ("stone", "community", {"ana", "cleo", "dirk", "rea"}),
        ("broken", "subgroup", {"dirk"}),
        ("broken", "public", {"dirk"}),
        ("fed", "public", {"bo"}),
    ],
)
def test_who_sees_what(app, viewer, group, audience, who_may):
    scope = world.group(group).scope_of(audience)
    assert {name for name in VIEWERS if can_see(viewer(name), scope)} == who_may


def test_a_coordinator_knows_that_a_confidential_subgroup_exists_but_sees_nothing_of_it(app, viewer):
    scope = world.group("broken").scope
    assert can_know_of_group(viewer("cleo"), scope)
    assert not can_see(viewer("cleo"), scope)
    assert not can_know_of_group(viewer("ana"), scope)


def test_readers_read_and_do_not_write(app, viewer):
    scope = world.group("psc").scope_of("community")
    assert can_see(viewer("rea"), scope)
    assert not can_take_part(viewer("rea"), scope)
    assert can_take_part(viewer("ana"), scope)


def test_a_reader_of_a_subgroup_is_a_reader_there_although_a_member_of_the_community(app, viewer):
    members.appoint(world.person("dirk"), world.group("stone"), role="reader")
    assert not can_take_part(viewer("dirk"), world.group("stone").scope_of("subgroup"))


def test_a_narrower_group_narrows_what_it_holds(app):
    assert narrower("public", "community") == Audience.COMMUNITY
    assert world.group("fed").scope_of("public") == Scope(
        world.group("fed").id, world.group("fed").id, "community", False
    )


def test_a_community_that_narrows_takes_its_subgroups_along(app, viewer):
    forming.set_audience(world.group("psc"), audience="community", is_confidential=False, by=viewer("cleo"))
    assert world.group("stone").audience == "community"
    assert world.group("broken").audience == "subgroup"


def test_making_a_subgroup_confidential_hides_all_of_it_at_once(app, viewer):
    stone = world.group("stone")
    scope_before = stone.scope_of("public")
    assert can_see(viewer("visitor"), scope_before)
    forming.set_audience(stone, audience="public", is_confidential=True, by=viewer("cleo"))
    assert not can_see(viewer("visitor"), stone.scope_of("public"))
    assert not can_see(viewer("cleo"), stone.scope_of("public"))
    assert can_see(viewer("ana"), stone.scope_of("public"))


def test_who_leaves_a_community_leaves_its_subgroups(app, viewer):
    members.remove_member(world.group("psc"), world.person("ana"), by=viewer("cleo"))
    assert viewer("ana").group_ids == frozenset()
