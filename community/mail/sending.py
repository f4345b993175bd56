"""Which way letters leave: the mail server of the settings, or a folder where there is none."""

from typing import Any
from urllib.parse import urlsplit

from community.mail.filing import FileTransport
from community.mail.outcomes import Transport
from community.mail.smtp import SmtpTransport


def transport_for(config: dict[str, Any]) -> Transport:
    """Return the way out that the settings describe."""
    if not config["SMTP_HOST"]:
        return folder_for(config)
    return SmtpTransport(
        config["SMTP_HOST"],
        config["SMTP_PORT"],
        security=config["SMTP_SECURITY"],
        user=config["SMTP_USER"],
        password=config["SMTP_PASSWORD"],
        name=_name(config["BASE_URL"]),
    )


def folder_for(config: dict[str, Any]) -> FileTransport:
    """Return the folder that letters are written to where there is no server."""
    return FileTransport(config["VAR"] / "mail")


def _name(base_url: str) -> str:
    """Return how this machine presents itself to a mail server."""
    host = urlsplit(base_url).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host[-1:].isdigit() else host.encode("idna").decode()
