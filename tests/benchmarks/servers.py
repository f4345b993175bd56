"""The product and the floor, each under gunicorn with two workers on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from community.config import ROOT
from tests.benchmarks.processes import peak_memory

# as community/serving.py serves
WORKERS, WORKER_CLASS, THREADS = 2, "gthread", 4
STARTS_WITHIN = 60


@dataclass
class Server:
    """A running server; `peak_memory` is known once it has stopped."""

    port: int
    pid: int
    peak_memory: int = 0


@contextmanager
def product(folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Serve the product by its own command on the data in a folder."""
    port = _free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port), "--workers", str(WORKERS)]
    with _running(command, environment, port, "/sign-in", folder / "product.log") as server:
        yield server


@contextmanager
def floor(folder: Path) -> Iterator[Server]:
    """Serve the floor with a database in a folder."""
    port, database = _free_port(), folder / "floor.sqlite"
    database.unlink(missing_ok=True)
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", str(WORKERS), "--threads", str(THREADS)]
    command += ["--worker-class", WORKER_CLASS, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["tests.benchmarks.floor:create_app()"]
    with _running(command, {"FLOOR_DATABASE": f"sqlite:///{database}"}, port, "/1000", folder / "floor.log") as server:
        yield server
    database.unlink()


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int, ready: str, log: Path) -> Iterator[Server]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=output, stderr=output)
    server = Server(port, process.pid)
    try:
        _wait_for(process, port, ready, log)
        yield server
        server.peak_memory = peak_memory(process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        if process.poll() is None:
            process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return
        time.sleep(0.2)
    raise SystemExit(f"The server did not start. It said:\n{log.read_text(errors='replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
