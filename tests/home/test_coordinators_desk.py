"""The coordinator's desk: where the subgroups are, who is silent, how much was done; and nothing from where they are not in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import introductions, members
from community.groups.actions.invitations import invite
from community.home.charts import HEIGHT, draw
from community.home.queries.cycle import progress_in
from community.home.queries.numbers import WEEKS, numbers_in
from community.home.queries.silence import silent_in
from community.home.steps import checks_of
from community.mail.actions import send
from community.mail.composing import Recipient
from community.mail.models import State
from community.notifications.models import Happening, Nudge
from tests import world
from tests.lessons import practice
from tests.lessons.practice import who

pytestmark = pytest.mark.postgresql

DESK, NUDGE = "/c/psc/desk", "/c/psc/nudges/new"


def in_days(n: float):
    return clock.at(clock.now() + timedelta(days=n))


def silent(days: int = 30, name: str = "cleo") -> list[str]:
    return [found.handle for found in silent_in(world.group("psc"), days=days, viewer=who(name))]


def test_who_did_nothing_for_so_long_is_silent(app):
    with unit_of_work():
        practice.make_post("I am here.", by="ana", group="psc")
    assert silent() == [], "who came today is not silent yet"
    with in_days(31):
        assert silent() == ["dirk", "ana"], "longest first; a reader is not expected to write, nor is who asks"
        assert silent(days=90) == []
    with in_days(20):
        discussions.reply(session().scalars(select(discussions.Thread)).first(), text="Still.", by=who("dirk"))
    with in_days(31):
        assert silent() == ["ana"]


@pytest.mark.parametrize("sign", ["post", "revision", "mark", "introduction"])
def test_whatever_a_member_does_breaks_their_silence(app, sign):
    with in_days(25):
        if sign == "post":
            practice.make_post("Here.", by="dirk", group="psc")
        elif sign == "revision":
            practice.make_case(by="dirk", group="psc")
        elif sign == "mark":
            practice.mark_post("There.", by="ana", group="psc", marked_by="dirk")
        else:
            introductions.introduce(world.group("psc"), by=who("dirk"), experience="Some", offer="", seek="")
    with in_days(31):
        assert "dirk" not in silent()


def test_what_is_done_in_confidence_breaks_no_silence_outside(app):
    with in_days(25):
        practice.mark_post("Canary.", by="dirk", group="broken")
        practice.make_case(by="dirk", group="broken", audience="subgroup")
    with in_days(31):
        assert "dirk" in silent()
        members.appoint(world.person("cleo"), world.group("broken"))
        assert "dirk" not in silent()


def test_the_cycle_says_what_each_subgroup_has_and_misses(app):
    with unit_of_work():
        practice.make_case(by="ana", group="stone")
    stone = next(group for group in progress_in(world.group("psc"), viewer=who("cleo")) if group.slug == "stone")
    said = {check.said: check.is_done for check in checks_of(stone)}
    assert said == {
        "1 member": False,
        "nobody facilitates": False,
        "no discussion yet": False,
        "case: sketched": False,
        "no passage marked yet": False,
    }
    with unit_of_work():
        members.appoint(world.person("dirk"), world.group("stone"), role="facilitator")
        members.appoint(world.person("rea"), world.group("stone"))
        practice.mark_post("We asked.", by="ana", group="stone")
    stone = next(group for group in progress_in(world.group("psc"), viewer=who("cleo")) if group.slug == "stone")
    said = {check.said: check.is_done for check in checks_of(stone)}
    assert said == {
        "3 members": True,
        "Dirk facilitates": True,
        "1 discussion": True,
        "case: sketched": False,
        "1 passage marked": True,
    }


def test_of_a_confidential_subgroup_the_desk_says_who_is_in_it_and_no_more(app, client):
    with unit_of_work():
        practice.mark_post("Canary.", by="dirk", group="broken")
    broken = next(group for group in progress_in(world.group("psc"), viewer=who("cleo")) if group.slug == "broken")
    assert (broken.members, broken.facilitators, broken.content) == (1, ("Dirk",), None)
    page = client("cleo").get(DESK).text
    assert "what it works on is confidential" in page
    with unit_of_work():
        members.appoint(world.person("cleo"), world.group("broken"))
    broken = next(group for group in progress_in(world.group("psc"), viewer=who("cleo")) if group.slug == "broken")
    assert broken.content.discussions == 1


def test_the_numbers_are_by_week_and_of_what_the_viewer_sees(app, client):
    with unit_of_work():
        practice.make_post("Seen.", by="ana", group="psc")
        practice.make_post("Canary.", by="dirk", group="broken")
        practice.publish(practice.mark_post("Cited.", by="ana", group="psc"))
        with clock.at(clock.now() - timedelta(weeks=2)):
            practice.make_post("Before.", by="ana", group="psc")
        with clock.at(clock.now() - timedelta(weeks=40)):
            practice.make_post("Long ago.", by="ana", group="psc")
    weeks, series = numbers_in(world.group("psc"), viewer=who("cleo"))
    counts = {line.kind: line.counts for line in series}
    assert len(weeks) == WEEKS
    assert {day.weekday() for day in weeks} == {0}
    assert counts["posts"] == (0,) * 9 + (1, 0, 2)
    assert (counts["lessons"][-1], counts["members"][-1], counts["revisions"][-1]) == (1, 4, 0)
    inside = {line.kind: line.counts for line in numbers_in(world.group("psc"), viewer=who("dirk"))[1]}
    assert inside["posts"][-1] == 3
    page = client("cleo").get(DESK).text
    assert re.search(
        r'<desc id="chart-1-said">Week by week, oldest first: 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2</desc>', page
    )
    assert page.count('<th scope="row">') == WEEKS, "the same numbers stand in a table"


def test_a_chart_is_as_high_as_its_highest_number():
    chart = draw("Posts", (0, 1, 10))
    assert chart.total == 11
    assert f"v{HEIGHT}h" in chart.path
    assert draw("None", (0, 0)).path.count("v1h") == 2


def test_invitations_that_were_refused_are_shown_to_their_community_only(app, client):
    with unit_of_work():
        members.appoint(world.person("bo"), world.group("fed"), role="coordinator")
    with unit_of_work():
        for slug, name in (("psc", "cleo"), ("fed", "bo")):
            invitation = invite(world.group(slug), by=who(name))
            to = Recipient(f"guest@{slug}.example.org", "A guest", "en", "UTC")
            letter = send("test", to=to, purpose="invitation", key=f"invitation:{invitation.id}")
            letter.settle(State.REFUSED, "550 no such mailbox", clock.now())
    page = client("cleo").get(DESK).text
    assert "guest@psc.example.org" in page
    assert "550 no such mailbox" in page
    assert "guest@fed.example.org" not in page


def test_the_desk_is_light(app, client):
    assert len(client("cleo").get(DESK).data) < 25_000


@pytest.mark.parametrize("days", ["14", "90", "31", "x", ""])
def test_any_number_of_days_can_be_asked_for(client, days):
    assert client("cleo").get(f"{DESK}?days={days}").status_code == 200


def nudge(browser, *to: str, text: str = "How are you?"):
    return browser.post(NUDGE, data={"to": list(to), "text": text})


def nudged() -> list[str]:
    statement = select(Happening.person_id).where(Happening.kind == "nudge").order_by(Happening.id)
    return [name for person in session().scalars(statement) for name in world.NAMES if world.id_of(name) == person]


def test_a_nudge_is_ready_and_can_be_changed(client):
    page = client("cleo").get(f"{NUDGE}?to=ana&to=dirk&to=bo").text
    assert "We have not read from you for a while in Private sector cooperation" in page
    assert re.findall(r'name="to" value="(\w+)" checked', page) == ["ana", "dirk"], "Bo is no member"


def test_a_nudge_goes_to_those_chosen_and_is_audited(client):
    assert nudge(client("cleo"), "ana", "dirk", "bo").location == DESK
    assert nudged() == ["ana", "dirk"]
    assert session().scalars(select(Nudge)).one().text == "How are you?"
    entries = session().scalars(select(AuditEntry).where(AuditEntry.what == "nudge.sent")).all()
    assert [entry.person_id for entry in entries] == [world.id_of("ana"), world.id_of("dirk")]
    assert entries[0].detail == {}


def test_nobody_is_nudged_again_at_once(client):
    browser = client("cleo")
    nudge(browser, "ana")
    again = nudge(browser, "ana", "dirk", text="And now?")
    assert again.status_code == 422
    assert "Ana was written to less than 3 days ago." in again.text
    assert "And now?" in again.text, "what was typed is kept"
    assert nudged() == ["ana"]
    with in_days(4):
        assert nudge(browser, "ana").status_code == 302


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_a_nudge_says_something_and_not_too_much(client, text):
    assert nudge(client("cleo"), "ana", text=text).status_code == 422
    assert nudged() == []


def test_without_anybody_chosen_one_is_led_back(client):
    answer = client("cleo").get(NUDGE, follow_redirects=True)
    assert "Choose first whom you want to write to." in answer.text
    assert nudge(client("cleo"), "bo").location == DESK
    assert nudged() == []


@pytest.mark.parametrize(("name", "status"), [("ana", 404), ("dirk", 404), ("ada", 404), ("visitor", 401)])
def test_nudging_is_for_coordinators(client, name, status):
    assert nudge(client(name), "ana").status_code == status
    assert nudged() == []
