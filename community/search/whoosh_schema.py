"""The fields of the Whoosh index, and how a document becomes them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats

from community.search.analysis import PLAIN, analyse
from community.search.engine import FACETS, Document
from community.search.spelling import spellings
from community.search.weights import TEXT_FIELDS
from community.search.words import find_words, fold

# Goes into the name of the index directory: raise it when fields or analysis change, and the index is rebuilt.
VERSION = 3
# Between the values of a column that holds several, and before the first word of a title.
BETWEEN = "\x1f"
FIRST = "^"


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
        scope=fields.COLUMN(columns.RefBytesColumn()),
        created=fields.COLUMN(columns.NumericColumn("I")),
        spelling=Words(),
        heading=Words(),
        author=Words(),
        **{facet: fields.COLUMN(columns.RefBytesColumn()) for facet in FACETS},
        **{name: AnalysedText() for name in TEXT_FIELDS},
    )


def fields_of(document: Document) -> dict[str, Any]:
    """Return the values of a document's fields; who wrote it is found in its body, as plain words."""
    names = analyse(f"{document.author} {document.organisation}", PLAIN)
    return {
        "key": document.key,
        "scope": document.scope.encode(),
        "created": min(max(0, int(document.created_at.timestamp())), 2**32 - 1),
        "title": analyse(document.title, document.language),
        "summary": analyse(document.summary, document.language),
        "labels": [terms for language, words in document.labels for terms in analyse(words, language)],
        "body": analyse(document.body, document.language) + names,
        "author": {term for terms in names for term in terms},
        "spelling": spellings(f"{document.title}\n{document.body}"),
        "heading": _heading(document.title),
        **{facet: BETWEEN.join(document.values(facet)).encode() for facet in FACETS},
    }


def _heading(title: str) -> set[str]:
    words = [fold(word) for _, _, word in find_words(title)]
    return {*words, *(FIRST + word for word in words[:1])}
