"""Every action is carried out on every database; who may not carry it out is tried in `test_permissions`, on one."""

import pytest
from sqlalchemy import text

from community.database import session
from tests.conftest import IS_POSTGRESQL
from tests.permission_actions import CALLS, Things, prepare
from tests.stage import PLACES, ROLES, person_for, who
from tests.test_permissions import VERBS

pytestmark = pytest.mark.postgresql

# Of each action the narrowest place in which somebody may, and who.
ALLOWED = {
    verb: (place, [*ROLES][answers.find("+" if "+" in answers else "~")])
    for verb, columns in VERBS.items()
    for place, answers in zip(PLACES, columns, strict=False)
    if {*answers} & {*"+~"}
}
WRITTEN = "SELECT total_changes()"
if IS_POSTGRESQL:
    WRITTEN = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"


def test_every_action_is_allowed_to_somebody():
    assert set(ALLOWED) == set(VERBS)


@pytest.mark.parametrize("verb", ALLOWED)
def test_what_is_allowed_is_done(stage, verb):
    place, role = ALLOWED[verb]
    things = Things(stage.places[place])
    prepare(verb, things)
    before = session().scalar(text(WRITTEN))
    CALLS[verb](things, who(person_for(role, place)))
    session().flush()
    if "+" in VERBS[verb][PLACES.index(place)]:
        assert session().scalar(text(WRITTEN)) > before
