"""The load: requests made beforehand over a few kept-open connections, from one thread, so that it costs little itself."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles

from tests.benchmarks.processes import holder
from tests.benchmarks.servers import WORKERS

CONNECTIONS = 4
TIMEOUT = 60
TRIES = 40


class Unexpected(RuntimeError):
    """The server answered something else than it should."""


@dataclass
class Sample:
    """What one measurement found."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests answered a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, n: int) -> float:
        """Return the milliseconds within which n percent of the requests were answered."""
        return 1000 * quantiles(self.latencies, n=100, method="inclusive")[n - 1]

    @property
    def size(self) -> int:
        """How many bytes of HTML an answer has, on average."""
        return round(sum(self.sizes) / len(self.sizes))


class _Connection:
    """One connection with the answer that is coming in on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._begun = 0.0

    def is_closed(self) -> bool:
        """Say whether the server has ended the connection, as it does with one that waited for seconds."""
        self.socket.setblocking(False)
        try:
            return not self.socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.socket.settimeout(TIMEOUT)

    def send(self, request: bytes) -> None:
        self._received, self._begun = b"", time.perf_counter()
        self.socket.sendall(request)

    def receive(self, status: int, sample: Sample) -> bool:
        """Read what there is; say whether the answer is complete, and note it."""
        self._received += (piece := self.socket.recv(262_144))
        if not piece:
            raise Unexpected(f"The server hung up after {self._received[:200]!r}")
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or not _is_complete(head.lower(), body):
            return False
        if int(head[9:12]) != status:
            raise Unexpected(
                f"{status} was expected: {head.decode(errors='replace')}\n{body[:3000].decode(errors='replace')}"
            )
        sample.latencies.append(time.perf_counter() - self._begun)
        sample.sizes.append(len(body))
        return True


def run(port: int, master: int, requests: Iterator[bytes], *, status: int, seconds: float) -> Sample:
    """Send requests for some seconds, each connection the next one as soon as it has its answer."""
    connections = _spread(port, master, requests, status)
    while any(connection.is_closed() for connection in connections):  # what was slow the first time is known by now
        connections = _spread(port, master, requests, status)
    sample, begun = Sample(), time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(requests))
        while selector.get_map():
            ready = selector.select(TIMEOUT)
            if not ready:
                raise Unexpected("The server does not answer.")
            for key, _events in ready:
                if key.data.receive(status, sample):
                    if time.perf_counter() - begun < seconds:
                        key.data.send(next(requests))
                    else:
                        selector.unregister(key.fileobj)
    sample.seconds = time.perf_counter() - begun
    for connection in connections:
        connection.socket.close()
    return sample


def _spread(port: int, master: int, requests: Iterator[bytes], status: int) -> list[_Connection]:
    """Open the connections so that each worker holds as many: left to chance, one would often work alone."""
    share = CONNECTIONS // WORKERS
    kept: list[_Connection] = []
    spare: list[_Connection] = []
    held: Counter[int | None] = Counter()
    for _ in range(TRIES):
        connection = _Connection(port)
        connection.send(next(requests))
        while not connection.receive(status, Sample()):
            pass
        worker = holder(master, connection.socket)
        if worker is None or held[worker] < share:
            held[worker] += 1
            kept.append(connection)
        else:
            spare.append(connection)
        if len(kept) == CONNECTIONS:
            break
    while len(kept) < CONNECTIONS:
        kept.append(spare.pop())
    for connection in spare:
        connection.socket.close()
    return kept


def _is_complete(head: bytes, body: bytes) -> bool:
    _, found, length = head.partition(b"\r\ncontent-length:")
    return len(body) >= int(length.split(b"\r\n", 1)[0]) if found else body.endswith(b"0\r\n\r\n")
