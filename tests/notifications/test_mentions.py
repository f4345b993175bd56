"""Whom a text mentions, and whom it does not."""

import pytest

from community.markdown_mentions import MOST, mentions_in


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("Ask @ana.", ("ana",)),
        ("@Ana and @bo-2, **@cleo**; (@dirk)", ("ana", "bo-2", "cleo", "dirk")),
        ("- @ana\n- again @ana", ("ana",)),
        ("# For @ana\n\n| who |\n|---|\n| @bo |", ("ana", "bo")),
        ("@ana’s case", ("ana",)),
        ("See @ana-", ("ana",)),
        ("nobody", ()),
        ("write to ana@example.org", ()),
        ("`@ana` and ``@bo``", ()),
        ("```\n@ana\n```", ()),
        ("    @ana", ()),
        ("> @ana said so\n\nYes.", ()),
        ("[@ana](https://example.org/@ana)", ()),
        ("https://example.org/@ana", ()),
        ("@ana@social.example", ()),
        ("an `open tick @ana", ("ana",)),
        ("@@ana", ()),
    ],
)
def test_a_handle_counts_where_it_is_said(source, handles):
    assert mentions_in(source) == handles


def test_nobody_is_called_together_by_one_text():
    assert len(mentions_in(" ".join(f"@member{n}" for n in range(100)))) == MOST


def test_a_text_that_could_not_be_shown_mentions_nobody():
    assert mentions_in("> " * 5000 + "@ana") == ()
