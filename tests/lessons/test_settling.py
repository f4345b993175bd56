"""Deciding on a lesson: each way that it can go, what its page and the lists say then, and what is refused."""

import pytest

from community.database import session, unit_of_work
from community.errors import Invalid
from community.groups.viewer import VISITOR
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson, Status
from community.lessons.queries.lessons import count_by_status, lessons_in
from community.lessons.queries.order import Place, read_place
from tests import world
from tests.lessons.practice import make_case, mark_case, publish, who, write

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/lessons/let-a-partner-hold-it"


@pytest.fixture
def lesson(app):
    """A lesson that everybody may read, adopted."""
    with unit_of_work():
        return publish(*mark_case(make_case(audience="public"), "done-2"), audience="public").slug


def _decide(client, becomes, name="cleo", slug="let-a-partner-hold-it", was="adopted", **more):
    data = {"becomes": becomes, "based_on": was} | more
    return client(name).post(f"/c/psc/lessons/{slug}/status", data=data)


def _status(slug="let-a-partner-hold-it"):
    found = session().query(Lesson).filter_by(slug=slug).one()
    return found.status, found.reason


def test_a_draft_is_proposed_and_asks_its_readers_for_their_voice(client, app):
    with unit_of_work():
        write()
    assert _decide(client, "proposed", was="draft").location == HERE
    page = client("ana").get(HERE).text
    assert "It is proposed, and not adopted yet." in page and f'href="{HERE}/voice"' in page
    assert "Proposed" in client("ana").get("/c/psc/lessons").text
    assert f'href="{HERE}/voice"' not in client("rea").get(HERE).text, "readers only read"


def test_under_review_it_says_why(client, lesson):
    assert "Say why, in a sentence" in _decide(client, "review").text
    assert _status()[0] == Status.ADOPTED
    assert _decide(client, "review", reason="A second case speaks against it").status_code == 302
    for name in ("visitor", "ana"):
        assert "A second case speaks against it" in client(name).get(HERE).text
    assert "Under review" in client("visitor").get("/c/psc/lessons").text


def test_withdrawn_it_stands_among_past_lessons_with_its_reason(client, lesson):
    _decide(client, "withdrawn", reason="Nobody could do it")
    assert lesson not in client("ana").get("/c/psc/lessons").text
    assert lesson in client("ana").get("/c/psc/lessons?status=past").text
    assert "Nobody could do it" in client("visitor").get(HERE).text
    _decide(client, "review", was="withdrawn", reason="It was too early")
    assert _status() == (Status.REVIEW, "It was too early"), "it is brought back"


@pytest.mark.parametrize(
    "typed", ["ask-them-first", "Ask them first", "ask them FIRST", "/c/psc/lessons/ask-them-first", "http://x/c/psc/lessons/ask-them-first#a"]
)  # fmt: skip
def test_superseded_it_leads_to_the_one_that_was_named(client, lesson, typed):
    with unit_of_work():
        publish(do="ask them first", audience="public")
        write("ask them later")  # a draft takes nobody's place
    answer = _decide(client, "superseded", successor=typed)
    assert answer.status_code == 302, answer.text
    page = client("visitor").get(HERE).text
    assert 'href="/c/psc/lessons/ask-them-first"' in page and "Another one took its place" in page
    assert HERE in client("visitor").get("/c/psc/lessons/ask-them-first").text


def test_where_several_may_be_meant_one_is_chosen(client, lesson):
    with unit_of_work():
        one, other = (publish(do=f"ask them {word}").id for word in ("first", "last"))
    answer = _decide(client, "superseded", successor="ask them")
    assert answer.status_code == 422 and "Say which one you mean" in answer.text
    assert f'value="{one}"' in answer.text and f'value="{other}"' in answer.text
    assert 'value="ask them"' in answer.text, "what was typed is kept"
    assert _decide(client, "superseded", successor="ask them", which=other).status_code == 302
    assert 'href="/c/psc/lessons/ask-them-last"' in client("ana").get(HERE).text


def test_what_cannot_take_its_place_is_refused_with_a_clear_answer(client, lesson):
    with unit_of_work():
        publish(do="ask them first")
        publish(do="keep it quiet", by="dirk", group="broken")
    for typed in ("", "no such lesson", "let-a-partner-hold-it", "keep it quiet"):
        answer = _decide(client, "superseded", successor=typed)
        assert answer.status_code == 422 and "Nothing that you may read here is called like that" in answer.text
        assert _status()[0] == Status.ADOPTED
    _decide(client, "superseded", successor="ask-them-first")
    _decide(client, "review", slug="ask-them-first", reason="Is it?")
    back = _decide(client, "superseded", slug="ask-them-first", was="review", successor="let-a-partner-hold-it")
    assert back.status_code == 422 and _status("ask-them-first")[0] == Status.REVIEW, "it gave way to this one itself"


def test_what_its_readers_cannot_read_does_not_take_its_place(app):
    of_all = publish(do="ask")
    kept, shown = (
        publish(group="stone", audience=audience, do=f"{audience} waits") for audience in ("subgroup", "community")
    )
    with pytest.raises(Invalid, match="could not read"):
        settle(of_all, status="superseded", successor=kept, by=who("cleo"))
    settle(of_all, status="superseded", successor=shown, by=who("cleo"))
    other = publish(group="stone", audience="subgroup", do="wait")
    settle(other, status="superseded", successor=kept, by=who("cleo"))
    assert (of_all.status, other.status) == ("superseded", "superseded")


def test_a_ring_is_refused(app):
    one, two, three = (publish(do=f"do {n}") for n in range(3))
    settle(one, status="superseded", successor=two, by=who("cleo"))
    settle(two, status="superseded", successor=three, by=who("cleo"))
    with pytest.raises(Invalid, match="ring"):
        settle(three, status="superseded", successor=one, by=who("cleo"))


def test_who_decided_meanwhile_is_not_overwritten(client, lesson):
    _decide(client, "withdrawn", reason="Nobody could do it")
    answer = _decide(client, "review", was="adopted", reason="A doubt")
    assert answer.status_code == 422 and "decided on this lesson meanwhile" in answer.text and "A doubt" in answer.text
    assert _status()[0] == Status.WITHDRAWN


def test_only_those_who_write_lessons_there_decide(client, lesson):
    assert [_decide(client, "review", name, reason="x").status_code for name in ("ana", "rea", "bo", "dirk")] == [
        403
    ] * 4
    assert _decide(client, "review", "visitor", reason="x").status_code == 401
    assert _status()[0] == Status.ADOPTED
    assert "Decide on it" not in client("ana").get(HERE).text


def test_an_impossible_step_is_no_choice(client, lesson):
    assert _decide(client, "draft").status_code == 422
    assert _decide(client, "plenary").status_code == 422
    assert _status()[0] == Status.ADOPTED


def test_past_lessons_are_named_to_nobody_who_begins_to_type(client, lesson):
    assert client("ana").get("/c/psc/completions?kind=things&q=let a").json
    _decide(client, "withdrawn", reason="Nobody could do it")
    assert client("ana").get("/c/psc/completions?kind=things&q=let a").json == []


def test_lessons_are_listed_by_what_they_are_worth(app):
    slugs = [publish(do=f"do {n}").slug for n in range(5)]
    found = {lesson.slug: lesson for lesson in session().query(Lesson)}
    found["do-1"].use_count = 2
    found["do-3"].use_count = 2
    settle(found["do-4"], status="review", reason="x", by=who("cleo"))
    proposed = write("do 5")
    settle(proposed, status="proposed", by=who("cleo"))
    session().flush()
    order = ["do-3", "do-1", "do-2", "do-0", "do-4", "do-5"]
    psc, ana = world.group("psc"), who("ana")
    assert [line.slug for line in lessons_in(psc, viewer=ana)] == order and slugs
    paged, before = [], None
    while page := lessons_in(psc, viewer=ana, before=before, limit=2)[:2]:
        paged += [line.slug for line in page]
        before = read_place(str(page[-1].place))
    assert paged == order
    assert count_by_status(psc, viewer=ana) == {"adopted": 4, "review": 1, "proposed": 1}
    assert count_by_status(psc, viewer=VISITOR) == {}


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "a.b.c.d", "1.2.3.4.5", "9.9.99999999999999999999.1", "9999999999.1.1.1"]
)
def test_a_place_that_makes_no_sense_is_the_beginning(text):
    assert read_place(text) is None


def test_a_place_is_read_as_it_was_written(app):
    place = publish().published_at
    assert read_place(str(Place(0, 3, place, 7))) == Place(0, 3, place, 7)


def test_where_it_holds_is_kept_shown_and_found(client, app):
    with unit_of_work():
        slug = publish(holds="Where people stay.", holds_not="Where nobody comes back.").slug
    page = client("ana").get(f"/c/psc/lessons/{slug}").text
    assert "Where people stay." in page and "Where nobody comes back." in page
    form = {
        "when": "a",
        "do": "b",
        "because": "c",
        "holds": "x" * 601,
        "language": "en",
        "audience": "community",
        "based_on": 1,
    }
    answer = client("cleo").post(f"/c/psc/lessons/{slug}/edit", data=form)
    assert answer.status_code == 422 and "at most 600 characters" in answer.text
    issue = lessons.write(world.group("psc"), kind="issue", question="Who?", holds="ignored", by=who("cleo"))
    assert issue.revisions[0].holds == ""


def test_a_part_of_a_title_is_asked_about_though_only_one_has_it(client, lesson):
    with unit_of_work():
        number = publish(do="ask them first").id
    answer = _decide(client, "superseded", successor="them fir")
    assert answer.status_code == 422 and f'value="{number}"' in answer.text
    assert _status()[0] == Status.ADOPTED
    assert _decide(client, "superseded", successor="them fir", which=number).status_code == 302
