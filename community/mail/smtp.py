"""Letters to a mail server. It knows of each whether the server has taken it, has not, or left that open."""

import smtplib
import ssl
from enum import StrEnum
from typing import Any

from community.lines import clean_line
from community.mail.outcomes import Outcome, Parcel, PutOff, Refused, Sent, Uncertain, Unreachable

Reply = tuple[int, bytes]

LINE = "\r\n"
ANSWERS_WITHIN = 15
TAKES_WITHIN = 60  # a server may look through a letter before it says that it has taken it
SEND_IT, CLOSING, TOO_LARGE = 354, 421, 552


class Security(StrEnum):
    """How a connection is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SmtpTransport:
    """Hands letters to one server over one connection, which is opened when needed and kept for the next letter."""

    is_repeatable = False

    def __init__(
        self,
        host: str,
        port: int,
        *,
        security: str,
        user: str = "",
        password: str = "",
        name: str = "localhost",
        answers_within: float = ANSWERS_WITHIN,
        takes_within: float = TAKES_WITHIN,
    ) -> None:
        self._host, self._port, self._security = host, port, Security(security)
        self._user, self._password, self._name = user, password, name
        self._answers_within, self._takes_within = answers_within, takes_within
        self._server: smtplib.SMTP | None = None

    def send(self, parcel: Parcel) -> Outcome:
        """Hand one letter over and say what became of it."""
        outcome = self._hand_over(parcel)
        if outcome.is_broken:
            self._drop()
        elif not isinstance(outcome, Sent):
            self._begin_anew()
        return outcome

    def close(self) -> None:
        """Take leave of the server, where there is one."""
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                pass
            finally:
                self._drop()

    def _hand_over(self, parcel: Parcel) -> Outcome:
        try:
            server, reply = self._open_letter(parcel)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return Unreachable(_said_by(error))
        if reply[0] == TOO_LARGE:
            return Refused(_said(reply))
        if not _is_yes(reply):
            return Unreachable(_said(reply))  # our own address is not liked: another letter would fare no better
        if not parcel.recipient.isascii() and not server.has_extn("smtputf8"):
            return Refused("The server does not take addresses with letters beyond ASCII before the @ (SMTPUTF8).")
        try:
            reply = server.docmd(f"RCPT TO:<{parcel.recipient}>")
            if not _is_yes(reply):
                return _declined(reply)
            reply = server.docmd("DATA")
            if reply[0] != SEND_IT:
                return _declined(reply)
        except (OSError, smtplib.SMTPException) as error:
            return PutOff(_said_by(error), is_gone=True)
        return self._hand_over_text(server, parcel)

    def _hand_over_text(self, server: smtplib.SMTP, parcel: Parcel) -> Outcome:
        """Send the text. From the first byte on, a broken connection leaves open whether the server has taken it."""
        try:
            _wait_for(server, self._takes_within)
            server.send(f"{parcel.message.replace(LINE + '.', LINE + '..')}.{LINE}".encode())
            reply = server.getreply()
            _wait_for(server, self._answers_within)
        except (OSError, smtplib.SMTPException) as error:
            return Uncertain(_said_by(error))
        if _is_yes(reply):
            return Sent(_said(reply))
        return _declined(reply) if reply[0] >= 400 else Uncertain(_said(reply))

    def _open_letter(self, parcel: Parcel) -> tuple[smtplib.SMTP, Reply]:
        """Name the sender. A kept connection that the server has closed meanwhile is replaced by a new one."""
        if self._server is not None:
            try:
                reply = _name_sender(self._server, parcel)
                if _is_yes(reply):
                    return self._server, reply
            except (OSError, smtplib.SMTPException):
                pass
            self._drop()
        self._server = self._connect()
        return self._server, _name_sender(self._server, parcel)

    def _connect(self) -> smtplib.SMTP:
        where: Any = {"local_hostname": self._name, "timeout": self._answers_within}
        if self._security == Security.TLS:
            where["context"] = ssl.create_default_context()
        kind = smtplib.SMTP_SSL if self._security == Security.TLS else smtplib.SMTP
        server = kind(self._host, self._port, **where)
        try:
            server.command_encoding = "utf-8"
            server.ehlo_or_helo_if_needed()
            if self._security == Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _begin_anew(self) -> None:
        """Make the server forget a letter that it did not take."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _name_sender(server: smtplib.SMTP, parcel: Parcel) -> Reply:
    options = []
    if server.has_extn("size"):
        options.append(f"SIZE={len(parcel.message)}")
    if not parcel.recipient.isascii() and server.has_extn("smtputf8"):
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    return server.docmd(" ".join([f"MAIL FROM:<{parcel.sender}>", *options]))


def _declined(reply: Reply) -> Outcome:
    if reply[0] >= 500:
        return Refused(_said(reply))
    return PutOff(_said(reply), is_gone=reply[0] == CLOSING or reply[0] < 400)


def _is_yes(reply: Reply) -> bool:
    return 200 <= reply[0] < 300


def _wait_for(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _said(reply: Reply) -> str:
    return clean_line(f"{reply[0]} {reply[1].decode('utf-8', 'replace')}")


def _said_by(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _said((error.smtp_code, said if isinstance(said, bytes) else str(said).encode()))
    return clean_line(str(error)) or type(error).__name__
