"""Where a text refers to something, a link to it as it is called now; where the reader sees nothing there, the author's words."""

import html
import re
from collections.abc import Iterable

from markupsafe import escape

from community.fragments import fragment
from community.links.marks import replace, wanted_of
from community.links.queries.meaning import Linked

_PLURAL = {"case": "cases", "lesson": "lessons", "thread": "threads"}
_ADDRESS = re.compile(r"(?:https?://[^/]+)?/c/")


def with_links(text: str, links: Iterable[Linked] = (), begin: str = "") -> str:
    """Return stored HTML with the links that it holds; what is not among `links` looks as if it did not exist.

    `begin` is where a case that is missing can be begun, for those who may.
    """
    if "data-link=" not in text and "data-person=" not in text:
        return text
    numbered = {f"{each.kind}-{each.id}": each for each in links}
    named: dict[str, Linked] = {}
    for each in sorted(links, key=lambda each: (each.how == "former", each.kind)):
        if each.found_as:
            named.setdefault(f"{each.kind}:{each.found_as}", each)
            named.setdefault(f"any:{each.found_as}", each)

    def link(found: re.Match[str]) -> str:
        mark, typed, rest, words = found[1], found[2], found[3] or "", found[4]
        wanted = wanted_of(mark)
        thing = named.get(wanted[1]) if wanted else numbered.get(mark)
        name = html.unescape(typed)
        if thing is not None:
            is_name = html.unescape(words) in ("", name, _bare(name), html.unescape(typed + rest))
            return _link(thing, str(escape(thing.title)) if is_name else words, rest, thing.language if is_name else "")
        if _ADDRESS.match(typed):
            return f'<a href="{typed}{rest}">{words}</a>'
        is_case = not name.lower().startswith(("lesson:", "thread:"))
        return str(
            fragment("links/absent.html", words=words, title=_bare(name), begin=begin if is_case and begin else "")
        )

    def person(found: re.Match[str]) -> str:
        known = numbered.get(f"person-{found[1]}")
        return f'<a href="/people/{known.slug}">{found[2]}</a>' if known else found[2]

    return replace(text, link, person)


def _bare(typed: str) -> str:
    """Return a name without the word that says of what kind it is."""
    kind, colon, rest = typed.partition(":")
    return rest.strip() if colon and kind.strip().lower() in ("case", "lesson") else typed


def _link(thing: Linked, words: str, rest: str, language: str) -> str:
    address = f"/c/{thing.community}/{_PLURAL[thing.kind]}/{thing.slug}"
    lang = f' lang="{language}"' if language else ""
    return f'<a href="{address}{rest}" dir="auto"{lang}>{words}</a>'
