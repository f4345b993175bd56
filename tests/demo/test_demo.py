"""The demonstration loads through everybody's actions, once, and is what the product promises to show."""

import pytest
from sqlalchemy import func, select

from community import clock, create_app
from community.accounts.models import Organisation, Person
from community.cases.models import Case, CaseRevision
from community.cases.rounds import ChoosingRound, Wish
from community.database import db, session
from community.discussions.models import Post
from community.groups.models import Group, Membership
from community.groups.queries.visibility import viewer_of
from community.groups.workspace import Meeting, Report, Task
from community.lessons.models import Evidence, Lesson
from community.plenaries.models import Plenary
from community.plenaries.voices import Draft
from community.search.queries import search
from tests import databases
from tests.client import Client

LOOPBACK = {"REMOTE_ADDR": "127.0.0.1", "SERVER_NAME": "127.0.0.1"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """An application in demo mode with the demonstration loaded, on SQLite as `make run` has it."""
    var = tmp_path_factory.mktemp("demo")
    app = create_app(databases.settings(f"sqlite:///{var / 'demo.sqlite'}", var) | {"DEMO": True})
    app.test_client_class = Client
    with app.app_context():
        databases.migrate()
        told = app.test_cli_runner().invoke(args=["load-demo"])
        assert told.exit_code == 0, told.output
        yield app
        db.session.remove()
        db.engine.dispose()


def _count(model, *conditions):
    return session().scalar(select(func.count()).select_from(model).where(*conditions))


def test_loading_again_changes_nothing(demo):
    models = (Person, Group, Membership, Case, CaseRevision, Post, Lesson, Evidence, ChoosingRound, Wish, Meeting, Task)
    before = [_count(model) for model in models]
    told = demo.test_cli_runner().invoke(args=["load-demo"])
    assert "(0 things added)" in told.output
    assert [_count(model) for model in models] == before


def test_it_shows_what_was_promised(demo):
    psc = session().scalars(select(Group).where(Group.slug == "psc")).one()
    members = select(Person).join(Membership).where(Membership.group_id == psc.id)
    people = session().scalars(members).all()
    assert len(people) == 27
    assert all(person.is_invented for person in people)
    assert len({person.organisation_id for person in people}) >= 8
    assert _count(Group, Group.parent_id == psc.id) == 4
    assert _count(Group, Group.parent_id == psc.id, Group.is_confidential) == 1
    cases = session().scalars(select(Case).where(Case.community_id == psc.id)).all()
    assert len(cases) >= 8
    assert all(case.source and case.source["title"] for case in cases)
    assert {case.language for case in cases} == {"en", "nl"}
    assert _count(Lesson, Lesson.community_id == psc.id, Lesson.kind == "lesson", Lesson.status == "adopted") >= 10
    stances = set(session().scalars(select(Evidence.stance)))
    assert stances == {"supports", "contradicts", "qualifies"}
    assert _count(Organisation) >= 8


def test_people_choose_and_its_subgroups_are_at_work(demo):
    rounds = session().scalars(select(ChoosingRound.state).order_by(ChoosingRound.state)).all()
    assert rounds == ["choosing", "formed"]
    assert _count(Meeting, Meeting.starts_at > clock.now()) == 4
    assert _count(Report, Report.handed_in_at.is_(None)) == 2
    fed = session().scalars(select(Group).where(Group.slug == "fed")).one()
    assert _count(Group, Group.parent_id == fed.id) == 2


@pytest.mark.parametrize(
    ("handle", "finds"), [("ana", False), ("cleo", False), ("admin", False), ("bo", False), ("dirk", True)]
)
def test_only_its_members_find_the_confidential_case(demo, handle, finds):
    viewer = viewer_of(session().scalars(select(Person.id).where(Person.handle == handle)).one())
    case = session().scalars(select(Case).where(Case.slug == "garment-supplier-india")).one()
    found = search(f'"{case.title}"', viewer=viewer)
    assert (case.slug in {hit.locator for hit in found.hits}) is finds


@pytest.mark.parametrize("slug", ["natural-stone-rajasthan", "food-for-the-future"])
def test_a_drawing_shows_how_things_hang_together(demo, slug):
    page = demo.test_client().get(f"/c/psc/cases/{slug}", follow_redirects=True).text
    assert 'width="480" height="270"' in page
    assert "Larger picture (1600 px, " in page


@pytest.mark.parametrize("email", ["ana", "dirk", "cleo", "bo", "admin"])
def test_signing_in_takes_one_click(demo, email):
    browser = demo.test_client()
    page = browser.get("/sign-in", environ_base=LOOPBACK).text
    assert f"{email}@example.org" in page
    answer = browser.post("/demo/sign-in", data={"email": f"{email}@example.org"}, environ_base=LOOPBACK)
    assert answer.status_code == 302


def test_nobody_else_is_signed_in_by_a_click(demo):
    answer = demo.test_client().post("/demo/sign-in", data={"email": "koen@example.org"}, environ_base=LOOPBACK)
    assert answer.status_code == 404


def test_outside_demo_mode_there_is_no_such_door(client):
    assert client("visitor").post("/demo/sign-in", data={"email": "ana@example.org"}).status_code == 404
    assert "one click" not in client("visitor").get("/sign-in").text


def test_one_plenary_is_over_with_its_report_and_one_is_clustered(demo):
    phases = dict(session().execute(select(Plenary.slug, Plenary.phase)).all())
    assert sorted(phases.values()) == ["closed", "cluster"]
    over = session().scalars(select(Plenary).where(Plenary.phase == "closed")).one()
    verdicts = session().scalars(select(Draft.verdict).where(Draft.plenary_id == over.id).order_by(Draft.verdict)).all()
    assert verdicts == ["adopted", "dissent", "issue"]
    page = demo.test_client().get(f"/c/psc/plenaries/{over.slug}/report", environ_base=LOOPBACK)
    assert page.status_code == 200 and "Adopted with dissent" in page.text
