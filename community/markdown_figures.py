"""Where the pictures of a text stand: as figures between its paragraphs; amid a sentence, as links."""

import xml.etree.ElementTree as etree

_HOLDERS = frozenset({"div", "li", "td", "th", "blockquote"})  # elsewhere only words and links can stand


def lift_figures(root: etree.Element) -> None:
    """Put figures where a page can hold them: a paragraph of nothing else gives way to them, other words keep a link."""
    if root.find(".//figure") is None:
        return
    for parent in list(root.iter()):
        if parent.tag in _HOLDERS:
            parent[:] = [part for child in parent for part in _figures_of(child)]
    for parent in list(root.iter()):
        if parent.tag not in _HOLDERS:
            for figure in parent.findall("figure"):
                _become_link(figure)


def _figures_of(element: etree.Element) -> list[etree.Element]:
    """Return the figures that a paragraph consists of, or the element as it is."""
    words = [element.text, *(child.tail for child in element)]
    is_bare = element.tag == "p" and len(element) > 0 and all(child.tag in ("figure", "br") for child in element)
    if not is_bare or any(word and word.strip() for word in words):
        return [element]
    figures = [child for child in element if child.tag == "figure"]
    for figure in figures:
        figure.tail = None
    if figures:
        figures[-1].tail = element.tail
    return figures or [element]


def _become_link(figure: etree.Element) -> None:
    """Let a picture amid words be a link to it."""
    for caption in list(figure):
        figure.remove(caption)
    figure.tag = "a"
    figure.text = figure.text or "…"
