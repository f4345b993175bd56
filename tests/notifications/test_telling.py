"""Who is told of what, for which reason, once."""

import pytest
from sqlalchemy import func, select

from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import members
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.notifications import actions, telling
from community.notifications.models import Happening, Notification
from tests import world
from tests.cases.conftest import save
from tests.lessons import practice
from tests.lessons.practice import who

pytestmark = pytest.mark.postgresql


@pytest.fixture
def thread(tell):
    """A discussion of the whole community that Ana began."""
    with unit_of_work():
        return discussions.start(world.group("psc"), title="Dust", text="Who measures?", by=who("ana"))


def test_who_is_answered_is_told(thread, told):
    first = _first(thread)
    discussions.reply(first.thread, text="The workers do.", by=who("cleo"), answers=first)
    assert told("post") == {"ana": "reply"}


def test_who_takes_part_is_told_of_what_follows_but_not_of_their_own(thread, told):
    post = _first(thread)
    discussions.reply(post.thread, text="I do.", by=who("dirk"))
    discussions.reply(post.thread, text="So do I.", by=who("cleo"))
    assert told("post") == {"ana": "watch", "dirk": "watch"}


def test_the_strongest_reason_is_the_one_that_counts(thread, told):
    post = _first(thread)
    discussions.reply(post.thread, text="I ask @ana, @dirk, @rea and myself, @cleo.", by=who("cleo"), answers=post)
    assert told("post") == {"ana": "mention", "dirk": "mention", "rea": "mention"}


def test_nobody_is_told_by_a_mention_of_what_they_may_not_see(tell, told):
    with unit_of_work():
        practice.make_post("Look @ana, @cleo, @bo, @ada, @finn: Canary!", by="dirk", group="broken")
    assert told("post") == {}


def test_a_stranger_is_not_called_into_what_everybody_may_read(tell, told):
    with unit_of_work():
        practice.make_post("Hello @bo and @cleo", by="ana", group="stone", audience="public")
    assert told("post") == {"cleo": "mention"}


def test_who_left_the_community_is_told_nothing_more(tell, told):
    with unit_of_work():
        post = practice.make_post("Everybody reads this.", by="ana", group="stone", audience="public")
        thread_id = post.thread_id
        discussions.reply(post.thread, text="Me too.", by=who("dirk"))
    members.remove_member(world.group("psc"), world.person("dirk"), by=who("cleo"))
    discussions.reply(session().get_one(type(post.thread), thread_id), text="And now?", by=who("cleo"))
    assert told("post") == {"ana": "watch"}


def test_a_deactivated_person_is_left_out(thread, told):
    world.person("ana").deactivated_at = world.person("ana").created_at
    discussions.reply(_first(thread).thread, text="Anybody?", by=who("cleo"))
    assert told("post") == {}


def test_a_changed_post_tells_only_whom_it_mentions_now(thread, told):
    post = discussions.reply(_first(thread).thread, text="I ask @dirk.", by=who("cleo"))
    assert told("post") == {"ana": "watch", "dirk": "mention"}
    discussions.edit(session().merge(post), text="I ask @dirk and @rea.", based_on=1, by=who("cleo"))
    assert told("post") == {"rea": "mention"}


def test_the_owner_of_a_case_is_told_of_posts_and_revisions_by_others(tell, told):
    with unit_of_work():
        case = practice.make_case(by="ana", group="psc")
    discussions.reply(session().merge(case).thread, text="How did it go on?", by=who("dirk"))
    assert told("post") == {"ana": "case"}
    case = session().merge(case)
    save(case, who("cleo"), sections={**case.revision.sections, "helped": "Ask @dirk and `@rea`"})
    assert told("revision") == {"ana": "revision", "dirk": "mention"}
    save(case, who("ana"), sections={**case.revision.sections, "why": "Because."})
    assert told("revision") == {}, "whom it mentioned before is not told again, nor who wrote it"


def test_whose_words_are_marked_is_told(tell, told):
    with unit_of_work():
        practice.mark_post("We asked first.", by="ana", group="psc", marked_by="dirk")
    assert told("passage") == {"ana": "harvest"}
    with unit_of_work():
        practice.mark_post("My own.", by="ana", group="psc")
    assert told("passage") == {}


def test_whose_words_were_said_in_confidence_is_asked(tell, told):
    with unit_of_work():
        members.appoint(world.person("ana"), world.group("broken"))
        practice.mark_post("Between us.", by="ana", group="broken", marked_by="dirk")
    assert told("passage") == {"ana": "release"}


def test_a_published_lesson_tells_those_whose_words_it_rests_on_once(tell, told):
    with unit_of_work():
        passage = practice.mark_post("We asked first.", by="ana", group="psc", marked_by="dirk")
        lesson = practice.write(explanation="As @rea says.")
        lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
    assert told("lesson") == {}, "a draft is nobody's business"
    lesson = session().merge(lesson)
    settle(lesson, status="adopted", by=who("cleo"))
    assert told("lesson-adopted") == {"ana": "citation", "dirk": "citation", "rea": "mention"}
    with unit_of_work():
        another = practice.mark_post("And then again.", by="ana", group="psc", marked_by="cleo")
        lessons.cite(session().merge(lesson), another, stance="qualifies", by=who("cleo"))
    assert told("lesson") == {}


def test_who_is_added_to_a_subgroup_is_told(tell, told):
    with unit_of_work():
        members.add_member(world.group("stone"), world.person("dirk"), by=who("cleo"))
    assert told("subgroup-joined") == {"dirk": "membership"}


def test_who_joins_a_community_knows_it(tell):
    before = _count(Happening)
    with unit_of_work():
        members.appoint(world.person("bo"), world.group("psc"))
    assert _count(Happening) == before


def test_what_is_rolled_back_tells_nobody(thread):
    before = _count(Happening)
    discussions.reply(_first(thread).thread, text="I take it back.", by=who("cleo"))
    session().rollback()
    assert _count(Happening) == before


def test_who_wants_nothing_for_one_reason_is_told_for_another(thread, told):
    with unit_of_work():
        actions.choose({"mention": "nothing"}, by=who("ana"))
    discussions.reply(_first(thread).thread, text="What do you say, @ana?", by=who("cleo"))
    assert told("post") == {"ana": "watch"}
    with unit_of_work():
        actions.choose({"watch": "nothing"}, by=who("ana"))
    discussions.reply(_first(thread).thread, text="Nothing, @ana?", by=who("cleo"))
    assert told("post") == {}


def test_a_worker_that_dies_anywhere_forgets_nobody_and_tells_nobody_twice(thread, told, monkeypatch):
    discussions.reply(_first(thread).thread, text="Now.", by=who("cleo"))
    session().commit()

    def dies(*_given) -> None:
        real(*_given)
        raise KeyboardInterrupt

    real = telling._tell
    monkeypatch.setattr(telling, "_tell", dies)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_waiting()
    monkeypatch.setattr(telling, "_tell", real)
    assert told("post", work=False) == {}
    assert told("post") == {"ana": "watch"}
    for happening in session().scalars(select(Happening)):
        happening.told_at = None
    many = _count(Notification)
    assert told("post") == {"ana": "watch"}
    assert _count(Notification) == many


def test_a_kind_that_is_no_longer_known_holds_nobody_up(thread, told):
    session().add(
        Happening(
            kind="forgotten",
            thing_id=1,
            container="x",
            group_id=world.group("psc").id,
            audience="community",
            door="see",
            happened_at=world.person("ana").created_at,
        )
    )
    session().commit()
    discussions.reply(_first(thread).thread, text="Now.", by=who("cleo"))
    assert told("post") == {"ana": "watch"}


def test_who_acts_has_read_what_they_were_told_there(thread, tell):
    post = _first(thread)
    discussions.reply(post.thread, text="What do you think?", by=who("cleo"), answers=post)
    tell()
    assert _unread("ana") == 2, "the answer, and that she is in the subgroup Stone"
    discussions.reply(_first(thread).thread, text="I think so too.", by=who("ana"))
    tell()
    assert _unread("ana") == 1


def _first(thread):
    return session().scalars(select(discussions.Post).where(discussions.Post.thread_id == thread.id)).first()


def _count(model) -> int:
    return session().scalar(select(func.count()).select_from(model))


def _unread(name: str) -> int:
    mine = (Notification.person_id == world.id_of(name), Notification.read_at.is_(None))
    return session().scalar(select(func.count()).where(*mine))


def test_what_happened_in_many_places_is_told_in_few_turns(tell):
    before = [_unread(name) for name in ("ana", "cleo", "dirk")]
    with unit_of_work():
        threads = [
            discussions.start(world.group("psc"), title=f"Dust {n}", text="Who measures?", by=who("ana"))
            for n in range(2 * telling.TOLD_AT_ONCE + 1)
        ]
        for thread in threads:
            discussions.reply(thread, text="I do.", by=who("cleo"))
            discussions.reply(thread, text="I did.", by=who("dirk"))
        discussions.reply(threads[0], text="Then I know.", by=who("ana"))
    tell()
    now, many = [_unread(name) for name in ("ana", "cleo", "dirk")], len(threads)
    assert [new - old for new, old in zip(now, before, strict=True)] == [2 * many - 2, many + 1, 1]
    assert session().scalar(select(func.count()).where(Happening.told_at.is_(None))) == 0
