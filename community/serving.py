"""Serving: `flask serve` runs the web server with the worker beside it, `flask worker` the worker alone."""

import contextvars
import gc
import os
import signal
import socket
import time
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from community import demo_guard, worker
from community.config import Misconfigured
from community.database import db

DEMO_PEOPLE = (
    ("ana@example.org", "practitioner"),
    ("dirk@example.org", "facilitator of the confidential subgroup"),
    ("cleo@example.org", "coordinator"),
    ("bo@example.org", "a stranger, member of the neighbouring community"),
    ("admin@example.org", "site administrator"),
)
DEMO_PASSWORD = "learn-together"
COLLECTED_AFTER = (
    20_000,
    20,
    20,
)  # new objects: a page makes a few thousand, and leaves next to none of them in a circle
LOOKS_UP_EVERY = 0.2  # seconds, to see whether it is to stop
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def install(app: Flask) -> None:
    """Give the flask command its two servers, and the worker its place in every other web server."""
    app.cli.add_command(serve)
    app.cli.add_command(work)
    if app.config["WORKER"] != "none":
        worker.start_in_web(app)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", show_envvar=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="How many processes answer.")
@pass_script_info
def serve(info: ScriptInfo, host: str, port: int, workers: int) -> None:
    """Serve the product with gunicorn until Ctrl-C."""
    app = info.load_app()
    if app.config["DEMO"]:
        demo_guard.refuse_to_bind(host)
    _refuse_taken(host, port)
    if "BASE_URL" not in os.environ:
        app.config["BASE_URL"] = f"http://{host}:{port}"
    server = Server(app, _options(app, host, port, workers))
    worker.stay_out_of_web(app)
    gc.collect()
    gc.freeze()  # what is loaded now stays for good: no collection need look through it, and the workers go on sharing it
    gc.set_threshold(*COLLECTED_AFTER)
    # An empty context: threads and forks must not find the application context that the flask command has pushed.
    contextvars.Context().run(server.run)


@click.command("worker")
@pass_script_info
def work(info: ScriptInfo) -> None:
    """Run the worker as a process of its own until it is told to stop."""
    app = info.load_app()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    running = worker.start_thread(app, app.extensions[worker.JOBS])
    click.echo("The worker runs. Stop it with Ctrl-C.")
    signal.sigwait(STOP_SIGNALS)
    running.stop()


class Server(BaseApplication):
    """gunicorn, told what to do by us instead of by its command line."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app

    def run(self) -> None:
        """Serve until told to stop."""
        (ArbiterWithWorker if "pre_fork" in self._options else Arbiter)(self).run()


class Process(ThreadWorker):
    """A process that answers; or the one that runs the worker, so that what nobody waits for keeps no answer waiting."""

    is_worker = False

    def run(self) -> None:
        """Answer, or work, until told to stop."""
        if not self.is_worker:
            super().run()
            return
        os.nice(10)  # where there is too much to do, those who wait for a page go first
        app = self.app.load()
        running = worker.start_thread(app, app.extensions[worker.JOBS])
        while self.alive and self.is_parent_alive():
            self.notify()
            time.sleep(LOOKS_UP_EVERY)
        running.stop()


class ArbiterWithWorker(Arbiter):
    """gunicorn's arbiter of its processes: it sees to it that one of them runs the worker, and one answers."""

    num_workers: int

    def manage_workers(self) -> None:
        """Start and end processes until there are as many as wanted, whatever ended or was told to end."""
        self.num_workers = max(self.num_workers, 2)
        super().manage_workers()
        if len(self.WORKERS) >= self.num_workers and not any(process.is_worker for process in self.WORKERS.values()):
            youngest = max(self.WORKERS, key=lambda pid: self.WORKERS[pid].age)
            self.kill_worker(youngest, signal.SIGTERM)  # the next to be started is the worker


def _choose_worker(arbiter: Arbiter, process: Process) -> None:
    process.is_worker = not any(other.is_worker for other in arbiter.WORKERS.values())


def _options(app: Flask, host: str, port: int, workers: int) -> dict[str, Any]:
    def forget_connections(_arbiter: Any, _worker: Any) -> None:
        with app.app_context():
            db.engine.dispose(close=False)  # they belong to the process that opened them

    has_worker = app.config["WORKER"] != "none"
    return {
        "bind": _address(host, port),
        "workers": workers + has_worker,
        "worker_class": Process,
        "threads": 4,
        "timeout": 60,
        "graceful_timeout": 10,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "control_socket_disable": True,  # a door to the server that nothing here uses; older gunicorns have none
        "post_fork": forget_connections,
        **({"pre_fork": _choose_worker} if has_worker else {}),
        "when_ready": lambda _arbiter: click.echo(_welcome(app, host, port)),
    }


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise Misconfigured(
                f"Cannot serve on {_address(host, port)}: {error.strerror}. Perhaps another program serves there already.\n"
                f"Choose another port, for instance with:  make run PORT={port + 1}   or   flask serve --port {port + 1}"
            ) from error


def _address(host: str, port: int) -> str:
    return f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"


def _welcome(app: Flask, host: str, port: int) -> str:
    address = f"http://{_address(host, port)}"
    lines = ["", f"Plenary is ready: {address}"]
    if app.config["DEMO"]:
        lines += ["", f"Sign in at {address}/sign-in with one click, or with the password {DEMO_PASSWORD} as"]
        lines += [f"  {email:<18} {who}" for email, who in DEMO_PEOPLE]
    return "\n".join([*lines, "", f"Stop with Ctrl-C. The data stays in {app.config['VAR']}.", ""])
