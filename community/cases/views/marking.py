"""What was marked in a case, beside the paragraphs that it stands in."""

from typing import Any, NamedTuple

from community.cases.blocks import parts_of


class Shown(NamedTuple):
    """A part of a section as HTML, with who marked something in it and the lessons that cite it."""

    html: str
    by: list[str]
    cited: list[Any]


def marked_sections(html, marks):
    """Return the sections in which something was marked, each as its parts; words that are no longer there are left out."""
    by_words: dict = {}
    for mark in marks:
        by_words.setdefault((mark.section, mark.exact), []).append(mark)
    sections = {section for section, _words in by_words}
    shown = {
        key: [_shown(part, key, by_words) for part in parts_of(text)] for key, text in html.items() if key in sections
    }
    return {key: parts for key, parts in shown.items() if any(part.by for part in parts)}


def _shown(part, section, by_words):
    found, html = [], part.html
    for anchor, words in part.blocks.items():
        if marks := by_words.get((section, words)):
            found += marks
            html = html.replace(f'id="{anchor}"', f'id="{anchor}" class="is-marked"', 1)
    cited = {(mark.citation.slug, mark.citation.stance): mark.citation for mark in found if mark.citation}
    return Shown(html, list(dict.fromkeys(mark.by for mark in found)), list(cited.values()))
