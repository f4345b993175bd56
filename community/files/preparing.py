"""The slow half of a picture: the worker has it made anew, one at a time, and again where that was cut short."""

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from community.database import session, unit_of_work
from community.files import reencoding
from community.files.models import File, FileState, key_of
from community.files.queries import next_waiting
from community.files.storage import store

SECONDS = 25
CUT_SHORT = (-signal.SIGINT, -signal.SIGTERM)  # whoever stops the worker stops what it started

log = logging.getLogger(__name__)


def prepare_next() -> bool:
    """Prepare the picture that has waited longest; say whether there may be another."""
    file_id = next_waiting()
    if file_id is None:
        return False
    key = _begin(file_id)
    if key is not None:
        with TemporaryDirectory() as folder:
            _settle(file_id, key, _reencode(key, Path(folder)), Path(folder))
    return True


def _begin(file_id: int) -> str | None:
    """Note that a picture is tried, for good, so that one which takes the worker along is not tried for ever."""
    with unit_of_work():
        file = _waiting(file_id)
        key = file.key if file is not None else None
        is_begun = file is not None and file.begin_try()
    if key is not None and not is_begun:
        store().remove([key])
    return key if is_begun else None


def _reencode(key: str, folder: Path) -> dict[str, Any] | None:
    """Return what a process of its own made of a picture, or why not; nothing where it was told to stop."""
    command = [sys.executable, "-I", reencoding.__file__, str(folder)]
    try:
        with store().path(key).open("rb") as source:
            done = subprocess.run(command, stdin=source, capture_output=True, timeout=SECONDS, check=False)
        if done.returncode in CUT_SHORT:
            return None
        made: dict[str, Any] = json.loads(done.stdout)
        return made
    except FileNotFoundError:
        return {"reason": "lost"}
    except subprocess.TimeoutExpired:
        return {"reason": "slow"}
    except json.JSONDecodeError:
        log.error("the process that reads pictures ended with %d: %s", done.returncode, done.stderr[-400:])
        return {"reason": "broken"}


def _settle(file_id: int, key: str, made: dict[str, Any] | None, folder: Path) -> None:
    """Put what was made into the store, then say so, then forget what was uploaded."""
    if made is None:
        return
    widths = {name: tuple(made[name]) for name in reencoding.WIDTHS if name in made}
    for name in widths:
        with (folder / name).open("rb") as picture:
            store().put(key_of(key, name), picture)
    with unit_of_work():
        file = _waiting(file_id)
        if file is None:
            return
        if widths:
            file.become_ready(widths["small"], widths.get("large"))
        else:
            file.fail(made["reason"])
    store().remove([key])


def _waiting(file_id: int) -> File | None:
    file = session().get(File, file_id, with_for_update=True)
    return file if file is not None and file.state == FileState.WAITING else None
