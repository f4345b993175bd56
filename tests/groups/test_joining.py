"""Coming in by an invitation: in one page, with one click, or by a letter that confirms an address; once, and never by a GET."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from community import clock
from community.accounts.models import Person
from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Absent
from community.groups.actions import invitations, joining
from community.groups.actions.forming import set_audience
from community.groups.actions.inviting import invite_all
from community.groups.actions.members import appoint
from community.groups.addressees import read
from community.groups.admissions import Invitation
from community.groups.events import InvitationAccepted, InvitationDeclined
from community.groups.models import Membership
from community.groups.queries import invitations as queries
from community.signing import sign
from tests import world
from tests.groups import post
from tests.hearing import hearing

pytestmark = pytest.mark.postgresql

NEW = {"name": "Noor", "password": "a short sentence", "language": "nl", "time_zone": "Europe/Brussels"}
CLOSED = "This link opens nothing any more"
GO_ON = "Open the link in that letter to go on."


@pytest.fixture
def link(app, viewer):
    """The address of a link that Cleo hands over."""
    with unit_of_work():
        return "/join/" + queries.token_of(invitations.invite(world.group("psc"), by=viewer("cleo")))


@pytest.fixture
def mail(app, viewer):
    """A function that invites a line by letter and returns the address of the link in it."""

    def invite(line: str = "Noor J. <noor@example.org>", **chosen) -> str:
        with unit_of_work():
            invite_all(world.group("psc"), read(line), by=viewer("cleo"), **chosen)
        post.deliver(app)
        return post.link_in(post.letters_to(read(line)[0].email)[-1])

    return invite


def _roles(name: str) -> dict[str, str]:
    session().rollback()
    rows = session().scalars(select(Membership).join(Membership.person).where(Person.name == name))
    return {row.group.slug: row.role for row in rows}


def _main(answer) -> str:
    """Return the page without its head, where the way back from signing in stands."""
    return answer.text[answer.text.index("<main") :]


def _people() -> int:
    session().rollback()
    return session().scalar(select(func.count(Person.id)))


def _invitation() -> Invitation:
    session().rollback()
    return session().scalars(select(Invitation).execution_options(populate_existing=True)).one()


def test_a_newcomer_accepts_a_letter_in_one_page(client, mail):
    address = mail("noor@example.org;Noor J.;Kade;reader;Stone", message="Bring <your> doubts")
    browser = client("visitor")
    page = browser.get(address).text
    assert "Join Private sector cooperation" in page and "Bring &lt;your&gt; doubts" in page
    assert 'value="Noor J."' in page and 'value="Kade"' in page and "noor@example.org" in page
    assert 'type="email"' not in page, "the address is the invited one"
    with hearing(InvitationAccepted) as heard:
        joined = browser.post(
            address, data=NEW | {"email": "evil@example.org", "organisation": "Kade"}, follow_redirects=True
        )
    assert "Introduce yourself" in joined.text
    assert browser.get("/c/psc/members").status_code == 200
    noor = session().scalars(select(Person).where(Person.email == "noor@example.org")).one()
    assert noor.organisation.name == "Kade"
    assert _roles("Noor") == {"psc": "reader", "stone": "reader"}
    assert heard == [InvitationAccepted(_invitation().id, noor.id)]
    assert _invitation().state == "joined"
    assert session().scalars(select(AuditEntry.what).where(AuditEntry.what == "invitation.accepted")).one()
    assert "used by Noor" in client("cleo").get("/c/psc/invitations").text


def test_a_link_works_once_and_leads_who_used_it_on(client, mail):
    address, browser = mail(), client("visitor")
    browser.post(address, data=NEW)
    again = client("visitor").get(address)
    assert (again.status_code, CLOSED in again.text) == (404, True)
    assert client("visitor").post(address, data=NEW).status_code == 404
    assert client("bo").post(address).status_code == 404
    assert browser.get(address).headers["Location"] == "/c/psc"


def test_opening_a_link_uses_nothing_up(client, mail, link):
    for address in (mail(), link):
        for _ in range(3):
            assert client("visitor").get(address).status_code == 200
            assert client("visitor").head(address).status_code == 200
            assert client("visitor").get(f"{address}/refusal").status_code == 200


def test_who_is_signed_in_accepts_with_one_click(client, mail):
    address, browser = mail("bo@example.org"), client("bo")
    assert "You are signed in as Bo." in browser.get(address).text
    browser.post(address)
    assert browser.get("/c/psc/members").status_code == 200


def test_who_has_an_account_is_asked_to_sign_in_and_comes_back(client, mail):
    address, browser = mail("bo@example.org"), client("visitor")
    page = browser.get(address).text
    assert "Sign in to accept" in page
    assert f"/sign-in?next={address}".replace("/", "%2F").split("%2F")[-1] in page
    assert browser.post(address, data=NEW).status_code == 422
    assert _invitation().state == "sent"


def test_who_is_signed_in_with_another_address_is_told_and_chooses(client, mail):
    address, browser = mail("noor@example.org"), client("bo")
    page = browser.get(address).text
    assert "This invitation was written to noor@example.org. You are signed in as Bo, with bo@example.org." in page
    assert "Accept as Bo" in page and "Sign out" in page
    browser.post(address)
    assert _roles("Bo") == {"fed": "member", "psc": "member"}


def test_a_member_is_told_and_the_link_stays_open(client, link):
    answer = client("ana").post(link)
    assert answer.status_code == 422
    assert "You are a member here already." in answer.text
    assert client("visitor").get(link).status_code == 200


def test_declining_with_a_word(client, mail):
    address = mail()
    with hearing(InvitationDeclined) as heard:
        answer = client("visitor").post(
            f"{address}/refusal", data={"word": "Ask me <in> spring"}, follow_redirects=True
        )
    assert "You have declined." in answer.text
    assert len(heard) == 1
    assert "Ask me &lt;in&gt; spring" in client("cleo").get("/c/psc/invitations").text
    for again in (client("visitor").get(address), client("visitor").post(address, data=NEW)):
        assert again.status_code == 404
    assert client("visitor").post(f"{address}/refusal").status_code == 404
    assert client("visitor").post("/join/x.y/refusal").status_code == 404


def test_a_long_word_is_refused_beside_its_field(client, mail):
    answer = client("visitor").post(f"{mail()}/refusal", data={"word": "x" * 301})
    assert answer.status_code == 422
    assert "at most 300 characters" in answer.text


def test_every_dead_link_gets_the_same_page(client, app, mail, viewer):
    address = mail()
    invitation = _invitation()
    dead = [
        "/join/nothing",
        f"{address}x",
        "/join/" + sign("another-purpose", invitation.nonce),
        "/join/" + invitation.nonce,
    ]
    pages = {_main(client("visitor").get(one)) for one in dead}
    with clock.at(clock.now() + timedelta(days=31)):
        pages.add(_main(client("visitor").get(address)))
    with unit_of_work():
        invitations.revoke(_invitation(), by=viewer("cleo"))
    revoked = client("visitor").get(address)
    assert pages == {_main(revoked)}
    assert revoked.status_code == 404
    assert CLOSED in revoked.text and "Private sector" not in revoked.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Type a name"),
        ({"name": "N" * 300}, "at most 120 characters"),
        ({"password": "short"}, "at least 10 characters"),
        ({"time_zone": "Mars/Base"}, "Not a valid choice"),
        ({"organisation": "K" * 300}, "at most 120 characters"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(client, mail, change, said):
    address, before = mail(), _people()
    answer = client("visitor").post(address, data=NEW | {"name": "Kept Name"} | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("Kept Name" in answer.text) is ("name" not in change)
    assert (_people(), _invitation().state) == (before, "sent")


def test_names_in_any_script_are_taken(client, mail):
    browser = client("visitor")
    browser.post(mail(), data=NEW | {"name": "نور 王小明"})
    assert "نور 王小明" in browser.get("/c/psc/members").text


# A link that is handed over proves nothing about an address: the account comes into being only once a letter was answered.


def test_by_a_link_a_visitor_gives_an_address_and_goes_on_from_a_letter(client, app, link):
    browser, before = client("visitor"), _people()
    answer = browser.post(link, data={"email": "Noor@example.org"}, follow_redirects=True)
    assert GO_ON in answer.text
    assert _people() == before
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    assert "noor@example.org" in browser.get(confirmation).text
    assert browser.get(confirmation).status_code == 200, "a GET uses nothing up"
    assert "Introduce yourself" in browser.post(confirmation, data=NEW, follow_redirects=True).text
    assert _roles("Noor") == {"psc": "member"}
    for dead in (confirmation, link):
        assert client("visitor").get(dead).status_code == 404
        assert client("visitor").post(dead, data=NEW).status_code == 404
    assert _people() == before + 1


def test_whether_an_address_has_an_account_only_its_owner_learns(client, link):
    pages = []
    for email in ("bo@example.org", "xo@example.org"):
        browser = client("visitor")
        answer = browser.post(link, data={"email": email})
        pages.append((answer.status_code, answer.headers["Location"], browser.get(link).text.replace(email, "")))
    assert pages[0] == pages[1]
    assert "You have an account with this address already" in post.letters_to("bo@example.org")[0]
    assert "choose a password" in post.letters_to("xo@example.org")[0]
    assert post.link_in(post.letters_to("bo@example.org")[0]) == link


def test_the_link_a_coordinator_copies_makes_no_account_for_the_invited_address(client, mail):
    mail("noor@example.org")
    copied = "/join/" + queries.token_of(_invitation())
    page = client("visitor").get(copied).text
    assert "noor@example.org" not in page
    answer = client("visitor").post(copied, data=NEW)
    assert answer.status_code == 422
    assert _roles("Noor") == {}


def test_an_altered_or_old_confirmation_opens_nothing(client, link, viewer):
    client("visitor").post(link, data={"email": "noor@example.org"})
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    for address in (
        f"{confirmation}x",
        confirmation.replace("confirmed/", "confirmed/x"),
        "/join/confirmed/nothing.at-all",
    ):
        assert client("visitor").get(address).status_code == 404
    with clock.at(clock.now() + timedelta(days=8)):
        assert client("visitor").get(confirmation).status_code == 404
    assert client("visitor").get(confirmation.replace("/join/confirmed/", "/join/")).status_code == 404


def test_who_has_made_an_account_meanwhile_signs_in(client, link, app):
    client("visitor").post(link, data={"email": "noor@example.org"})
    confirmation = post.link_in(post.letters_to("noor@example.org")[0])
    with unit_of_work():
        joining.accounts.register(name="Noor", email="noor@example.org", password=world.PASSWORD)
    assert "Sign in with it to go on." in client("visitor").get(confirmation).text
    assert client("visitor").post(confirmation, data=NEW).status_code == 422
    assert _roles("Noor") == {}


@pytest.mark.parametrize("email", ["", "x", "a@b@c", "noor@example.org\nBcc: all@example.org"])
def test_what_is_no_address_gets_no_letter(client, link, email):
    answer = client("visitor").post(link, data={"email": email})
    assert answer.status_code == 422
    assert "not an e-mail address" in answer.text


def test_nobody_fills_a_strangers_mailbox(client, link):
    for _ in range(4):
        assert client("visitor").post(link, data={"email": "noor@example.org"}).status_code == 302
    stopped = client("visitor").post(link, data={"email": "noor@example.org"})
    assert stopped.status_code == 422
    assert "tried too often" in stopped.text
    assert len(post.letters_to("noor@example.org")) == 4


# What an invitation gives, it gives only while who invited could still give it.


def test_a_former_coordinators_links_open_nothing(client, viewer):
    with unit_of_work():
        link = "/join/" + queries.token_of(
            invitations.invite(world.group("psc"), role="coordinator", by=viewer("cleo"))
        )
        appoint(world.person("cleo"), world.group("psc"), role="member")
    assert client("bo").post(link).status_code == 404
    assert "psc" not in _roles("Bo")


def test_an_invitation_opens_no_subgroup_that_became_confidential(client, mail, viewer):
    address = mail("noor@example.org;Noor;;;Stone")
    with unit_of_work():
        set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=viewer("cleo"))
    client("visitor").post(address, data=NEW)
    assert _roles("Noor") == {"psc": "member"}


def test_a_facilitator_of_a_subgroup_is_a_member_of_the_community(client, mail):
    client("visitor").post(mail("noor@example.org;Noor;;facilitator;Stone"), data=NEW)
    assert _roles("Noor") == {"psc": "member", "stone": "facilitator"}


def test_who_comes_in_by_another_way_has_no_open_invitation_left(app, mail):
    mail("bo@example.org")
    with unit_of_work():
        appoint(world.person("bo"), world.group("psc"))
    assert (_invitation().state, _invitation().accepted_by.name) == ("joined", "Bo")


def test_two_people_at_once_come_in_by_one_link_once(app, link):
    token, barrier, came_in = link.removeprefix("/join/"), Barrier(2), []
    ids = [world.id_of(name) for name in ("bo", "finn")]
    session().rollback()

    def accept(person_id: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with unit_of_work():
                    joining.accept(queries.find_open(token).invitation, session().get_one(Person, person_id))
                came_in.append(person_id)
            except Absent:
                pass

    threads = [Thread(target=accept, args=(person_id,)) for person_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came_in) == 1
    assert [_invitation().accepted_by_id] == came_in
    psc = world.group("psc").id
    assert [person_id for person_id in ids if session().get(Membership, (person_id, psc))] == came_in
