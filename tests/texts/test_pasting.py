"""What is pasted from elsewhere comes as clean Markdown, and nothing hostile in it does harm or takes long."""

from pathlib import Path

import pytest

from community.rendering import render
from community.texts.converting import to_markdown
from community.texts.grid import TooMuch

COPIED = Path(__file__).parent / "copied"  # as word processors put it on the clipboard, and what becomes of it


def _pasted(page):
    return to_markdown(page, picture=lambda words: f"(Picture: {words})")


@pytest.mark.parametrize("program", ["word", "google", "libre"])
def test_a_word_processors_text_keeps_its_shape(program):
    assert _pasted((COPIED / f"{program}.html").read_text()) == (COPIED / f"{program}.md").read_text()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<script>alert(1)</script>hi<style>p{}</style>", "hi"),
        ('<a href="data:text/html,x">a</a> <a href="mailto:a@example.org">b</a>', "a [b](mailto:a@example.org)"),
        ('<p style="display:none">secret</p>seen', "seen"),
        ("<b><b><b>a</b></b></b> <i></i><b> b</b>", "**a b**"),
        ("<b>a</b><b> </b>c", "**a** c"),
        ("<p>a<p>b<ul><li>c<li>d</ul>e", "a\n\nb\n\n- c\n- d\n\ne"),
        ("<table><tr><td><p>laid</p><p>out</p></td></tr></table>", "laid\n\nout"),
        ("1 &lt; 2 &amp; <b>x", "1 < 2 & **x**"),
        ("été&nbsp;: a&nbsp; b", "été\xa0: a b"),
        ("<p>- a</p><p>> b</p><p>[[c]] `d` *e*</p>", "\\- a\n\n\\> b\n\n\\[[c]] \\`d\\` \\*e\\*"),
    ],
)
def test_what_has_no_place_in_a_text_is_left_out(page, text):
    assert _pasted(page) == text


@pytest.mark.parametrize("words", ["1. a", "# a", "*a* _b_ `c`", "a | b", "> a", "+ a", "[[a]]", "\\*", "~~~"])
def test_plain_words_stay_plain_words(words):
    page = words.replace(">", "&gt;")
    assert render(_pasted(f"<p>{page}</p>")).text == words


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<b>x", "<div>", "<p>x", "<ul><li>x", "<table><tr><td>x", "<blockquote>x", "<", "</b>", "<svg>", "<br>x"],
)
def test_a_megabyte_of_tags_is_refused(piece):
    with pytest.raises(TooMuch):
        _pasted(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize(
    "piece", ["<!--", "<!", "<?", "</", "<a ", "<![CDATA[", "<!--StartFragment-->", '<a "', "<style>"]
)
def test_what_never_ends_is_left_out_at_once(piece):
    assert _pasted("<p>before</p>" + piece * (1_000_000 // len(piece))) == "before"


def test_the_page_answers_with_markdown_or_says_why_not(client):
    browser = client("ana")
    word = (COPIED / "word.html").read_text()
    assert browser.post("/paste", data={"html": word}).json["markdown"] == (COPIED / "word.md").read_text()
    for page in ("", "<p></p>", "<b>x" * 100_000, "<p>x</p>" + "<i> </i>" * 130_000, "x" * 70_000):
        answer = browser.post("/paste", data={"html": page})
        assert answer.status_code == 422 and "plain text" in answer.json["said"]


def test_pastes_are_counted(client):
    browser = client("ana")
    answers = [browser.post("/paste", data={"html": "<b>x</b>"}).status_code for _ in range(121)]
    assert answers[119] == 200 and answers[120] == 429
