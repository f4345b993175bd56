"""What becomes of a letter, by what the mail server does: taken, put off, refused, or nobody knows."""

import socket
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller

from community.mail.outcomes import Parcel, PutOff, Refused, Sent, Uncertain, Unreachable
from community.mail.smtp import SmtpTransport
from tests.mail.server import CERTIFICATE, HANG_UP, KEEP_SILENT, Script, running

MOMENT = 0.05


def parcel(recipient: str = "ana@example.org", message: str = "Subject: x\r\n\r\nHello\r\n") -> Parcel:
    return Parcel(1, None, 1, datetime.now(UTC), "plenary@example.org", recipient, message)


def test_a_letter_is_taken(script, connect):
    assert connect().send(parcel()) == Sent("250 taken")
    assert script.letters == [b"Subject: x\r\n\r\nHello\r\n"]
    assert "MAIL FROM:<plenary@example.org>" in script.said
    assert "RCPT TO:<ana@example.org>" in script.said


def test_a_line_that_begins_with_a_dot_arrives_whole(script, connect):
    connect().send(parcel(message="Subject: x\r\n\r\n.\r\n..two\r\n"))
    assert script.letters == [b"Subject: x\r\n\r\n..\r\n...two\r\n"]


@pytest.mark.parametrize(
    "answers, becomes",
    [
        ({"RCPT": "451 4.7.1 greylisted"}, PutOff("451 4.7.1 greylisted")),
        ({"RCPT": "550 5.1.1 nobody here"}, Refused("550 5.1.1 nobody here")),
        ({"DATA": "452 4.3.1 no room"}, PutOff("452 4.3.1 no room")),
        ({"DATA": "554 5.5.1 no"}, Refused("554 5.5.1 no")),
        ({"TEXT": "451 4.3.0 later"}, PutOff("451 4.3.0 later")),
        ({"TEXT": "554 5.7.1 spam"}, Refused("554 5.7.1 spam")),
        ({"RCPT": "421 4.3.2 going down"}, PutOff("421 4.3.2 going down", is_gone=True)),
        ({"MAIL": "552 5.3.4 too large"}, Refused("552 5.3.4 too large")),
        ({"MAIL": "550 5.7.1 you may not send"}, Unreachable("550 5.7.1 you may not send")),
        ({"MAIL": "450 4.7.0 not so fast"}, Unreachable("450 4.7.0 not so fast")),
        ({"GREETING": "554 5.3.2 not you"}, Unreachable("554 5.3.2 not you")),
        ({"TEXT": "ready"}, Uncertain("-1 y")),
    ],
)
def test_an_answer_decides(script, connect, answers, becomes):
    script.answers.update(answers)
    assert connect().send(parcel()) == becomes


@pytest.mark.parametrize("what", [HANG_UP, KEEP_SILENT])
@pytest.mark.parametrize(
    "when, kind",
    [("GREETING", Unreachable), ("EHLO", Unreachable), ("MAIL", Unreachable), ("RCPT", PutOff), ("DATA", PutOff),
     ("TEXT", Uncertain)],
)  # fmt: skip
def test_a_connection_that_breaks_leaves_it_open_only_after_the_text(script, connect, what, when, kind):
    script.answers[when] = what
    outcome = connect(answers_within=MOMENT, takes_within=MOMENT).send(parcel())
    assert type(outcome) is kind
    assert outcome.is_broken
    assert outcome.answer


def test_a_server_that_is_not_there(connect):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = SmtpTransport("127.0.0.1", port, security="none").send(parcel())
    assert isinstance(outcome, Unreachable)
    assert "refused" in outcome.answer


def test_a_name_that_nobody_has():
    assert isinstance(SmtpTransport("mail.invalid", 25, security="none").send(parcel()), Unreachable)


def test_many_letters_take_one_connection(script, connect):
    transport = connect()
    assert all(isinstance(transport.send(parcel()), Sent) for _ in range(5))
    assert script.visits == 1


def test_a_refused_letter_is_taken_back_before_the_next(script, connect):
    transport = connect()
    script.answers["RCPT"] = "550 no"
    transport.send(parcel())
    script.answers.clear()
    assert isinstance(transport.send(parcel()), Sent)
    assert script.visits == 1
    assert script.said[-4:] == ["RSET", "MAIL FROM:<plenary@example.org>", "RCPT TO:<ana@example.org>", "DATA"]


def test_a_kept_connection_that_was_closed_meanwhile_is_replaced(script, connect):
    script.leaves_after_a_letter, transport = True, connect()
    assert [type(transport.send(parcel())) for _ in range(3)] == [Sent] * 3
    assert script.visits == 3


def test_after_a_broken_connection_the_next_letter_takes_a_new_one(script, connect):
    transport = connect()
    script.answers["TEXT"] = HANG_UP
    transport.send(parcel())
    script.answers.clear()
    assert isinstance(transport.send(parcel()), Sent)
    assert script.visits == 2


def test_where_protection_is_asked_for_nothing_goes_without(script, connect):
    outcome = connect(security="starttls", user="u", password="p").send(parcel())
    assert isinstance(outcome, Unreachable)
    assert "STARTTLS" in outcome.answer
    assert not script.count("AUTH") and not script.count("MAIL")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(security):
    with running(Script(offers=("STARTTLS",), is_tls=security == "tls")) as script:
        transport = SmtpTransport("localhost", script.port, security=security, answers_within=5)
        outcome = transport.send(parcel())
    assert isinstance(outcome, Unreachable)
    assert "certificate" in outcome.answer
    assert not script.count("MAIL")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_user_and_password_are_given_under_protection(monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with running(Script(offers=("STARTTLS", "AUTH PLAIN"), is_tls=security == "tls")) as script:
        transport = SmtpTransport("localhost", script.port, security=security, user="u", password="p", answers_within=5)
        assert isinstance(transport.send(parcel()), Sent)
        transport.close()
    assert script.count("AUTH PLAIN") == 1
    assert script.count("QUIT") == 1


def test_a_wrong_password_is_the_servers_answer(script, connect):
    script.offers, script.answers["AUTH"] = ("AUTH PLAIN",), "535 5.7.8 wrong"
    assert connect(user="u", password="p").send(parcel()) == Unreachable("535 5.7.8 wrong")


def test_a_password_that_cannot_be_said_is_no_crash(script, connect):
    script.offers = ("AUTH PLAIN",)
    assert isinstance(connect(user="ü", password="p").send(parcel()), Unreachable)


def test_an_address_beyond_ascii_needs_a_server_that_says_it_takes_them(script, connect):
    transport, letter = connect(), parcel("jürg@example.org", "To: jürg@example.org\r\n\r\n")
    assert isinstance(transport.send(letter), Refused)
    assert not script.count("RCPT")
    transport.close()
    script.offers = ("SMTPUTF8", "8BITMIME")
    assert isinstance(transport.send(letter), Sent)
    assert "RCPT TO:<jürg@example.org>" in script.said
    assert "MAIL FROM:<plenary@example.org> SMTPUTF8 BODY=8BITMIME" in script.said
    assert script.letters == ["To: jürg@example.org\r\n\r\n".encode()]


def test_the_size_is_told_where_the_server_asks(script, connect):
    script.offers = ("SIZE 1000",)
    connect().send(parcel())
    assert script.count("MAIL FROM:<plenary@example.org> SIZE=") == 1


def test_a_server_that_others_wrote_takes_a_letter_as_it_is():
    taken = []

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
            return "250 taken"

    message = "Subject: x\r\n\r\n.\r\n..two\r\nend\r\n"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    try:
        transport = SmtpTransport("127.0.0.1", port, security="none")
        assert isinstance(transport.send(parcel(message=message)), Sent)
        transport.close()
    finally:
        controller.stop()
    assert taken == [("plenary@example.org", ["ana@example.org"], message.encode())]
