"""Documents by the thousand: words of four languages, as unequally frequent as in the demo texts they are seeded by."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from whoosh.lang import stopwords_for_language

from community.search.engine import Document
from tests.benchmarks.search import collection

GROUPS = 200
READS_IN = 5
READERS = 8
WORDS = 400
LANGUAGES = {"en": 0.45, "nl": 0.3, "fr": 0.15, "es": 0.1}

# What a language's rarer words are made of; the commoner ones come from the texts.
_SYLLABLES = (
    "ba ben cor da del dor eri fa gal han ika jo kan lor la lin ma mer na nor o pe ra rin sa sel ta tor u ve wan zo"
)
_ENDINGS = {
    "en": ("", "s", "ing", "ed", "er", "ment", "ation", "ness", "ly"),
    "nl": ("", "en", "s", "ing", "ingen", "heid", "er", "lijk", "schap"),
    "fr": ("e", "es", "eur", "ation", "ment", "é", "ées", "ité", "ent"),
    "es": ("o", "os", "a", "as", "ación", "aciones", "ar", "ado", "mente"),
}
_TAIL = 30_000
_SENTENCE = 14
_START = datetime(2019, 1, 1, tzinfo=UTC)


class Vocabulary(NamedTuple):
    """Words, commonest first, and how often each comes or a commoner one."""

    words: list[str]
    cumulated: list[float]


def documents(size: int, *, first: int = 0) -> Iterator[Document]:
    """Yield documents; the first ones are the same in any size."""
    for number in range(first, size):
        yield document(number)


def document(number: int) -> Document:
    """Return the document of a number."""
    chance = random.Random(number)
    language = chance.choices(list(LANGUAGES), weights=list(LANGUAGES.values()))[0]
    group = chance.randrange(GROUPS)
    kind = chance.choices(("post", "case", "lesson", "issue"), weights=(70, 15, 10, 5))[0]
    return Document(
        key=f"{kind}:{number}",
        kind=kind,
        scope=f"{group}:community",
        community=f"community-{group % 20}",
        language=language,
        title=" ".join(_words(language, chance, chance.randint(4, 9))).capitalize(),
        body=_prose(language, chance, int(chance.triangular(WORDS // 4, WORDS * 7 // 4, WORDS))),
        author=f"Member{chance.randrange(2000)} of Group{group}",
        organisation=f"Organisation {chance.randrange(300)}",
        created_at=_START + timedelta(hours=number % 70_000),
        marks={
            "purpose": tuple(f"purpose-{n}" for n in chance.sample(range(7), chance.randrange(3))),
            "theme": tuple(f"theme-{n}" for n in chance.sample(range(14), chance.randrange(4))),
            "place": tuple(f"place-{n}" for n in chance.sample(range(60), chance.randrange(3))),
            "status": (chance.choice(("sketch", "described", "plenary", "published")),),
        },
    )


def scopes_of(reader: int) -> frozenset[str]:
    """Return what one of the readers may see."""
    groups = random.Random(f"reader {reader}").sample(range(GROUPS), READS_IN)
    return frozenset(f"{group}:{audience}" for group in groups for audience in ("subgroup", "community", "public"))


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language: those of the demo texts, and a long tail of made-up ones."""
    counts = Counter(dict.fromkeys(sorted(stopwords_for_language(language)), 1))
    for text in _texts(language):
        counts.update(re.findall(r"[^\W\d_]+", text.lower()))
    words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    chance, known = random.Random(language), set(words)
    syllables, endings = _SYLLABLES.split(), _ENDINGS[language]
    while len(words) < len(counts) + _TAIL:
        word = "".join(chance.choices(syllables, k=chance.randint(2, 4))) + chance.choice(endings)
        if word not in known:
            known.add(word)
            words.append(word)
    # Zipf's law: the n-th word comes a tenth as often as the first when n is about ten.
    return Vocabulary(words, list(accumulate(1 / (rank + 2) for rank in range(len(words)))))


def _texts(language: str) -> Iterator[str]:
    for one in collection.documents():
        for paragraph in one.body.split("\n\n"):
            if language == collection.language_of(paragraph, one.language):
                yield paragraph


def _words(language: str, chance: random.Random, count: int) -> list[str]:
    words, cumulated = vocabulary(language)
    return chance.choices(words, cum_weights=cumulated, k=count)


def _prose(language: str, chance: random.Random, count: int) -> str:
    words = _words(language, chance, count)
    return " ".join(
        " ".join(words[start : start + _SENTENCE]).capitalize() + "." for start in range(0, count, _SENTENCE)
    )
