"""Voices on lessons: given, changed, taken back and given again; who may, and what of them shows to whom."""

import pytest

from community.accounts import actions as accounts
from community.database import session, unit_of_work
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.groups.actions import members
from community.lessons.actions import lessons, voices
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.lessons.queries.voices import said_of, voices_on
from community.lessons.voices import Voice
from tests import world
from tests.lessons.practice import make_case, publish, who, write

pytestmark = pytest.mark.postgresql

HERE = "/c/psc/lessons/let-a-partner-hold-it"


@pytest.fixture
def lesson(app):
    """A lesson for the community."""
    with unit_of_work():
        return publish().id


def _lesson(number) -> Lesson:
    return session().get_one(Lesson, number)


def test_a_member_says_that_it_holds_and_why(client, lesson):
    with unit_of_work():
        make_case()
    data = {"kind": "also", "sentence": "With us too.", "case": "the open door"}
    assert client("dirk").post(f"{HERE}/voice", data=data).location == f"{HERE}#voices"
    page = client("ana").get(HERE).text
    assert "With us too." in page and 'href="/c/psc/cases/the-open-door"' in page and "1: also my experience" in page


def test_one_voice_each_which_can_be_changed_taken_back_and_given_again(client, lesson):
    client("ana").post(f"{HERE}/voice", data={"kind": "also", "sentence": "With us too."})
    client("ana").post(f"{HERE}/voice", data={"kind": "not_here", "sentence": "Not any more."})
    assert session().query(Voice).count() == 1
    page = client("rea").get(HERE).text
    assert "Not any more." in page and "1: not in my context" in page and "With us too." not in page
    assert "Not any more." in client("ana").get(f"{HERE}/voice").text
    client("ana").post(f"{HERE}/voice/removal")
    assert "Not any more." not in client("rea").get(HERE).text
    assert "Give my voice again" in client("ana").get(HERE).text
    client("ana").post(f"{HERE}/voice/return")
    assert "Not any more." in client("rea").get(HERE).text


def test_it_stays_with_the_revision_that_it_was_about(client, lesson):
    with unit_of_work():
        voices.give(_lesson(lesson), kind="also", sentence="So it is.", by=who("ana"))
        lessons.revise(_lesson(lesson), when="a", do="let a partner hold it", because="c", based_on=1, by=who("cleo"))
    assert f'href="{HERE}/revisions/1">said of revision 1' in client("dirk").get(HERE).text


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", {"kind": "maybe", "sentence": "Yes."}),
        ("sentence", {"kind": "also"}),
        ("sentence", {"kind": "also", "sentence": "x" * 401}),
    ],
)
def test_what_cannot_be_taken_names_its_field(lesson, field, values):
    with pytest.raises(Invalid) as refusal:
        voices.give(_lesson(lesson), **values, by=who("ana"))
    assert refusal.value.field == field


def test_bad_input_keeps_what_was_typed(client, lesson):
    answer = client("ana").post(f"{HERE}/voice", data={"kind": "also", "sentence": "With us too.", "case": "no such"})
    assert answer.status_code == 422 and "With us too." in answer.text and 'value="no such"' in answer.text
    assert "Nothing that you may read here is called like that" in answer.text


@pytest.mark.parametrize("name", ["rea", "bo", "ada", "finn", "visitor"])
def test_who_does_not_take_part_has_no_voice(lesson, name):
    with pytest.raises(NotAllowed):
        voices.give(_lesson(lesson), kind="also", sentence="Yes.", by=who(name))


def test_a_draft_and_a_common_issue_take_no_voices(app):
    issue = lessons.write(world.group("psc"), kind="issue", question="Who?", by=who("cleo"))
    settle(issue, status="adopted", by=who("cleo"))
    for one in (write(), issue):
        with pytest.raises(NotAllowed):
            voices.give(one, kind="also", sentence="Yes.", by=who("cleo"))


def test_after_closing_the_answer_is_clear_and_nothing_is_lost(client, lesson):
    with unit_of_work():
        settle(_lesson(lesson), status="withdrawn", reason="x", by=who("cleo"))
    answer = client("ana").post(f"{HERE}/voice", data={"kind": "also", "sentence": "Too late."})
    assert answer.status_code == 422 and "does not stand any more" in answer.text and "Too late." in answer.text
    with pytest.raises(Refusal):
        voices.give(_lesson(lesson), kind="also", sentence="Too late.", by=who("ana"))


def test_nobody_takes_back_the_voice_of_another(lesson):
    voices.give(_lesson(lesson), kind="also", sentence="Yes.", by=who("ana"))
    with pytest.raises(Absent):
        voices.take_back(_lesson(lesson), by=who("dirk"))
    assert said_of(_lesson(lesson)).also == 1


def test_a_case_is_named_to_those_alone_who_may_read_it(lesson):
    hidden = make_case("Behind the door", audience="subgroup")
    voices.give(_lesson(lesson), kind="also", case=hidden, by=who("ana"))
    assert [voice.case and voice.case.title for voice in voices_on(_lesson(lesson), viewer=who("ana"))] == [
        "Behind the door"
    ]
    assert [voice.case for voice in voices_on(_lesson(lesson), viewer=who("rea"))] == [None]
    assert said_of(_lesson(lesson)).also == 1


def test_a_case_of_a_confidential_subgroup_is_named_inside_it_only(lesson):
    secret = make_case("In confidence", by="dirk", group="broken")
    with pytest.raises(Invalid):
        voices.give(_lesson(lesson), kind="also", case=secret, by=who("dirk"))
    inside = publish(by="dirk", group="broken", do="keep it")
    voices.give(inside, kind="also", case=secret, by=who("dirk"))
    members.appoint(world.person("ana"), world.group("broken"))
    assert [voice.case.title for voice in voices_on(inside, viewer=who("ana"))] == ["In confidence"]


def test_many_voices_are_paged(client, lesson):
    with unit_of_work():
        for n in range(25):
            newcomer = accounts.register(
                name=f"New {n}", email=f"new{n}@example.org", password=world.PASSWORD, handle=f"new{n}"
            )
            members.appoint(newcomer, world.group("psc"))
            voices.give(_lesson(lesson), kind="also", sentence=f"Voice {n}.", by=who(f"new{n}"))
    page = client("ana").get(HERE).text
    assert "Voice 24." in page and "Voice 3." not in page and "All 25 voices" in page
    first = client("ana").get(f"{HERE}/voices").text
    older = first.partition("voices?before=")[2].partition('"')[0]
    assert "Voice 4." not in first and "Voice 4." in client("ana").get(f"{HERE}/voices?before={older}").text
