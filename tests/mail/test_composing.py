"""What a letter is made of: its headers, its two texts, and the language of its reader."""

import re
from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from community import clock, languages
from community.errors import Invalid
from community.languages import gettext, reader, speaking
from community.lines import clean_line
from community.mail import composing
from community.mail.composing import Recipient, compose, text_of

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
ANA = Recipient("ana@example.org", "Ana", "en", "Europe/Brussels")


def read(message: str) -> EmailMessage:
    assert re.search("(?<!\r)\n", message) is None
    assert message.endswith("\r\n")
    assert max(map(len, message.split("\r\n"))) < 998
    return message_from_string(message, policy=policy.default)


def to(address="ana@example.org", name="Ana") -> Recipient:
    return Recipient(address, name, "en", "UTC")


@pytest.fixture
def settings(app, monkeypatch):
    """A function that changes settings of the application."""
    return lambda **values: [monkeypatch.setitem(app.config, name, value) for name, value in values.items()]


@pytest.fixture
def dutch(app, monkeypatch, tmp_path):
    """Dutch, with a catalogue of two sentences."""
    catalogue = Catalog(locale="nl")
    catalogue.add("A test letter", "Een proefbrief")
    catalogue.add("Hello %(name)s,", "Dag %(name)s,")
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)

    def forget() -> None:
        languages.catalogue_of.cache_clear()
        app.jinja_env.__dict__.pop("editions", None)

    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(languages, "LANGUAGES", ("en", "nl"))
    forget()
    yield Recipient("ana@example.org", "Ana", "nl", "Europe/Brussels")
    monkeypatch.undo()
    forget()


def test_a_letter_says_who_wrote_it_and_that_a_machine_did(app, settings):
    settings(MAIL_FROM=("Plenary", "mail@learn.example.org"), BASE_URL="https://www.example.org")
    with clock.at(NOON):
        message = read(compose("test", ANA, {}).message)
    assert message["From"] == "Plenary <mail@learn.example.org>"
    assert message["To"] == "Ana <ana@example.org>"
    assert message["Subject"] == "A test letter"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.replace(microsecond=0) == NOON
    assert re.fullmatch(r"<\w{32}@www\.example\.org>", message["Message-ID"])
    assert message["MIME-Version"] == "1.0"
    assert "List-Unsubscribe" not in message


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_a_site_without_a_name_signs_with_the_senders_domain(app, settings, base):
    settings(MAIL_FROM=("Plenary", "mail@learn.example.org"), BASE_URL=base)
    assert read(compose("test", ANA, {}).message)["Message-ID"].endswith("@learn.example.org>")


def test_a_letter_has_plain_text_and_html(app, settings):
    settings(BASE_URL="https://www.example.org")
    message = read(compose("test", to(name="Ana <b>"), {}).message)
    assert message.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in message.iter_parts())
    assert "Hello Ana <b>," in plain
    assert "https://www.example.org/administration/mail" in plain
    assert "You asked for this letter" in plain
    assert "<p>Hello Ana &lt;b&gt;,</p>" in html
    assert 'href="https://www.example.org/administration/mail"' in html
    assert "<style" not in html and "<script" not in html and "<img" not in html
    assert text_of(compose("test", to(), {}).message).startswith("Hello Ana,\n")


def test_a_letter_that_can_be_cancelled_says_how(app):
    address = "https://www.example.org/stop/" + "x" * 300
    composed = compose("test", to(), {}, unsubscribe=address)
    message = read(composed.message)
    assert f"\r\nList-Unsubscribe: <{address}>\r\n" in composed.message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(address in part.get_content() for part in message.iter_parts())


@pytest.mark.parametrize(
    "address", ["https://x.org/a b", "https://x.org/>", "https://x.org/\r\nBcc: x@y.org", "https://x.org/é"]
)
def test_an_address_that_a_header_cannot_carry_is_a_mistake(app, address):
    with pytest.raises(ValueError):
        compose("test", to(), {}, unsubscribe=address)


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: bo@example.org",
        'Ana, "the" <bo@example.org>',
        "Jürgen, “der” Müller (ein sehr langer Name), der nicht auf eine Zeile paßt, bo@example.org",
        'A long, "quoted" name, with commas, that does not fit on one line, bo@example.org, whatever comes',
        "Ана",
        "",
    ],
)
def test_a_name_adds_no_header_and_no_reader(app, name):
    message = read(compose("test", to(name=name), {}).message)
    assert [a.addr_spec for a in message["To"].addresses] == ["ana@example.org"]
    shown = message["To"].addresses[0].display_name  # Python 3.11 leaves a space between encoded words
    assert shown.replace(" ", "") == clean_line(name).replace(" ", "")
    assert message["Bcc"] is None


@given(st.text(max_size=150))
def test_no_name_breaks_a_header(name):
    line = clean_line(name)[:120]
    message = read(f"To: {composing._mailbox(line, 'ana@example.org')}\r\nX-After: here\r\n\r\n")
    assert [a.addr_spec for a in message["To"].addresses] == ["ana@example.org"]
    assert message["X-After"] == "here"


def test_a_subject_with_lines_stays_one_header(app, monkeypatch):
    plain = app.jinja_env.from_string("{% block subject %}{{ to.name }}{% endblock %}{% block text %}x{% endblock %}")
    monkeypatch.setattr(type(app.jinja_env), "get_template", lambda *_: plain)
    composed = compose("any", to(name="One\r\nBcc: bo@example.org\n\nTwo é " + "long " * 100), {})
    message = read(composed.message)
    assert message["Bcc"] is None
    assert message["Subject"] == composed.subject
    assert composed.subject.startswith("One Bcc: bo@example.org Two é long")
    assert len(composed.subject) == 200


def test_a_domain_in_another_script_is_written_in_ascii(app):
    composed = compose("test", to("ana@münchen.de"), {})
    assert composed.address == "ana@xn--mnchen-3ya.de"
    assert composed.message.isascii()


def test_an_address_beyond_ascii_stays_as_it_is(app):
    composed = compose("test", to("jürg@example.org", "Jürg"), {})
    assert composed.address == "jürg@example.org"
    assert "<jürg@example.org>" in composed.message


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@example.org\r\nRCPT TO:<bo@example.org>", "a b@example.org", "<ana@example.org>"]
)
def test_what_is_no_address_is_refused(app, address):
    with pytest.raises(Invalid):
        compose("test", to(address), {})


def test_what_no_database_stores_is_left_out(app):
    composed = compose("test", to(name="A\x00na \ud800"), {})
    assert "\x00" not in composed.message
    composed.message.encode()


def test_a_letter_speaks_its_readers_language_whoever_asks(app, client, dutch):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("A test letter") == "A test letter"
        composed = compose("test", dutch, {})
        assert gettext("A test letter") == "A test letter"
    assert composed.subject == "Een proefbrief"
    message = read(composed.message)
    assert all("Dag Ana," in part.get_content() for part in message.iter_parts())
    assert '<html lang="nl">' in message.get_body(("html",)).get_content()


def test_a_letter_written_outside_a_request_speaks_its_readers_language(app, dutch):
    assert compose("test", dutch, {}).subject == "Een proefbrief"
    assert compose("test", ANA, {}).subject == "A test letter"


def test_an_english_letter_stays_english_in_a_dutch_request(app, dutch):
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert compose("test", ANA, {}).subject == "A test letter"
        assert gettext("A test letter") == "Een proefbrief"


def test_a_language_without_a_catalogue_is_english_throughout(app):
    with speaking("nl", "UTC"):
        assert reader() == ("en", "UTC")


@pytest.mark.parametrize(
    "zone, said", [("Europe/Brussels", "3 Nov 2026, 13:00"), ("Asia/Jakarta", "3 Nov 2026, 19:00")]
)
def test_a_moment_is_told_in_the_readers_time_zone(app, zone, said):
    with app.test_request_context(), clock.at(NOON):
        assert said in text_of(compose("test", Recipient("ana@example.org", "Ana", "en", zone), {}).message)


def test_a_moment_is_told_in_the_readers_language(app, dutch):
    with clock.at(NOON):
        assert "3 nov 2026, 13:00" in text_of(compose("test", dutch, {}).message)
