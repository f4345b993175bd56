"""What only the PostgreSQL engine can do and suffer: writing with the change, editions, limits of vectors, time."""

import pytest
from sqlalchemy import text

from community import config, worker
from community.database import db, session, unit_of_work
from community.discussions import actions as discussions
from community.search.engine import EngineBusy, EngineUnavailable, Likeness
from community.search.postgres_engine import PostgresEngine
from community.search.queries import search
from community.search.whoosh_engine import WhooshEngine
from community.wiring.jobs import JOBS
from tests import world
from tests.conftest import IS_POSTGRESQL

pytestmark = pytest.mark.postgresql

HERE = pytest.mark.skipif(not IS_POSTGRESQL, reason="PostgreSQL searches where TEST_SEARCH says so")


@pytest.fixture
def rows(prepared):
    """A function from a statement to the rows that it finds."""

    def rows(statement: str, **values):
        with prepared.app_context(), db.engine.connect() as connection:
            return connection.execute(text(statement), values).all()

    return rows


@HERE
def test_what_is_saved_is_found_at_once(app, viewer):
    ana = viewer("ana")
    with unit_of_work():
        thread = discussions.start(world.group("psc"), title="Geology", text="The zinnia.", by=ana)
    assert search("zinnia", viewer=ana).total == 1
    assert search("zinnia", viewer=viewer("bo")).total == 0
    with unit_of_work():
        discussions.reply(session().merge(thread), text="Which zinnia?", by=ana)
    assert search("zinnia", viewer=ana).total == 2


@HERE
def test_what_was_not_saved_is_not_found(app, viewer):
    ana = viewer("ana")
    with pytest.raises(RuntimeError), unit_of_work():
        discussions.start(world.group("psc"), title="Geology", text="The zinnia.", by=ana)
        raise RuntimeError("the request was refused")
    assert search("zinnia", viewer=ana).total == 0


@HERE
def test_a_vector_that_cannot_be_written_undoes_no_change(app, viewer, monkeypatch):
    ana = viewer("ana")
    with monkeypatch.context() as patch:
        patch.setattr("community.search.postgres_vectors._vector", lambda fields: "'unfinished")
        with unit_of_work():
            discussions.start(world.group("psc"), title="Geology", text="The zinnia.", by=ana)
        assert search("zinnia", viewer=ana).total == 0
    worker.drain(app, JOBS)
    assert search("zinnia", viewer=ana).total == 1


@HERE
def test_a_rebuild_that_was_broken_off_goes_on(engine, document, rows, monkeypatch):
    monkeypatch.setattr("community.search.postgres_engine._AT_ONCE", 10)
    documents = [document(f"case:{n:02}", "wage") for n in range(30)]

    def broken():
        yield from documents[:25]
        raise RuntimeError("the machine went down")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    counted = "SELECT edition, count(*), max(xmin::text::bigint) FROM search_vector GROUP BY edition"
    ((_, count, written),) = rows(counted)
    assert (count, engine.count()) == (20, 0)
    engine.rebuild(documents[5:])
    assert engine.count() == 25
    assert rows("SELECT count(*) FROM search_vector WHERE xmin::text::bigint <= :written", written=written) == [(15,)]


@HERE
def test_what_is_there_already_is_not_written_again(engine, document, rows):
    documents = [document("case:1", "wage"), document("case:2", "oil")]
    engine.write(documents, [])
    before = rows("SELECT xmin FROM search_vector ORDER BY key")
    engine.write(documents, [])
    assert rows("SELECT xmin FROM search_vector ORDER BY key") == before


@HERE
def test_one_builds_anew_and_nobody_writes_meanwhile(engine, document):
    def documents():
        with pytest.raises(EngineBusy):
            engine.write([document("case:9")], [])
        with pytest.raises(EngineBusy):
            engine.clear()
        yield document("case:1", "wage")

    engine.rebuild(documents())
    assert list(engine.keys()) == ["case:1"]


@HERE
def test_the_worker_yields_to_who_is_saving_the_same(engine, document, prepared):
    one = document("case:1", "wage")
    engine.write([one], [])
    with prepared.app_context(), db.engine.begin() as connection:
        engine.write_within(connection, document("case:1", "oil"))
        with pytest.raises(EngineBusy):
            engine.write([document("case:1", "palm")], [])


@HERE
def test_an_index_of_another_version_is_none(engine, document, monkeypatch, ask):
    engine.write([document("case:1", "wage")], [])
    monkeypatch.setattr("community.search.postgres_engine.VERSION", 404)
    for act in (
        lambda: ask(engine, "wage"),
        engine.count,
        lambda: list(engine.keys()),
        lambda: engine.write([document("case:2")], []),
        lambda: engine.similar(Likeness("wage", "en", frozenset({"1:community"}))),
    ):
        with pytest.raises(EngineUnavailable):
            act()


@HERE
def test_when_time_runs_out_the_answer_is_partial(engine, document, ask):
    engine.write([document(f"case:{n}", "wage " * 50) for n in range(300)], [])
    hasty = PostgresEngine(engine._database, time_limit=0.001)
    assert ask(hasty, "wage wag* " + " ".join(f"w{n}*" for n in range(100, 110))).is_partial
    assert not ask(engine, "wage").is_partial


@HERE
def test_a_text_that_is_too_long_for_a_vector_is_found_by_its_beginning(engine, document, found):
    long = " ".join(f"word{n:07}" for n in range(25_000))
    engine.write([document("case:1", f"A minimum wage. {long} the end", title="x" * 200)], [])
    assert found(engine, '"minimum wage"') == found(engine, "word0018000") == {"case:1"}


@HERE
def test_signs_that_mean_something_to_postgresql_are_letters_like_any(engine, document, found):
    for n, sign in enumerate(
        ("'", "\\", "''", "\\'", ":A", "&", "|", "!", "<->", "%", "%(b1)s", "{0}", "\x1f", "#", "=")
    ):
        engine.write([document(f"case:{n}", f"o{sign}neil wage", title=f"wage{sign}", organisation=sign)], [])
        assert f"case:{n}" in found(engine, f"wage{sign}", limit=100)
    assert len(found(engine, "wage", limit=100)) == 15


def test_the_engine_is_chosen_and_fits_the_database(tmp_path, prepared):
    environ = {"PLENARY_SECRET_KEY": "x" * 40, "PLENARY_VAR": str(tmp_path)}
    assert isinstance(prepared.extensions["search_engine"], PostgresEngine if IS_POSTGRESQL else WhooshEngine)
    there = {"SQLALCHEMY_DATABASE_URI": "postgresql+psycopg://somewhere/plenary", "PLENARY_SEARCH": "postgresql"}
    assert config.from_environment(environ)["SEARCH"] == "whoosh"
    assert config.from_environment(environ | there)["SEARCH"] == "postgresql"
    for wrong in ({"PLENARY_SEARCH": "postgresql"}, {"PLENARY_SEARCH": "lucene"}):
        with pytest.raises(config.Misconfigured, match="PLENARY_SEARCH"):
            config.from_environment(environ | wrong)
