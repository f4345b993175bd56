"""How passages stand is kept by the worker once a case or a post was saved."""

import pytest

from community import worker
from community.cases.actions import writing
from community.cases.models import Case
from community.database import db, session, unit_of_work
from community.discussions import actions as discussions
from community.events import subscribe
from community.lessons.actions import passages
from community.lessons.checks import PassageCheck
from community.lessons.events import PassageChanged
from community.lessons.passages import Passage
from community.lessons.reanchoring import BATCH, look_again
from tests.lessons.practice import SECTIONS, make_case, make_post, mark_case, passage_of, who

pytestmark = pytest.mark.postgresql

heard: list[PassageChanged] = []


def look(app) -> None:
    db.session.remove()
    worker.drain(app, [look_again])


def save(case_id: int, **sections: str) -> None:
    from_now = SECTIONS | sections
    with unit_of_work():
        case = session().get_one(Case, case_id)
        writing.revise(case, sections=from_now, based_on=case.revision.version, by=who("ana"))


def marked(app, *anchors: str) -> tuple[int, list[int]]:
    with unit_of_work():
        case = make_case()
        found = mark_case(case, *anchors)
        ids = case.id, [passage.id for passage in found]
    look(app)
    return ids


def test_what_was_marked_is_looked_for_after_a_save(app):
    case_id, (stayed, trust) = marked(app, "done-3", "helped-2")
    save(case_id, done="We arrived first.\n\nWe went there.\n\nThey *asked* us in.\n\nWe stayed.", helped="- Time")
    assert passage_of(stayed).standing == "exact"  # nobody has looked yet
    look(app)
    assert (passage_of(stayed).standing, passage_of(stayed).now_anchor) == ("exact", "done-4")
    assert (passage_of(trust).standing, passage_of(trust).now_anchor) == ("gone", None)
    assert passage_of(trust).changed_at and not passage_of(stayed).changed_at
    assert session().query(PassageCheck).count() == 0


def test_what_was_changed_is_kept_with_its_words_and_said_once(app):
    subscribe(PassageChanged, heard.append)
    case_id, (passage_id,) = marked(app, "done-2")
    save(case_id, done="We went there.\n\nThey asked all of us in.\n\nWe stayed.")
    heard.clear()
    look(app)
    save(case_id, done="We went there.\n\nThey asked all of us in.\n\nWe stayed.", helped="- Time\n- Luck")
    look(app)
    passage = passage_of(passage_id)
    assert (passage.standing, passage.now_words, passage.exact) == (
        "changed", "They asked all of us in.", "They asked us in.",
    )  # fmt: skip
    assert heard == [PassageChanged(passage_id, "changed")]
    save(case_id)
    look(app)
    assert (passage_of(passage_id).standing, passage_of(passage_id).changed_at) == ("exact", None)


def test_what_stands_in_another_section_moved(app):
    case_id, (passage_id,) = marked(app, "done-2")
    save(case_id, done="We went there.", helped="- Time\n- They *asked* us in.")
    look(app)
    passage = passage_of(passage_id)
    assert (passage.standing, passage.now_section, passage.now_anchor) == ("moved", "helped", "helped-2")


def test_a_post_is_looked_through_after_its_author_changed_it(app):
    with unit_of_work():
        post = make_post("> Theirs\n\nI saw it work in two villages.", by="ana", group="stone")
        passage_id = passages.harvest_post(post, by=who("dirk")).id
    with unit_of_work():
        post = passage_of(passage_id).post_revision.post
        discussions.edit(post, text="> Theirs\n\nI saw it work in three villages.", based_on=1, by=who("ana"))
    look(app)
    passage = passage_of(passage_id)
    assert (passage.standing, passage.now_words) == ("changed", "I saw it work in three villages.")


def test_more_than_a_batch_is_gone_through_in_turns(app):
    case_id, (passage_id,) = marked(app, "done-2")
    with unit_of_work():
        first = passage_of(passage_id)
        copied = ("group_id", "audience", "case_revision_id", "section", "exact", "before", "after", "language",
                  "author_id", "harvested_by_id", "harvested_at")  # fmt: skip
        values = {name: getattr(first, name) for name in copied}
        session().add_all(Passage(**values, anchor=f"done-2~{n}-{n}") for n in range(BATCH + 3))
    save(case_id, done="We went there.\n\nThey asked all of us in.\n\nWe stayed.")
    assert look_again()
    assert session().query(PassageCheck).one().reached
    assert session().query(Passage).filter_by(standing="changed").count() == BATCH
    look(app)
    assert session().query(Passage).filter_by(standing="exact").count() == 0


def test_a_save_of_what_nobody_marked_asks_for_nothing(app):
    with unit_of_work():
        case_id = make_case().id
    save(case_id, done="Something else.")
    assert session().query(PassageCheck).count() == 0
