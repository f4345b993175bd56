"""The fields of the Whoosh index, and how a document becomes them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats

from community.search.analysis import PLAIN, analyse, short
from community.search.engine import Document
from community.search.spelling import spellings

# Goes into the name of the index directory: raise it when fields or analysis change, and the index is rebuilt.
VERSION = 2
TEXT_FIELDS = ("title", "body")


class AnalysedText(fields.TEXT):
    """A text that arrives as a list of words, each a sequence of the terms it is indexed as, all in one position."""

    def index(self, value: Sequence[Sequence[str]], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions), as Whoosh's own fields do."""
        positions: dict[str, list[int]] = defaultdict(list)
        for position, terms in enumerate(value):
            for term in terms:
                positions[term].append(position)
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


class Words(fields.TEXT):
    """Words of which only is kept which documents have them."""

    def __init__(self) -> None:
        super().__init__()
        self.format = formats.Existence()

    def index(self, value: Iterable[str], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, nothing), as Whoosh's own fields do."""
        for word in value:
            yield word.encode(), 1, 1.0, b""


def make_schema() -> Any:
    """Return the schema: keys and columns are kept, texts only indexed."""
    return fields.Schema(
        key=fields.ID(sortable=columns.VarBytesColumn()),
        kind=fields.COLUMN(columns.RefBytesColumn()),
        scope=fields.COLUMN(columns.RefBytesColumn()),
        community=fields.COLUMN(columns.RefBytesColumn()),
        language=fields.COLUMN(columns.RefBytesColumn()),
        created=fields.COLUMN(columns.NumericColumn("I")),
        title=AnalysedText(),
        body=AnalysedText(),
        spelling=Words(),
        author=Words(),
    )


def fields_of(document: Document) -> dict[str, Any]:
    """Return the values of a document's fields; who wrote it is found in its body, as plain words."""
    names = analyse(f"{document.author} {document.organisation}", PLAIN)
    return {
        "key": document.key,
        "kind": document.kind.encode(),
        "scope": document.scope.encode(),
        "community": document.community.encode(),
        "language": short(document.language).encode(),
        "created": min(max(0, int(document.created_at.timestamp())), 2**32 - 1),
        "title": analyse(document.title, document.language),
        "body": analyse(document.body, document.language) + names,
        "author": {term for terms in names for term in terms},
        "spelling": spellings(f"{document.title}\n{document.body}"),
    }
