"""What a name in somebody's text means: a title, a slug, `case:slug`, `thread:12`, or the address of a page of this site."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from slugify import slugify

from community import slugs

CASE, LESSON, THREAD, ANY = "case", "lesson", "thread", "any"
_KINDS = {"cases": CASE, "lessons": LESSON, "threads": THREAD}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ADDRESS = re.compile(r"(?:https?://[^/?#]+)?/c/([^/?#]+)/(cases|lessons|threads)/([^/?#]+)")
_OF_KIND = re.compile(r"(case|lesson|thread)\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)


class Name(NamedTuple):
    """What may be meant: things of a kind, or of any, in a community (the text's own where None), by title or slug."""

    kind: str
    community: str | None
    titles: tuple[str, ...]
    slugs: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """How the name is kept while there is nothing of it: the thing may come."""
        return f"{self.kind}:{self.slugs[0] if self.slugs else ''}"

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which thread is meant."""
        return tuple(int(slug) for slug in self.slugs if self.kind == THREAD and _NUMBER.fullmatch(slug))


class Candidate(NamedTuple):
    """A thing that a name may mean; `found_as` is a slug, present or former, or its title."""

    kind: str
    id: int
    community: str
    slug: str
    title: str
    found_as: str
    how: str  # title, slug, former


def read_name(typed: str) -> Name:
    """Read what was typed."""
    if found := _ADDRESS.fullmatch(typed):
        return Name(_KINDS[found[2]], found[1], (), (found[3],))
    if found := _OF_KIND.fullmatch(typed):
        kind, rest = found[1].lower(), found[2]
        if kind == THREAD and _NUMBER.fullmatch(rest):
            return Name(THREAD, None, (), (str(int(rest)),))
        if kind != THREAD:
            return Name(kind, None, (rest, typed), (_slug(rest),))
    return Name(ANY, None, (typed,), (_slug(typed),))


def choose(name: Name, found: Iterable[Candidate], community: str) -> tuple[str, int] | None:
    """Return the kind and number of the thing that is meant: by its title, by its slug, by a former slug; a case first."""
    community = name.community or community
    ranks: Mapping[str, int] = {"title": 0, "slug": 1, "former": 2}
    fits = [
        (ranks[one.how], one.kind, one.id)
        for one in found
        if one.community == community
        and name.kind in (ANY, one.kind)
        and one.found_as in (name.titles if one.how == "title" else name.slugs)
        and (one.kind != THREAD or name.kind == THREAD)
    ]
    return min(fits)[1:] if fits else None


def _slug(text: str) -> str:
    """Return the slug that was typed, or that a thing of this title would have."""
    return text if _SLUG.fullmatch(text) else slugify(text[:300], max_length=slugs.LENGTH, word_boundary=True)
