"""The interface of a search engine: what is written to it, what is asked of it, and what it answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from community.search.grammar import Query


class EngineError(Exception):
    """Any failure of an engine that its caller should expect."""


class EngineUnavailable(EngineError):
    """There is no usable index: search is behind until somebody calls `rebuild`."""


class EngineBusy(EngineError):
    """Somebody else is writing to the index: keep the changes and try again later."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, with who may find it: `scope` is "<group id>:<audience>"."""

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


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the scopes that its reader may see, and the filters they chose (None: no filter).

    What has an `excluded` key is as if it were not in the index: what the reader may no longer see, though the index is
    too far behind to know. What has every word comes first also where the newest are to come first.
    """

    query: Query
    scopes: frozenset[str]
    kinds: frozenset[str] | None = None
    communities: frozenset[str] | None = None
    limit: int = 10
    offset: int = 0
    excluded: frozenset[str] = frozenset()
    is_newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of hits, best first, with counts that are true for the reader.

    `facets` counts by "kind" and by "community": each respects the query, the scopes and the other filter, but not its
    own, so that a count says what choosing it will show. `is_widened` says that fewer documents than a page had every
    word, so that those with any of them follow. `is_partial` says that something may be missing: time ran out, or a
    prefix had more endings than are looked at (of those that the reader may see). `corrections` holds, for words that
    stand nowhere the reader may look, what was probably meant, which does.
    """

    total: int
    keys: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    is_partial: bool = False
    is_widened: bool = False
    corrections: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """What every search engine offers; only one worker at a time calls the methods that write."""

    def write(self, upserts: Iterable[Document], removals: Iterable[str]) -> None:
        """Put documents in the place of those with the same keys, and take out the removed keys (not re-added ones).

        Raises EngineUnavailable when there is no usable index (answer with `rebuild`), EngineBusy when another process
        is writing, and OSError when the disk fails; the index is then as it was before.
        """

    def search(self, request: Request) -> Answer:
        """Answer one request; raise EngineUnavailable when there is no usable index."""

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
