"""Canaries that fall silent: a thing is made confidential, moved or narrowed, a member leaves; and at once nobody hears it."""

import pytest
from sqlalchemy import func, select

from community import worker
from community.cases.actions import placing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.groups.actions import forming, members
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages
from community.lessons.models import Lesson
from community.lessons.passages import Passage
from community.mail.models import Letter
from community.notifications.telling import tell_waiting
from community.search.queries import search
from tests import databases, world
from tests.canaries import FORBIDDEN, NOOR, word
from tests.conftest import IS_POSTGRESQL
from tests.surfaces import heard, pages, refusals, searches, sent

# Of each kind of people, who comes nearest: `test_canary` asks all of them.
OUTSIDERS = ("visitor", "finn")
_OF_THE_CASE = r"(?:case|wishwhy|formerslug|passage|postrevisiontext|evidencenote)\w*"


@pytest.fixture
def silent(app, client, places):
    """A function that asserts that some people hear nothing of a pattern, before and after the worker has indexed anew."""

    last = session().scalar(select(func.max(Letter.id)))  # what was sent before was sent

    def assert_silent(forbidden: str, *names: str, of: str) -> None:
        """Open all lists, and what was planted beside the thing that has changed: `test_canary` opens the rest."""
        near = {of: places[of]}
        browsers = {name: client(name) for name in names}
        for name, browser in browsers.items():
            if not IS_POSTGRESQL:  # pages are the same on every database, and searches are not
                assert not heard(pages(app, browser, near), forbidden), f"{name}, before it is indexed"
            assert not heard(searches(browser, ("canary",)), forbidden), f"{name}, before it is indexed"
        worker.drain(app, app.extensions[worker.JOBS])
        for name, browser in browsers.items():
            assert not heard(sent(browser, after=last), forbidden), f"{name} is written to"
            assert not heard(searches(browser, ("canary",)), forbidden), f"{name}, once it is indexed"

    return assert_silent


def _who(name: str):
    return viewer_of(world.id_of(name))


def _case(places, layer: str) -> Case:
    return session().get_one(Case, places[layer]["case_id"])


@pytest.mark.postgresql
def test_a_group_that_is_made_confidential(client, places, silent):
    above = f"/c/psc/lessons/{places['open']['above']}"
    assert 'class="evidence' in client("visitor").get(above).text
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=_who("cleo"))
    silent(r"canaryopen\w*", *OUTSIDERS, "mia", "cleo", of="open")
    for name in FORBIDDEN:  # it isn't counted or held either: a lesson that rests on it rests on nothing
        assert 'class="evidence' not in client(name).get(above).text


@pytest.mark.postgresql
def test_a_case_that_moves_into_a_confidential_group(places, silent):
    with unit_of_work():
        hush = world.group(word("hush", "group.slug"))
        placing.move(_case(places, "moved"), group=hush, audience="public", by=_who(NOOR))
    for name in FORBIDDEN:  # nor counted, although the index has it where it stood
        assert search(word("moved", "case.title"), viewer=_who(name)).total == 0
    silent("canarymoved" + _OF_THE_CASE, "mia", "cleo", *OUTSIDERS, of="moved")


@pytest.mark.postgresql
def test_a_passage_that_is_released(client, places, silent):
    """Its words go to the community; where they stand, who marked them and why, stays."""
    with unit_of_work():
        passages.release(session().get_one(Passage, places["hush"]["passage_id"]), by=_who(NOOR))
    assert word("hush", "passage.exact") in client("mia").get("/c/psc/passages").text
    silent(r"canaryhush\w*", *OUTSIDERS, of="hush")
    silent(r"canaryhush(?!passageexact)\w*", "mia", of="hush")
    silent(r"canaryhush(?!passageexact|group(?:name|slug))\w*", "cleo", of="hush")


@pytest.mark.postgresql
def test_a_case_and_a_lesson_that_are_narrowed(places, silent):
    with unit_of_work():
        placing.move(_case(places, "open"), group=world.group("stone"), audience="subgroup", by=_who("ana"))
        lesson = session().get_one(Lesson, places["open"]["lesson_id"])
        said = {name: getattr(lesson.revisions[-1], name) for name in ("when", "do", "because", "explanation")}
        members.appoint(world.person("cleo"), world.group("stone"))
        lessons.revise(lesson, based_on=1, audience="community", by=_who("cleo"), **said)
    silent(rf"canaryopen{_OF_THE_CASE}|canaryopenlesson\w*", *OUTSIDERS, of="open")
    silent("canaryopen" + _OF_THE_CASE, "mia", of="open")


@pytest.mark.postgresql
def test_a_community_that_closes(places, silent):
    with unit_of_work():
        forming.set_audience(world.group("psc"), audience="community", is_confidential=False, by=_who("cleo"))
    for layer in ("open", "inner"):
        silent(r"canary(?!folk|guest|post)\w+", *OUTSIDERS, of=layer)


@pytest.mark.postgresql
@pytest.mark.parametrize("group", ["part", word("hush", "group.slug")])
def test_a_member_who_is_removed_from_a_subgroup(app, client, places, silent, group):
    name = NOOR if group == "part" else "dirk"
    with unit_of_work():
        members.remove_member(world.group(group), world.person(name), by=_who("cleo" if group == "part" else "dirk"))
    layer = "part" if group == "part" else "hush"
    silent(rf"canary{layer}\w*", name, of=layer)
    assert not heard(refusals(app, client(name), places[layer]), rf"canary{layer}\w*")


@pytest.mark.postgresql
def test_a_member_who_leaves(app, client, places, silent):
    """Not even what she wrote herself; her own name is hers."""
    browser = client(NOOR)
    with unit_of_work():
        members.remove_member(world.group("psc"), world.person(NOOR), by=_who(NOOR))
    forbidden = r"canary(?:inner|moved|part|hush|desk)\w*"
    for layer in ("inner", "part", "hush"):
        silent(forbidden, NOOR, of=layer)
    for layer in ("inner", "part", "hush"):
        refused = list(refusals(app, browser, places[layer]))
        assert {surface.status for surface in refused} <= {403, 404, 422}
        assert not heard(refused, forbidden)


@pytest.fixture
def untold(places_kept, app, database):
    """All canaries, before the worker has told or written anything to anybody."""
    databases.bring_back(database, "canaries")
    return places_kept


@pytest.fixture
def deliver(app, client):
    """A function that lets the worker do all there is to do, and returns what it sends somebody of a pattern."""

    def deliver(name: str, pattern: str) -> dict[str, set[str]]:
        browser = client(name)
        worker.drain(app, app.extensions[worker.JOBS])
        return heard(sent(browser), pattern)

    return deliver


def _told_only(app) -> None:
    """Let the worker fan out what happened, and write no letter yet."""
    while tell_waiting():
        pass


def test_letters_reach_those_inside(untold, deliver):
    """What is sent to nobody would prove nothing."""
    assert deliver("mia", rf"{word('moved', 'postrevisionsource')}")
    assert deliver("dirk", rf"{word('hush', 'postrevisionsource')}")
    assert deliver("dirk", word("desk", "nudge.text"))


@pytest.mark.parametrize("name", FORBIDDEN)
def test_nothing_private_is_sent_to_those_outside(untold, deliver, name):
    assert not deliver(name, FORBIDDEN[name])


IS_TOLD = pytest.mark.parametrize(
    "is_told", [False, True], ids=["before anybody is told", "before letters are written"]
)


@IS_TOLD
def test_no_letter_of_a_group_that_was_made_confidential(app, untold, deliver, is_told):
    if is_told:
        _told_only(app)
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=_who("cleo"))
    for name in FORBIDDEN:
        assert not deliver(name, r"canaryopen(?!group)\w*"), name


@IS_TOLD
def test_no_letter_of_a_case_that_moved_away(app, untold, deliver, is_told):
    if is_told:
        _told_only(app)
    with unit_of_work():
        hush = world.group(word("hush", "group.slug"))
        placing.move(_case(untold, "moved"), group=hush, audience="public", by=_who(NOOR))
    for name in FORBIDDEN:
        assert not deliver(name, r"canarymovedcase\w*"), name


@IS_TOLD
@pytest.mark.parametrize("group", ["psc", word("hush", "group.slug")])
def test_no_letter_to_who_was_removed(app, untold, deliver, is_told, group):
    name, runner = ("mia", "cleo") if group == "psc" else ("dirk", "dirk")
    if is_told:
        _told_only(app)
    with unit_of_work():
        members.remove_member(world.group(group), world.person(name), by=_who(runner))
    assert not deliver(
        name, r"canary(?:inner|moved|part|hush|desk)\w*" if group == "psc" else r"canaryhush(?!group)\w*"
    )
