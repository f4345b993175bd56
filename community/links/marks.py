"""What stands for a link in stored HTML: as it was rendered, what was typed; once it is resolved, a number.

Rendered: `<a data-names="Stone dialogue">`, `<a data-handle="ana">`, or a plain link to a page of this site. Resolved:
`<a data-link="case-12" data-typed="Stone dialogue">`, `<a data-person="7">`. A name of nothing is kept as what is wanted.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

Target = tuple[str, int]  # kind and number

_NAME = re.compile('<a data-names="([^"]*)">')
_HANDLE = re.compile('<a data-handle="([a-z0-9-]+)">(.*?)</a>')
_PAGE = re.compile(
    '<a href="((?:https?://[^/"]+)?/c/[^/?#"]+/(?:cases|lessons|threads)/[^/?#"]+)([?#][^"]*)?"(?: rel="[^"]*")?>'
)
_RESOLVED = re.compile('<a data-link="([^"]*)" data-typed="([^"]*)"(?: data-rest="([^"]*)")?>(.*?)</a>', re.DOTALL)
_PERSON = re.compile('<a data-person="([0-9]+)">(.*?)</a>', re.DOTALL)
_WANTED = "wanted-"


class Typed(NamedTuple):
    """What texts refer to, as it was typed: names, addresses of pages, and handles."""

    names: frozenset[str]
    pages: frozenset[str]
    handles: frozenset[str]


class Marked(NamedTuple):
    """What resolved texts refer to: numbers by kind, and what is wanted still, as community and name."""

    ids: Mapping[str, frozenset[int]]
    wanted: frozenset[tuple[int, str]]


def typed_in(texts: Iterable[str], site: str) -> Typed:
    """Return what rendered HTML refers to; an address counts where it is a path, or one of this site."""
    names: set[str] = set()
    pages: set[str] = set()
    handles: set[str] = set()
    for text in texts:
        names.update(html.unescape(found[1]) for found in _NAME.finditer(text))
        pages.update(html.unescape(found[1]) for found in _PAGE.finditer(text) if _is_here(found[1], site))
        handles.update(found[1] for found in _HANDLE.finditer(text))
    return Typed(frozenset(names), frozenset(pages), frozenset(handles))


def resolve(
    text: str, targets: Mapping[str, Target], people: Mapping[str, int], wanted: Callable[[str], tuple[int, str]]
) -> str:
    """Return rendered HTML with numbers in place of what was typed; where there is none, with what is wanted."""

    def name(found: re.Match[str]) -> str:
        typed = html.unescape(found[1])
        if target := targets.get(typed):
            return f'<a data-link="{target[0]}-{target[1]}" data-typed="{found[1]}">'
        community_id, key = wanted(typed)
        return f'<a data-link="{_WANTED}{community_id}-{html.escape(key)}" data-typed="{found[1]}">'

    def page(found: re.Match[str]) -> str:
        if not (target := targets.get(html.unescape(found[1]))):
            return found[0]
        rest = f' data-rest="{found[2]}"' if found[2] else ""
        return f'<a data-link="{target[0]}-{target[1]}" data-typed="{found[1]}"{rest}>'

    def handle(found: re.Match[str]) -> str:
        person = people.get(found[1])
        return f'<a data-person="{person}">{found[2]}</a>' if person else found[2]

    return _HANDLE.sub(handle, _PAGE.sub(page, _NAME.sub(name, text)))


def marked_in(texts: Iterable[str]) -> Marked:
    """Return what resolved HTML refers to, also where the HTML stands in JSON."""
    ids: dict[str, set[int]] = {"case": set(), "lesson": set(), "thread": set(), "person": set()}
    wanted: set[tuple[int, str]] = set()
    for text in texts:
        if "data-link=" in text or "data-person=" in text:
            text = text.replace('\\"', '"')
            ids["person"].update(int(found[1]) for found in _PERSON.finditer(text))
            for found in _RESOLVED.finditer(text):
                kind, _, rest = found[1].partition("-")
                if kind in ids and rest.isdigit():
                    ids[kind].add(int(rest))
                elif key := wanted_of(found[1]):
                    wanted.add(key)
    return Marked({kind: frozenset(numbers) for kind, numbers in ids.items()}, frozenset(wanted))


def meant_in(texts: Iterable[str]) -> dict[str, Target | str]:
    """Return what each name in resolved HTML means: a kind and a number, or the name under which it is wanted."""
    meant: dict[str, Target | str] = {}
    for text in texts:
        for found in _RESOLVED.finditer(text):
            kind, _, number = found[1].partition("-")
            wanted = wanted_of(found[1])
            meant[html.unescape(found[2])] = wanted[1] if wanted else (kind, int(number))
    return meant


def wanted_of(mark: str) -> tuple[int, str] | None:
    """Return the community and the name that a mark wants, None where it stands for a number."""
    community, _, key = html.unescape(mark).removeprefix(_WANTED).partition("-")
    return (int(community), key) if mark.startswith(_WANTED) and community.isdigit() else None


def replace(text: str, link: Callable[[re.Match[str]], str], person: Callable[[re.Match[str]], str]) -> str:
    """Return resolved HTML with what the two make of each mark: its groups are mark, typed, rest and words; number, words."""
    return _PERSON.sub(person, _RESOLVED.sub(link, text))


def _is_here(address: str, site: str) -> bool:
    return address.startswith("/") or html.unescape(address).startswith(f"{site}/")
