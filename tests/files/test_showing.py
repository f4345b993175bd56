"""Pictures in texts: a number is stored, and each reader is shown what they may see, in one query or none."""

import pytest

from community import worker
from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.files.showing import ids_in, with_files
from community.rendering import render
from tests import world
from tests.counting import count_queries
from tests.files import making


@pytest.fixture
def case(app, viewer) -> str:
    """A case whose summary shows a picture of its own, twice, and links to a text: its address."""
    with unit_of_work():
        made = writing.create(world.group("stone"), title="Stones", by=viewer("ana"), audience="public")
        picture = making.add_ready_picture(made, "map", shows="A map", by=viewer("ana"))
        text = making.add(made, "notes.txt", b"words" * 1000, by=viewer("ana"))
        summary = (
            f'![The "quarry" & its road](file:{picture.id} "From *above*")\n\n![](/c/psc/files/{picture.id}/map.webp)\n\n'
            f"See the [minutes](file:{text.id})."
        )
        _write(made, summary, viewer("ana"))
    return f"/c/psc/cases/{made.slug}"


def _write(case, summary, by):
    writing.revise(
        case, title=case.title, sections={"summary": summary}, partners=[], choices={},
        based_on=case.revision_count, by=by,
    )  # fmt: skip


def test_a_reader_gets_the_small_one_with_its_size_and_may_choose_the_larger(case, client):
    page = client("visitor").get(case).text
    assert '/map.webp/small" width="480" height="320" alt="The &#34;quarry&#34; &amp; its road" loading="lazy">' in page
    assert '<figcaption>From *above* <a class="picture__larger" href=' in page
    assert "Larger picture (900 px, 60 kB)</a>" in page
    assert 'alt="A map"' in page, "where the text says nothing, the file does"
    assert '>minutes</a> <small lang="en">(Plain text, 5 kB)</small>' in page
    assert "img-src 'self'" in client("visitor").get(case).headers["Content-Security-Policy"]


def test_every_revision_shows_them_too(case, client):
    assert page_of(client("visitor"), f"{case}/revisions/2").count("<img ") == 2


def page_of(browser, address):
    """Return a page."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.text


def test_only_texts_with_files_ask_for_them(case, client, viewer):
    def asked(address):
        with count_queries() as sent:
            page_of(client("ana"), address)
        return len([statement for statement in sent if "FROM file" in str(statement)]), len(sent)

    page_of(client("ana"), case)
    with unit_of_work():
        plain = writing.create(world.group("stone"), title="Plain", by=viewer("ana"), audience="public").slug
    assert asked(f"/c/psc/cases/{plain}")[0] == 0
    assert asked(case)[0] == 1


def test_a_picture_of_a_case_that_the_reader_may_not_see_is_not_there(case, client, viewer):
    with unit_of_work():
        hidden = writing.create(world.group("broken"), title="Hush", by=viewer("dirk"), audience="subgroup")
        secret = making.add_ready_picture(hidden, "secret", shows="A secret", by=viewer("dirk"))
        public = session().query(Case).filter_by(slug=case.rpartition("/")[2]).one()
        _write(public, f"![](file:{secret.id}) ![](file:99999)\n\n[x](file:{secret.id})", viewer("ana"))
    page = page_of(client("cleo"), case)
    assert "secret" not in page.lower()
    assert page.count("A picture that is not here (any more)") == 2
    assert 'x <small lang="en">(a file that is not here (any more))</small>' in page
    assert 'alt="A secret"' in page_of(client("dirk"), f"/c/psc/cases/{hidden.slug}/files")


def test_it_is_gone_for_whom_the_case_is_gone(case, client, viewer):
    with unit_of_work():
        other = writing.create(world.group("psc"), title="Other", by=viewer("cleo"), audience="public")
        picture = ids_in([session().query(Case).filter_by(slug="stones").one().revision.html["summary"]])[0]
        _write(other, f"![](file:{picture})", viewer("cleo"))
    assert "<img " in page_of(client("visitor"), "/c/psc/cases/other")
    with unit_of_work():
        stones = session().query(Case).filter_by(slug="stones").one()
        placing.move(stones, group=stones.group, audience="subgroup", by=viewer("ana"))
    assert "<img " not in page_of(client("visitor"), "/c/psc/cases/other")
    assert "<img " in page_of(client("ana"), "/c/psc/cases/other")


def test_until_it_is_prepared_the_text_says_so(app, client, viewer):
    with unit_of_work():
        made = writing.create(world.group("stone"), title="Stones", by=viewer("ana"), audience="public")
        picture = making.add(made, "map.png", making.picture(), by=viewer("ana"))
        _write(made, f"![A map](file:{picture.id})", viewer("ana"))
    assert "A picture that is being prepared: A map" in page_of(client("visitor"), "/c/psc/cases/stones")
    worker.drain(app, app.extensions[worker.JOBS])
    assert 'alt="A map"' in page_of(client("visitor"), "/c/psc/cases/stones")


def test_posts_show_what_their_reader_may_see(case, client, viewer):
    with unit_of_work():
        stones = session().query(Case).filter_by(slug="stones").one()
        number = ids_in([stones.revision.html["summary"]])[0]
        thread = stones.thread_id
        discussions.reply(stones.thread, text=f"Look:\n\n![The road](file:{number})", by=viewer("cleo"))
    assert 'alt="The road"' in page_of(client("visitor"), f"/c/psc/threads/{thread}")
    assert 'alt="The road"' in page_of(client("visitor"), case)


def test_stored_html_holds_a_number_and_no_address():
    html = render('![<b>"x"](file:12 "y")\n\nSee [z](file:0013)').html
    assert html == (
        '<figure data-file="12">&lt;b&gt;"x"<figcaption>y</figcaption></figure>\n'
        '<p id="p-1">See <a data-file="13">z</a></p>'
    )
    assert ids_in([html, html.replace('"', '\\"')]) == [12, 13]


@pytest.mark.parametrize(
    "typed",
    ["![x](https://example.org/a.png)", "![x](//example.org/a.png)", "![x](/static/a.png)", "![x](data:image/png;base64,AA)",
     "![x](file:///etc/passwd)", "![x](file:1;2)", "![x](/c/psc/cases/a)", '<figure data-file="1">x</figure>',
     '<img src="/c/psc/files/1/a">'],
)  # fmt: skip
def test_no_other_picture_is_loaded(typed):
    html = render(typed).html
    assert "<img" not in html.replace("&lt;img", "")
    assert "<figure" not in html


def test_a_figure_stands_where_a_page_can_hold_it(app):
    html = render(
        "Amid ![a](file:1) words\n\n# ![b](file:2)\n\n- ![c](file:3)\n\n| ![d](file:4) |\n|---|\n| *![e](file:5)* |"
    ).html
    with app.test_request_context():
        shown = with_files(html)
    assert html.count("<figure") == 2
    assert shown.count("<figure") == 2
    assert "data-file" not in shown
    assert 'a <small lang="en">(a file that is not here (any more))</small>' in shown


def test_what_a_picture_shows_can_be_searched_for_and_not_quoted():
    rendered = render("![The road](file:1 'Seen from above')\n\nWords")
    assert rendered.text == "The road Seen from above\n\nWords"
    assert [block.anchor for block in rendered.blocks] == ["p-1"]
