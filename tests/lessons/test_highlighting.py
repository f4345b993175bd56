"""Stored HTML as words that can be pointed at: the same words that its blocks have, and a place among them marked."""

import re

import pytest

from community.lessons.highlighting import highlighted, read_html
from community.rendering import render

SOURCES = [
    "We went there.\n\nThey *asked* us **in**, <b>Tom & Co</b>.\n\nWe stayed.",
    "- Time\n- Trust  and\n  more [here](https://example.org)\n\n> A quotation\n>\n> of two\n\n1. One\n   - deep\n   - deeper",
    "## A heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode  here\nand there\n```\n\nA line  \nbroken & `x < y`",
]


@pytest.mark.parametrize("source", SOURCES)
def test_the_words_are_those_of_the_blocks(source):
    rendered = render(source, anchor="done")
    reading = read_html(rendered.html)
    assert reading.text == " ".join(block.text for block in rendered.blocks)
    assert [(b.anchor, reading.text[b.start : b.end]) for b in reading.blocks] == [
        (block.anchor, block.text) for block in rendered.blocks
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_every_place_can_be_marked_and_nothing_else_changes(source):
    html = render(source, anchor="done").html
    reading = read_html(html)
    words = [match.span() for match in re.finditer(r"\S+", reading.text)]
    for start, _ in words:
        for _, end in words:
            if start < end:
                shown = highlighted(html, reading, start, end)
                assert re.sub(r"</?mark[^>]*>", "", shown) == html
                assert shown.count("<mark") == shown.count("</mark>") and shown.count('id="passage"') == 1
                marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.DOTALL))
                bare = read_html(f'<p id="p-1">{marked}</p>').text
                assert bare.replace(" ", "") == reading.text[start:end].replace(" ", "")


def test_what_a_post_quotes_can_be_left_out():
    rendered = render("> Their words\n\nMy own\n\n- a\n\n  > theirs\n\n  b")
    own = " ".join(block.own for block in rendered.blocks if block.own)
    assert read_html(rendered.html, without_quotes=True).text == own
