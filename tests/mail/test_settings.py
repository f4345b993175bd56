"""The settings of mail: what is missing or wrong is said at the start, and the demonstration mails nobody."""

import pytest

from community import config, create_app
from community.config import Misconfigured
from community.mail.filing import FileTransport
from community.mail.smtp import SmtpTransport

SENDER = "Plenary <plenary@example.org>"


@pytest.fixture
def read(tmp_path):
    """A function from environment variables to settings."""
    return lambda **environ: config.from_environment(
        {"PLENARY_VAR": str(tmp_path), "PLENARY_SECRET_KEY": "s" * 32} | environ
    )


def test_without_a_server_letters_become_files(read):
    settings = read()
    assert settings["MAIL_FROM"] == ("Plenary", "plenary@localhost")
    assert isinstance(create_app(settings).extensions["mail_transport"], FileTransport)


def test_with_a_server_they_are_sent(read):
    settings = read(SMTP_HOST="mail.example.org", MAIL_FROM=SENDER)
    assert (settings["SMTP_PORT"], settings["SMTP_SECURITY"]) == (587, "starttls")
    assert isinstance(create_app(settings).extensions["mail_transport"], SmtpTransport)


@pytest.mark.parametrize("security, port", [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(read, security, port):
    assert read(SMTP_SECURITY=security)["SMTP_PORT"] == port
    assert read(SMTP_SECURITY=security, SMTP_PORT="2525")["SMTP_PORT"] == 2525


@pytest.mark.parametrize(
    "environ, named",
    [
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY"),
        ({"SMTP_PORT": "many"}, "SMTP_PORT"),
        ({"SMTP_PORT": "70000"}, "SMTP_PORT"),
        ({"SMTP_USER": "plenary"}, "SMTP_PASSWORD"),
        ({"SMTP_HOST": "mail.example.org"}, "MAIL_FROM"),
        ({"MAIL_FROM": "nobody"}, "MAIL_FROM"),
        ({"MAIL_FROM": "jürg@example.org"}, "MAIL_FROM"),
    ],
)
def test_what_is_wrong_is_said_at_the_start(read, environ, named):
    with pytest.raises(Misconfigured, match=named):
        read(**environ)


@pytest.mark.parametrize(
    "text, sender",
    [
        (SENDER, ("Plenary", "plenary@example.org")),
        ("plenary@example.org", ("", "plenary@example.org")),
        ('"Plenary, Köln" <plenary@köln.example.org>', ("Plenary, Köln", "plenary@xn--kln-sna.example.org")),
        ("Plenary <plenary@localhost>", ("Plenary", "plenary@localhost")),
    ],
)
def test_the_sender_is_a_name_and_an_address(read, text, sender):
    assert read(MAIL_FROM=text)["MAIL_FROM"] == sender


def test_the_demonstration_sends_no_mail_to_anybody(read):
    with pytest.raises(Misconfigured, match="mail.example.org"):
        create_app(read(PLENARY_DEMO="1", SMTP_HOST="mail.example.org", MAIL_FROM=SENDER))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_demonstration_may_send_to_a_sink_on_this_machine(read, host):
    app = create_app(read(PLENARY_DEMO="1", SMTP_HOST=host, MAIL_FROM=SENDER))
    assert isinstance(app.extensions["mail_transport"], SmtpTransport)
