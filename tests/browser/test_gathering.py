"""How a community gathers and agrees who works on what, from its founding to four subgroups at work, by real mail.

What shows is done in the browser; what is the same again for the others, by the same actions.
"""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from community import clock
from community.accounts import actions as accounts
from community.accounts.models import Person
from community.cases.actions import bringing, choosing, writing
from community.cases.models import Case
from community.cases.rounds import ChoosingRound
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import introductions, joining, working
from community.groups.models import Group, Membership
from community.groups.queries.invitations import find_open
from community.groups.queries.visibility import viewer_of
from community.mail.models import Letter, State
from community.mail.smtp import SmtpTransport
from community.notifications.models import Happening
from tests import world
from tests.browser.test_main_road import _enter, _leave, pytestmark  # noqa: F401

HERE, PASSWORD, CANARY = "/c/soil-and-seeds", "a short sentence", "zebrafinch"
SIX = ("noor", "kim", "rosa", "ali", "zhang", "jose")
MESSY = "\n".join(
    [
        "Name;E-mail;Organisation;Role",
        '"Haddad, Noor";noor@example.org;Kade;member',
        '"Kim\nLee";KIM@example.org;Kade;',
        "“Rosa Luz”;rosa@example.org;Semilla;",
        "Ali;mailto:ali@example.org;Semilla;reader",
        "张伟;<zhang@example.org>;Org 1;member",
        "José;jose@example.org;Org 2;",
        "Noor again;noor@example.org;;",
        "Not Kim;k.im@example.org;;",
        "Nobody;nobody at example.org;;",
        "Cora;cora@example.org;;",
        *(f"Person {n};p{n}@example.org;Org {n % 5};" for n in range(23)),
    ]
)
OUTSIDERS = ("visitor", "noor", "cora", "ada")
_CHANGES = re.compile(r'name="csrf_token"[^>]*>')


class Sink:
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        self.letters: dict[str, list[EmailMessage]] = {}

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        """Keep a letter."""
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.setdefault(envelope.rcpt_tos[0], []).append(letter)
        return "250 taken"

    def text_to(self, name: str) -> str:
        """Return all that was written to somebody."""
        return "\n".join(letter.get_body(("plain",)).get_content() for letter in self.letters[f"{name}@example.org"])

    def link_to(self, name: str) -> str:
        """Return the path of the link by which somebody comes in."""
        return re.search(r"https?://[^/\s]+(/join/\S+)", self.text_to(name)).group(1)


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """The mail server that the application writes to."""
    kept = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port, ready_timeout=30)
    server.start()
    transport = SmtpTransport("127.0.0.1", port, security="none")
    monkeypatch.setitem(app.extensions, "mail_transport", transport)
    monkeypatch.setitem(app.config, "SMTP_HOST", "127.0.0.1")
    yield kept
    transport.close()
    server.stop()


@pytest.fixture
def settled(app: Flask, page: Page) -> Callable[[], None]:
    """A function that waits until everybody is told and every letter is sent."""

    def wait() -> None:
        under_way = select(Letter.id).where(Letter.state.in_((State.QUEUED, State.SENDING)))
        untold = select(Happening.id).where(Happening.told_at.is_(None))
        quiet = 0
        for _ in range(100):
            session().rollback()
            is_busy = session().scalar(under_way.limit(1)) or session().scalar(untold.limit(1))
            quiet = 0 if is_busy else quiet + 1
            if quiet == 4:  # letters of what was told are due a moment later
                return
            page.wait_for_timeout(150)
        raise AssertionError("the worker has not finished within fifteen seconds")

    return wait


def _who(name: str):
    return viewer_of(session().scalars(select(Person.id).where(Person.email == f"{name}@example.org")).one())


def _come_in(page: Page, link: str, name: str | None = None) -> None:
    page.goto(link)
    if name:
        page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Introduce yourself")).to_be_visible()


def _sign_in(page: Page, name: str) -> None:
    _leave(page)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def _the_others_come_in(sink: Sink) -> None:
    """Let five more accept, introduce themselves, and four of them offer the case that they could bring."""
    for name in SIX[1:]:
        with unit_of_work():
            found = find_open(sink.link_to(name).removeprefix("/join/"))
            hashed = accounts.hash_for(name=name, email=f"{name}@example.org", password=PASSWORD)
            newcomer = joining.Newcomer(
                found.invitation.name or name, hashed, "en", "UTC", found.invitation.organisation
            )
            joining.register_invited(found.invitation, newcomer)
            place = world.group("soil-and-seeds")
            said = {"experience": "Ten years.", "offer": "", "seek": "", "bring": f"The fair of {name}. Who came?"}
            introductions.introduce(place, by=_who(name), **said)
            if name != "ali":  # who only reads
                choosing.offer(bringing.bring(place, by=_who(name)), by=_who(name))


def _the_others_choose() -> None:
    with unit_of_work():
        present = session().scalars(select(ChoosingRound)).one()
        for name in SIX[1:]:
            if name != "ali":
                own = session().scalars(select(Case.id).where(Case.owner_id == _who(name).person_id)).one()
                choosing.wish(present, wishes={own: ("strong", "It is mine.")}, by=_who(name))


def _facilitated(name: str) -> Group:
    role = (Membership.person_id == _who(name).person_id, Membership.role == "facilitator")
    return session().scalars(select(Group).join(Membership, Membership.group_id == Group.id).where(*role)).one()


def _work(name: str, word: str) -> None:
    """Let a facilitator ask, answer, give a task, set the meeting and write the report and the case of their subgroup."""
    with unit_of_work():
        group, by = _facilitated(name), _who(name)
        thread = discussions.start(group, title=f"Who decides {word}?", text=word, audience="community", by=by)
        discussions.reply(thread, text=f"They do, @noorhaddad {word}.", by=by)
        working.give_task(group, text=f"Ask them {word}", owner_id=by.person_id, due_on=None, by=by)
        day = clock.now() + timedelta(days=3)
        words = {"place": word, "link": "", "notes": word}
        working.set_meeting(group, starts_at=day, minutes=60, based_on=0, by=by, **words)
        working.write_report(group, text=word, based_on=0, by=by)
        case = session().scalars(select(Case).where(Case.group_id == group.id)).one()
        kept = {"partners": [], "choices": case.revision.choices, "based_on": case.revision_count}
        writing.revise(case, title=case.title, sections={"question": f"{word}?", "why": word}, by=by, **kept)


def _browsers(app: Flask) -> dict[str, FlaskClient]:
    """Return a browser for each of those outside, signed in."""
    browsers = {name: app.test_client() for name in OUTSIDERS}
    for name in OUTSIDERS[1:]:
        with unit_of_work():
            token = accounts.open_sign_in(session().get_one(Person, _who(name).person_id), browser="test")
        with browsers[name].session_transaction() as cookie:
            cookie["_user_id"] = token
    return browsers


def _all_pages(browsers: dict[str, FlaskClient], hidden: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Return every page on which somebody outside could notice something, as each of them gets it."""
    inside = f"{HERE}/subgroups/{hidden}"
    pages = [
        "/", HERE, f"{HERE}/cases", f"{HERE}/threads", f"{HERE}/members", f"{HERE}/lessons", f"{HERE}/choosing", f"{HERE}/desk",
        f"{HERE}/audit", inside, f"{inside}/tasks", f"{inside}/report", f"{inside}/meeting.ics", "/people/jose",
        "/notifications", "/administration/mail", "/administration/audit", f"/search?q={CANARY}", "/search?q=fair",
    ]  # fmt: skip
    found = {}
    for name, browser in browsers.items():
        for address in pages:
            answer = browser.get(address)
            found[name, address] = (answer.status_code, _CHANGES.sub("", answer.text))
    return found


@pytest.mark.parametrize("has_scripts", [True], indirect=True)
def test_a_community_gathers_agrees_and_works_in_four_subgroups(app, sink, page, accessible, settled):
    # the administrator founds a community and names who coordinates it
    _enter(page, "ada")
    page.get_by_role("link", name="To the communities").click()
    page.get_by_role("link", name="Found a community").first.click()
    page.get_by_label("Name", exact=True).fill("Soil and seeds")
    page.get_by_label("E-mail of its first coordinator").fill("cora@example.org")
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_text("cora@example.org")).to_be_visible()
    _leave(page)
    settled()
    assert "to coordinate “Soil and seeds”" in sink.text_to("cora")

    # she comes in, pastes what she has, looks, and sends
    _come_in(page, sink.link_to("cora"), "Cora Keller")
    page.goto(HERE)
    page.get_by_role("link", name="Invite the first members").click()
    page.get_by_label("Addresses").fill(MESSY)
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("30 × will be invited")).to_be_visible()
    for said in ("stands here twice", "looks much like", "no e-mail address in this line", "is a member already"):
        expect(page.get_by_text(said).first).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Send 30 invitations").click()
    expect(page.get_by_role("status")).to_contain_text("30 invitations are on their way.")
    settled()
    assert len(sink.letters.keys() - {f"{name}@example.org" for name in world.NAMES}) == 31, "Cora and thirty others"
    assert "Hello Noor Haddad" in sink.text_to("noor")

    # six join and introduce themselves, five offer a case
    _leave(page)
    _come_in(page, sink.link_to("noor"))
    page.get_by_label("A case I could bring").fill("The fair of noor. Who came?")
    page.get_by_role("button", name="Introduce me").click()
    page.get_by_role("button", name="Make it a case").click()
    expect(page.get_by_role("heading", name="The fair of noor")).to_be_visible()
    page.get_by_role("button", name="Offer this case").click()
    expect(page.locator(".flash")).to_contain_text("on offer")
    _the_others_come_in(sink)

    # a round is opened, people choose, four subgroups are formed
    _sign_in(page, "cora")
    page.goto(f"{HERE}/choosing")
    page.get_by_role("link", name="Open a choosing round").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    expect(page.get_by_role("checkbox")).to_have_count(5)
    page.get_by_role("button", name="Open the round").click()
    _sign_in(page, "noor")
    page.get_by_role("link", name="Choose what you want to work on").click()
    page.get_by_role("group", name="The fair of noor").get_by_label("I very much want to").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("status")).to_contain_text("the coordinator sees what you want")
    _the_others_choose()
    _sign_in(page, "cora")
    page.goto(f"{HERE}/choosing")
    page.get_by_role("button", name="Close it now").click()
    page.get_by_role("link", name="Form the subgroups").click()
    for name in SIX:
        if name != "ali":
            page.get_by_role("checkbox", name=f"The fair of {name}").set_checked(name != "zhang")
    page.get_by_role("button", name="Propose anew").click()
    page.get_by_role("group", name="The fair of jose").get_by_label("Name").fill("The quiet ones")
    page.get_by_role("group", name="The fair of jose").get_by_label("Who may see it").select_option("confidential")
    accessible(page)
    page.get_by_role("button", name="Form these subgroups").click()
    expect(page.get_by_role("status")).to_contain_text("The subgroups are formed.")
    settled()
    assert "You are a facilitator now" in sink.text_to("noor")

    # each works, and nobody outside the confidential one learns that it has content
    for name in ("kim", "rosa"):
        _work(name, "openly")
    _sign_in(page, "noor")
    page.goto(f"{HERE}/subgroups/the-fair-of-noor")
    page.get_by_role("link", name="Set the next meeting").click()
    page.get_by_label("Day").fill(f"{clock.now() + timedelta(days=3):%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_role("button", name="Set the meeting").click()
    expect(page.get_by_role("status")).to_contain_text("The meeting is set.")
    settled()
    hidden, browsers = _facilitated("jose").slug, _browsers(app)
    before, written = _all_pages(browsers, hidden), {to: len(letters) for to, letters in sink.letters.items()}
    _work("jose", CANARY)
    settled()
    after = _all_pages(browsers, hidden)
    assert [where for where in before if before[where] != after[where]] == []
    assert {to for to, letters in sink.letters.items() if len(letters) != written.get(to)} <= {"jose@example.org"}
    assert CANARY not in "".join(sink.text_to(name) for name in ("cora", "noor", "kim", "rosa", "ali"))
    _sign_in(page, "jose")
    page.goto(f"{HERE}/subgroups/{hidden}")
    expect(page.get_by_text(f"Ask them {CANARY}", exact=True)).to_be_visible()
    expect(page.get_by_text("read by its")).to_be_visible()
    accessible(page)
