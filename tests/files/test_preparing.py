"""Pictures are prepared by the worker: again where it was killed, not for ever, and nothing is left lying about."""

import os
import signal
import subprocess
import time
from datetime import timedelta
from io import BytesIO

import pytest

from community import worker
from community.cases.actions import attaching, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.files import preparing, sweeping
from community.files.models import File
from community.files.storage import store
from tests import world
from tests.files import making

pytestmark = pytest.mark.postgresql


@pytest.fixture
def add(app, viewer):
    """A function that adds a file to a case, and returns its number."""

    def add_file(name: str, content: bytes) -> int:
        with unit_of_work():
            case = session().query(Case).filter_by(slug="stones").first() or writing.create(
                world.group("stone"), title="Stones", by=viewer("ana"), audience="public"
            )
            return making.add(case, name, content, by=viewer("ana")).id

    return add_file


def found(number: int) -> File:
    """Return a file as it is now."""
    session().expire_all()
    return session().get_one(File, number)


def _is_stored(key: str) -> bool:
    return store().path(key).exists()


def test_the_worker_makes_both_widths_and_forgets_what_was_sent(app, add, client):
    number = add("map.jpg", making.picture("JPEG", (2000, 1000)))
    worker.drain(app, app.extensions[worker.JOBS])
    file = found(number)
    assert (file.state, file.small_width, file.large_width) == ("ready", 480, 1600)
    assert file.size == file.small_size + file.large_size
    assert [_is_stored(key) for key in file.keys] == [False, True, True]
    picture = client("visitor").get(f"/c/psc/files/{number}/map.webp/small")
    assert (picture.data[8:12], len(picture.data)) == (b"WEBP", file.small_size)


def test_a_damaged_picture_is_said_to_be_so(app, add, client):
    number = add("half.jpg", making.picture("JPEG", (2000, 1000))[:4000])
    worker.drain(app, app.extensions[worker.JOBS])
    file = found(number)
    assert (file.state, file.reason, file.size, _is_stored(file.key)) == ("failed", "broken", 0, False)
    assert "“half.webp” is damaged or incomplete." in client("ana").get("/c/psc/cases/stones/files").text
    assert add("half.jpg", making.picture("JPEG", (2000, 1000))[:4000]) != number, "it can be sent again"


def test_a_worker_that_dies_leaves_it_to_the_next(app, add, monkeypatch):
    number = add("map.png", making.picture())
    with monkeypatch.context() as patch:
        patch.setattr(preparing, "_reencode", _die)
        with pytest.raises(KeyboardInterrupt):
            preparing.prepare_next()
    assert (found(number).state, found(number).tries) == ("waiting", 1)
    assert preparing.prepare_next()
    assert (found(number).state, found(number).tries) == ("ready", 2)


def test_a_picture_that_takes_every_worker_along_is_given_up(app, add, monkeypatch):
    number = add("map.png", making.picture())
    monkeypatch.setattr(preparing, "_reencode", _die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            preparing.prepare_next()
    assert preparing.prepare_next()
    file = found(number)
    assert (file.state, file.reason, _is_stored(file.key)) == ("failed", "given_up", False)
    assert not preparing.prepare_next()


def test_a_process_that_is_told_to_stop_or_hangs_or_crashes(app, add, monkeypatch):
    for ending, state, reason in (
        (-signal.SIGTERM, "waiting", ""),
        (-signal.SIGSEGV, "failed", "broken"),
        (None, "failed", "slow"),
    ):
        number = add(f"map{ending}.png", making.picture() + str(ending).encode())
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "run", lambda command, ending=ending, **_: _ended(command, ending))
            preparing.prepare_next()
        assert (found(number).state, found(number).reason) == (state, reason)
        if state == "waiting":
            preparing.prepare_next()


def test_what_is_removed_while_it_is_prepared_stays_removed(app, add, monkeypatch, viewer):
    number = add("map.png", making.picture())

    def meanwhile(key, folder):
        with unit_of_work():
            file = found(number)
            attaching.detach(session().get_one(Case, file.holder_id), file, by=viewer("ana"))
        (folder / "small").write_bytes(b"x")
        return {"small": [1, 1, 1]}

    monkeypatch.setattr(preparing, "_reencode", meanwhile)
    preparing.prepare_next()
    key = found(number).key
    assert found(number).state == "removed"
    assert sweeping.erase_removed()
    assert not session().query(File).count()
    assert not _is_stored(key)


def test_a_number_is_never_given_twice(app, add, viewer):
    number = add("a.txt", b"words")
    with unit_of_work():
        file = found(number)
        attaching.detach(session().get_one(Case, file.holder_id), file, by=viewer("ana"))
    sweeping.erase_removed()
    assert add("b.txt", b"other words") > number


def test_bytes_that_nobody_claims_are_swept_after_an_hour(app, add):
    kept = found(add("a.txt", b"words")).key
    young, old = "a" * 32, "b" * 32
    for key in (young, old):
        store().put(key, BytesIO(b"of no file"))
    unfinished = store().path(old).parent / ".unfinished-x"
    unfinished.write_bytes(b"half")
    hours_ago = time.time() - timedelta(hours=2).total_seconds()
    for path in (store().path(kept), store().path(old), unfinished):
        os.utime(path, (hours_ago, hours_ago))
    sweeping.erase_unclaimed()
    assert [_is_stored(key) for key in (kept, young, old)] == [True, True, False]
    assert not unfinished.exists()


def test_the_store_keeps_whole_files_and_knows_keys_only(app):
    class Torn(BytesIO):
        def read(self, *_):
            raise OSError("the line went down")

    with pytest.raises(OSError, match="line"):
        store().put("c" * 32, Torn())
    folder = store().path("c" * 32).parent
    assert not list(folder.iterdir())
    for key in ("../../etc/passwd", "a", "A" * 32, ""):
        with pytest.raises(ValueError, match="not a key"):
            store().path(key)


def _die(_key, _folder):
    raise KeyboardInterrupt


def _ended(command, code):
    if code is None:
        raise subprocess.TimeoutExpired(command, 25)
    return subprocess.CompletedProcess(command, code, b"", b"")
