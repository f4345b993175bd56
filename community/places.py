"""Countries and territories as Babel lists them, in the reader's language: where a case was, where a person works."""

from functools import lru_cache

from babel import Locale

_NOT_PLACES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # unions, tests and the unknown


@lru_cache(maxsize=16)
def names(language: str) -> tuple[tuple[str, str], ...]:
    """Return the code and the name of every place, by name."""
    territories = Locale.parse(language).territories
    found = [(code, name) for code, name in territories.items() if code.isalpha() and code not in _NOT_PLACES]
    return tuple(sorted(found, key=lambda place: place[1].casefold()))


@lru_cache(maxsize=16)
def names_by_code(language: str) -> dict[str, str]:
    """Return the name of every place by its code."""
    return dict(names(language))
