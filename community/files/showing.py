"""Where a text refers to a file, the file itself: stored HTML holds a number, and each reader sees what they may see."""

import html
import re
from collections.abc import Iterable

from community.files.queries import Shown
from community.fragments import fragment

MOST = 500  # files in one page

_MARK = "data-file="
_REFERENCE = re.compile(r'data-file=\\?"([0-9]{1,9})')
_FIGURE = re.compile(r'<figure data-file="([0-9]{1,9})">(.*?)(?:<figcaption>(.*?)</figcaption>)?</figure>', re.DOTALL)
_LINK = re.compile(r'<a data-file="([0-9]{1,9})">(.*?)</a>', re.DOTALL)


def ids_in(texts: Iterable[str]) -> list[int]:
    """Return the files that stored HTML refers to, also where the HTML stands in JSON."""
    found = dict.fromkeys(int(n) for text in texts if _MARK in text for n in _REFERENCE.findall(text))
    return list(found)[:MOST]


def with_files(text: str, files: Iterable[Shown] = ()) -> str:
    """Return stored HTML with the files that it refers to; one that is not among these files is not there."""
    if _MARK not in text:
        return text
    known = {str(file.id): file for file in files}

    def figure(found: re.Match[str]) -> str:
        words, caption = (html.unescape(part or "").strip() for part in found.groups()[1:])
        return str(fragment("files/figure.html", file=known.get(found[1]), words=words, caption=caption))

    def link(found: re.Match[str]) -> str:
        return str(fragment("files/link.html", file=known.get(found[1]), words=found[2]))

    return _LINK.sub(link, _FIGURE.sub(figure, text))
