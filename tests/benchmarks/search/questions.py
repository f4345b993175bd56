"""The questions of the evaluation: made from the documents themselves, and asked by hand (judged.yml)."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import yaml
from whoosh.lang import stopwords_for_language

from community.search.engine import Document
from tests.benchmarks.search import collection

_SPECIAL = re.compile(r"[\[\]|*_>`#\"“”]|\(file:[^)]*\)")
_ENDINGS = {"en": ("s", "es", "ed", "d", "ing", "ly"), "nl": ("en", "s", "e", "n", "t")}
_LONG = 6


@dataclass(frozen=True)
class Question:
    """What is asked, and how well which documents answer it."""

    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Exercise:
    """Questions of one sort, and the documents in which they are asked."""

    name: str
    questions: Sequence[Question]
    documents: Sequence[Document] = field(default_factory=collection.documents)


def exercises() -> list[Exercise]:
    """Return all exercises; they are the same on every run."""
    made = [_without_their("heading", _headings), _without_their("first sentence", _first_sentences)]
    made += [Exercise("rare word", _rare_words()), Exercise("inflected", _inflected())]
    return [*made, Exercise("misspelt", _misspelt()), *_judged()]


def _judged() -> Iterator[Exercise]:
    """Yield what was asked by hand, language by language."""
    rows = yaml.safe_load(Path(__file__).with_name("judged.yml").read_text(encoding="utf-8"))
    for language in collection.LANGUAGES:
        own = [Question(row["ask"], _grades(row["find"])) for row in rows if row["in"] == language]
        yield Exercise(f"members, {language}", own)


def _grades(found: Mapping[str, int]) -> dict[str, int]:
    grades: dict[str, int] = {}
    for pattern, grade in found.items():
        keys = [one.key for one in collection.documents() if _fits(one.key, pattern)]
        if not keys:
            raise LookupError(f"no document is called {pattern}")
        grades |= {key: max(grade, grades.get(key, 0)) for key in keys}
    return grades


def _fits(key: str, pattern: str) -> bool:
    return key.startswith(pattern[:-1]) if pattern.endswith("*") else key == pattern


def _without_their(name: str, find: Callable[[Document], Iterator[str]]) -> Exercise:
    """Ask for documents by a part of theirs, which is taken out of all of them."""
    answers: dict[str, set[str]] = {}
    left = []
    for document in collection.documents():
        title, body, summary = document.title, document.body, document.summary
        for part in find(document):
            answers.setdefault(_plain(part), set()).add(document.key)
            title, body, summary = (text.replace(part, " ") for text in (title, body, summary))
        left.append(replace(document, title=title.strip(), body=body, summary=summary))
    questions = [Question(text, dict.fromkeys(keys, 1)) for text, keys in answers.items() if len(text.split()) > 1]
    return Exercise(name, questions, left)


def _headings(document: Document) -> Iterator[str]:
    yield document.title
    yield from re.findall(r"^##+ (.+)$", document.body, flags=re.M)


def _first_sentences(document: Document) -> Iterator[str]:
    match = re.match(r"(?:> .*\n+)?([^\n]{20,160}?[.?!:])(?=\s)", document.body)
    if match:
        yield match[1]


def _rare_words() -> list[Question]:
    """Ask for words that stand in one document alone."""
    found = []
    for document in collection.documents():
        words = [word for word in _words_of()[document.key] if _spread()[word] == 1 and len(word) >= _LONG]
        found += [Question(word, {document.key: 1}) for word in _some(words, 2, document)]
    return found


def _misspelt() -> list[Question]:
    """Ask for two telling words of a document, the longer one with two letters changed about."""
    found = []
    for document in collection.documents():
        for pair in _telling(document):
            long, other = sorted(pair, key=len, reverse=True)
            place = random.Random(long).randrange(1, len(long) - 2)
            slip = long[:place] + long[place + 1] + long[place] + long[place + 2 :]
            if slip != long:
                found.append(Question(f"{slip} {other}", _having({long, other})))
    return found


def _inflected() -> list[Question]:
    """Ask for a document by two telling words, one in a form that it has not but another document has."""
    found = []
    for document in collection.documents():
        own = set(_words_of()[document.key])
        for pair in _telling(document):
            for word, other in (pair, pair[::-1]):
                forms = [form for form in _forms(word, document.language) if form in _spread() and form not in own]
                if forms:
                    found.append(Question(f"{forms[0]} {other}", _having({word, other}) | _having({forms[0], other})))
                    break
    return found


def _telling(document: Document) -> list[tuple[str, str]]:
    """Return a few pairs of long words that few documents have."""
    words = [word for word in _words_of()[document.key] if len(word) >= _LONG and _spread()[word] <= 12]
    some = _some(words, 6, document)
    return list(zip(some[::2], some[1::2], strict=False))


def _forms(word: str, language: str) -> Iterator[str]:
    for ending in _ENDINGS.get(language, ()):
        yield word + ending
        if word.endswith(ending) and len(word) - len(ending) >= _LONG - 2:
            yield word.removesuffix(ending)


def _having(words: set[str]) -> dict[str, int]:
    return {one.key: 1 for one in collection.documents() if words <= set(_words_of()[one.key])}


def _some(words: Sequence[str], count: int, document: Document) -> list[str]:
    return random.Random(document.key).sample(words, min(count, len(words)))


@cache
def _words_of() -> dict[str, list[str]]:
    """Return the words of each document, each once and in order, without those that are in all texts."""
    found = {}
    for one in collection.documents():
        words = re.findall(r"[^\W\d_]+", f"{one.title} {one.body} {one.summary}".lower())
        found[one.key] = list(dict.fromkeys(word for word in words if word not in _stop_words()))
    return found


@cache
def _spread() -> Counter[str]:
    """Return in how many documents each word stands."""
    return Counter(word for words in _words_of().values() for word in words)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for language in collection.LANGUAGES for word in stopwords_for_language(language))


def _plain(text: str) -> str:
    return " ".join(_SPECIAL.sub(" ", text).split())
