"""Inviting many at once: what a preview says of each line, and what sending makes of it."""

import io
import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from community.audit.models import AuditEntry
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed, Throttled
from community.groups.actions import inviting, joining
from community.groups.actions.inviting import invite_all
from community.groups.actions.members import appoint
from community.groups.addressees import read
from community.groups.admissions import Invitation
from community.groups.events import PeopleInvited
from community.groups.models import Membership
from community.groups.queries.inviting import plan
from community.groups.queries.visibility import viewer_of
from tests import world
from tests.groups import post
from tests.hearing import hearing

pytestmark = pytest.mark.postgresql

NEW, SENDING = "/c/psc/invitations/new", "/c/psc/invitations/sending"
MESSY = """\
Noor Jansen <noor@example.org>, Rosa@Example.org;
ANA <ana@example.org>
"Kim, Lee" <kim@example.org>; noor@example.org
nobody
luis@example.org;Luis;Kade;reader;Stone
ana@example.org;;;;Stone
mo@example.org;Mo;;member;Nowhere
r.osa@example.org
"""


def _fates(text: str, viewer, **chosen) -> dict[str, str]:
    lines = plan(world.group("psc"), read(text), viewer=viewer, **({"role": "member"} | chosen))
    return {line.addressee.email or line.addressee.typed: line.fate.value for line in lines if line.fate != "twice"}


def _invited(email: str) -> Invitation:
    session().expire_all()
    return session().scalars(select(Invitation).where(Invitation.email == email)).one()


def _invite(text: str, by, **chosen):
    with unit_of_work():
        return invite_all(world.group("psc"), read(text), by=by, **chosen)


def _send(browser, **typed):
    looked = browser.post(NEW, data=typed)
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', looked.text).group(1)
    return browser.post(SENDING, data=typed | {"seen": seen}, follow_redirects=True)


def test_a_preview_says_what_will_happen_to_each_line_and_does_nothing(client, viewer):
    page = client("cleo").post(NEW, data={"text": MESSY, "role": "member"})
    assert page.status_code == 200
    for said in (
        "5 × will be invited",
        "1 × is a member already",
        "2 × cannot be invited",
        "There is no subgroup “Nowhere”",
    ):
        assert said in page.text
    assert "It looks much like rosa@example.org" in page.text
    assert "The same address as in line 1." in page.text
    assert "Luis" in page.text and "nobody" in page.text
    assert session().scalar(select(func.count(Invitation.id))) == 0


def test_what_was_seen_is_sent_and_each_gets_a_letter(app, client):
    sent = _send(client("cleo"), text=MESSY, role="member", message="See you in <May>?")
    assert "5 invitations are on their way." in sent.text
    assert "Letters are being sent" in sent.text
    post.deliver(app)
    (letter,) = post.letters_to("luis@example.org")
    assert "Hello Luis" in letter
    assert "> See you in <May>?" in letter
    luis = _invited("luis@example.org")
    assert (luis.state, luis.role, luis.subgroup.slug, luis.organisation) == ("sent", "reader", "stone", "Kade")
    assert "Letters are being sent" not in client("cleo").get("/c/psc/invitations").text


def test_what_nobody_has_looked_at_is_not_sent(client):
    browser = client("cleo")
    looked = browser.post(NEW, data={"text": "noor@example.org", "role": "member"})
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', looked.text).group(1)
    changed = {"text": "noor@example.org, evil@example.org", "role": "coordinator", "seen": seen}
    answer = browser.post(SENDING, data=changed)
    assert answer.status_code == 422
    assert "Look once more" in answer.text
    assert session().scalar(select(func.count(Invitation.id))) == 0


def test_a_file_is_put_into_the_field_to_be_seen(client):
    data = "Naam;E-mail\nÉloïse;eloise@example.org".encode("cp1252")
    typed = {"text": "", "role": "member", "file": (io.BytesIO(data), "list.csv")}
    page = client("cleo").post(NEW, data=typed, content_type="multipart/form-data")
    assert "Éloïse" in page.text
    assert "1 × will be invited" in page.text
    refused = client("cleo").post(
        NEW, data={"text": "", "role": "member", "file": (io.BytesIO(b"PK\x03\x04"), "a.xlsx")}
    )
    assert refused.status_code == 422
    assert "save the list as CSV" in refused.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Paste or type at least one address"),
        ({"text": "x@y.org", "message": "m" * 1001}, "at most 1000 characters"),
        ({"text": "x@y.org\n" * 2500}, "These are 2500 lines or addresses"),
        ({"text": "x@y.org", "role": "facilitator"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(client, typed, said):
    answer = client("cleo").post(NEW, data={"role": "member"} | typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_more_than_the_site_takes_gets_clear_words(client):
    answer = client("cleo").post(NEW, data={"role": "member", "text": "someone@example.org, " * 250_000})
    assert answer.status_code == 413
    assert "at most 2 megabytes" in answer.text


def test_only_coordinators_invite(client, viewer):
    for name in ("ana", "bo", "dirk", "rea", "ada"):
        assert client(name).get(NEW).status_code == 404
        assert client(name).post(SENDING, data={"text": "x@y.org", "role": "member"}).status_code == 404
        with pytest.raises(NotAllowed):
            invite_all(world.group("psc"), read("x@y.org"), by=viewer(name))
    with pytest.raises(Absent):
        plan(world.group("psc"), [], viewer=viewer("ana"), role="member")
    with pytest.raises(Invalid):
        invite_all(world.group("psc"), read("x@y.org"), by=viewer("cleo"), role="facilitator")


def test_who_is_invited_already_is_written_to_again_only_when_asked(app, viewer):
    cleo = viewer("cleo")
    _invite("noor@example.org", cleo)
    assert _fates("noor@example.org", cleo) == {"noor@example.org": "waiting"}
    assert _fates("noor@example.org", cleo, again=True) == {"noor@example.org": "waiting"}, "the letter is on its way"
    with pytest.raises(Invalid):
        _invite("noor@example.org", cleo)
    post.deliver(app)
    assert _fates("noor@example.org", cleo) == {"noor@example.org": "waiting"}
    assert _invite("Noor <noor@example.org>", cleo, again=True, role="reader").invited == 1
    post.deliver(app)
    assert len(post.letters_to("noor@example.org")) == 2
    assert (_invited("noor@example.org").name, _invited("noor@example.org").role) == ("Noor", "reader")


def test_who_has_declined_is_left_alone_unless_asked_again(viewer):
    cleo = viewer("cleo")
    _invite("noor@example.org", cleo)
    with unit_of_work():
        joining.decline(_invited("noor@example.org"), word="No", person=None)
    assert _fates("noor@example.org", cleo) == {"noor@example.org": "declined"}
    assert _fates("noor@example.org", cleo, again=True) == {"noor@example.org": "new"}


def test_a_member_is_added_to_a_subgroup_and_not_invited(client, viewer):
    sent = _send(client("cleo"), text="rea@example.org;;;;Stone\nana@example.org;;;;Stone", role="member")
    assert "1 member was added to a subgroup." in sent.text
    assert session().get(Membership, (world.id_of("rea"), world.group("stone").id)).role == "member"
    assert session().scalar(select(func.count(Invitation.id))) == 0


def test_into_a_confidential_subgroup_only_who_runs_it_lets_people(app, viewer):
    text = "noor@example.org;;;;Broken"
    assert _fates(text, viewer("cleo")) == {"noor@example.org": "invalid"}
    (line,) = plan(world.group("psc"), read(text), viewer=viewer("cleo"), role="member")
    assert line.problem == "Only those who run “Broken” say who belongs to it."
    with unit_of_work():
        appoint(world.person("dirk"), world.group("psc"), role="coordinator")
    assert _fates(text, viewer("dirk")) == {"noor@example.org": "new"}


def test_an_address_that_looks_like_a_members_is_doubted_without_showing_hers(viewer):
    (line,) = plan(world.group("psc"), read("a.na@example.org"), viewer=viewer("cleo"), role="member")
    assert "member already" in line.doubt
    assert "ana@" not in line.doubt


def test_who_has_an_account_elsewhere_looks_like_everybody_else(viewer):
    assert _fates("bo@example.org, stranger@example.org", viewer("cleo")) == {
        "bo@example.org": "new",
        "stranger@example.org": "new",
    }


def test_what_was_done_is_told_and_noted(viewer):
    with hearing(PeopleInvited) as heard:
        _invite("noor@example.org\nrosa@example.org;;;coordinator", viewer("cleo"))
    assert heard == [PeopleInvited(world.group("psc").id, world.id_of("cleo"), 2)]
    entry = session().scalars(select(AuditEntry).where(AuditEntry.what == "invitations.sent")).one()
    assert entry.detail == {"count": 2, "coordinators": 1}


def test_inviting_has_a_limit(viewer, monkeypatch):
    monkeypatch.setattr(inviting, "TIMES_AN_HOUR", 2)
    for n in range(2):
        _invite(f"p{n}@example.org", viewer("cleo"))
    with pytest.raises(Throttled):
        _invite("p3@example.org", viewer("cleo"))


def test_two_coordinators_at_once_invite_each_person_once(app, viewer):
    with unit_of_work():
        appoint(world.person("dirk"), world.group("psc"), role="coordinator")
    ids, barrier, said = [world.id_of(name) for name in ("cleo", "dirk")], Barrier(2), []

    def invite(person_id: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                done = _invite("noor@example.org, rosa@example.org", viewer_of(person_id))
                said.append(done.invited)
            except Invalid:
                said.append(0)

    session().rollback()
    threads = [Thread(target=invite, args=(person_id,)) for person_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [0, 2]
    assert session().scalar(select(func.count(Invitation.id))) == 2


def test_the_database_itself_keeps_one_open_invitation_for_an_address(viewer):
    _invite("noor@example.org", viewer("cleo"))
    known = _invited("noor@example.org")
    columns = {c.name: getattr(known, c.name) for c in Invitation.__table__.columns if c.name not in ("id", "nonce")}
    with pytest.raises(IntegrityError), unit_of_work():
        session().add(Invitation(**columns, nonce="another"))


def test_two_thousand_are_invited_in_a_handful_of_statements(viewer):
    assert _invite("\n".join(f"p{n}@example.org" for n in range(2000)), viewer("cleo")).invited == 2000
    assert session().scalar(select(func.count(Invitation.id))) == 2000
