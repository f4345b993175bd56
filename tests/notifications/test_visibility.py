"""Who may be told: the rule and its SQL twin agree on every combination, and what moves takes its notifications along."""

from itertools import product

import pytest
from sqlalchemy import select

from community import clock
from community.database import read, session, unit_of_work
from community.groups.models import Group
from community.groups.queries.visibility import viewers_of
from community.groups.viewer import VISITOR
from community.notifications.models import Door, Happening
from community.notifications.queries.lists import open_to
from community.notifications.rules import may_be_told
from tests import world

pytestmark = pytest.mark.postgresql


@pytest.fixture
def happenings(app):
    """One happening for each group, audience and door."""
    groups = [world.group(slug).id for slug in ("psc", "fed", "stone", "broken")]
    with unit_of_work():
        for group, audience, door in product(groups, ("subgroup", "community", "public"), Door):
            session().add(
                Happening(
                    kind="post",
                    thing_id=0,
                    container="x",
                    group_id=group,
                    audience=audience,
                    door=door,
                    happened_at=clock.now(),
                )
            )
    return session().scalars(select(Happening).where(Happening.container == "x")).all()


@pytest.mark.parametrize("name", world.NAMES)
def test_the_rule_and_its_twin_agree(happenings, name):
    person = world.id_of(name)
    viewer = viewers_of([person])[person]
    statement = select(Happening.id).join(Group, Group.id == Happening.group_id)
    found = {row.id for row in read(statement.where(Happening.container == "x", open_to()), viewer=person)}
    assert found == {h.id for h in happenings if may_be_told(viewer, h.scope, h.door)}


def test_nobody_is_nobody(happenings):
    assert not [h for h in happenings if may_be_told(VISITOR, h.scope, h.door)]


def test_people_are_loaded_together_as_alone(app, viewer):
    people = {world.id_of(name): viewer(name) for name in world.NAMES}
    assert viewers_of(list(people)) == people
    world.person("ana").deactivated_at = clock.now()
    assert world.id_of("ana") not in viewers_of(list(people))
