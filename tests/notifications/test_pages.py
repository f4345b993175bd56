"""The page of what one was told, its count, and the choices: the right person, the wrong person, the wrong input."""

import re

import pytest
from sqlalchemy import select

from community.cases.actions import placing
from community.database import db, session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import members
from community.lessons.actions import passages
from community.notifications.models import Happening, Notification
from community.notifications.queries.choices import levels_of
from community.notifications.queries.lists import NOTIFICATIONS_A_PAGE, count_unread
from tests import world
from tests.cases.conftest import save
from tests.counting import count_queries
from tests.lessons import practice
from tests.lessons.practice import who
from tests.notifications.closing import CLOSING, leave


@pytest.fixture
def post(tell):
    """A post by Cleo that mentions Ana and Dirk; they are told."""
    with unit_of_work():
        found = practice.make_post("What do you say, @ana and @dirk?", by="cleo", group="psc")
    tell()
    return session().merge(found)


def of(name: str, kind: str = "post") -> Notification:
    """Return what somebody was told last of a kind."""
    statement = select(Notification).join(Happening).where(Happening.kind == kind)
    mine = statement.where(Notification.person_id == world.id_of(name)).order_by(Notification.id.desc())
    return session().scalars(mine.execution_options(populate_existing=True)).first()


def test_the_page_says_what_happened_and_why(post, client):
    page = client("ana").get("/notifications").text
    assert re.search('Cleo mentions you<span class="sr">: </span></span> <span>On What do you say', page)
    assert "You are told because you are mentioned." in page
    assert page.index("Cleo mentions you") < page.index("You are a member of a subgroup now"), "newest first"


def test_the_head_of_every_page_counts_what_is_new(post, client):
    assert "2 new notifications" in client("ana").get("/help").text
    assert "new notification" not in client("cleo").get("/help").text, "she wrote it"
    assert "new notification" not in client("visitor").get("/help").text


def test_looking_changes_nothing_and_opening_marks_it_and_leads_there(post, client):
    browser = client("ana")
    browser.get("/notifications")
    assert of("ana").read_at is None
    answer = browser.post(f"/notifications/{of('ana').id}/reading")
    assert answer.location == f"/c/psc/threads/{post.thread_id}#post-1"
    assert of("ana").read_at is not None
    assert of("dirk").read_at is None
    assert "1 new notification<" in browser.get("/help").text


def test_all_is_marked_as_read_but_not_what_came_since(post, client, tell):
    browser = client("ana")
    page = browser.get("/notifications").text
    up_to = re.search(r'name="up_to" value="(\d+)"', page)[1]
    with unit_of_work():
        discussions.reply(post.thread, text="Well, @ana?", by=who("cleo"))
    tell()
    assert browser.post("/notifications/reading", data={"up_to": up_to}).status_code == 302
    assert count_unread(who("ana")) == 1
    assert count_unread(who("dirk")) == 2, "what others were told is theirs"


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30])
def test_nonsense_marks_nothing(post, client, typed):
    assert client("ana").post("/notifications/reading", data={"up_to": typed}).status_code == 404


def test_nobody_opens_what_another_was_told(post, client):
    notification_id = of("ana").id
    assert client("dirk").post(f"/notifications/{notification_id}/reading").status_code == 404
    assert client("visitor").post(f"/notifications/{notification_id}/reading").status_code == 401
    assert of("ana").read_at is None


def test_a_visitor_is_asked_to_sign_in(client):
    for page in ("/notifications", "/account/notifications"):
        assert "/sign-in" in client("visitor").get(page).location


def test_without_notifications_the_page_says_what_to_do(client):
    assert "Nothing to tell you yet" in client("bo").get("/notifications").text


def test_older_ones_are_a_page_away_and_none_is_lost(post, client, tell):
    with unit_of_work():
        for n in range(NOTIFICATIONS_A_PAGE + 2):
            discussions.reply(post.thread, text=f"Again, @ana: {n}.", by=who("cleo"))
    tell()
    browser, address, seen = client("ana"), "/notifications", []
    while address:
        page = browser.get(address).text
        seen += re.findall(r"/notifications/(\d+)/reading", page)
        found = re.search(r'href="(/notifications\?before=[\d.]+)"', page)
        address = found[1] if found else None
    assert len(seen) == len(set(seen)) == NOTIFICATIONS_A_PAGE + 4


def test_the_number_of_queries_is_the_same_for_one_and_for_many(post, client, tell):
    thread_id = post.thread_id

    def queries() -> int:
        db.session.remove()
        with count_queries() as sent:
            client("ana").get("/notifications")
        return len(sent)

    few = queries()
    with unit_of_work():
        for n in range(5):
            discussions.reply(session().get_one(discussions.Thread, thread_id), text=f"@ana {n}", by=who("cleo"))
    tell()
    assert queries() == few


@CLOSING
def test_what_may_not_be_seen_any_more_is_gone_from_page_and_count(tell, client, close, audience):
    with unit_of_work():
        if close is leave:
            members.appoint(world.person("rea"), world.group("stone"))
        thread = practice.make_post("Canary, @rea!", by="ana", group="stone", audience=audience).thread
    tell()
    browser, notification_id = client("rea"), of("rea").id
    assert count_unread(who("rea")) > 0
    assert "Canary" in browser.get("/notifications").text
    with unit_of_work():
        close(session().merge(thread))
    assert count_unread(who("rea")) == 0
    assert "Canary" not in browser.get("/notifications").text
    assert browser.post(f"/notifications/{notification_id}/reading").status_code == 404


@pytest.mark.parametrize("audience", ["subgroup", "confidential"])
def test_a_case_that_moves_takes_what_was_told_of_it_along(tell, client, audience):
    """The mention in it, the post beside it and the mark in it stand in three tables."""
    with unit_of_work():
        case = practice.make_case("Canary", by="ana", group="stone")
        case = save(case, who("ana"), sections={"question": "What do you say, @dirk?", "done": "We went."}).case
        discussions.reply(case.thread, text="And here, @dirk?", by=who("ana"))
        passages.harvest_paragraphs(case, case.revision, places=[("done", "done-1")], by=who("dirk"))
        members.appoint(world.person("cleo"), world.group("broken"))
    tell()
    assert {of("dirk", kind).reason for kind in ("revision", "post")} == {"mention"}
    assert of("ana", "passage").reason == "harvest"
    assert {count_unread(who("ana")), count_unread(who("dirk"))} == {2}, "who marks words has read the case"
    with unit_of_work():
        group, narrow = ("stone", "subgroup") if audience == "subgroup" else ("broken", "community")
        placing.move(session().merge(case), group=world.group(group), audience=narrow, by=who("cleo"))
    outside = "dirk" if audience == "subgroup" else "ana"
    assert count_unread(who(outside)) == 1, "that they are in their own subgroup"
    assert "Canary" not in client(outside).get("/notifications").text


def test_an_account_says_how_it_wants_to_be_told(client):
    browser = client("ana")
    page = browser.get("/account/notifications").text
    assert "New posts in discussions that you started or wrote in" in page
    typed = dict.fromkeys(levels_of(world.id_of("ana")), "mail") | {"watch": "nothing", "reply": "product"}
    answer = browser.post("/account/notifications", data=typed, follow_redirects=True)
    assert "This is how you are told from now on." in answer.text
    levels = levels_of(world.id_of("ana"))
    assert (levels["watch"], levels["reply"], levels["mention"]) == ("nothing", "product", "mail")
    assert levels_of(world.id_of("dirk"))["watch"] == "mail"


@pytest.mark.parametrize("wrong", [{"watch": "carrier pigeon"}, {"membership": "nothing"}, {"nudge": ""}])
def test_only_what_is_offered_can_be_chosen(client, wrong):
    typed = dict.fromkeys(levels_of(world.id_of("ana")), "product") | wrong
    assert client("ana").post("/account/notifications", data=typed).status_code == 422
    assert levels_of(world.id_of("ana"))["reply"] == "mail"
