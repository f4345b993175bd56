"""The letters: what they say, when they are not written, and that they end with one click."""

import re
from datetime import timedelta
from email import message_from_string, policy

import pytest
from sqlalchemy import func, select

from community import clock
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions import members
from community.mail.models import Letter
from community.notifications import actions, letters, telling
from community.notifications.models import Happening, Notification
from community.notifications.queries.lists import find_notification
from tests import world
from tests.cases.conftest import save
from tests.lessons import practice
from tests.lessons.practice import who
from tests.notifications.closing import CLOSING, leave


@pytest.fixture
def thread_id(tell):
    """A discussion of the whole community that Ana began."""
    with unit_of_work():
        return practice.make_post("Who measures?", by="ana", group="psc").thread_id


def reply(thread_id: int, text: str = "The workers **do**.", by: str = "cleo") -> None:
    with unit_of_work():
        discussions.reply(session().get_one(discussions.Thread, thread_id), text=text, by=who(by))


def test_a_letter_says_what_happened_where_and_why(thread_id, tell, letters_to):
    reply(thread_id, "What do you say, @ana?\n\nThe workers **do**.")
    tell()
    (text,) = letters_to("ana")
    assert "Cleo mentions you: On Who measures?" in text
    assert "The workers do." in text
    assert "because you are mentioned" in text
    assert re.search(rf"http://127.0.0.1:8000/c/psc/threads/{thread_id}\?told=\d+#post-2", text)


def test_a_letter_is_private_and_ends_with_one_click(thread_id, tell):
    reply(thread_id)
    tell()
    letter = session().scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter.is_private
    assert letter.shown_subject is None
    message = message_from_string(letter.message.text, policy=policy.default)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/unsubscribe/[\w.:%-]+>", message["List-Unsubscribe"].strip())
    assert message["Subject"] == "Cleo writes in a discussion of yours: On Who measures?"


def test_a_letter_speaks_its_readers_time_zone(thread_id, tell, letters_to):
    with unit_of_work():
        world.person("ana").time_zone = "Asia/Tokyo"
    reply(thread_id)
    tell()
    assert "+0900" in letters_to("ana")[0] or "JST" in letters_to("ana")[0] or "GMT+9" in letters_to("ana")[0]


def test_markup_in_a_name_or_a_title_stays_text(tell):
    with unit_of_work():
        world.person("cleo").name = "<b>Cleo</b>"
        thread = discussions.start(world.group("psc"), title="<i>Dust</i>", text="Hm.", by=who("ana"))
        discussions.reply(thread, text="<script>x</script> & more", by=who("cleo"))
    tell()
    letter = session().scalars(select(Letter).order_by(Letter.id.desc())).first()
    body = message_from_string(letter.message.text, policy=policy.default).get_body(("html",)).get_content()
    assert not re.search("<b>Cleo|<i>Dust|<script", body)
    assert "&lt;b&gt;Cleo" in body


def test_of_a_discussion_one_letter_comes_until_it_is_read(thread_id, tell, letters_to, client):
    for n in range(3):
        reply(thread_id, f"Number {n}")
        tell()
    assert len(letters_to("ana")) == 1
    of_ana = select(Notification).where(Notification.person_id == world.id_of("ana"))
    told = session().scalars(of_ana.order_by(Notification.id.desc())).first()
    client("ana").post(f"/notifications/{told.id}/reading")
    reply(thread_id, "After that")
    tell()
    assert len(letters_to("ana")) == 2
    assert "After that" in letters_to("ana")[-1]


def test_letters_of_one_turn_are_gathered_too(thread_id, tell, letters_to):
    for n in range(3):
        reply(thread_id, f"Number {n}")
    tell()
    assert len(letters_to("ana")) == 1


def test_of_a_case_that_is_revised_again_and_again_one_letter_comes(tell, letters_to):
    with unit_of_work():
        case = practice.make_case(by="ana", group="psc")
    for n in range(3):
        with unit_of_work():
            found = session().merge(case)
            save(found, who("cleo"), sections={**found.revision.sections, "why": f"Why {n}."})
        tell()
    assert len(letters_to("ana")) == 1


def test_an_answer_brings_a_letter_each_time(thread_id, tell, letters_to):
    for n in range(2):
        with unit_of_work():
            thread = session().get_one(discussions.Thread, thread_id)
            post = session().scalars(select(discussions.Post).where(discussions.Post.thread_id == thread_id)).first()
            discussions.reply(thread, text=f"Answer {n}", by=who("cleo"), answers=post)
        tell()
    assert len(letters_to("ana")) == 2


def test_what_was_read_here_needs_no_letter(thread_id, tell, letters_to):
    reply(thread_id)
    tell([telling.tell_waiting])
    with unit_of_work():
        actions.read_all(by=who("ana"), up_to=2**31 - 1)
    tell()
    assert letters_to("ana") == []


def test_who_wants_no_letters_gets_none_and_is_told_here(thread_id, tell, letters_to, page_of):
    with unit_of_work():
        actions.choose({"watch": "product"}, by=who("ana"))
    reply(thread_id)
    tell()
    assert letters_to("ana") == []
    assert page_of("ana")[0] == ("watch", "On Who measures?")


def test_a_choice_made_before_the_letter_is_written_counts(thread_id, tell, letters_to):
    reply(thread_id)
    tell([telling.tell_waiting])
    with unit_of_work():
        actions.stop_mail(world.id_of("ana"), "watch")
    tell()
    assert letters_to("ana") == []


def test_invented_people_get_no_letters(thread_id, tell, letters_to, page_of):
    with unit_of_work():
        world.person("ana").is_invented = True
    reply(thread_id)
    tell()
    assert letters_to("ana") == []
    assert page_of("ana")[0][0] == "watch"


def test_who_was_deactivated_meanwhile_gets_no_letter(thread_id, tell, letters_to):
    reply(thread_id)
    tell([telling.tell_waiting])
    with unit_of_work():
        world.person("ana").deactivated_at = clock.now()
    tell()
    assert letters_to("ana") == []


def test_an_address_that_cannot_be_written_to_holds_nobody_up(thread_id, tell, letters_to):
    with unit_of_work():
        world.person("ana").email = "nonsense"
    reply(thread_id, "What do you say, @ana and @dirk?")
    tell()
    assert len(letters_to("dirk")) == 1


def test_a_worker_that_dies_while_it_writes_sends_nothing_twice(thread_id, tell, letters_to, monkeypatch):
    reply(thread_id, "What do you say, @ana and @dirk?")
    tell([telling.tell_waiting])
    real, calls = letters.put, []

    def dies(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(letters, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        letters.write_due()
    monkeypatch.setattr(letters, "put", real)
    tell()
    assert (len(letters_to("ana")), len(letters_to("dirk"))) == (1, 1)


def test_what_is_read_while_its_letter_is_composed_needs_none(thread_id, tell, letters_to, monkeypatch):
    reply(thread_id, "What do you say, @ana and @dirk?")
    tell([telling.tell_waiting])
    real = letters.compose

    def slowly(*given, **named):
        composed = real(*given, **named)
        with unit_of_work():
            actions.read_all(by=who("ana"), up_to=2**31 - 1)
        return composed

    monkeypatch.setattr(letters, "compose", slowly)
    tell()
    assert (len(letters_to("ana")), len(letters_to("dirk"))) == (0, 1)


@CLOSING
def test_no_letter_carries_what_its_reader_may_not_see_when_it_is_written(tell, letters_to, close, audience):
    with unit_of_work():
        if close is leave:
            members.appoint(world.person("rea"), world.group("stone"))
        thread = practice.make_post("Canary, @rea!", by="ana", group="stone", audience=audience).thread
    tell([telling.tell_waiting])
    told = session().scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert (told.person_id, told.is_letter_due) == (world.id_of("rea"), True)
    with unit_of_work():
        close(session().merge(thread))
    tell()
    assert not [text for text in letters_to("rea") if "Canary" in text]


def test_what_was_taken_out_of_a_post_before_the_letter_is_not_in_it(tell, letters_to):
    with unit_of_work():
        post = practice.make_post("@rea, the canary sings.", by="ana", group="psc")
        post.thread.title = "Dust"
    tell([telling.tell_waiting])
    with unit_of_work():
        discussions.edit(session().merge(post), text="Never mind.", based_on=1, by=who("ana"))
    tell()
    (text,) = letters_to("rea")
    assert "Never mind." in text
    assert "canary" not in text


def test_a_letter_leads_to_a_page_that_lets_it_be_marked_as_read(thread_id, tell, client, letters_to):
    reply(thread_id)
    tell()
    path = re.search(r"http://127.0.0.1:8000(/c/psc/threads/\S+)#", letters_to("ana")[0])[1]
    browser = client("ana")
    page = browser.get(path).text
    assert "You came here from a letter." in page
    (action,) = re.findall(r'action="(/notifications/\d+/reading)"', page)
    assert browser.post(action).location.endswith("#post-2")
    assert find_notification(int(action.split("/")[2]), viewer=who("ana")).read_at is not None
    assert "You came here" not in client("visitor").get(path).text


def test_a_letter_long_after_is_still_one(thread_id, tell, letters_to):
    reply(thread_id)
    with clock.at(clock.now() + timedelta(days=90)):
        tell()
    assert len(letters_to("ana")) == 1


def test_a_nudge_arrives_whole_as_a_letter_of_ones_own(tell, letters_to, client):
    words = "How are you?\n\n" + "We miss what you know. " * 30
    client("cleo").post("/c/psc/nudges/new", data={"to": ["ana", "dirk"], "text": words})
    tell()
    (text,) = letters_to("ana")
    assert text.startswith("Hello Ana,")
    assert "Cleo, who coordinates Private sector cooperation, writes to you:" in text
    assert words.strip() in text
    assert "because a coordinator of this community wrote to you" in text
    assert "dirk" not in text.casefold()
    assert words.strip() in client("ana").get("/notifications").text, "and stands whole in the product"


def test_who_was_removed_meanwhile_is_nudged_no_more(tell, letters_to, client):
    client("cleo").post("/c/psc/nudges/new", data={"to": "dirk", "text": "Canary"})
    with unit_of_work():
        members.remove_member(world.group("psc"), world.person("dirk"), by=who("cleo"))
    tell()
    assert letters_to("dirk") == []
    assert "Canary" not in client("dirk").get("/notifications").text


def _take_back_the_latest() -> None:
    latest = select(discussions.Post).order_by(discussions.Post.id.desc())
    discussions.take_back(session().scalars(latest).first(), by=who("cleo"))


def _deactivate() -> None:
    world.person("ana").deactivated_at = clock.now()


@pytest.mark.parametrize(
    "change", [_take_back_the_latest, _deactivate, lambda: actions.choose({"watch": "product"}, by=who("ana"))]
)
def test_what_changes_while_a_letter_is_composed_counts(thread_id, tell, letters_to, monkeypatch, change):
    reply(thread_id, "Zebrafinch")
    tell([telling.tell_waiting])
    _while_composing(monkeypatch, change)
    tell()
    assert not any("Zebrafinch" in letter for letter in letters_to("ana"))


def test_a_letter_that_is_not_sent_speaks_for_no_other(thread_id, tell, letters_to, monkeypatch):
    reply(thread_id, "Number 1")
    tell([telling.tell_waiting])
    first = session().scalar(select(func.max(Happening.id)))
    reply(thread_id, "Number 2")
    tell([telling.tell_waiting])
    _while_composing(monkeypatch, lambda: actions.read_all(by=who("ana"), up_to=first))
    tell()
    (letter,) = letters_to("ana")
    assert "Number 2" in letter


def _while_composing(monkeypatch, change) -> None:
    real, left = letters._written, [change]

    def slowly(due):
        written = real(due)
        while left:
            with unit_of_work():
                left.pop()()
        return written

    monkeypatch.setattr(letters, "_written", slowly)
