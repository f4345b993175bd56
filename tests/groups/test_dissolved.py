"""An archive: read by whoever could read it, changed by nobody, and nothing in it is stranded."""

import pytest
from sqlalchemy import select

from community import clock
from community.cases import rules as case_rules
from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Thread
from community.errors import Invalid, NotAllowed
from community.groups import rules
from community.groups.actions import admitting, dissolving, forming, members, working
from community.groups.actions.inviting import invite_all
from community.groups.addressees import read
from community.groups.admissions import Invitation
from community.groups.models import Group, Membership
from community.groups.queries.invitations import mailed_token_of
from community.groups.queries.inviting import Fate, plan
from community.groups.queries.workspace import own_tasks
from community.groups.workspace import SubgroupRequest
from community.lessons.actions import lessons, passages
from community.lessons.queries.lessons import find_lesson
from tests import world

STONE, BROKEN = "/c/psc/subgroups/stone", "/c/psc/subgroups/broken"
SAID = "This subgroup was dissolved"


def _dissolve(slug="stone", *, by="cleo", word=""):
    with unit_of_work():
        dissolving.dissolve(world.group(slug), by=world.viewer(by), word=word)


def _take_up(slug="stone", *, by="cleo"):
    with unit_of_work():
        dissolving.take_up_again(world.group(slug), by=world.viewer(by))


def _case(slug="stone", *, by="ana", audience="community"):
    with unit_of_work():
        return writing.create(
            world.group(slug),
            title=f"Told in {slug}",
            by=world.viewer(by),
            audience=audience,
            sections={"question": "Who is heard?", "summary": "They came with figures."},
        )


def _thread(slug="stone", *, by="ana", audience="community"):
    with unit_of_work():
        return discussions.start(
            world.group(slug), title="What now?", text="I ask", kind="question", audience=audience, by=world.viewer(by)
        )


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "dirk", "cleo", "ana", "ada"])
def test_everybody_reads_what_they_could_read(client, name):
    places = []
    for audience in ("subgroup", "community", "public"):
        case, thread = _case(audience=audience), _thread(audience=audience)
        places += [f"/c/psc/cases/{case.slug}", f"/c/psc/threads/{thread.id}"]
    browser = client(name)
    before = [browser.get(place).status_code for place in [*places, STONE, f"{STONE}/report", f"{STONE}/passages"]]
    _dissolve()
    assert [
        browser.get(place).status_code for place in [*places, STONE, f"{STONE}/report", f"{STONE}/passages"]
    ] == before
    assert [world.viewer(name).belongs_to(world.group("stone").id)] == [name == "ana"]


def test_what_was_confidential_stays_so(client):
    case = _case("broken", by="dirk", audience="subgroup")
    _dissolve("broken", word="Canary for members")
    assert "Canary for members" in client("dirk").get(BROKEN).text
    page = client("cleo").get(BROKEN).text
    assert "Dissolved on" in page and "Take it up again" in page
    assert "Canary" not in page and "Told in broken" not in page
    for name in ("cleo", "ana", "ada", "visitor"):
        assert client(name).get(f"/c/psc/cases/{case.slug}").status_code == 404
    assert client("dirk").get(f"/c/psc/cases/{case.slug}").status_code == 200


def test_the_page_before_tells_a_coordinator_outside_nothing_of_a_confidential_one(client):
    empty = client("cleo").get(f"{BROKEN}/dissolution").text
    _case("broken", by="dirk", audience="subgroup")
    _thread("broken", by="dirk", audience="subgroup")
    full = client("cleo").get(f"{BROKEN}/dissolution").text
    assert "read by its members and by nobody else" in empty

    def words(page):
        return [line for line in page.splitlines() if "csrf_token" not in line]

    assert words(empty) == words(full)


def test_nobody_writes_in_it_whoever_they_are(client, viewer):
    members.appoint(world.person("dirk"), world.group("stone"), role="facilitator")
    session().commit()
    case, thread = _case(), _thread()
    with unit_of_work():
        working.set_meeting(
            world.group("stone"), starts_at=clock.now().replace(year=clock.now().year + 1), minutes=60, place="", link="",
            notes="", based_on=0, by=viewer("ana"),
        )  # fmt: skip
        working.write_report(world.group("stone"), text="We found", based_on=0, by=viewer("ana"))
        task = working.give_task(
            world.group("stone"), text="Do it", owner_id=world.id_of("ana"), due_on=None, by=viewer("ana")
        ).id
    _dissolve()
    address = f"/c/psc/cases/{case.slug}"
    posts = {
        f"/c/psc/threads/{thread.id}/reply": {"text": "Once more"},
        f"/c/psc/threads/{thread.id}/lock": {},
        f"{address}/edit": {"title": "Other", "based_on": "1"},
        f"{address}/status": {"case_status": "described"},
        f"{address}/consent": {"state": "given"},
        f"{STONE}/meeting": {"day": "2031-01-01", "hour": "10:00", "minutes": 60, "based_on": 1},
        f"{STONE}/tasks/{task}/tick": {"is_done": "1"},
        f"{STONE}/report/edit": {"text": "More", "based_on": 1},
        f"{STONE}/report/handing-in": {"based_on": 1},
        f"{STONE}/settings": {"name": "Other"},
        f"{STONE}/members": {"person": world.id_of("rea"), "role": "member"},
        f"{STONE}/members/ana/removal": {},
        f"{STONE}/members/ana/role": {"role": "reader"},
        f"{STONE}/facilitator": {"person": "ana"},
        f"{STONE}/audience": {"audience": "community"},
    }
    for name in ("ana", "dirk", "cleo"):
        browser = client(name)
        for to, typed in posts.items():
            answer = browser.post(to, data=typed)
            assert answer.status_code in (403, 404), f"{name} at {to}: {answer.status_code}"
        for to in (f"/c/psc/threads/{thread.id}/reply", f"{address}/edit", f"{STONE}/members"):
            assert SAID in browser.post(to, data=posts[to]).text, f"{name} at {to}"
    session().rollback()
    assert session().get(Thread, thread.id).post_count == 1
    assert session().get(Case, case.id).revision_count == 1


@pytest.mark.parametrize("name", ["ana", "cleo"])
def test_nobody_begins_anything_in_it_or_marks_what_is_there(app, viewer, name):
    case = _case()
    _dissolve()
    stone, by, held = world.group("stone"), viewer(name), session().get(Case, case.id)
    with pytest.raises(NotAllowed, match=SAID):
        discussions.start(stone, title="New", text="New", kind="question", by=by)
    with pytest.raises(NotAllowed, match=SAID):
        writing.create(stone, title="New", by=by)
    with pytest.raises(NotAllowed, match=SAID):
        passages.harvest_paragraphs(held, held.revision, places=[("summary", "x")], by=by)
    with pytest.raises(NotAllowed, match=SAID):
        lessons.write(stone, when="It", do="that", because="so", audience="public", by=by)
    assert not case_rules.parts_of(by, held)


def test_somebody_who_writes_while_it_is_dissolved_is_told_and_their_words_are_kept(client):
    thread = _thread()
    browser = client("ana")
    assert "Your answer" in browser.get(f"/c/psc/threads/{thread.id}").text
    _dissolve()
    answer = browser.post(f"/c/psc/threads/{thread.id}/reply", data={"text": "I was still writing"})
    assert answer.status_code == 403 and SAID in answer.text
    page = browser.get(f"/c/psc/threads/{thread.id}").text
    assert "can be read but not answered" in page and "Your answer" not in page


def test_nobody_joins_it_and_who_asked_is_answered(client, viewer):
    with unit_of_work():
        admitting.ask(world.group("stone"), message="I was there", by=viewer("dirk"))
    _dissolve()
    (request,) = session().scalars(select(SubgroupRequest))
    assert request.decided_at and not request.is_accepted
    browser = client("dirk")
    page = browser.get(STONE).text
    assert "Ask to join" not in page and "You asked to join" not in page
    for by in ("dirk", "cleo"):
        with pytest.raises(NotAllowed, match=SAID):
            admitting.ask(world.group("stone"), message="Again", by=viewer(by))
        with pytest.raises(NotAllowed, match=SAID):
            admitting.join(world.group("stone"), by=viewer(by))
    assert browser.post(f"{STONE}/membership").status_code == 403
    with pytest.raises(NotAllowed, match=SAID):
        admitting.answer(request, is_accepted=True, by=viewer("cleo"))
    assert session().get(Membership, (world.id_of("dirk"), world.group("stone").id)) is None


@pytest.mark.parametrize("is_taken_up", [False, True])
def test_an_invitation_leads_into_the_community_and_no_further_while_it_is_dissolved(client, viewer, is_taken_up):
    with unit_of_work():
        invite_all(world.group("psc"), read("bo@example.org; Bo; ; ; stone"), by=viewer("cleo"))
    (invitation,) = session().scalars(select(Invitation))
    assert invitation.subgroup_id == world.group("stone").id
    _dissolve()
    browser, address = client("bo"), f"/join/{mailed_token_of(invitation)}"
    assert "was dissolved meanwhile" in browser.get(address).text
    if is_taken_up:
        _take_up()
        assert "was dissolved meanwhile" not in browser.get(address).text
    assert browser.post(address).status_code == 302
    groups = {slug for slug in ("psc", "stone") if viewer("bo").belongs_to(world.group(slug).id)}
    assert groups == ({"psc", "stone"} if is_taken_up else {"psc"})


def test_nobody_is_invited_into_it(app, viewer):
    _dissolve()
    (line,) = plan(world.group("psc"), read("kim@example.org; Kim; ; ; stone"), viewer=viewer("cleo"), role="member")
    assert line.fate == Fate.INVALID and "was dissolved" in line.problem


def test_a_member_still_leaves_it_and_no_facilitator_is_missed(client, viewer):
    with unit_of_work():
        members.add_member(world.group("stone"), world.person("ana"), role="facilitator", by=viewer("cleo"))
    _dissolve("broken")
    assert "Choose who goes on" not in client("dirk").get(f"{BROKEN}/leaving").text
    assert client("dirk").post(f"{BROKEN}/leaving", data={"successor": 0}).status_code == 302
    assert "Subgroups that nobody facilitates" not in client("cleo").get("/c/psc/desk").text


def test_a_case_is_moved_out_by_who_could_move_it_and_is_written_in_again(client, viewer):
    case = _case()
    _dissolve()
    address = f"/c/psc/cases/{case.slug}"
    assert "Move it out" in client("cleo").get(address).text
    page = client("cleo").get(f"{address}/settings").text
    assert "Its subgroup was dissolved" in page and "Change the status" not in page
    psc = world.group("psc").id
    stays = client("cleo").post(f"{address}/audience", data={"group": world.group("stone").id, "audience": "public"})
    assert stays.status_code == 422
    moved = client("cleo").post(f"{address}/audience", data={"group": psc, "audience": "community"})
    assert moved.status_code == 302
    session().rollback()
    held = session().get(Case, case.id)
    assert held.group_id == psc and held.thread.group_id == psc
    assert case_rules.can_revise(viewer("ana"), held)
    assert client("ana").get(f"{address}/edit").status_code == 200


def test_its_owner_moves_it_out_too_but_never_out_of_a_confidential_one(app, viewer):
    open_, secret = _case(), _case("broken", by="dirk", audience="subgroup")
    with unit_of_work():
        members.set_role(world.group("broken"), world.person("dirk"), role="member", by=viewer("dirk"))
    _dissolve()
    _dissolve("broken")
    with unit_of_work():
        placing.move(session().get(Case, open_.id), group=world.group("psc"), audience="community", by=viewer("ana"))
    for name in ("dirk", "cleo"):
        with pytest.raises(NotAllowed):
            placing.move(
                session().get(Case, secret.id), group=world.group("psc"), audience="community", by=viewer(name)
            )


def test_nothing_is_moved_into_it_nor_shown_otherwise_in_it(app, viewer):
    inside, outside = _case(), _case("psc")
    _dissolve()
    stone = world.group("stone")
    with pytest.raises(Invalid):
        placing.move(session().get(Case, inside.id), group=stone, audience="public", by=viewer("cleo"))
    with pytest.raises(Invalid):
        placing.move(session().get(Case, outside.id), group=stone, audience="community", by=viewer("cleo"))


def test_drafts_of_lessons_and_consent_stay_readable(app, viewer):
    with unit_of_work():
        draft = lessons.write(
            world.group("broken"), when="It", do="that", because="so", audience="subgroup", by=viewer("dirk")
        ).slug
    _dissolve("broken")
    assert find_lesson(world.group("psc"), draft, viewer=viewer("dirk")).slug == draft
    case = _case()
    before = case_rules.can_read_consent(viewer("ana"), case), case_rules.can_read_consent(viewer("dirk"), case)
    _dissolve()
    held = session().get(Case, case.id)
    assert (
        case_rules.can_read_consent(viewer("ana"), held),
        case_rules.can_read_consent(viewer("dirk"), held),
    ) == before
    assert before == (True, False)


def test_lists_show_it_apart_and_desks_ask_nothing_of_it(client, viewer):
    _thread(by="cleo")
    with unit_of_work():
        working.give_task(
            world.group("stone"), text="Do it", owner_id=world.id_of("ana"), due_on=None, by=viewer("cleo")
        )
    assert "What now?" in client("ana").get("/").text and own_tasks(viewer("ana"), limit=5)
    assert "What now?" in client("cleo").get("/c/psc/desk").text
    assert "Stone" in client("cleo").get("/c/psc/desk").text
    _dissolve()
    assert not own_tasks(viewer("ana"), limit=5)
    desk = client("cleo").get("/c/psc/desk").text
    assert STONE not in desk and "What now?" not in desk
    page = client("ana").get("/c/psc").text
    assert "Dissolved (1)" in " ".join(page.split()).replace("</summary>", "")
    _take_up()
    assert "Dissolved (1)" not in client("ana").get("/c/psc").text
    assert own_tasks(viewer("ana"), limit=5) and STONE in client("cleo").get("/c/psc/desk").text


def test_forms_do_not_offer_it(client):
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("stone"))
    _dissolve()
    for to in ("/c/psc/cases/new", "/c/psc/threads/new", "/c/psc/lessons/new", "/c/psc/plenaries/new"):
        assert ">Stone<" not in client("cleo").get(to).text.replace(" ", ""), to


def test_it_comes_back_as_it_was(client, viewer):
    case, thread = _case(), _thread()
    with unit_of_work():
        forming.describe_subgroup(
            world.group("stone"), name="Stone", summary="", question="", is_open=True, by=viewer("cleo")
        )
    _dissolve()
    assert not rules.can_join(viewer("dirk"), world.group("stone"))
    _take_up()
    assert rules.can_join(viewer("dirk"), world.group("stone"))
    assert client("ana").post(f"/c/psc/threads/{thread.id}/reply", data={"text": "On we go"}).status_code == 302
    assert client("ana").get(f"/c/psc/cases/{case.slug}/edit").status_code == 200
    assert "Dissolved" not in client("ana").get(STONE).text


def test_a_narrower_community_narrows_it_too(app, viewer):
    _dissolve()
    with unit_of_work():
        forming.set_audience(world.group("psc"), audience="community", is_confidential=False, by=viewer("cleo"))
    assert session().scalar(select(Group.audience).where(Group.slug == "stone")) == "community"
