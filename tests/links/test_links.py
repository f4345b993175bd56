"""Links between cases, lessons and threads: kept by number, shown as far as the reader may see, one query or none."""

import re

import pytest
from sqlalchemy import select

from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Post
from community.errors import Invalid
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.links.models import Link
from tests import world
from tests.counting import count_queries

pytestmark = pytest.mark.postgresql


@pytest.fixture
def case(app, viewer):
    """Ana's case, which everybody reads; its slug."""
    return _case("Stone dialogue", "ana", viewer)


@pytest.fixture
def hidden(app, viewer):
    """Dirk's case in the confidential subgroup; its slug."""
    return _case("Secret canary", "dirk", viewer, group="broken", audience="subgroup")


@pytest.fixture
def write(app, viewer):
    """A function that writes a text in a discussion everybody reads, and returns the address of that."""

    def write(text, by="ana", audience="public"):
        with unit_of_work():
            thread = discussions.start(
                world.group("stone"), title="What of it?", text=text, audience=audience, by=viewer(by)
            )
            return f"/c/psc/threads/{thread.id}"

    return write


def _case(title, by, viewer, *, group="psc", audience="public", **sections):
    with unit_of_work():
        made = writing.create(world.group(group), title=title, by=viewer(by), audience=audience, sections=sections)
        return made.slug


def _found(slug):
    return session().scalars(select(Case).where(Case.slug == slug)).one()


def _rename(slug, title, viewer, by="ana"):
    with unit_of_work():
        found = _found(slug)
        writing.revise(found, title=title, based_on=found.revision.version, by=viewer(by))
        return found.slug


def _lesson(viewer, *, do="Ask first", is_published=True):
    with unit_of_work():
        lesson = lessons.write(
            world.group("psc"), when="A", do=do, because="b", audience="public", by=viewer("cleo")
        )  # fmt: skip
        if is_published:
            settle(lesson, status="adopted", by=viewer("cleo"))
        return lesson.slug


def _body(page):
    return _bodies(page)[0]


def _bodies(page):
    return re.findall(r'<div class="prose prose--post"[^>]*>(.*?)</div>', _plain(page), re.DOTALL)


def _plain(page):
    return re.sub(' dir="auto"(?: lang="en")?>', ">", page)


@pytest.mark.parametrize(
    "typed",
    [
        "[[Stone dialogue]]", "[[stone-dialogue]]", "[[case:stone-dialogue]]", "[[Case: Stone dialogue]]",
        "[[  stone   DIALOGUE ]]", "http://127.0.0.1:8000/c/psc/cases/stone-dialogue", "[](/c/psc/cases/stone-dialogue)",
    ],
)  # fmt: skip
def test_a_link_follows_a_rename_and_a_later_save(case, write, typed, client, viewer):
    thread = write(f"See {typed}.")
    assert ">Stone dialogue</a>." in _body(client("visitor").get(thread).text)
    slug = _rename(case, "Quarries & talk", viewer)
    link = f'<a href="/c/psc/cases/{slug}">Quarries &amp; talk</a>.'
    assert link in _body(client("visitor").get(thread).text)
    _case("Stone dialogue", "cleo", viewer)  # another one of the title that was typed
    with unit_of_work():
        post_id = _post(thread).id
    page = client("ana").get(f"/c/psc/posts/{post_id}/edit")
    assert typed.replace("&", "&amp;") in page.text, "the box shows what was typed"
    client("ana").post(f"/c/psc/posts/{post_id}/edit", data={"text": f"Do see {typed}.", "based_on": "1"})
    assert f"Do see {link}" in _body(client("visitor").get(thread).text)


def _post(thread):
    number = int(thread.rpartition("/")[2])
    return session().scalars(select(Post).where(Post.thread_id == number).order_by(Post.number)).first()


def test_words_of_the_author_stay(case, write, client):
    thread = write("[[Stone dialogue|our *first* case]] and [that **one**](/c/psc/cases/stone-dialogue#done)")
    body = _body(client("visitor").get(thread).text)
    assert '<a href="/c/psc/cases/stone-dialogue">our *first* case</a>' in body
    assert '<a href="/c/psc/cases/stone-dialogue#done">that <strong>one</strong></a>' in body


def test_lessons_and_threads_are_linked_too(write, client, viewer):
    slug, other = _lesson(viewer), write("first")
    body = _body(client("visitor").get(write(f"[[lesson:{slug}]] [[Ask first]] [[thread:{other[15:]}]]")).text)
    assert body.count(f'<a href="/c/psc/lessons/{slug}">Ask first</a>') == 2
    assert f'<a href="{other}">What of it?</a>' in body


@pytest.mark.parametrize("typed", ["[[Secret canary]]", "[[Secret canary|it]]", "[[{0}]]", "[it](/c/psc/cases/{0})"])
def test_a_forbidden_title_never_shows_and_looks_like_none(hidden, typed, client, viewer):
    text = f"Of {typed.format(hidden)} he said"
    with unit_of_work():
        group, by = world.group("psc"), viewer("dirk")
        secret = discussions.start(group, title="T", text=text, audience="public", by=by)
        absent = discussions.start(group, title="T", text=text.replace("ecret", "acred"), audience="public", by=by)
        assert "case-" in _post(str(secret.id)).revision.html, "who wrote it may see it"
        pages = [f"/c/psc/threads/{thread.id}" for thread in (secret, absent)]
    _rename(hidden, "Unheard canary", viewer, by="dirk")
    assert "/cases/unheard-canary-" in client("dirk").get(pages[0]).text
    for name in ("visitor", "bo", "ana", "cleo", "ada"):
        there, nowhere = (client(name).get(page).text for page in pages)
        assert "nheard" not in there
        assert _body(there).replace("ecret", "acred") == _body(nowhere)


def test_what_the_author_may_not_see_is_not_there_for_them(hidden, write, client):
    thread = write("[[Secret canary]] and [[" + hidden + "]]")
    with unit_of_work():
        assert "case-" not in _post(thread).revision.html
    assert session().scalars(select(Link.to_case_id)).all() == [None, None]
    body = _body(client("ana").get(thread).text)
    assert body.count("begin this case") == 2 and "Secret canary" in body
    assert "begin this case" not in client("visitor").get(thread).text, "it is offered to those who may"
    assert "nothing that you can read has this name" in client("visitor").get(thread).text


def test_moving_a_case_hides_its_title_everywhere_at_once(write, client, viewer):
    slug = _case("Quarrycanary", "dirk", viewer)
    _case("Ferries", "ana", viewer, done="As in [[Quarrycanary|that one]], [[case:quarrycanary]]")
    thread = write("See http://127.0.0.1:8000/c/psc/cases/quarrycanary?x=1#y")
    slug = _rename(slug, "Minescanary", viewer, by="dirk")
    pages = ("/c/psc/cases/ferries", thread)
    assert all("inescanary" in client(name).get(page).text for page in pages for name in ("visitor", "ana", "cleo"))
    with unit_of_work():
        placing.move(_found(slug), group=world.group("broken"), audience="subgroup", by=viewer("dirk"))
    for name in ("visitor", "ana", "cleo", "bo"):
        assert not any("inescanary" in client(name).get(page).text for page in pages)
    assert all("inescanary" in client("dirk").get(page).text for page in pages)


def test_what_is_missing_can_be_begun_and_is_linked_then(write, client, viewer):
    thread = write("See [[Ferry & harbour]]")
    page = client("ana").get(thread).text
    address = re.search('<a href="(/c/psc/cases/new[^"]*)"', _body(page))[1]
    assert 'value="Ferry &amp; harbour"' in client("ana").get(address).text
    slug = _case("Ferry & harbour", "cleo", viewer)
    assert f'<a href="/c/psc/cases/{slug}"' in _body(client("visitor").get(thread).text)
    assert "What links here" in client("visitor").get(f"/c/psc/cases/{slug}").text


def test_what_links_here_is_said_as_far_as_one_may_read(case, write, client, viewer):
    address = f"/c/psc/cases/{case}"
    assert "What links here" not in client("ana").get(address).text
    _case("Hidden canary", "dirk", viewer, group="broken", audience="subgroup", done="[[Stone dialogue]]")
    assert "What links here" not in client("cleo").get(address).text
    assert "Hidden canary" in client("dirk").get(address).text
    thread = write("[[stone-dialogue]]", audience="community")
    assert "What of it?</span>, post 1" in client("cleo").get(address).text
    assert "What links here" not in client("visitor").get(address).text
    with unit_of_work():
        discussions.edit(_post(thread), text="no more", based_on=1, by=viewer("ana"))
    assert "What links here" not in client("cleo").get(address).text


def test_a_draft_shows_to_who_writes_lessons(write, client, viewer):
    slug = _lesson(viewer, do="Wait canary", is_published=False)
    thread = write(f"[[lesson:{slug}|that]]", by="cleo")
    assert f'href="/c/psc/lessons/{slug}"' in client("cleo").get(thread).text
    assert "nothing that you can read" in client("ana").get(thread).text


def test_lessons_and_threads_say_what_links_to_them(write, client, viewer):
    slug, thread = _lesson(viewer), write("first")
    _case("Ferries", "ana", viewer, done=f"[[Ask first]] [[thread:{thread[15:]}]]")
    for page in (f"/c/psc/lessons/{slug}", thread):
        assert ">Ferries</a>" in client("visitor").get(page).text.partition("What links here")[2]


def test_a_lesson_links_as_well(case, client, viewer):
    slug = _lesson(viewer)
    with unit_of_work():
        lesson = session().scalars(select(Lesson).where(Lesson.slug == slug)).one()
        said = {"when": "A", "do": "Ask first", "because": "b"}
        lessons.revise(lesson, **said, explanation="From [[Stone dialogue]].", based_on=1, by=viewer("cleo"))
    page = client("visitor").get(f"/c/psc/lessons/{slug}").text
    assert f'From <a href="/c/psc/cases/{case}">Stone dialogue</a>.' in _plain(page)
    assert ">Ask first</a>" in client("visitor").get(f"/c/psc/cases/{case}").text.partition("What links here")[2]


def test_a_mention_is_a_link_for_those_who_share_a_community(write, client):
    thread = write("@Cleo and @nobody, not `@cleo`")
    assert _body(client("rea").get(thread).text).count('<a href="/people/cleo">@Cleo</a>') == 1
    for name in ("visitor", "bo"):
        assert ">@Cleo and @nobody, not <code>" in _body(client(name).get(thread).text)


def test_only_texts_with_links_ask_for_them(case, write, client):
    plain, linked = write("plain"), write("[[Stone dialogue]] @cleo [[nothing such]]")
    for page in (plain, linked):
        client("ana").get(page)
    with count_queries() as few:
        client("ana").get(plain)
    with count_queries() as more:
        client("ana").get(linked)
    assert len(more) == len(few) + 1


def test_an_amended_revision_keeps_what_it_meant(case, client, viewer):
    slug = _case("Ferries", "cleo", viewer, done="[[Stone dialogue]]")
    present = _rename(case, "Quarries", viewer)
    with unit_of_work():
        found = _found(slug)
        sections = {"done": "As in [[Stone dialogue]]"}
        revision = writing.revise(found, sections=sections, based_on=1, may_amend=True, by=viewer("cleo"))
        assert revision.amendments == 1
    page = client("ana").get(f"/c/psc/cases/{slug}").text
    assert f'As in <a href="/c/psc/cases/{present}">Quarries</a>' in _plain(page)


def test_too_many_links_are_refused_with_a_reason(write):
    with pytest.raises(Invalid, match="more than 200 pages"):
        write("[[a]] " * 500)


def test_the_table_is_made_anew_from_the_texts(app, case, write):
    write("[[Stone dialogue]] [[nothing such]] [x](/c/psc/cases/stone-dialogue)")
    was = _rows()
    assert len(was) == 3
    app.test_cli_runner().invoke(args=["links", "rebuild"])
    assert _rows() == was


def _rows():
    columns = (Link.post_id, Link.typed, Link.to_case_id, Link.wanted, Link.community_id)
    return set(session().execute(select(*columns)).all())
