"""What was marked in a text, beside the paragraphs that it stands in."""

from typing import Any, NamedTuple

from community.cases.blocks import parts_of


class Shown(NamedTuple):
    """A part of a text as HTML, with what was marked in it, each once, by whom, and the lessons that cite it."""

    html: str
    marks: list[Any]
    cited: list[Any]


def marked_sections(html, marks):
    """Return the sections in which something was marked, each as its parts; words that are no longer there are left out."""
    by_section: dict = {}
    for mark in marks:
        by_section.setdefault(mark.section, []).append(mark)
    shown = {key: marked_parts(html[key], found) for key, found in by_section.items() if key in html}
    return {key: parts for key, parts in shown.items() if any(part.marks for part in parts)}


def marked_parts(html, marks):
    """Return a text as its parts, with what was marked in each."""
    parts = parts_of(html)
    blocks = {anchor: words for part in parts for anchor, words in part.blocks.items()}
    placed: dict = {}
    for mark in marks:
        for anchor in _anchors(mark, blocks):
            placed.setdefault(anchor, []).append(mark)
    seen: set = set()
    return [_shown(part, placed, seen) for part in parts]


def _anchors(mark, blocks):
    """Return the blocks in which marked words stand: where they were last found, or else where they are."""
    found = []
    for words in mark.words.split("\n\n"):
        words = " ".join(words.split())
        holding = [anchor for anchor, text in blocks.items() if words in text]
        found += [mark.anchor] if mark.anchor in holding else holding[:1]
    return found


def _shown(part, placed, seen):
    found, html = [], part.html
    for anchor in part.blocks:
        if marks := placed.get(anchor):
            found += marks
            html = html.replace(f'id="{anchor}"', f'id="{anchor}" class="is-marked"', 1)
    said = {mark.passage_id: mark for mark in found if mark.passage_id not in seen}
    seen.update(said)
    cited = {(mark.citation.slug, mark.citation.stance): mark.citation for mark in found if mark.citation}
    return Shown(html, list(said.values()), list(cited.values()) if said else [])
