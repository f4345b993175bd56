"""The pages about mail: for who runs the installation, and nobody else; and what they may not read there."""

import re

import pytest

from community.database import session, unit_of_work
from community.mail import queries
from community.mail.models import Pause, State
from tests.counting import count_queries
from tests.mail.server import HANG_UP

LIST = "/administration/mail"


@pytest.fixture
def ada(client):
    return client("ada")


@pytest.fixture
def uncertain(by_server, script, queue, work):
    """The id of a letter of which nobody knows whether it arrived."""
    script.answers["TEXT"] = HANG_UP
    (letter_id,) = queue(key="invitation:17")
    work()
    script.answers.clear()
    with unit_of_work():
        session().delete(session().get_one(Pause, Pause.ONLY))
    return letter_id


@pytest.mark.parametrize("name", ["bo", "ana", "cleo", "dirk", "rea"])
def test_who_does_not_run_the_installation_finds_nothing(client, queue, work, name):
    (letter_id,) = queue()
    work()
    browser = client(name)
    for address in (LIST, f"{LIST}/{letter_id}", f"{LIST}/{letter_id}/message.eml"):
        assert browser.get(address).status_code == 404
    for address in (
        f"{LIST}/{letter_id}/retry",
        f"{LIST}/{letter_id}/withdrawal",
        f"{LIST}/test-letter",
        f"{LIST}/resumption",
    ):
        assert browser.post(address).status_code == 404
    assert LIST not in browser.get("/").text


def test_a_visitor_signs_in_first(client, queue):
    assert client("visitor").get(LIST).status_code == 302
    assert client("visitor").post(f"{LIST}/test-letter").status_code == 401


def test_the_menu_leads_there(ada):
    assert f'href="{LIST}"' in ada.get("/").text


def test_an_empty_outbox_says_what_to_do(ada):
    assert "Send yourself a test letter" in ada.get(LIST).text


def test_a_test_letter_is_sent_to_oneself_and_read(ada, work):
    page = ada.post(f"{LIST}/test-letter", follow_redirects=True).text
    assert "ada@example.org is in the queue" in page
    work()
    (address,) = set(re.findall(rf'href="({LIST}/\d+)"', ada.get(LIST).text))
    page = ada.get(address).text
    assert "You are reading this, so the mail of your Plenary works." in page
    letter = ada.get(f"{address}/message.eml")
    assert letter.headers["Content-Disposition"].startswith("attachment; filename=letter-")
    assert letter.mimetype == "message/rfc822"
    assert letter.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Subject: A test letter\r\n" in letter.data


def test_the_letters_html_is_never_shown(ada, queue, work):
    (letter_id,) = queue()
    work()
    page = ada.get(f"{LIST}/{letter_id}").text
    assert "display:inline-block" not in page
    assert "&lt;!doctype" not in page


def test_a_secret_letter_is_read_where_letters_become_files(ada, queue, work):
    (letter_id,) = queue(is_secret=True)
    work()
    assert "Hello Ana" in ada.get(f"{LIST}/{letter_id}").text


@pytest.mark.parametrize("flags", [{}, {"is_secret": True}, {"is_private": True}])
def test_with_a_mail_server_only_the_envelope_is_shown(ada, by_server, queue, work, flags):
    (letter_id,) = queue(**flags)
    work()
    page = ada.get(f"{LIST}/{letter_id}").text
    assert "ana@example.org" in page
    assert "Hello" not in page
    assert ada.get(f"{LIST}/{letter_id}/message.eml").status_code == 404


def test_a_letter_that_was_written_to_a_file_is_closed_once_there_is_a_server(app, ada, queue, work, monkeypatch):
    (letter_id,) = queue()
    work()
    monkeypatch.setitem(app.config, "SMTP_HOST", "mail.example.org")
    assert "Hello" not in ada.get(f"{LIST}/{letter_id}").text
    assert ada.get(f"{LIST}/{letter_id}/message.eml").status_code == 404


def test_a_letter_that_was_sent_stays_closed_once_there_is_no_server(app, ada, by_server, queue, work, monkeypatch):
    (letter_id,) = queue()
    work()
    monkeypatch.setitem(app.config, "SMTP_HOST", "")
    assert "Hello" not in ada.get(f"{LIST}/{letter_id}").text


def test_what_was_said_in_a_group_is_never_shown_not_even_its_subject(ada, queue, work):
    (letter_id,) = queue(is_private=True)
    work()
    for address in (LIST, f"{LIST}/{letter_id}"):
        page = ada.get(address).text
        assert "Subject not shown" in page
        assert "A test letter" not in page
        assert "Hello" not in page
    assert ada.get(f"{LIST}/{letter_id}/message.eml").status_code == 404


def test_an_uncertain_letter_is_explained_and_tried_again(ada, uncertain, work, find, script):
    page = ada.get(f"{LIST}/{uncertain}").text
    assert "We do not know whether it arrived" in page
    assert "Send it again, even if it arrives twice" in page
    assert "waits in the queue again" in ada.post(f"{LIST}/{uncertain}/retry", follow_redirects=True).text
    letter = find(uncertain)
    assert (letter.state, letter.attempts, letter.settled_at) == (State.QUEUED, 0, None)
    work()
    assert find(uncertain).state == State.SENT
    first, second = (re.search(rb"Message-ID: (.*)", letter)[1] for letter in script.letters)
    assert first == second, "so that its reader's mail program can tell that they are one"


def test_an_uncertain_letter_is_given_up(ada, uncertain, find, settled):
    assert "given up" in ada.post(f"{LIST}/{uncertain}/withdrawal", follow_redirects=True).text
    assert find(uncertain).state == State.GIVEN_UP
    assert [(event.key, event.state) for event in settled] == [("invitation:17", State.GIVEN_UP)]
    assert "What should become of it" not in ada.get(f"{LIST}/{uncertain}").text


@pytest.mark.parametrize("verb", ["retry", "withdrawal"])
def test_nothing_is_decided_about_a_letter_that_was_sent(ada, by_server, queue, work, find, verb):
    (letter_id,) = queue()
    work()
    assert ada.post(f"{LIST}/{letter_id}/{verb}").status_code == 400
    assert find(letter_id).state == State.SENT


def test_letters_are_listed_by_state_and_in_pages(ada, by_server, script, queue, work, monkeypatch):
    monkeypatch.setattr(queries, "LETTERS_A_PAGE", 2)
    script.answers["RCPT"] = "550 5.1.1 nobody here"
    refused = queue(1)
    work()
    script.answers.clear()
    sent = queue(3)
    work()
    listed = re.compile(rf'href="{LIST}/(\d+)"')
    page = ada.get(LIST).text
    assert [int(n) for n in listed.findall(page)] == [sent[2], sent[1]]
    page = ada.get(f"{LIST}?before={sent[1]}").text
    assert [int(n) for n in listed.findall(page)] == [sent[0], refused[0]]
    page = ada.get(f"{LIST}?state=refused").text
    assert [int(n) for n in listed.findall(page)] == refused
    assert "550 5.1.1 nobody here" in page
    assert f"before={sent[1]}" in ada.get(f"{LIST}?state=sent").text.replace("&amp;", "&")
    assert ada.get(f"{LIST}?state=nonsense&before=x").status_code == 200


def test_the_list_asks_as_much_for_many_letters_as_for_one(ada, queue):
    queue(1)
    with count_queries() as few:
        ada.get(LIST)
    queue(20)
    with count_queries() as many:
        ada.get(LIST)
    assert len(many) == len(few)


def test_a_server_that_takes_nothing_is_explained_and_can_be_tried_at_once(ada, by_server, script, queue, work, find):
    script.answers["GREETING"] = "554 5.7.1 you are on a list"
    (letter_id,) = queue()
    work()
    page = ada.get(LIST).text
    assert "The mail server takes no letters" in page
    assert "554 5.7.1 you are on a list" in page
    script.answers.clear()
    work()
    assert find(letter_id).state == State.QUEUED
    ada.post(f"{LIST}/resumption")
    work()
    assert find(letter_id).state == State.SENT
    assert "takes no letters" not in ada.get(LIST).text


def test_an_upper_feature_finds_its_letters(queue):
    first, second = queue(key="invitation:1"), queue(key="invitation:1")
    queue(key="invitation:10")
    assert [letter.id for letter in queries.letters_called("invitation:1")] == second + first
