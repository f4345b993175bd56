"""What was marked in a case stands beside its paragraphs: for those who may know of it, and only while one wants to see it."""

import re

import pytest

from community.cases.actions import writing
from community.cases.blocks import parts_of, words_of
from community.database import unit_of_work
from community.lessons.actions import lessons, passages
from community.lessons.actions.settling import settle
from community.rendering import render
from tests import world
from tests.cases.conftest import TEXTS, save

TANGLED = """\
One *two* [three](https://example.org 'a > b')
four

- five
- six **seven**

> eight

| a | b |
|---|---|
| c | d |

```
<x> & y
```

### Nine

1. ten
   - eleven
"""


@pytest.fixture
def marked(case, find, viewer):
    """Ana's case with a passage that a published lesson and a draft cite; its slug."""
    with unit_of_work():
        found = find(case)
        (passage,) = passages.harvest_paragraphs(found, found.revision, places=[("done", "done-2")], by=viewer("ana"))
        psc, cleo = world.group("psc"), viewer("cleo")
        for do in ("listen first", "draft it"):
            lesson = lessons.write(psc, when="asked", do=do, because="it helps", by=cleo)
            lessons.cite(lesson, passage, stance="supports", by=cleo)
            if do == "listen first":
                settle(lesson, status="adopted", by=cleo)
    return case


def _page(client, slug, name="rea", question=""):
    return client(name).get(f"/c/psc/cases/{slug}{question}").text


def test_a_marked_paragraph_says_who_marked_it_and_what_cites_it(marked, client):
    page = _page(client, marked)
    assert '<p id="done-2" class="is-marked">' in page
    assert page.count("is-marked") == 1
    notes = re.search(r'<ul class="marks".*?</ul>', page, re.DOTALL)[0]
    assert "Marked by Ana" in notes
    assert "Supports the lesson" in notes
    assert "Listen first" in notes
    assert "Draft it" not in notes


def test_each_reader_is_told_of_the_lessons_that_they_may_read(marked, client):
    assert "Draft it" in _page(client, marked, "cleo")
    assert "Draft it" not in _page(client, marked, "rea"), "though the coordinator looked first"


def test_a_visitor_is_told_no_names(vocabularies, client, viewer):
    with unit_of_work():
        made = writing.create(world.group("psc"), title="Open", audience="public", sections=TEXTS, by=viewer("ana"))
        passages.harvest_paragraphs(made, made.revisions[0], places=[("question", "question-1")], by=viewer("dirk"))
    page = _page(client, "open", "visitor")
    assert "Marked as worth learning from" in page
    assert "Dirk" not in page


def test_marks_follow_the_words_and_not_the_place(marked, find, client, viewer):
    with unit_of_work():
        save(find(marked), viewer("ana"), sections={"done": "First this.\n\nWe asked.\n\nThen we listened."})
    assert '<p id="done-3" class="is-marked">' in _page(client, marked)
    with unit_of_work():
        save(find(marked), viewer("ana"), sections={"done": "All is different."})
    page = _page(client, marked)
    assert "is-marked" not in page
    assert "Listen first" in page, "the lesson still draws on the case"


def test_marks_can_be_switched_off(marked, client):
    assert re.search(r'id="marks"[^>]* checked', _page(client, marked))
    assert not re.search(r'id="marks"[^>]* checked', _page(client, marked, question="?marks=0"))
    assert 'id="marks"' not in client("rea").get("/c/psc/cases/new").text


def test_a_case_without_marks_offers_no_switch(case, client):
    assert 'id="marks"' not in _page(client, case)


def test_words_of_blocks_are_those_that_are_marked():
    rendered = render(TANGLED, anchor="done")
    found = {anchor: words for part in parts_of(rendered.html) for anchor, words in part.blocks.items()}
    assert found == {block.anchor: block.text for block in rendered.blocks}
    assert "".join(part.html for part in parts_of(rendered.html)) == rendered.html
    assert words_of(rendered.html) == " ".join(rendered.text.split())


def test_what_prints_names_its_community_revision_and_address(case, client):
    page = _page(client, case)
    assert re.search(r'class="on-paper">Private sector cooperation<br>http[^<]*/c/psc/cases/stone-dialogue<', page)
