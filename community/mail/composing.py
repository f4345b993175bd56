"""Composing a letter: its templates in the reader's language and time zone, and the message that they become."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_string, policy
from email.header import Header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import quote
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from community import clock
from community.errors import Invalid
from community.languages import gettext, reader, speaking
from community.lines import clean_line, storable
from community.mail.models import SUBJECT_LENGTH

NAME_LENGTH = 120


class _Headers(HeaderRegistry):
    """The standard library's headers; it makes a new class for each of every letter, which takes half of the time."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        """Return the class of a header, made once."""
        key = name.lower()
        if key not in self._kept:
            self._kept[key] = super().__getitem__(name)
        return self._kept[key]


# Any server takes it, and any database stores it.
POLICY = policy.SMTP.clone(cte_type="7bit", header_factory=_Headers())


@dataclass(frozen=True)
class Recipient:
    """Whom a letter is for, and how they read."""

    address: str
    name: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class Composed:
    """A letter ready to be sent."""

    address: str
    name: str
    subject: str
    message: str


def compose(template: str, to: Recipient, values: Mapping[str, Any], *, unsubscribe: str | None = None) -> Composed:
    """Render `templates/letters/<template>.txt` and `.html` for a reader, and make the message of them."""
    with speaking(to.language, to.time_zone):
        said = {**values, "to": to, "unsubscribe": unsubscribe, "locale": reader()[0], "now": clock.now()}
        plain = current_app.jinja_env.get_template(f"letters/{template}.txt")
        subject = clean_line("".join(plain.blocks["subject"](plain.new_context(said))))[:SUBJECT_LENGTH]
        text, html = plain.render(said), current_app.jinja_env.get_template(f"letters/{template}.html").render(said)
    address, name = written_address(to.address), clean_line(to.name)[:NAME_LENGTH]
    sender = current_app.config["MAIL_FROM"]
    headers = [f"From: {_mailbox(*sender)}", f"To: {_mailbox(name, address)}"]
    if unsubscribe:
        headers += [
            f"List-Unsubscribe: <{_written_url(unsubscribe)}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
    # The standard library would fold these, and lose the quotes of a long name or encode a long address.
    written = "".join(f"{header}\r\n" for header in headers)
    return Composed(address, name, subject, written + _message(subject, text, html, sender[1]).as_string())


def written_address(address: str) -> str:
    """Return an e-mail address as a server is told it, its domain in ASCII; raise Invalid where it is none."""
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        said = gettext("This is not an e-mail address: it should look like name@example.org.")
        raise Invalid("email", said) from error
    return f"{found.local_part}@{found.ascii_domain}"


def text_of(message: str) -> str:
    """Return the plain text of a message."""
    body = message_from_string(message, policy=policy.default).get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if isinstance(body, EmailMessage) else ""


def _message(subject: str, text: str, html: str, sender: str) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["Subject"] = subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(storable(text).strip() + "\n")
    message.add_alternative(storable(html).strip() + "\n", subtype="html")
    return message


def _mailbox(name: str, address: str) -> str:
    if not name:
        return address
    is_plain = name.isascii() and name.isprintable()
    shown = f'"{quote(name)}"' if is_plain else Header(name, "utf-8", header_name="From").encode(linesep="\r\n")
    return f"{shown} <{address}>"


def _domain(sender: str) -> str:
    """Return the domain of this site where it has a name, that of the sender otherwise."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    return host if host.isascii() and not host.endswith("localhost") and host[-1:].isalpha() else sender.split("@")[1]


def _written_url(address: str) -> str:
    if not (address.isascii() and address.isprintable()) or set(address) & set(' <>"'):
        raise ValueError(f"not an address that a header can carry: {address!r}")
    return address
