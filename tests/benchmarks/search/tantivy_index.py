"""The yardstick tantivy: BM25, a stemmer for each language, the title weighted."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy

from community.search.analysis import known_language
from community.search.engine import Answer, Document, Request
from community.search.grammar import Query, Term
from tests.benchmarks.search.yardstick import mixed

_TITLE_WEIGHT = 4.0
_STEMMERS = {"en": "english", "nl": "dutch", "fr": "french", "es": "spanish"}
_TEXTS = [f"{field}_{language}" for language in _STEMMERS for field in ("title", "body")]
_WEIGHTS = {name: _TITLE_WEIGHT for name in _TEXTS if name.startswith("title")}


class Tantivy:
    """As much of an `Engine` as quality is measured by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._made()

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build the index anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._index = self._made()
        writer = self._index.writer(50_000_000, 1)
        for document in documents:
            language = known_language(document.language) or "en"
            texts = {f"title_{language}": document.title, f"body_{language}": mixed(document)}
            writer.add_document(tantivy.Document(key=document.key, scope=document.scope, **texts))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, request: Request) -> Answer:
        """Answer one request: what has all words, else what has any."""
        strict, loose = self._keys(request, is_loose=False), []
        if len(strict) < request.limit:
            loose = self._keys(request, is_loose=True)
        keys = tuple(dict.fromkeys((*strict, *loose)))[: request.limit]
        return Answer(len(keys), keys, {})

    def _keys(self, request: Request, *, is_loose: bool) -> list[str]:
        text = _expression(request.query)
        if not text:
            return []
        wanted = self._index.parse_query(text, _TEXTS, field_boosts=_WEIGHTS, conjunction_by_default=not is_loose)
        scoped = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._index.schema, "scope", sorted(request.scopes)), 0.0
        )
        both = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, scoped)])
        searcher = self._index.searcher()
        return [searcher.doc(place)["key"][0] for _, place in searcher.search(both, request.limit).hits]

    def _made(self) -> tantivy.Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        for name in ("key", "scope"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw")
        for name in _TEXTS:
            builder.add_text_field(name, tokenizer_name=name[-2:])
        index = tantivy.Index(builder.build(), path=str(self._folder))
        for language, stemmer in _STEMMERS.items():
            words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
            words = words.filter(tantivy.Filter.stopword(stemmer)).filter(tantivy.Filter.stemmer(stemmer))
            index.register_tokenizer(language, words.filter(tantivy.Filter.ascii_fold()).build())
        return index


def _expression(query: Query) -> str:
    return " ".join((*map(_quoted, query.wanted), *(f"-{_quoted(term)}" for term in query.excluded)))


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + "*" * term.is_prefix
