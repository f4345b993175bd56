"""No text makes rendering slow: 64 kB of anything is rendered within a second of CPU, or refused."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.markdown_limits import MAX_CELLS, MAX_EFFORT, MAX_MARKUP, MAX_NESTING
from community.rendering import MAX_LENGTH, TooComplex, TooLong, render
from tests.test_rendering import assert_harmless

PROSE = (
    "Learning starts from practice and from a **question**, not from knowledge; see "
    "[the report](https://example.org/r?a=1&b=2)\nor https://example.org/more. "
    "We met the *suppliers* twice, and `both` times it was “they & we” who spoke.\n\n"
)


def filled(part: str) -> str:
    return (part * (MAX_LENGTH // len(part) + 1))[:MAX_LENGTH]


HOSTILE = [
    *map(filled, ["[", "![", "*", "_", "`", ">", "<", "&", "\\", "|", "#", "~~", "\n", " ", "\t", "(", "]("]),
    *map(filled, ["a_", "*a ", "**a ", "_*a", "*a**b", "a`b``c```", "`a`|", "&amp;", "é\u0301", "ا*ب_"]),
    *map(filled, ["[a](", "[a](b", "[a](/b)", "[a][b]", "![a](", "[](<", "<a@", "<http://", "http://a.b/c "]),
    *map(filled, ["\n>", "> ", ">\n\n", "- ", "- > ", "1. ", "- a\n", "- a\n\n", "* a\n  * b\n", "- 😀\na\n"]),
    *map(filled, ["a\n", "a\n\n", "a\n-\n", "# a\n", "- - -\n", "```\n", "```a\n", "    a\n\n"]),
    *map(filled, ["[a]: http://b\n", '[a]: "', "a|b\n-|-\n", "|\n", "|-"]),
    "a" + "\u0301\u0316" * 32_000,
    "\u0f73" * MAX_LENGTH,
    "\n".join(" " * n + "- a" for n in range(350)),
    "\n\n".join("    " * n + "- a" for n in range(175)),
    "\n".join(">" * n + " a" for n in range(350)),
    filled("\n".join("  " * n + "- a" for n in range(MAX_NESTING - 1)) + "\n"),
    filled("> " * (MAX_NESTING - 1) + "a\n"),
    "- - - - - 😀\n" + "a\n" * 32_000,
    " ".join("`" * n for n in range(1, 360)),
    "\n".join("`" * n for n in range(3, 360)),
    "|" + "a|" * 10 + "\n|" + "-|" * 10 + "\n" + ("|" + "a|" * 10 + "\n") * 2_970,
    "a|" * 8_000 + "\n" + "-|" * 8_000 + "\n" + "|\n" * 16_000,
    filled("a|" * 50 + "\n" + "-|" * 50 + "\n" + "|\n" * 98 + "\n"),
    "*a " * 10_000 + "a* " * 10_000,
    "*a _b **c __d " * 2_000 + "a* b_ c** d__ " * 2_000,
    "a**b" * 6_000 + "c* " * 6_000,
    "[" * 20_000 + "[a](/b)" * 6_000,
    "![" * 9_000 + "a" + "](/b)" * 9_000,
    "[a]: /b\n\n" + "[" * 32_000 + "]" * 32_000,
    "[" * 10_000 + "](a" * 10_000,
    "[a]: " + '"' * 60_000 + " y",
    "http://a" + ")." * 32_000,
    "a" + " " * 65_000 + "b",
    " " * 60_000 + "a",
    "*a* " * 5_900,
    "[a](http://b.c) " * 2_900,
]


def seconds_of(source: str) -> float:
    """Tell the CPU time of rendering or refusing a text."""
    start = time.thread_time()
    try:
        render(source)
    except (TooComplex, TooLong) as refusal:
        assert str(refusal)
        assert refusal.limit > 0
    return time.thread_time() - start


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: ascii(source[:12]))
def test_a_hostile_text_takes_less_than_a_second(source):
    assert len(source) <= MAX_LENGTH
    assert seconds_of(source) < 1


@pytest.mark.parametrize(
    "source",
    [
        filled(PROSE),
        filled(PROSE.replace("\n\n", "\n")),
        filled("- an item of a list, with *some* words in it\n  - and one under it, with some more\n"),
        filled(PROSE)[:20_000] + "\n\na|b|c|d|e\n-|-|-|-|-\n" + "word|**b**|1,000|–|[l](/c)\n" * 400,
        "```\n" + filled("if (a < b && c > d) { x->y(&z); }\n")[:60_000] + "\n```\n",
        filled("Wat leren wij? Ένα ερώτημα. Чему мы учимся? 我们学到了什么？ ماذا تعلمنا؟ " * 5 + "\n\n"),
        filled("a short line of a poem\n"),
    ],
    ids=["prose", "one paragraph", "list", "table of 2,000 cells", "code", "scripts", "lines"],
)
def test_an_honest_text_of_full_length_is_rendered_quickly(source):
    start = time.thread_time()
    assert render(source).blocks
    assert time.thread_time() - start < 1


@pytest.mark.parametrize(
    ("source", "reason", "limit"),
    [
        ("> " * (MAX_NESTING + 1) + "a", "nesting", MAX_NESTING),
        ("*a " * (MAX_NESTING + 1) + "a* " * (MAX_NESTING + 1), "nesting", MAX_NESTING),
        ("a|b\n-|-\n" + "c|d\n" * MAX_CELLS, "cells", MAX_CELLS),
        ("&" * (MAX_MARKUP + 1), "markup", MAX_MARKUP),
        ("a\n\n" * 20_000, "effort", MAX_EFFORT),
    ],
)
def test_a_refusal_says_why_and_what_the_limit_is(source, reason, limit):
    with pytest.raises(TooComplex) as refusal:
        render(source)
    assert (refusal.value.reason, refusal.value.limit) == (reason, limit)


def test_nesting_up_to_the_limit_is_rendered():
    assert render("> " * MAX_NESTING + "a").text == "a"
    assert render("\n".join("  " * n + "- a" for n in range(MAX_NESTING))).html.count("<li") == MAX_NESTING


def test_threads_do_not_share_anything():
    sources = [f"# {n}\n\n[a]{'[b]' * (n % 2)}\n\n[b]: /{n}\n\n```\n{n}\n```\n" for n in range(40)]
    alone = [render(source) for source in sources]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, sources)) == alone


PIECES = [
    *"[]()*_`~<>&\\|#\n\t !'\"-=+:.0a",
    "](",
    "](/b)",
    "**",
    "```",
    "&amp;",
    "word ",
    "http://a.b ",
    "[a]",
    "  \n",
    "{{",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n  - ",
    "\n    ",
    "\n1. ",
    "\n2) ",
    "\n# ",
    "\n---\n",
    "\n===",
    "\n```\n",
    "\n~~~",
    "a|b\n-|-\n",
    "\n[a]: /b\n",
    "<script>",
    "javascript:",
    "<!--",
    "<a@b.c>",
    "<http://x>",
    "&#x6a;",
    "&#2;",
    "&#10;",
    "\x00",
    "\x02",
    "\x020\x03",
    "é",
    "\u0301",
    "\u2028",
    "\u00a0",
    "日",
    "\ufffe",
    "\ud800",
]


@settings(max_examples=150, deadline=None, database=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(max_size=200)))
def test_whatever_is_typed_is_harmless_or_refused(source):
    try:
        assert_harmless(source)
    except (TooComplex, TooLong):
        return
