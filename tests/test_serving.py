"""`flask serve` and `flask worker`, as processes of their own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from community import create_app
from community.database import db
from tests import databases

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def flask(tmp_path):
    """A function that starts a flask command in demo mode, on a database of its own; it is stopped afterwards."""
    started = []
    app = create_app(databases.settings(f"sqlite:///{tmp_path / 'plenary.sqlite'}", tmp_path))
    with app.app_context():
        databases.migrate()
        db.engine.dispose()

    def start(*arguments: str) -> subprocess.Popen:
        environ = {k: v for k, v in os.environ.items() if k not in ("SQLALCHEMY_DATABASE_URI", "PORT", "BASE_URL")}
        environ |= {"PLENARY_DEMO": "1", "PLENARY_VAR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_until(process: subprocess.Popen, text: str) -> str:
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without saying {text!r}:\n{said}")


def test_serving_says_how_to_sign_in_and_stops_when_told(flask):
    port = free_port()
    process = flask("serve", "--port", str(port))
    said = read_until(process, "Stop with Ctrl-C")
    assert f"http://127.0.0.1:{port}" in said
    for word in ("ana@example.org", "dirk@", "cleo@", "bo@", "admin@", "learn-together"):
        assert word in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as page:
        assert page.status == 200
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert time.monotonic() - began < 8
    assert "Traceback" not in rest


def test_the_worker_has_a_process_of_its_own_and_is_replaced(flask, tmp_path):
    def working(former: int = 0) -> int:
        """Return which process works, once it is another one."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with closing(sqlite3.connect(tmp_path / "plenary.sqlite", timeout=10)) as database:
                for (holder,) in database.execute("SELECT holder FROM lease WHERE name = 'worker'"):
                    if (process := int(holder.partition("-")[0])) != former:
                        return process
            time.sleep(0.1)
        raise AssertionError("nobody works")

    port = free_port()
    server = flask("serve", "--port", str(port))
    read_until(server, "Stop with Ctrl-C")
    first = working()
    assert first != server.pid
    os.kill(first, signal.SIGTERM)
    second = working(first)
    with socket.create_connection(("127.0.0.1", port)) as kept_open:  # so that what answers ends after what works
        kept_open.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert kept_open.recv(15) == b"HTTP/1.1 200 OK"
        server.send_signal(signal.SIGHUP)  # all processes anew
        third = working(second)
    assert len({server.pid, first, second, third}) == 4
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as page:
        assert page.status == 200
    assert working() == third, "what answers does not work"


@pytest.fixture
def refused(tmp_path):
    """A function that runs a flask command that is to fail, in this process, and returns what it said."""
    app = create_app(databases.settings(f"sqlite:///{tmp_path / 'plenary.sqlite'}", tmp_path) | {"DEMO": True})

    def run(*arguments: str) -> str:
        ended = app.test_cli_runner().invoke(args=arguments)
        assert ended.exit_code != 0
        return ended.output

    return run


def test_a_taken_port_is_explained(refused):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused("serve", "--port", str(port))
    assert f"Cannot serve on 127.0.0.1:{port}" in said
    assert f"make run PORT={port + 1}" in said


def test_demo_mode_listens_on_this_machine_only(refused):
    assert "loopback" in refused("serve", "--host", "0.0.0.0", "--port", str(free_port()))


def test_the_worker_alone_stops_when_told(flask):
    process = flask("worker")
    read_until(process, "The worker runs")
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "Traceback" not in rest
