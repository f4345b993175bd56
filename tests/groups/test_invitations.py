"""Invitations that a coordinator lists, sends again, takes back and hands over as links; and the pages of members."""

from datetime import timedelta

import pytest

from community import clock
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.groups.actions import invitations
from community.groups.actions.inviting import invite_all
from community.groups.addressees import read
from community.groups.admissions import Invitation
from community.groups.queries import invitations as queries
from community.groups.reactions import note_letter
from community.mail.events import LetterSettled
from community.mail.models import Letter
from community.mail.outcomes import Refused, Uncertain
from tests import world
from tests.groups import post

pytestmark = pytest.mark.postgresql

PAGE = "/c/psc/invitations"


@pytest.fixture
def token(app, viewer):
    """A link into the community, made by Cleo to be handed over."""
    with unit_of_work():
        return queries.token_of(invitations.invite(world.group("psc"), note="Noor", by=viewer("cleo")))


@pytest.fixture
def invited(app, viewer):
    """Noor, invited by letter, which is not written yet."""
    with unit_of_work():
        invite_all(world.group("psc"), read("Noor <noor@example.org>"), by=viewer("cleo"))
        return session().query(Invitation).one().id


def _now(invitation_id: int) -> Invitation:
    session().rollback()
    return session().get_one(Invitation, invitation_id, populate_existing=True)


def _later(days: int):
    return clock.at(clock.now() + timedelta(days=days))


def test_a_coordinator_makes_a_link_and_sees_it(client, token):
    browser = client("cleo")
    assert (
        "The link is ready"
        in browser.post(f"{PAGE}/links", data={"role": "reader", "note": "Rik"}, follow_redirects=True).text
    )
    page = browser.get(PAGE).text
    assert token in page
    assert "Rik" in page and "Reader" in page


def test_only_coordinators_see_and_change_invitations(client, token, viewer):
    invitation = queries.find_open(token).invitation
    invitation_id = invitation.id
    for name in ("ana", "bo", "dirk", "rea", "ada"):
        browser = client(name)
        assert browser.get(PAGE).status_code == 404
        for noun in ("links", "letters", f"{invitation_id}/letter", f"{invitation_id}/revocation"):
            assert browser.post(f"{PAGE}/{noun}", data={"role": "member"}).status_code == 404
    with pytest.raises(NotAllowed):
        invitations.invite(world.group("psc"), by=viewer("ana"))


def test_nobody_reaches_an_invitation_of_another_community(client, token, viewer):
    invitation_id = queries.find_open(token).invitation.id
    with unit_of_work():
        from_fed = world.group("fed")
        with pytest.raises(Absent):
            queries.find_invitation(from_fed, invitation_id, viewer=viewer("cleo"))


def test_a_link_expires_and_can_be_taken_back(client, token):
    with _later(31), pytest.raises(Absent):
        queries.find_open(token)
    invitation_id = queries.find_open(token).invitation.id
    client("cleo").post(f"{PAGE}/{invitation_id}/revocation")
    assert client("visitor").get(f"/join/{token}").status_code == 404
    assert "Taken back" in client("cleo").get(PAGE).text


def test_a_letter_is_written_once_and_says_what_became_of_it(app, client, invited):
    assert "On its way" in client("cleo").get(PAGE).text
    post.deliver(app)
    post.deliver(app)
    (letter,) = post.letters_to("noor@example.org")
    assert "Cleo invites you to take part in “Private sector cooperation”" in letter
    assert post.link_in(letter).startswith("/join/")
    assert session().query(Letter).one().is_secret
    assert _now(invited).state == "sent"


class _Answering:
    """A way out on which the same becomes of every letter."""

    is_repeatable = False

    def __init__(self, outcome):
        self._outcome = outcome

    def send(self, parcel):
        return self._outcome

    def close(self):
        return None


def _deliver_with(app, monkeypatch, outcome):
    with monkeypatch.context() as patched:
        patched.setitem(app.extensions, "mail_transport", _Answering(outcome))
        post.deliver(app)


def test_what_the_mail_server_refuses_is_shown_with_its_reason(app, client, invited, monkeypatch):
    _deliver_with(app, monkeypatch, Refused("550 no such mailbox"))
    page = client("cleo").get(f"{PAGE}?state=refused").text
    assert "550 no such mailbox" in page
    sent = client("cleo").post(f"{PAGE}/letters", data={"state": "refused"}, follow_redirects=True)
    assert "1 letter is on its way again." in sent.text
    post.deliver(app)
    assert _now(invited).state == "sent"


def test_a_letter_that_may_have_arrived_is_not_called_refused_and_only_a_person_sends_it_again(
    app, client, invited, viewer, monkeypatch
):
    _deliver_with(app, monkeypatch, Uncertain("Connection unexpectedly closed"))
    browser = client("cleo")
    assert "Nobody knows whether the letter arrived" in browser.get(f"{PAGE}?state=sent").text
    assert "0 letters" in browser.post(f"{PAGE}/letters", data={"state": "refused"}, follow_redirects=True).text
    with pytest.raises(Invalid, match="nobody new"), unit_of_work():
        invite_all(world.group("psc"), read("Noor <noor@example.org>"), by=viewer("cleo"))
    assert browser.post(f"{PAGE}/{invited}/letter").status_code == 302
    assert (_now(invited).state, _now(invited).answer) == ("queued", "")


@pytest.mark.parametrize(("decided", "state", "is_told"), [("sent", "sent", False), ("given_up", "refused", True)])
def test_an_invitation_follows_what_is_decided_about_its_uncertain_letter(
    app, invited, monkeypatch, decided, state, is_told
):
    _deliver_with(app, monkeypatch, Uncertain("Connection unexpectedly closed"))
    letter_id = _now(invited).letter_id
    with unit_of_work():
        note_letter(LetterSettled(letter_id, f"invitation:{invited}", decided))
    assert (_now(invited).state, bool(_now(invited).answer)) == (state, is_told)


def test_a_letter_that_came_late_does_not_speak_for_a_newer_one(app, client, invited):
    post.deliver(app)
    first = _now(invited).letter_id
    client("cleo").post(f"{PAGE}/{invited}/letter")
    from_events = LetterSettled(first, f"invitation:{invited}", "refused")
    with unit_of_work():
        note_letter(from_events)
    assert _now(invited).state == "queued"


def test_an_invitation_is_sent_again_and_lasts_anew(app, client, viewer, invited):
    with pytest.raises(Refusal, match="on its way already"), unit_of_work():
        invitations.resend(_now(invited), by=viewer("cleo"))
    post.deliver(app)
    with _later(31):
        assert "Expired" in client("cleo").get(f"{PAGE}?state=expired").text
        assert (
            "1 letter is on its way again."
            in client("cleo").post(f"{PAGE}/letters", data={"state": "expired"}, follow_redirects=True).text
        )
        post.deliver(app)
        assert _now(invited).is_open(clock.now())
        assert len(post.letters_to("noor@example.org")) == 2
    assert client("cleo").post(f"{PAGE}/letters", data={"state": "joined"}).status_code == 400


def test_an_invitation_taken_back_before_its_letter_was_written_is_not_sent(app, client, invited):
    client("cleo").post(f"{PAGE}/{invited}/revocation")
    post.deliver(app)
    assert post.letters_to("noor@example.org") == []
    assert client("cleo").post(f"{PAGE}/{invited}/letter").status_code == 400


def test_no_letter_carries_a_link_that_is_dead_already(app, invited):
    with _later(31):
        post.deliver(app)
    assert post.letters_to("noor@example.org") == []
    assert "expired before its letter" in _now(invited).answer


def test_the_list_is_filtered_counted_and_paged(app, client, viewer):
    with unit_of_work():
        invite_all(world.group("psc"), read("\n".join(f"p{n}@example.org" for n in range(35))), by=viewer("cleo"))
        invitations.invite(world.group("psc"), note="By hand", by=viewer("cleo"))
    listed = queries.invitations_into(world.group("psc"), viewer=viewer("cleo"))
    assert listed.counts == {"queued": 35, "link": 1}
    assert len(listed.invitations) == 30
    older = queries.invitations_into(world.group("psc"), viewer=viewer("cleo"), before=listed.older)
    assert len(older.invitations) == 6
    page = client("cleo").get(f"{PAGE}?state=link").text
    assert "By hand" in page and "p1@example.org" not in page
    assert client("cleo").get(f"{PAGE}?state=nonsense&before=-1").status_code == 200


def test_every_state_is_the_same_in_python_and_in_sql(app, viewer, invited):
    with unit_of_work():
        invitations.invite(world.group("psc"), by=viewer("cleo"))
    for days in (0, 31):
        for state in ("link", "queued", "sent", "refused", "joined", "declined", "revoked"):
            with unit_of_work():
                _now(invited).state = state
            with _later(days):
                now = clock.now()
                for row in session().query(Invitation):
                    shown = queries.shown_state(row, now)
                    found = session().query(Invitation).where(queries.is_shown_as(shown, now)).all()
                    assert row in found
                listed = queries.invitations_into(world.group("psc"), viewer=viewer("cleo"))
                assert sum(listed.counts.values()) == 2


def test_progress_counts_what_was_asked_for_since_the_oldest_that_waits(app, viewer, invited):
    cleo, psc = viewer("cleo"), world.group("psc")
    assert queries.progress_of(psc, viewer=cleo) == queries.Progress(0, 1)
    post.deliver(app)
    session().rollback()
    assert queries.progress_of(world.group("psc"), viewer=cleo) is None
    with pytest.raises(Absent):
        queries.progress_of(world.group("psc"), viewer=viewer("ana"))


def test_an_introduction_is_written_and_shown_to_members_only(client):
    browser = client("ana")
    browser.post("/c/psc/introduction", data={"experience": "Ten years of stone", "offer": "", "seek": "Answers"})
    assert "Ten years of stone" in client("cleo").get("/people/ana").text
    assert client("bo").get("/people/ana").status_code == 404
    assert client("visitor").get("/people/ana").status_code == 302
    assert client("bo").get("/c/psc/introduction").status_code == 404


def test_the_members_page_is_for_members(client):
    assert "Cleo" in client("ana").get("/c/psc/members").text
    for name in ("visitor", "bo", "finn", "ada"):
        assert client(name).get("/c/psc/members").status_code == 404


def test_a_subgroups_page(client):
    assert "Stone" in client("visitor").get("/c/psc/subgroups/stone").text
    assert client("ana").get("/c/psc/subgroups/broken").status_code == 404
    known = client("cleo").get("/c/psc/subgroups/broken")
    assert known.status_code == 200
    assert "What is in it is for its members" in known.text.replace("\n", " ")
    assert "Broken" not in client("ana").get("/c/psc").text
    assert "Broken" in client("cleo").get("/c/psc").text


def test_only_the_coordinator_moves_the_community_to_another_step(client):
    assert client("ana").post("/c/psc/step", data={"step": "plenary"}).status_code == 403
    assert client("cleo").post("/c/psc/step", data={"step": "plenary"}).status_code == 302
    assert client("cleo").post("/c/psc/step", data={"step": "nonsense"}).status_code == 422
