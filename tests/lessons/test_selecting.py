"""Marking words that were selected: they are what the saved text says, found there by what stands around them."""

import pytest

from community.cases.actions import writing
from community.database import session, unit_of_work
from community.errors import Invalid, NotAllowed
from community.groups.actions import members
from community.lessons.actions import selecting
from community.lessons.marking import Selection
from community.lessons.passages import Passage
from tests import world
from tests.lessons.practice import make_case, make_post, who

pytestmark = pytest.mark.postgresql

LONG = "The cooperative pays within a week, and *nobody* waits. Before, they waited for months. It was hard."


def select(case, exact, *, by="ana", section="done", **more):
    return selecting.harvest_words(case, case.revision, Selection(exact, section=section, **more), by=who(by))


def long_case(**sections):
    return writing.create(world.group("stone"), title="Payday", sections={"done": LONG} | sections, by=who("ana"))


def test_words_are_kept_as_they_stand_with_those_around_them(app):
    passage = select(long_case(), "and nobody\n waits.", by="dirk")
    assert (passage.exact, passage.section) == ("and nobody waits.", "done")
    assert passage.before.endswith("within a week,") and passage.after.startswith("Before, they")
    assert passage.anchor.startswith("done-1~") and passage.case_revision.is_pinned
    assert passage.author_id == world.id_of("ana")


def test_one_may_mark_several_passages_in_a_paragraph_and_the_same_once(app):
    case = long_case()
    one, other = select(case, "nobody waits"), select(case, "It was hard.")
    assert one.id != other.id and select(case, "nobody waits").id == one.id


def test_a_word_that_was_begun_is_taken_whole(app):
    assert select(long_case(), "operative pays within a we").exact == "cooperative pays within a week"


def test_a_whole_paragraph_is_the_same_as_the_ticked_one(app):
    case = make_case()
    assert (select(case, "They asked us in.").anchor, select(case, "asked us").anchor[:7]) == ("done-2", "done-2~")


def test_words_of_several_paragraphs_keep_their_breaks(app):
    passage = select(make_case(), "asked us in. We stayed")
    assert (passage.exact, passage.before) == ("asked us in.\n\nWe stayed", "We went there. They")


def test_repeated_words_are_told_apart(app):
    case = writing.create(
        world.group("stone"),
        title="Twice",
        sections={"done": "In May we met. In June we met. Then not."},
        by=who("ana"),
    )
    passage = select(case, "we met", before="In May we met. In June ", after=". Then not.")
    assert passage.before == "In May we met. In June"


@pytest.mark.parametrize("exact", ["nobody ever waits", "", "   ", "x" * 5000, "They asked us in. Time"])
def test_what_does_not_stand_there_is_refused(app, exact):
    with pytest.raises(Invalid):
        select(make_case(), exact)
    assert not session().query(Passage).count()


def test_words_of_two_people_are_not_one_passage(app):
    case = writing.create(world.group("psc"), title="Two", sections={"done": LONG}, by=who("cleo"))
    members.appoint(world.person("dirk"), world.group("stone"))
    later = {"done": f"{LONG}\n\nAnd then the buyer of the second village came along with money."}
    writing.revise(case, sections=later, based_on=1, by=who("ana"))
    with pytest.raises(Invalid):
        select(case, "It was hard. And then the buyer of the second village came along with money.", by="ana")
    assert select(case, "the buyer of the second village came along", by="dirk").author_id == world.id_of("ana")


def test_words_belong_to_who_wrote_them_first_within_a_paragraph_too(app):
    case = writing.create(world.group("psc"), title="Two", sections={"done": LONG}, by=who("cleo"))
    added = "Only the buyer from the north of the river paid late, twice."
    writing.revise(case, sections={"done": f"{LONG} {added}"}, based_on=1, by=who("ana"))
    writing.revise(case, sections={"done": f"{LONG} {added}".replace("hard", "hard!")}, based_on=2, by=who("dirk"))
    assert select(case, added, by="dirk").author_id == world.id_of("ana")
    assert select(case, "The cooperative pays within a week, and nobody waits.", by="dirk").author_id == world.id_of(
        "cleo"
    )


@pytest.mark.parametrize("name", ["visitor", "bo", "rea", "finn", "ada"])
def test_who_may_not_mark(app, name):
    post = make_post("Some words", by="ana", group="stone", audience="public")
    with pytest.raises(NotAllowed):
        select(make_case(audience="public"), "asked us", by=name)
    with pytest.raises(NotAllowed):
        selecting.harvest_words_of_post(post, Selection("Some"), by=who(name))


def test_words_and_paragraphs_of_a_post_are_marked_without_what_it_quotes(app):
    post = make_post("> Theirs alone\n\nMine *first*.\n\nMine last.", by="ana", group="stone")
    words = selecting.harvest_words_of_post(post, Selection("first. Mine"), by=who("dirk"))
    assert (words.exact, words.author_id) == ("first.\n\nMine", world.id_of("ana"))
    with pytest.raises(Invalid):
        selecting.harvest_words_of_post(post, Selection("Theirs alone"), by=who("dirk"))
    anchors = ["p-2", "p-3"]
    found = selecting.harvest_parts_of_post(post, anchors, by=who("dirk"), why="so")
    assert [(p.anchor, p.exact) for p in found] == [("p-2", "Mine first."), ("p-3", "Mine last.")]
    assert selecting.harvest_parts_of_post(post, anchors, by=who("dirk")) == found
    for anchor in ("p-1", "p-9", ""):
        with pytest.raises(Invalid):
            selecting.harvest_parts_of_post(post, [anchor], by=who("dirk"))


def test_the_page_asks_before_it_marks(client, app):
    with unit_of_work():
        make_case()
    chosen = {"exact": "asked us", "section": "done", "revision": "1"}
    asked = client("dirk").post("/c/psc/cases/the-open-door/passages", data=chosen | {"ask": "1"})
    assert asked.status_code == 200 and "Mark these words" in asked.text and 'value="asked us"' in asked.text
    assert not session().query(Passage).count()
    done = client("dirk").post("/c/psc/cases/the-open-door/passages", data=chosen | {"why": "so"})
    assert done.status_code == 302
    page = client("ana").get("/c/psc/cases/the-open-door").text
    passage_id = session().query(Passage).one().id
    assert f'href="/c/psc/passages/{passage_id}"' in page and 'class="is-marked"' in page


def test_what_is_not_found_brings_the_paragraphs_with_the_reason(client, app):
    with unit_of_work():
        make_case()
        post_id = make_post("One here.\n\nTwo here.", by="ana", group="stone").id
    chosen = {"exact": "never said", "section": "done", "revision": "1"}
    for more in ({"ask": "1"}, {"why": "so"}):
        answer = client("dirk").post("/c/psc/cases/the-open-door/passages", data=chosen | more)
        assert answer.status_code == 422 and "do not stand like this" in answer.text
        assert 'value="done-2"' in answer.text and 'value="helped-1"' not in answer.text
        answer = client("dirk").post(f"/c/psc/posts/{post_id}/passages", data={"exact": "never said"} | more)
        assert answer.status_code == 422 and 'value="p-2"' in answer.text


def test_marks_stand_beside_posts_too_and_can_be_switched_off(client, app):
    with unit_of_work():
        post = make_post("One here.\n\nTwo here.", by="ana", group="stone")
        post_id, thread_id = post.id, post.thread_id
    assert client("dirk").post(f"/c/psc/posts/{post_id}/passages", data={"places": "p-2"}).status_code == 302
    page = client("ana").get(f"/c/psc/threads/{thread_id}").text
    assert page.count('class="is-marked"') == 1 and "Marked by Dirk" in page and "Show what was marked" in page
    assert (
        "Worth learning from" in page
        and "Worth learning from" not in client("rea").get(f"/c/psc/threads/{thread_id}").text
    )
