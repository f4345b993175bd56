"""Search from saving to finding: rows fed by reactions, indexed by the worker, true for the reader."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select, update

from community import worker
from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.queries.posts import find_post, posts_of
from community.groups.actions import forming, members
from community.search.models import SearchEntry
from community.search.postgres_tables import SearchEdition
from community.search.queries import search
from community.search.scopes import hidden_from
from community.wiring.jobs import JOBS
from tests import world
from tests.counting import count_queries

pytestmark = pytest.mark.postgresql


@pytest.fixture
def drain(app):
    """A function that lets the worker do all that waits."""
    return lambda: worker.drain(app, JOBS)


@pytest.fixture
def posts(app, viewer, drain):
    """A post in the community, one in the subgroup Stone, one in the confidential subgroup: all with the word zinnia."""
    with unit_of_work():
        for slug, by, audience in (
            ("psc", "cleo", "community"),
            ("stone", "ana", "subgroup"),
            ("broken", "dirk", "subgroup"),
        ):
            discussions.start(
                world.group(slug), title=f"In {slug}", text=f"The zinnia of {slug}.", audience=audience, by=viewer(by)
            )
    drain()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("visitor", set()),
        ("bo", set()),
        ("finn", set()),
        ("ada", set()),
        ("rea", {"In psc"}),
        ("ana", {"In psc", "In stone"}),
        ("cleo", {"In psc", "In stone"}),
        ("dirk", {"In psc", "In broken"}),
    ],
)
def test_everybody_finds_what_they_may_see_and_the_counts_are_true(posts, viewer, name, found):
    results = search("zinnia", viewer=viewer(name))
    titles = {"".join(piece.text for piece in hit.title) for hit in results.hits}
    assert titles == found
    assert results.total == len(found)
    assert sum((results.facets or {}).get("kind", {}).values()) == len(found)


def test_what_is_hidden_meanwhile_is_not_found_even_before_it_is_indexed_again(posts, viewer):
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=viewer("cleo"))
        members.remove_member(world.group("psc"), world.person("ana"), by=viewer("cleo"))
    assert search("zinnia", viewer=viewer("cleo")).total == 1
    assert search("zinnia", viewer=viewer("ana")).total == 0


def test_what_moved_out_of_sight_is_not_counted_even_before_it_is_indexed_again(app, viewer, drain):
    with unit_of_work():
        case = writing.create(world.group("psc"), title="A zinnia", by=viewer("ana"))
        discussions.reply(case.thread, text="Which zinnia?", by=viewer("ana"))
        case_id = case.id
    drain()
    assert search("zinnia", viewer=viewer("rea")).total == 2
    with unit_of_work():
        placing.move(
            session().get_one(Case, case_id), group=world.group("stone"), audience="subgroup", by=viewer("ana")
        )
    results = search("zinnia", viewer=viewer("rea"))
    assert results.total == sum(sum(counts.values()) for counts in (results.facets or {}).values()) == 0
    assert search("zinnia", viewer=viewer("ana")).total == 2


def test_what_was_removed_is_not_counted_even_before_it_is_indexed_again(posts, viewer):
    with unit_of_work():
        session().execute(
            update(SearchEntry).where(SearchEntry.body.contains("stone")).values(is_removed=True, is_pending=True)
        )
    assert search("zinnia", viewer=viewer("ana")).total == 1


def test_where_too_much_is_hidden_to_leave_it_out_there_is_no_answer(posts, viewer, monkeypatch):
    with unit_of_work():
        session().execute(update(SearchEntry).values(is_pending=True))
    monkeypatch.setattr("community.search.scopes.MAX_HIDDEN", len(hidden_from(viewer("ana")) or ()))
    assert search("zinnia", viewer=viewer("rea")).is_behind
    assert search("zinnia", viewer=viewer("ana")).total == 2


def test_what_is_hidden_costs_one_query_on_what_waits(posts, viewer):
    ana = viewer("ana")
    with count_queries() as before:
        search("zinnia", viewer=ana)
    with unit_of_work():
        session().execute(update(SearchEntry).values(is_pending=True))
    with count_queries() as after:
        search("zinnia", viewer=ana)
    assert len(after) == len(before)


def test_posts_are_found_by_the_new_title_of_a_renamed_case_only(app, viewer, drain):
    with unit_of_work():
        case = writing.create(world.group("psc"), title="A zebra", by=viewer("ana"))
        discussions.reply(case.thread, text="Which one?", by=viewer("ana"))
        case_id = case.id
    drain()
    assert search("zebra kind:post", viewer=viewer("ana")).total == 1
    with unit_of_work():
        case = session().get_one(Case, case_id)
        writing.revise(case, title="A giraffe", sections={}, partners=[], choices={}, based_on=1, by=viewer("ana"))
    drain()
    assert search("zebra", viewer=viewer("ana")).total == 0
    (hit,) = search("giraffe kind:post", viewer=viewer("ana")).hits
    assert "".join(piece.text for piece in hit.title) == "A giraffe"


def test_posts_about_a_case_wait_for_nothing_where_its_title_stays(app, viewer, drain):
    with unit_of_work():
        case = writing.create(world.group("psc"), title="A zebra", by=viewer("ana"))
        discussions.reply(case.thread, text="Which one?", by=viewer("ana"))
        case_id = case.id
    drain()
    with unit_of_work():
        case = session().get_one(Case, case_id)
        writing.revise(
            case,
            title="A zebra",
            sections={"summary": "Stripes"},
            partners=[],
            choices={},
            based_on=1,
            by=viewer("ana"),
        )
    waiting = session().scalars(select(SearchEntry.kind).where(SearchEntry.is_pending.is_(True))).all()
    assert waiting == ["case"]


def test_an_edited_post_is_found_by_its_new_words_only(posts, viewer, drain):
    with unit_of_work():
        thread = discussions.start(world.group("psc"), title="Edited", text="zebra", by=viewer("ana"))
    drain()
    assert search("zebra", viewer=viewer("ana")).total == 1
    with unit_of_work():
        post = find_post(world.group("psc"), posts_of(thread)[0].id, viewer=viewer("ana"))
        discussions.edit(post, text="giraffe", based_on=1, by=viewer("ana"))
    drain()
    assert search("zebra", viewer=viewer("ana")).total == 0
    assert search("giraffe", viewer=viewer("ana")).total == 1


def test_the_page_shows_hits_with_the_words_marked(posts, client):
    page = client("ana").get("/search?q=zinnias").text
    assert "<mark>zinnia</mark>" in page
    assert "In stone" in page
    assert "In broken" not in page


@pytest.mark.parametrize(
    "q", ["", "*", "a*", "((((", "kind:", "gid:7", "\x00", "\u202e\u0301", "x" * 5000, "-", '"', "a " * 3000]
)
def test_no_query_breaks_the_page(posts, client, q):
    assert client("ana").get("/search", query_string={"q": q}).status_code == 200


def test_without_an_index_the_page_says_so_and_the_worker_makes_one(posts, app, client, viewer, drain):
    app.extensions["search_engine"].clear()
    assert search("zinnia", viewer=viewer("ana")).total == 0
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert search("zinnia", viewer=viewer("ana")).total == 2


def test_a_rebuild_that_fails_forgets_nothing(app, viewer, monkeypatch):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Waiting", text="wombat", by=viewer("ana"))
    engine = app.extensions["search_engine"]
    with monkeypatch.context() as patch:
        patch.setattr(engine, "rebuild", _fails)
        told = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert isinstance(told.exception, OSError)
    worker.drain(app, JOBS)
    assert search("wombat", viewer=viewer("ana")).total == 1


def _fails(documents):
    list(documents)
    raise OSError("the disk is full")


def test_a_slip_leads_on_to_what_was_meant(posts, client, viewer):
    assert search("zinia", viewer=viewer("ana")).meant == "zinnia"
    page = client("ana").get("/search?q=the+zinia,+kind:post&in=psc").text
    assert "Did you mean" in page
    assert 'href="/search?q=the+zinnia,+kind:post&amp;in=psc"' in page
    assert "Did you mean" not in client("ana").get("/search?q=zinnia").text


def test_nobody_is_led_to_a_word_they_may_not_read(posts, client):
    for name in ("visitor", "bo", "finn", "ada"):
        assert "Did you mean" not in client(name).get("/search?q=zinia").text


def test_what_is_chosen_goes_along_in_every_address(posts, client):
    page = client("ana").get("/search?q=zinnia&kind=post&in=psc&sort=date").text
    for address in ('kind=post&amp;in=psc"', 'in=psc&amp;sort=date"', 'kind=post&amp;sort=date"'):
        assert f'href="/search?q=zinnia&amp;{address}' in page
    assert "sort=" not in client("ana").get("/search?q=zinnia&sort=nonsense").text.replace("sort=date", "")


def test_an_index_that_is_gone_or_of_an_earlier_version_is_made_anew_though_nothing_changes(app, posts, viewer, drain):
    shutil.rmtree(Path(app.config["VAR"]) / "search", ignore_errors=True)
    with unit_of_work():
        session().execute(update(SearchEdition).values(version=0))
    assert search("zinnia", viewer=viewer("ana")).is_behind
    drain()
    assert search("zinnia", viewer=viewer("ana")).total == 2
