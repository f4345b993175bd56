"""What a text may call a case, lesson or thread, and hostile forms of that: read in one pass, never by trying."""

import pytest

from community.links.naming import read_name
from community.markdown_limits import MAX_LINKS, TooComplex, TooLong
from community.rendering import render, sanitise


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[[A case]]", '<a data-names="A case">A case</a>'),
        ("[[ A\tcase | *these*  words ]]", '<a data-names="A case">*these* words</a>'),
        ("[[case: a-case]]", '<a data-names="case: a-case">a-case</a>'),
        (r"[[Water \[2011\] \| two]]", '<a data-names="Water [2011] | two">Water [2011] | two</a>'),
        ("[[Water [2011]]]", '<a data-names="Water [2011]">Water [2011]</a>'),
        ('[["><script>|<b>]]', '<a data-names="&quot;&gt;&lt;script&gt;">&lt;b&gt;</a>'),
        ("**[[A]]**[[B]]", '<strong><a data-names="A">A</a></strong><a data-names="B">B</a>'),
        ("[\u202e]", "[\u202e]"),
        ("[[\u202eA]]", '<a data-names="\u202eA">\u202eA</a>'),
        ("`[[A]]`", "<code>[[A]]</code>"),
        (r"\[[A]]", "[[A]]"),
        ("[[]] [[ ]] [[|a]] [[a|]] [[a\nb]]", None),
        ("[[1]](https://example.org)", '<a href="https://example.org" rel="nofollow ugc noopener">[1]</a>'),
        ("[see [[A]]](https://example.org)", '<a href="https://example.org" rel="nofollow ugc noopener">see A</a>'),
        ("[[case-7]]", '<a data-names="case-7">case-7</a>'),
        ('<a data-link="case-7" data-typed="x">y</a>', "&lt;a data-link"),
    ],
)
def test_a_name_is_kept_as_it_was_typed(source, html):
    shown = render(source).html
    assert (html or '<p id="p-1">[[') in shown
    assert sanitise(shown) == shown
    assert "data-names" in shown or html is None or "data-names" not in html


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[[",
        "]]",
        "[[a",
        "[[a|",
        "[[a]",
        "[[[a]",
        "[[a]]b]]",
        "[[a|b]](",
        "[[\\",
        "[[a[b]",
        "@a",
        "@a@",
        "*@a",
        "[[a]] ",
    ],
)
def test_no_repetition_of_it_takes_long(piece):
    source = piece * (64_000 // len(piece))
    try:
        assert len(render(source).html) < 40 * len(source)
    except (TooComplex, TooLong) as refusal:
        assert str(refusal)


def test_as_many_links_as_are_looked_for():
    assert render("[[a]] " * MAX_LINKS).html.count("data-names") == MAX_LINKS
    with pytest.raises(TooComplex, match="links to more than 200 pages"):
        render("[[a]] " * (MAX_LINKS + 1))


@pytest.mark.parametrize(
    ("typed", "kind", "slug"),
    [
        ("Stone Dialogue", "any", "stone-dialogue"),
        ("LESSON: Ask first", "lesson", "ask-first"),
        ("thread:012", "thread", "12"),
        ("thread:of things", "any", "thread-of-things"),
        ("/c/psc/cases/stone", "case", "stone"),
        ("case:", "any", "case"),
        ("\u202e\u202e", "any", ""),
    ],
)
def test_a_name_says_what_it_may_mean(typed, kind, slug):
    name = read_name(typed)
    assert (name.kind, name.slugs) == (kind, (slug,))
