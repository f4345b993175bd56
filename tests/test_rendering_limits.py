"""No text makes rendering hang: 64 kB of anything is rendered, or refused with a reason."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.markdown_limits import MAX_CELLS, MAX_EFFORT, MAX_MARKUP, MAX_NESTING
from community.rendering import MAX_LENGTH, TooComplex, TooLong, render
from tests.hostile_texts import HONEST, HOSTILE
from tests.test_rendering import assert_harmless

# Far above what any of them takes (`make bench` measures that), far below the minutes that some take without the limits.
HANGING = 20


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
def test_a_hostile_text_is_rendered_or_refused_and_hangs_nobody(source):
    assert len(source) <= MAX_LENGTH
    assert seconds_of(source) < HANGING


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_an_honest_text_of_full_length_is_rendered(source):
    assert render(source).blocks


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
