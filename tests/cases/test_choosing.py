"""Offering cases and choosing among them: while a round is open, and after."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.cases.actions import choosing, placing, writing
from community.cases.queries.choosing import latest_round, offered_cases
from community.cases.rounds import ChoosingRound, Wish
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed, Refusal
from community.groups.actions import members
from tests import world
from tests.cases.rounds import HERE, cases_on_offer, open_round


@pytest.fixture
def present(app):
    """An open round on two cases of Ana's; its id."""
    with unit_of_work():
        return open_round(cases_on_offer(2)).id


def _wishes(name="ana"):
    return {
        wish.case_id: (wish.strength, wish.why)
        for wish in session().scalars(select(Wish).where(Wish.person_id == world.id_of(name)))
    }


def _typed():
    """Return the cases, and what the browser sends of a form in which nothing is chosen."""
    ids = sorted(case.id for case in _cases())
    return ids, {f"{field}_{case_id}": "" for case_id in ids for field in ("strength", "why")}


def _cases():
    return offered_cases(world.group("psc"), viewer=world.viewer("cleo"))


def test_its_owner_offers_a_case_with_one_click_and_withdraws_it(client, viewer):
    with unit_of_work():
        slug = writing.create(world.group("psc"), title="Mine", by=viewer("ana")).slug
    browser = client("ana")
    assert "Offer this case" in browser.get(f"/c/psc/cases/{slug}").text
    assert "on offer" in browser.post(f"/c/psc/cases/{slug}/offer", follow_redirects=True).text
    assert [case.slug for case in _cases()] == [slug]
    assert "no longer on offer" in browser.post(f"/c/psc/cases/{slug}/withdrawal", follow_redirects=True).text
    assert _cases() == []


@pytest.mark.parametrize(("name", "status"), [("dirk", 403), ("rea", 403), ("bo", 403), ("visitor", 401)])
def test_nobody_else_offers_it(client, viewer, name, status):
    with unit_of_work():
        slug = writing.create(world.group("psc"), title="Mine", by=viewer("ana"), audience="public").slug
    assert client(name).post(f"/c/psc/cases/{slug}/offer").status_code == status


def test_what_is_told_in_confidence_is_never_offered(app, viewer):
    case = writing.create(world.group("broken"), title="Hidden", by=viewer("dirk"))
    with pytest.raises(NotAllowed):
        choosing.offer(case, by=viewer("dirk"))
    with pytest.raises(Invalid):
        placing.set_status(case, status="offered", by=viewer("dirk"))


def test_a_coordinator_opens_a_round_on_the_page(client):
    with unit_of_work():
        ids = [case.id for case in cases_on_offer(2)]
    day = (clock.now() + timedelta(days=5)).date().isoformat()
    browser = client("cleo")
    assert "Title 1" in browser.get(f"{HERE}/new").text
    sent = {"cases": [str(n) for n in ids], "day": day, "hour": "18:00", "intro": "Choose with your heart"}
    page = browser.post(f"{HERE}/new", data=sent, follow_redirects=True).text
    assert "Choose with your heart" in page
    assert client("ana").get(HERE).status_code == 200
    assert browser.post(f"{HERE}/new", data=sent).status_code == 422  # there is one already


def test_a_round_in_the_past_or_on_one_case_is_not_opened_and_what_was_typed_stays(client):
    with unit_of_work():
        ids = [case.id for case in cases_on_offer(2)]
    browser = client("cleo")
    past = {"cases": [str(n) for n in ids], "day": "2020-01-01", "hour": "18:00", "intro": "Kept words"}
    answer = browser.post(f"{HERE}/new", data=past)
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    day = (clock.now() + timedelta(days=5)).date().isoformat()
    answer = browser.post(f"{HERE}/new", data=past | {"day": day, "cases": [str(ids[0])]})
    assert "at least two" in answer.text


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("rea", 403), ("bo", 404), ("finn", 404)])
def test_only_a_coordinator_leads_the_choosing(client, present, name, status):
    browser = client(name)
    assert browser.get(f"{HERE}/new").status_code == status
    assert browser.get(f"{HERE}/forming").status_code == status
    assert browser.post(f"{HERE}/closing", data={"now": "1"}).status_code == status
    assert browser.post(f"{HERE}/giving-up").status_code == status


def test_a_member_chooses_and_changes_it_until_the_round_closes(client, present):
    (one, two), typed = _typed()
    browser = client("ana")
    browser.post(f"{HERE}/wishes", data=typed | {f"strength_{one}": "strong", f"why_{one}": "I was there"})
    assert _wishes() == {one: ("strong", "I was there")}
    page = browser.get(HERE).text
    assert "I was there" in page
    assert "1 wants it strongly" in page
    browser.post(f"{HERE}/wishes", data=typed | {f"strength_{two}": "willing"})
    assert _wishes() == {two: ("willing", "")}


def test_a_reason_too_long_or_without_a_choice_comes_back_with_all_that_was_typed(client, present):
    (one, two), typed = _typed()
    sent = typed | {f"strength_{one}": "strong", f"why_{one}": "x" * 301, f"why_{two}": "Typed here"}
    answer = client("ana").post(f"{HERE}/wishes", data=sent)
    assert answer.status_code == 422
    assert "at most 300" in answer.text
    assert "Typed here" in answer.text
    answer = client("ana").post(f"{HERE}/wishes", data=typed | {f"why_{two}": "Typed here"})
    assert "choose how much" in answer.text
    assert not _wishes()


def test_the_clock_closes_a_round(client, present):
    (one, _two), typed = _typed()
    with clock.at(clock.now() + timedelta(days=10)):
        answer = client("ana").post(f"{HERE}/wishes", data=typed | {f"strength_{one}": "strong", f"why_{one}": "Kept"})
        assert answer.status_code == 422
        assert "has closed meanwhile" in answer.text
        assert "Kept" in answer.text
        assert "The choosing is over" in client("ana").get(HERE).text
    assert not _wishes()


def test_readers_read_and_do_not_choose(client, present):
    (one, _two), typed = _typed()
    browser = client("rea")
    assert "members who write choose" in browser.get(HERE).text
    assert browser.post(f"{HERE}/wishes", data=typed | {f"strength_{one}": "strong"}).status_code == 403


def test_strangers_and_visitors_see_no_choosing(client, present):
    assert client("bo").get(HERE).status_code == 404
    assert client("visitor").get(HERE).status_code == 302


def test_the_coordinator_sees_who_has_not_chosen(client, present, viewer):
    with unit_of_work():
        ids = [case.id for case in _cases()]
        choosing.wish(session().get_one(ChoosingRound, present), wishes={ids[0]: ("strong", "")}, by=viewer("dirk"))
    page = client("cleo").get(HERE).text
    assert "Who has not chosen yet (1)" in page
    assert "Who has not chosen yet" not in client("ana").get(HERE).text


def test_a_case_being_chosen_is_not_withdrawn(app, viewer, present):
    case = session().scalars(select(writing.Case)).first()
    with pytest.raises(NotAllowed):
        choosing.withdraw(case, by=viewer("ana"))


def test_a_case_that_moves_out_of_sight_is_neither_shown_nor_counted(client, present, viewer):
    with unit_of_work():
        found = session().get_one(ChoosingRound, present)
        (one, two) = _cases()
        choosing.wish(found, wishes={one.id: ("strong", "zebrafinch"), two.id: ("willing", "")}, by=viewer("ana"))
        members.appoint(world.person("ana"), world.group("broken"))
        case = session().get_one(writing.Case, one.id)
        placing.move(case, group=world.group("broken"), audience="subgroup", by=viewer("ana"))
    for name in ("cleo", "rea"):
        page = client(name).get(HERE).text
        assert one.title not in page
        assert "zebrafinch" not in page


def test_more_time_is_given_and_a_round_closed_or_given_up(client, present):
    browser = client("cleo")
    browser.post(f"{HERE}/closing", data={"now": "1"})
    assert "The choosing is over" in browser.get(HERE).text
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    browser.post(f"{HERE}/closing", data={"day": day, "hour": "12:00"})
    assert "Open until" in browser.get(HERE).text
    assert browser.post(f"{HERE}/closing", data={"day": "2020-01-01", "hour": "12:00"}).status_code == 422
    assert "Give this choosing round up?" in browser.get(f"{HERE}/giving-up").text
    browser.post(f"{HERE}/giving-up")
    assert latest_round(world.group("psc")) is None
    assert len(_cases()) == 2


def test_the_database_holds_one_round_under_way(app, viewer, present):
    with pytest.raises(Refusal):
        open_round([session().get_one(writing.Case, case.id) for case in _cases()])
