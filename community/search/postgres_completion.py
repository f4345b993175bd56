"""How what was typed may go on, on PostgreSQL: titles that have its words, and words that begin like its last one."""

from community.search.engine import Beginning, Completion
from community.search.postgres_narrowing import visible
from community.search.postgres_search import Run
from community.search.postgres_terms import Word
from community.search.postgres_vectors import SPELLING, TITLE, clean, word_in
from community.search.postgres_weighing import Binds
from community.search.words import find_words, fold

MIN_LETTERS = 2  # of a word in a title; words of texts are many, and take a letter more
_NEWEST = 100  # documents, among which the commonest words are offered

_TITLES = """
SELECT key FROM search_wording WHERE {visible} AND words @@ {words} {of_kinds}
ORDER BY NOT starts_with(heading, {beginning}), created_at DESC, key COLLATE "C" LIMIT {limit}
"""
_WORDS = """
SELECT lexeme, count(*) FROM (
    SELECT words FROM search_wording WHERE {visible} AND words @@ {beginning} ORDER BY created_at DESC LIMIT {newest}
) AS newest CROSS JOIN unnest(tsvector_to_array(words)) AS lexeme
WHERE starts_with(lexeme, {start}) GROUP BY lexeme ORDER BY count(*) DESC, lexeme COLLATE "C" LIMIT {limit}
"""


def complete(beginning: Beginning, run: Run) -> Completion:
    """Return the newest of the titles that have every word typed, those that begin so first, and the commonest words."""
    words = [clean(fold(word)) for _, _, word in find_words(beginning.text)]
    if not words or len(words[-1]) < MIN_LETTERS:
        return Completion()
    return Completion(
        _titles(beginning, words, run), _words(beginning, words[-1], run) if len(words[-1]) > MIN_LETTERS else ()
    )


def _titles(beginning: Beginning, words: list[str], run: Run) -> tuple[str, ...]:
    *whole, last = words
    binds = Binds()
    sought = [*(Word(TITLE + word) for word in dict.fromkeys(whole)), Word(TITLE + last, is_prefix=True)]
    statement = _TITLES.format(
        visible=visible(beginning.scopes, beginning.excluded, binds),
        words=binds.query(" & ".join(word.within() for word in sought)),
        of_kinds=f"AND kind = ANY({binds.texts(beginning.kinds)})" if beginning.kinds else "",
        beginning=binds.add(f"{whole[0]} " if whole else last),
        limit=binds.add(beginning.limit),
    )
    return tuple(row.key for row in run(statement, binds.values))


def _words(beginning: Beginning, last: str, run: Run) -> tuple[str, ...]:
    binds = Binds()
    statement = _WORDS.format(
        visible=visible(beginning.scopes, beginning.excluded, binds),
        beginning=binds.query(Word(SPELLING + last, is_prefix=True).within()),
        start=binds.add(SPELLING + last),
        newest=_NEWEST,
        limit=binds.add(beginning.limit),
    )
    return tuple(word_in(row.lexeme) for row in run(statement, binds.values))
