"""A mail server that does as it is told: answers, keeps silent, or hangs up, at any point of a letter."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "localhost.pem"
HANG_UP, KEEP_SILENT = "hang up", "keep silent"
ANSWERS = {
    "GREETING": "220 here", "EHLO": "250 here", "HELO": "250 here", "STARTTLS": "220 go on", "AUTH": "235 welcome",
    "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "TEXT": "250 taken", "RSET": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


@dataclass
class Script:
    """What the server answers and offers, and what it was given. `TEXT` is its answer to a whole letter."""

    answers: dict[str, str] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    is_tls: bool = False
    leaves_after_a_letter: bool = False
    visits: int = 0
    said: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    port: int = 0

    def count(self, command: str) -> int:
        """Return how often a command was given."""
        return sum(line.startswith(command) for line in self.said)


class _Visit(socketserver.StreamRequestHandler):
    script: Script
    leaving: threading.Event

    def handle(self) -> None:
        self.script.visits += 1
        if self.script.is_tls:
            self._protect()
        if not self._answer("GREETING"):
            return
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            command = command.upper()
            self.script.said.append(f"{command} {rest}".strip())
            if not self._answer(command) or command == "QUIT":
                return
            if command == "STARTTLS":
                self._protect()
            if command == "DATA" and self._is_yes("DATA") and not self._take_letter():
                return

    def _take_letter(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.script.letters.append(b"".join(lines))
        return self._answer("TEXT") and not self.script.leaves_after_a_letter

    def _is_yes(self, command: str) -> bool:
        return self.script.answers.get(command, ANSWERS[command])[0] in "23"

    def _answer(self, command: str) -> bool:
        answer = self.script.answers.get(command, ANSWERS[command])
        if answer == HANG_UP:
            return False
        if answer == KEEP_SILENT:
            self.leaving.wait()
            return False
        lines = [answer, *(f"250 {offer}" for offer in self.script.offers)] if command == "EHLO" else [answer]
        for n, line in enumerate(lines, 1):
            self.wfile.write(f"{line[:3]}{' ' if n == len(lines) else '-'}{line[4:]}\r\n".encode())
        return True

    def _protect(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.setup()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, _request, _address) -> None:
        """A sender that leaves in the middle is no news."""


@contextmanager
def running(script: Script) -> Iterator[Script]:
    """Run the server of a script on a free port."""
    leaving = threading.Event()
    visit = type("Visit", (_Visit,), {"script": script, "leaving": leaving})
    with _Server(("127.0.0.1", 0), visit) as server:
        script.port = server.server_address[1]
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        serving.start()
        yield script
        leaving.set()
        server.shutdown()
        serving.join()
