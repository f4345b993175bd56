"""Demo mode serves loopback addresses only: its passwords are known to everybody."""

import ipaddress

from flask import Flask, request

from community.config import Misconfigured
from community.errors import NotAllowed
from community.languages import gettext

PROXY_HEADERS = ("Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine's own."""
    host = host.strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_to_bind(host: str) -> None:
    """Raise Misconfigured where demo mode is about to listen on more than a loopback address."""
    if not is_loopback(host):
        raise Misconfigured(
            f"Demo mode serves loopback addresses only, not {host}: everybody knows its passwords.\n"
            "Serve on 127.0.0.1, or leave demo mode (unset PLENARY_DEMO and set PLENARY_SECRET_KEY)."
        )


def refuse_to_mail(host: str) -> None:
    """Raise Misconfigured where demo mode could send mail to real people."""
    if host and not is_loopback(host):
        raise Misconfigured(
            f"Demo mode sends no mail through {host}: its members are invented, and their addresses are not ours.\n"
            "Unset SMTP_HOST, and mails are written to files; or set it to a loopback address, where a mail sink listens."
        )


def install(app: Flask) -> None:
    """Refuse every request that did not come from and to a loopback address, through whatever server or proxy."""
    refuse_to_mail(app.config["SMTP_HOST"])

    @app.before_request
    def refuse_others() -> None:
        host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        sides = (request.remote_addr or "", host, request.environ.get("SERVER_NAME", ""))
        is_forwarded = any(header in request.headers for header in PROXY_HEADERS)
        if is_forwarded or not all(is_loopback(side) for side in sides):
            raise NotAllowed(
                gettext("The demonstration serves loopback addresses only: everybody knows its passwords.")
            )
