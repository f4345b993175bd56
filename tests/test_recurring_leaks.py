"""Bugs that recur elsewhere, of who sees what: each test is named after its class in recurring_bugs.py."""

import re
from html.parser import HTMLParser

import pytest

from community.accounts import actions as accounts
from community.cases.actions import placing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import forming, introductions, members
from community.groups.actions.invitations import invite
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.groups.rules import can_see
from community.groups.viewer import Audience
from community.notifications import subscriptions
from community.notifications.models import Level, Notification
from community.notifications.queries.choices import levels_of
from community.search.queries import search
from community.signing import sign
from tests import permissions, world
from tests.canaries import NOOR, word
from tests.permission_forms import FORMS
from tests.planting import plant, refused_letter
from tests.stage import person_for
from tests.surfaces import addresses, heard, searches, sent

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"
HOSTILE_MARKDOWN = (
    HOSTILE + " [a](javascript:alert(3)) [b](java\tscript:alert) <javascript:alert(4)> [c](data:text/html,5) ![d](x)"
)
LONG = ("passage", "case_revision.sections", "case_revision.question", "post_revision", "lesson_revision.explanation")


def _who(name: str):
    return viewer_of(world.id_of(name))


@pytest.mark.postgresql
@pytest.mark.parametrize("name", ["visitor", "bo", "finn", "ada", "mia", "cleo"])
def test_search_suggest_leaks_private(places, name):
    """Hits, counts, facets, and the hint that something was left out: all are of what the reader may see."""
    for asked in ({}, {"kind": frozenset({"post"})}, {"community": frozenset({"psc"})}):
        for text in ("canaryhush*", "canaryhushcasetitle", "said -canaryhush*", "canaryopen* canaryhush*"):
            results = search(text, viewer=_who(name), filters=asked)
            facets = [sum(counts.values()) for counts in (results.facets or {}).values()]
            shown = " ".join(p.text for hit in results.hits for p in (*hit.title, *hit.excerpt)).lower()
            assert "canaryhush" not in shown
            assert not results.is_partial
            if text.startswith("canaryhush"):
                assert results.total == sum(facets) == 0


@pytest.mark.parametrize("name", ["visitor", "bo", "mia", "cleo"])
def test_listing_parent_view_leaks_title_or_excerpt(client, places, name):
    """What stands above or beside a thing: its community, lists, the desk, the profile of who wrote it, a former address."""
    browser = client(name)
    above = ("", "/cases", "/threads", "/lessons", "/lessons?kind=issue", "/desk", "/passages", "/passages?unused=1")
    for address in ("/", *(f"/c/psc{page}" for page in above), f"/people/{NOOR}", "/c/psc/subgroups/stone"):
        assert not re.search(r"canaryhush(?!group)", browser.get(address).text, re.IGNORECASE), address
    former = browser.get(f"/c/psc/cases/{places['hush']['former']}")
    assert (former.status_code, former.headers.get("Location")) == (404, None)


@pytest.mark.parametrize("name", ["visitor", "bo", "finn", "mia", "cleo"])
def test_revision_history_trash_deleted(client, places, name):
    """The past of a thing is read by who reads the thing, be it asked by number, by difference or by restoring it."""
    browser, hush = client(name), places["hush"]
    for slug in (hush["case"], hush["former"]):
        for page in ("history", "revisions/1", "revisions/99", "compare", "compare?from=1&to=2", "compare?from=9&to=9"):
            assert browser.get(f"/c/psc/cases/{slug}/{page}").status_code == 404
        restored = browser.post(f"/c/psc/cases/{slug}/revisions/1/restoration", data={"based_on": 2})
        assert restored.status_code == (401 if name == "visitor" else 404)
    assert session().get_one(Case, hush["case_id"]).revision_count == 2


def test_revision_history_trash_deleted_also_of_what_was_narrowed_later(client, places):
    with unit_of_work():
        case = session().get_one(Case, places["open"]["case_id"])
        placing.move(case, group=case.group, audience="subgroup", by=_who("ana"))
    for page in ("history", "revisions/1", "compare"):
        assert client("visitor").get(f"/c/psc/cases/{places['open']['former']}/{page}").status_code == 404


def test_profile_activity_read_receipts(client, places):
    """A profile is for those who share a community; it names no group that they may not know, and no address to write to."""
    assert [client(name).get(f"/people/{NOOR}").status_code for name in ("visitor", "bo", "finn")] == [302, 404, 404]
    for name in ("mia", "cleo", "ada", "dirk"):
        page = client(name).get(f"/people/{NOOR}").text.lower()
        assert ("canaryhushgroupname" in page) == (name == "dirk")
        assert "canaryown" not in page
        assert "@" not in page


class _Markup(HTMLParser):
    """Collects what in a page could run a script or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        """Note an element that no page of ours has, an attribute that runs, an address that does."""
        held = {name: (value or "").strip().lower() for name, value in attrs}
        is_foreign = tag in ("iframe", "object", "embed", "base", "style")
        is_foreign |= tag == "img" and not re.fullmatch(r"/c/[\w-]+/files/\d+/[\w%.-]+/small", held.get("src", ""))
        is_foreign |= tag == "script" and not held.get("src", "").startswith("/static/")
        runs = any(name.startswith("on") or name == "style" for name in held)
        leads = any(re.match(r"\W*(java|vb)?script:|data:", held.get(name, "")) for name in ("href", "src", "action"))
        if is_foreign or runs or leads:
            self.found.append((tag, held))


def test_stored_xss(app, client):
    """Hostile markup in every field that somebody fills in, then every page, every search and every refusal."""
    with unit_of_work():
        psc, cleo, ana = world.group("psc"), _who("cleo"), world.person("ana")
        accounts.update_profile(ana, name=HOSTILE, organisation=HOSTILE, language="en", time_zone="UTC")
        introductions.introduce(psc, by=_who("ana"), experience=HOSTILE_MARKDOWN, offer=HOSTILE, seek=HOSTILE)
        group = forming.form_subgroup(
            psc, name=HOSTILE, summary=HOSTILE, question=HOSTILE, slug="odd", audience="public", by=cleo
        )
        members.appoint(ana, group, role="facilitator")
        invitation = invite(psc, note=HOSTILE, by=cleo)
        place = plant(group, say=_hostile, audience="public", author=_who("ana"), runner=cleo)
        place |= {
            "subgroup": "odd",
            "area": "psc",
            "handle": "ana",
            "invitation_id": invitation.id,
            "above": place["lesson"],
            "letter_id": refused_letter(_hostile).id,
        }
        place["token"] = token_of(invitation)
    for name in ("visitor", "ana", "cleo", "ada"):
        browser = client(name)
        for address in [
            *addresses(app, {"odd": place}),
            f"/<script>{name}",
            f"/sign-in?next={HOSTILE}",
            f"/search?q={HOSTILE}",
        ]:
            _assert_harmless(browser.get(address))
    assert "{{7*7}}" in client("visitor").get(f"/c/psc/cases/{place['case']}").text
    for address in (f"/c/psc/threads/{place['thread_id']}/reply", "/c/psc/cases/new", "/c/fed/threads/new", "/sign-in"):
        sent = {"text": HOSTILE, "title": HOSTILE, "email": HOSTILE, "next": "javascript:alert(1)", HOSTILE: HOSTILE}
        _assert_harmless(client("bo").post(address, data=sent))


def _hostile(column: str) -> str:
    if column == "file.bytes":
        return "words"  # what holds markup is not taken for a text
    return HOSTILE_MARKDOWN if column.startswith(LONG) else HOSTILE


def _assert_harmless(answer) -> None:
    if answer.headers.get("Content-Disposition", "").startswith("attachment") and answer.mimetype != "text/html":
        return  # no browser opens it as a page
    if answer.mimetype == "image/webp":  # no page: see tests/files/test_serving.py
        return
    markup = _Markup()
    markup.feed(answer.get_data(as_text=True))
    assert not markup.found, answer.request.path


ABSENT = {"case": "no-such-case", "lesson": "no-such-lesson", "draft": "no-such-lesson", "subgroup": "no-such-group"}
ABSENT |= dict.fromkeys(
    ("thread_id", "post_id", "passage_id", "evidence_id", "group_id", "file_id", "picture_id"), 999999
)


@pytest.mark.parametrize("role", ["visitor", "stranger", "former member", "administrator", "reader", "member"])
def test_existence_oracle(stage, role):
    """What may not be seen is answered to the letter like what does not exist, whatever is asked of it."""
    hidden, browser = stage.places["confidential"], stage.browser(person_for(role, "confidential"))
    for endpoint, method in permissions.read(permissions.THINGS):
        rule = next(stage.app.url_map.iter_rules(endpoint))
        told = []
        for place in (hidden, hidden | ABSENT):
            with stage.app.test_request_context():
                values = permissions.values(endpoint, rule.arguments, place, is_area=False)
                address = stage.app.url_for(endpoint, **values)
            data = FORMS[endpoint](place) if method == "POST" else None
            answer = browser.open(address, method=method, data=data)
            text = re.sub(r'name="csrf_token"[^>]*>|>\d+</textarea>', "", answer.text)  # what was typed comes back
            told.append((answer.status_code, text.replace(address, "")))
        assert told[0] == told[1], f"{method} {endpoint}"


def test_acl_inheritance_mistakes(app):
    """A thing is never wider than its group, nor a group than its community, in whatever order they were changed."""
    cleo, visitor, reader = _who("cleo"), _who("visitor"), _who("rea")
    for above in Audience:
        for of_group in Audience:
            with unit_of_work():
                forming.set_audience(world.group("psc"), audience=above, is_confidential=False, by=cleo)
                forming.set_audience(world.group("stone"), audience=of_group, is_confidential=False, by=cleo)
            stone = world.group("stone")
            for own in Audience:
                widths = {Audience(above), Audience(of_group), Audience(own)}
                narrowest = next(audience for audience in Audience if audience in widths)
                assert can_see(visitor, stone.scope_of(own)) == (narrowest == Audience.PUBLIC)
                assert can_see(reader, stone.scope_of(own)) == (narrowest != Audience.SUBGROUP)


def test_acl_inheritance_mistakes_of_what_was_written_in_confidence(app):
    """A group that opens again opens nothing that was written in it while it was confidential."""
    with unit_of_work():
        thread = discussions.start(world.group("broken"), title="Hush", text="Hush", audience="public", by=_who("dirk"))
        forming.set_audience(world.group("broken"), audience="public", is_confidential=False, by=_who("dirk"))
    assert not any(can_see(_who(name), thread.scope) for name in ("visitor", "bo", "ana"))


@pytest.mark.postgresql
def test_search_suggest_leaks_private_while_the_worker_is_behind(client, places):
    """What was hidden a moment ago is not found, although the index still holds it."""
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=_who("cleo"))
    assert not heard(searches(client("visitor"), ["canaryopen", "canaryopencasetitle"]), r"canaryopen\w+")


@pytest.mark.parametrize("name", ["visitor", "bo", "finn", "ada", "rea", "mia", "cleo"])
def test_export_print_raw_leaks(client, places, name):
    """A meeting as a calendar file is for those who see the meeting: the file has no door of its own."""
    browser = client(name)
    for layer in ("part", "hush"):
        address = f"/c/psc/subgroups/{places[layer]['subgroup']}/meeting.ics"
        answer = browser.get(address)
        assert answer.status_code == (200 if (name, layer) == ("cleo", "part") else 404), address
        assert "BEGIN:VEVENT" not in answer.text or layer == "part"
    assert (
        word("hush", "meeting.notes")
        in client("dirk").get(f"/c/psc/subgroups/{places['hush']['subgroup']}/meeting.ics").text
    )


def test_feeds_notifications_digests_mentions(client, places):
    """Who is mentioned where they may not read is told nothing, and what one is told of falls silent with the thing."""
    for name in ("bo", "finn", "ada", "rea", "mia", "cleo"):
        browser = client(name)
        assert "canaryhush" not in browser.get("/notifications").text.lower(), name
        assert not heard(sent(browser), r"canaryhush\w*"), name
    assert heard(sent(client("mia")), r"canarymoved\w*")
    with unit_of_work():
        case = session().get_one(Case, places["moved"]["case_id"])
        placing.move(case, group=world.group(word("hush", "group.slug")), audience="subgroup", by=_who(NOOR))
    assert not re.search(r"canarymovedcase", client("mia").get("/notifications").text, re.IGNORECASE)


def test_feeds_notifications_digests_mentions_are_each_persons_own(client, places):
    """The number of somebody else's notification opens nothing, and marks nothing as read."""
    told = session().query(Notification).filter_by(person_id=world.id_of("dirk")).first()
    number = told.id
    session().rollback()
    for name in ("visitor", "mia", "cleo", "ada"):
        client(name).post(f"/notifications/{number}/reading")
        client(name).get(f"/c/psc?told={number}")
    assert session().get_one(Notification, number).read_at is None


def test_feeds_notifications_digests_mentions_leave_by_their_own_link_only(client, places):
    """A link to get no more letters names one person and one reason, and an altered one nothing; to open it changes nothing."""
    mia, dirk = world.id_of("mia"), world.id_of("dirk")
    token = subscriptions.token_of(mia, "mention")
    stranger = client("visitor")
    altered = token.replace(f"{mia}:", f"{dirk}:", 1)
    for other in (altered, token[:-1], sign("invitation", f"{mia}:mention"), f"{mia}:mention"):
        assert stranger.post(f"/unsubscribe/{other}").status_code == 404
    page = stranger.get(f"/unsubscribe/{token}")
    assert page.status_code == 200
    assert "canary" not in page.text.lower() and "Mia" not in page.text
    assert levels_of(mia)["mention"] == Level.MAIL
    session().rollback()
    assert stranger.post(f"/unsubscribe/{token}").status_code == 200
    assert levels_of(mia)["mention"] == Level.PRODUCT
    assert levels_of(dirk)["mention"] == Level.MAIL
