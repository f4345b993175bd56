"""The interface of a search engine: what is written to it, what is asked of it, and what it answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from sqlalchemy import Connection

from community.search.grammar import Query

FACETS = ("kind", "community", "purpose", "theme", "place", "language", "organisation", "status", "year")


class EngineError(Exception):
    """Any failure of an engine that its caller should expect."""


class EngineUnavailable(EngineError):
    """There is no usable index: search is behind until somebody calls `rebuild`."""


class EngineBusy(EngineError):
    """Somebody else is writing to the index: keep the changes and try again later."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, with who may find it: `scope` is "<group id>:<audience>".

    `summary` says a second time what matters most in it. `marks` holds what it is narrowed by, by the name of a facet;
    `labels` what is said of it elsewhere, as pairs of a language and words: a term chosen from a list, in every language
    of the list.
    """

    key: str
    kind: str
    scope: str
    community: str
    language: str
    title: str
    body: str
    author: str
    organisation: str
    created_at: datetime
    summary: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, facet: str) -> tuple[str, ...]:
        """Return what it is counted under in a facet."""
        if facet == "year":
            return (str(self.created_at.year),)
        own = {
            "kind": self.kind,
            "community": self.community,
            "language": self.language.replace("_", "-").partition("-")[0].lower(),
            "organisation": self.organisation,
        }
        if facet in own:
            return (own[facet],) if own[facet] else ()
        return self.marks.get(facet, ())


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the scopes that its reader may see, and the filters they chose: values by facet, any of which will do.

    What has an `excluded` key is as if it were not in the index: what the reader may no longer see, though the index is
    too far behind to know. What has every word comes first also where the newest are to come first. `after` is the
    `next` of the page before; `each` asks for so many of each kind in the place of a page.
    """

    query: Query
    scopes: frozenset[str]
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limit: int = 10
    after: str | None = None
    each: int = 0
    excluded: frozenset[str] = frozenset()
    is_newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of hits, best first, with counts that are true for the reader.

    `facets` counts by the names in FACETS: each respects the query, the scopes and the other filters, but not its own,
    so that a count says what choosing it will show. `is_widened` says that fewer documents than a page had every word,
    so that those with any of them follow. `is_partial` says that something may be missing: time ran out, or a prefix
    had more endings than are looked at (of those that the reader may see). `corrections` holds, for words that stand
    nowhere the reader may look, what was probably meant, which does. `next` is where the next page begins, if there is
    one.
    """

    total: int
    keys: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    next: str | None = None
    is_partial: bool = False
    is_widened: bool = False
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text to which something similar is sought, among what its reader may see; of these kinds, if any are named."""

    text: str
    language: str
    scopes: frozenset[str]
    kinds: frozenset[str] = frozenset()
    limit: int = 5
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beginning:
    """What somebody has typed so far, of whom only what they may see may be told; of these kinds, if any are named."""

    text: str
    scopes: frozenset[str]
    kinds: frozenset[str] = frozenset()
    limit: int = 8
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Completion:
    """How a beginning may go on: the keys of what has such a title, best first, and whole words for its last one."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Engine(Protocol):
    """What every search engine offers; only one worker at a time calls the methods that write."""

    def write(self, upserts: Iterable[Document], removals: Iterable[str]) -> None:
        """Put documents in the place of those with the same keys, and take out the removed keys (not re-added ones).

        Raises EngineUnavailable when there is no usable index (answer with `rebuild`), EngineBusy when another process
        is writing, and OSError when the disk fails; the index is then as it was before.
        """

    def search(self, request: Request) -> Answer:
        """Answer one request; raise EngineUnavailable when there is no usable index."""

    def similar(self, likeness: Likeness) -> tuple[str, ...]:
        """Return the keys of what says the most of what a text says, best first; raise EngineUnavailable as `search` does."""

    def complete(self, beginning: Beginning) -> Completion:
        """Return how what was typed may go on; raise EngineUnavailable as `search` does."""

    def count(self) -> int:
        """Return how many documents can be found."""

    def keys(self) -> Iterator[str]:
        """Yield the keys of all documents that can be found."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new index aside, from documents with distinct keys, and swap it in when it is whole."""

    def clear(self) -> None:
        """Swap in an empty index."""

    def merge(self) -> None:
        """Tidy up what many small writes left behind; for quiet hours."""


@runtime_checkable
class TransactionalEngine(Engine, Protocol):
    """An engine in the database itself: what is written with a change is found as soon as that is committed."""

    def write_within(self, connection: Connection, document: Document) -> None:
        """Put a document in the place of that with the same key, as part of a transaction."""
