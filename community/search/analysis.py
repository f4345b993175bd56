"""What a word is indexed and searched as: stemmed in its language, without accents, stop words dropped."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from whoosh.lang import stemmer_for_language, stopwords_for_language

from community.search import compounds
from community.search.words import find_words, fold

LANGUAGES = ("en", "nl", "fr", "es")
PLAIN = ""
# A document of megabytes is found by its beginning; without a limit one document would hold up the worker.
MAX_WORDS = 50_000

_MORE_STOP_WORDS = {"en": "d ll m re ve", "nl": "n onze ons s t", "fr": "", "es": ""}
_STOP_WORDS = {
    language: frozenset(stopwords_for_language(language)) | frozenset(_MORE_STOP_WORDS[language].split())
    for language in LANGUAGES
}
_STEMMERS: dict[str, Callable[[str], str]] = {language: stemmer_for_language(language) for language in LANGUAGES}


def known_language(code: str) -> str:
    """Return the language whose rules apply to a text with this code ("nl-BE" is "nl"), or PLAIN."""
    language = short(code)
    return language if language in LANGUAGES else PLAIN


def short(code: str) -> str:
    """Return the language of a code without its country: "nl" of "nl-BE"."""
    return code.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=200_000)
def index_terms(word: str, language: str) -> tuple[str, ...]:
    """Return what a lower-case word is indexed as: nothing for a stop word, two terms where accents change the stem.

    Accents are folded after stemming, because the stemmers need them ("cooperación" becomes "cooper"). But many people
    type without ("cooperacion", which the stemmer leaves alone), so an accented word is indexed under both.
    """
    if language == PLAIN:
        return (fold(word),)
    if word in _STOP_WORDS[language]:
        return ()
    stems = dict.fromkeys((fold(_stem(word, language)), _stem(fold(word), language)))
    return tuple(stems)


@lru_cache(maxsize=4_096)
def readings(words: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return the distinct ways to read some words of a query, and whether they are only stop words in some language.

    A text is indexed by the rules of its own language, and nobody says in which language they ask. So a query is read
    in each language, and plainly for texts in any other; readings that come out alike are asked once.
    """
    found: dict[tuple[str, ...], None] = {}
    is_stop = False
    for language in (*LANGUAGES, PLAIN):
        terms = [term for word in words if (term := index_terms(word, language))]
        if not terms:
            is_stop = True
            continue
        found[tuple(term[0] for term in terms)] = None
        found[tuple(term[-1] for term in terms)] = None
    return tuple(found), is_stop


def analyse(text: str, language: str) -> list[Sequence[str]]:
    """Return what each word of a text is indexed as, in order and without the stop words."""
    rules = known_language(language)
    found: list[Sequence[str]] = []
    for _, _, word in find_words(text):
        if terms := index_terms(word, rules):
            if rules == compounds.LANGUAGE:
                terms += _part_terms(word)
            found.append(terms)
            if len(found) >= MAX_WORDS:
                break
    return found


@lru_cache(maxsize=100_000)
def _part_terms(word: str) -> tuple[str, ...]:
    """Return what the parts of a compound are indexed as, in the place of the whole."""
    parts = compounds.parts_of(word)
    return tuple(dict.fromkeys(term for part in parts for term in index_terms(part, compounds.LANGUAGE)))


def _stem(word: str, language: str) -> str:
    try:
        return _STEMMERS[language](word) or word
    except IndexError:  # the Spanish stemmer trips over a few words that are not Spanish, such as "égue"
        return word
