"""What one typed and has not sent: kept, offered back, private, gone when it is saved, forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community import clock, worker
from community.database import session, unit_of_work
from community.drafts import actions, rules
from community.drafts.models import Draft
from community.drafts.queries import drafts_of, find_draft
from community.drafts.rules import Place, read_place
from community.groups.actions import members
from tests import world
from tests.cases.conftest import save, typed

pytestmark = pytest.mark.postgresql


@pytest.fixture
def kept(client, find, case):
    """A function that keeps what somebody types into the form of Ana's case; the draft's place."""

    def keep(name="ana", part="", **fields):
        sent = {"draft": f"case.{find(case).id}.{part}", **typed(find(case), **fields)}
        assert client(name).post("/drafts/keeping", data=sent).status_code == 200
        return Place("case", find(case).id, part)

    return keep


def _count():
    session().rollback()
    return session().scalar(select(func.count()).select_from(Draft))


def test_what_is_typed_is_kept_and_offered_with_what_differs(case, client, kept):
    kept(section_done="We asked.\n\nThen we sat down.")
    kept(section_done="We asked.\n\nThen we sat down and")
    page = client("ana").get(f"/c/psc/cases/{case}/edit").text
    assert "You were writing here on" in page
    assert "sat down and" in page
    assert "Then we listened.</textarea>" in page
    back = client("ana").get(f"/c/psc/cases/{case}/edit?draft=1").text
    assert "Then we sat down and</textarea>" in back
    assert "You were writing here on" not in back
    assert _count() == 1


def test_what_differs_in_nothing_is_not_offered(case, client, kept):
    kept()
    assert "You were writing here on" not in client("ana").get(f"/c/psc/cases/{case}/edit").text


def test_a_draft_dies_with_the_save_of_what_it_held(case, client, find, kept):
    place = kept(section_done="Nearly done.")
    sent = typed(find(case), section_done="Done.", draft=place.key)
    assert client("ana").post(f"/c/psc/cases/{case}/edit", data=sent).status_code == 302
    assert _count() == 0


def test_it_is_kept_when_the_save_is_refused(case, client, find, viewer):
    key = Place("case", find(case).id).key
    began = typed(find(case), draft=key)
    address = f"/c/psc/cases/{case}/edit"
    assert client("ana").post(address, data={**began, "title": " ", "section_why": "Kept why"}).status_code == 422
    assert find_draft(read_place(key), viewer=viewer("ana")).field("section_why") == "Kept why"
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "Dirk’s."})
    assert client("ana").post(address, data={**began, "section_done": "Ana’s."}).status_code == 409
    session().rollback()
    assert find_draft(read_place(key), viewer=viewer("ana")).field("section_done") == "Ana’s."


def test_a_draft_begun_before_somebody_else_saved_is_merged_when_one_goes_on(case, client, find, kept, viewer):
    kept(section_why="Ana’s why")
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "Dirk’s."})
    page = client("ana").get(f"/c/psc/cases/{case}/edit?draft=1").text
    assert 'value="1"' in page.partition('name="based_on"')[2][:40]
    sent = typed(find(case), section_why="Ana’s why", based_on="1") | {"section_done": "We asked.\n\nThen we listened."}
    sent["section_question"] = "Who is *heard*?"
    assert client("ana").post(f"/c/psc/cases/{case}/edit", data=sent).status_code == 302
    assert find(case).revision.sections == {"done": "Dirk’s.", "why": "Ana’s why"}


def test_who_is_signed_out_meanwhile_finds_their_text_on_the_page(case, client, find):
    sent = typed(find(case), section_done="Typed for an hour.", draft="case.1.")
    browser = client("visitor")
    address = f"/c/psc/cases/{case}/edit"
    refused = browser.post(address, data=sent, headers={"Referer": f"http://localhost{address}"})
    assert refused.status_code == 401
    assert "Typed for an hour.</textarea>" in refused.text
    assert f'href="/sign-in?next={address}"' in refused.text
    assert browser.post("/drafts/keeping", data=sent).status_code == 401
    assert _count() == 0


def test_what_may_be_forged_keeps_nothing(app, case, client, find, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent = typed(find(case), section_done="Forged.", draft=f"case.{find(case).id}.")
    browser = client("ana")
    for address in ("/drafts/keeping", f"/c/psc/cases/{case}/edit"):
        refused = browser.post(address, data=sent)
        assert refused.status_code == 400
        assert "Forged.</textarea>" in refused.text
    assert _count() == 0


def test_drafts_are_for_who_wrote_them_alone(case, client, kept, viewer):
    place = kept(part="done", section_done="Ana’s own thought.")
    draft_id = find_draft(place, viewer=viewer("ana")).id
    for name in ("dirk", "cleo", "ada", "rea"):
        assert find_draft(place, viewer=viewer(name)) is None
        assert "Ana’s own thought" not in client(name).get("/drafts").text
        assert "Ana’s own thought" not in client(name).get(f"/c/psc/cases/{case}/edit/done?draft=1").text
        assert client(name).post(f"/drafts/{draft_id}/removal").status_code == 404
    assert "Ana’s own thought" in client("ana").get("/drafts").text
    thrown = client("ana").post(f"/drafts/{draft_id}/removal", data={"next": f"/c/psc/cases/{case}/edit"})
    assert thrown.location == f"/c/psc/cases/{case}/edit"
    assert _count() == 0


def test_who_may_not_read_the_thing_any_more_hears_nothing_of_it(hidden, client, find, viewer):
    found = find(hidden, "dirk")
    sent = {"draft": f"case.{found.id}.", "section_question": "Canary question, sharper"}
    assert client("dirk").post("/drafts/keeping", data=sent).status_code == 200
    assert "Canary" in client("dirk").get("/drafts").text
    with unit_of_work():
        members.remove_member(world.group("broken"), world.person("dirk"), by=viewer("dirk"))
    page = client("dirk").get("/drafts").text
    assert "Canary" not in page
    assert hidden not in page


@pytest.mark.parametrize(
    ("key", "address", "label", "fields"),
    [
        ("new-case", "/c/psc/cases/new", "Write a case", {"title": "Half a title"}),
        ("new-thread", "/c/psc/threads/new", "Start a discussion", {"title": "Half a title", "text": "Half"}),
        ("new-lesson", "/c/psc/lessons/new", "Write a lesson", {"when": "Half a title", "kind": "lesson"}),
    ],
)
def test_what_is_begun_anew_is_kept_too(vocabularies, client, key, address, label, fields):
    cleo = client("cleo")
    assert f'name="draft" value="{key}.{world.group("psc").id}.' in cleo.get(address).text
    assert cleo.post("/drafts/keeping", data={"draft": f"{key}.{world.group('psc').id}.", **fields}).status_code == 200
    assert "You were writing here on" in cleo.get(address).text
    assert "Half a title" in cleo.get(f"{address}?draft=1").text
    assert f'href="{address}?draft=1"' in cleo.get("/drafts").text


def test_an_answer_is_kept_until_it_is_posted(case, client, find):
    thread = find(case).thread_id
    place = f"reply.{thread}."
    assert f'value="{place}"' in client("ana").get(f"/c/psc/threads/{thread}").text
    assert client("ana").post("/drafts/keeping", data={"draft": place, "text": "I think that"}).status_code == 200
    assert "You were writing here on" in client("ana").get(f"/c/psc/threads/{thread}").text
    assert "I think that</textarea>" in client("ana").get(f"/c/psc/threads/{thread}/reply?draft=1").text
    sent = {"text": "I think that so.", "draft": place}
    assert client("ana").post(f"/c/psc/threads/{thread}/reply", data=sent).status_code == 302
    assert _count() == 0


@pytest.mark.parametrize(
    "key", ["", "case", "case.x.", "case.-1.", "CASE.1.", "case.1.<b>", "x" * 30 + ".1.", "case." + "9" * 12]
)
def test_a_place_that_is_none_keeps_nothing(client, key):
    assert client("ana").post("/drafts/keeping", data={"draft": key, "text": "x"}).status_code == 404
    assert _count() == 0


def test_nobody_fills_the_table(client, viewer, monkeypatch, app):
    monkeypatch.setattr(rules, "MOST", 3)
    ana = viewer("ana")
    with unit_of_work():
        for n in range(6):
            actions.keep(Place("reply", n + 1), typed=[("text", [f"Draft {n}"])], by=ana)
    assert [draft.thing for draft in drafts_of(viewer=ana)] == [6, 5, 4]
    too_long = {"draft": "reply.1.", "text": "x" * (rules.LENGTH + 1)}
    assert client("ana").post("/drafts/keeping", data=too_long).status_code == 422


def test_no_secret_is_kept(client, viewer):
    sent = {"draft": "reply.1.", "text": "x", "password": "learn-together", "csrf_token": "y"}
    assert client("ana").post("/drafts/keeping", data=sent).status_code == 200
    assert find_draft(Place("reply", 1), viewer=viewer("ana")).fields == {"text": ["x"]}


def test_a_draft_is_forgotten_after_90_days(app, viewer, monkeypatch):
    with unit_of_work():
        actions.keep(Place("reply", 1), typed=[("text", ["Old"])], by=viewer("ana"))
    with clock.at(clock.now() + timedelta(days=89)):
        worker.drain(app, [actions.forget_old])
        assert _count() == 1
    with clock.at(clock.now() + timedelta(days=91)):
        assert not drafts_of(viewer=viewer("ana"))
        session().rollback()
        worker.drain(app, [actions.forget_old])
        assert _count() == 0
