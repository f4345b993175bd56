"""What only the Whoosh engine can suffer: other processes, torn files, locks, and time running out."""

import subprocess
import sys
from pathlib import Path

import pytest

from community.search.engine import EngineBusy, EngineUnavailable, Request
from community.search.grammar import parse
from community.search.whoosh_engine import WhooshEngine
from community.search.whoosh_files import IndexDirectory

SOMEBODY = frozenset({"1:community"})
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from community.search.engine import Document
from community.search.whoosh_engine import WhooshEngine

engine = WhooshEngine(Path(sys.argv[1]))
for key in sys.argv[2:]:
    engine.write([Document(key, "case", "1:community", "psc", "en", "Wage", key, "", "", datetime.now(UTC))], [])
"""
HOLDER = """
import sys
from pathlib import Path
from community.search.whoosh_files import IndexDirectory

with IndexDirectory(Path(sys.argv[1])).exclusive():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def directory(tmp_path):
    """Return where the index of the engine under test stands."""
    return tmp_path / "index"


@pytest.fixture
def filled(directory, document):
    """Return an engine with some documents in two segments."""
    engine = WhooshEngine(directory)
    engine.rebuild([document(f"case:{i}", "The minimum wage, a dialogue.") for i in range(10)])
    engine.write([document("case:10", "The minimum wage, a dialogue.")], [])
    return engine


def segment_files(directory, suffix):
    return list(IndexDirectory(directory).current().glob(f"*{suffix}"))


def test_what_another_process_writes_is_found(filled, directory, found):
    assert len(found(filled, "wage", limit=50)) == 11
    subprocess.run([sys.executable, "-c", WRITER, str(directory), "case:5", "case:20"], check=True)
    assert len(found(filled, "wage", limit=50)) == 12
    subprocess.run([sys.executable, "-c", WRITER, str(directory), *(f"case:{i}" for i in range(30))], check=True)
    assert len(found(filled, "wage", limit=50)) == filled.count() == 30


def test_a_rebuild_by_another_engine_is_noticed(filled, directory, document, found):
    WhooshEngine(directory).rebuild([document("case:99", "wage")])
    assert found(filled, "wage") == {"case:99"}
    assert len([path for path in directory.iterdir() if path.is_dir()]) == 1


def test_a_second_writer_is_told_to_wait(filled, directory, document, found):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    holder.stdout.readline()
    for change in (lambda: filled.write([document("case:11", "wage")], []), filled.clear, filled.merge):
        with pytest.raises(EngineBusy):
            change()
    assert len(found(filled, "wage", limit=50)) == 11
    holder.kill()
    holder.communicate()
    filled.write([document("case:11", "wage")], [])
    assert len(found(filled, "wage", limit=50)) == 12


def test_lock_files_left_over_do_no_harm(filled, directory, document, found):
    (directory / "writer.lock").touch()
    (IndexDirectory(directory).current() / "MAIN_WRITELOCK").touch()
    filled.write([document("case:11", "oil")], [])
    assert found(filled, "oil") == {"case:11"}


def test_what_a_killed_writer_left_does_no_harm(filled, directory, document, found):
    current = IndexDirectory(directory).current()
    (current / "MAIN_0123456789abcdef.trm").write_bytes(b"half")
    (current / "MAIN.tmp").mkdir(exist_ok=True)
    (current / "MAIN.tmp" / "run").write_bytes(b"half")
    (current / "_MAIN_9.toc.123.4").write_bytes(b"half")
    filled.write([document("case:11", "oil")], [])
    assert found(filled, "oil") == {"case:11"}
    assert len(found(filled, "wage", limit=50)) == 11


def test_there_is_no_index_at_first(directory, document, ask, found):
    engine = WhooshEngine(directory)
    for attempt in (engine.count, lambda: ask(engine, "wage"), lambda: engine.write([document("case:1")], [])):
        with pytest.raises(EngineUnavailable):
            attempt()
    engine.rebuild([document("case:1", "wage")])
    assert found(engine, "wage") == {"case:1"}


@pytest.mark.parametrize("content", ["", "elsewhere", "v0-0123", "v1-../..", "\xff"])
def test_an_index_of_another_version_is_none(filled, directory, document, found, content):
    (directory / "current").write_text(content, encoding="latin-1")
    with pytest.raises(EngineUnavailable):
        found(filled, "wage")
    filled.rebuild([document("case:1", "wage")])
    assert found(filled, "wage") == {"case:1"}


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", "key.col", "scope.col", "_body_len.col"])
@pytest.mark.parametrize("damage", ["cut", "emptied", "overwritten", "deleted"])
def test_a_torn_index_is_given_up_and_rebuilt(filled, directory, document, found, monkeypatch, suffix, damage):
    monkeypatch.setattr("community.search.whoosh_engine._PAUSE", 0)
    for path in segment_files(directory, suffix):
        content = path.read_bytes()
        if damage == "deleted":
            path.unlink()
        else:
            path.write_bytes({"cut": content[: len(content) // 2], "emptied": b""}.get(damage, b"\x93" * len(content)))
    fresh = WhooshEngine(directory)
    try:
        for text in ("wage", '"minimum wage"', "dial*"):
            found(fresh, text)
    except EngineUnavailable:
        with pytest.raises(EngineUnavailable):
            fresh.write([document("case:1", "oil")], [])
    else:
        assert suffix.endswith("_len.col")  # field lengths only bear on the order
    fresh.rebuild([document("case:1", "oil")])
    assert found(fresh, "oil") == found(filled, "oil") == {"case:1"}


def test_an_index_torn_under_an_open_engine(filled, directory, document, found):
    assert len(found(filled, "wage", limit=50)) == 11
    for path in segment_files(directory, ".pst"):
        with path.open("r+b") as file:
            file.truncate(10)
    with pytest.raises(EngineUnavailable):
        found(filled, "wage")
    with pytest.raises(EngineUnavailable):
        filled.write([document("case:1", "oil")], [])
    filled.rebuild([document("case:1", "oil")])
    assert found(filled, "oil") == {"case:1"}


def test_a_disk_that_fails_costs_no_index(filled, directory, document, found, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index.TOC.write", full)
        with pytest.raises(OSError, match="No space"):
            filled.write([document("case:11", "oil")], ["case:1"])
    assert len(found(filled, "wage", limit=50)) == 11
    filled.write([document("case:11", "oil")], [])
    assert found(filled, "oil") == {"case:11"}


def test_when_time_runs_out_the_answer_is_partial(filled, directory):
    answer = WhooshEngine(directory, time_limit=-1).search(Request(parse("wage"), SOMEBODY))
    assert answer.is_partial
    assert not filled.search(Request(parse("wage"), SOMEBODY)).is_partial


def test_a_prefix_with_too_many_endings_is_partial(filled, document, ask):
    filled.write([document("case:11", " ".join(f"wagon{i}" for i in range(500)))], [])
    answer = ask(filled, "wag*", limit=50)
    assert answer.is_partial
    assert "case:11" in answer.keys
    assert not ask(filled, "wagon49*").is_partial


def test_endings_that_the_reader_may_not_see_take_no_more_than_the_time(filled, directory, document, ask, monkeypatch):
    hidden = " ".join(f"wagon{i}" for i in range(500))
    filled.write(
        [document("case:11", "oil"), *(document(f"post:{n}", hidden, scope="9:subgroup") for n in range(3))], []
    )
    assert not ask(filled, "wagon*").is_partial
    ticks = iter(range(1_000))
    monkeypatch.setattr("community.search.whoosh_search.monotonic", lambda: next(ticks))
    answer = ask(WhooshEngine(directory, time_limit=100), "wagon*")
    assert (answer.total, answer.is_partial) == (0, True)
    assert next(ticks) < 110


def test_small_segments_are_folded_as_they_come(filled, directory, document):
    for i in range(40):
        filled.write([document(f"post:{i}", "wage")], [])
    assert len(segment_files(directory, ".trm")) < 20
    filled.merge()
    assert len(segment_files(directory, ".trm")) == 1
    assert filled.count() == 51


def test_nothing_to_do_writes_nothing(filled, directory):
    before = sorted(path.name for path in Path(directory).rglob("*.toc"))
    filled.write([], ["case:404"])
    assert sorted(path.name for path in Path(directory).rglob("*.toc")) == before


def test_what_is_folded_is_found_as_before(filled, document, ask, found):
    for i in range(11, 40):
        filled.write([document(f"case:{i}", "A dialogue on the minimum wage, the wage.", title="Fair pay")], [])
    filled.write([document("case:3", "Palm oil.")], [f"case:{i}" for i in range(10, 20)])
    asked = ('"minimum wage"', '"wage minimum"', "dialog*", "pay", "oil", "wagee", "-wage")
    before = [ask(filled, text, limit=50) for text in asked]
    filled.merge()
    assert [ask(filled, text, limit=50) for text in asked] == before
    assert len(found(filled, '"minimum wage"', limit=50)) == 9 + 20
    assert found(filled, '"wage minimum"') == set()
