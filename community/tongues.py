"""The languages that people speak: written down by name in whatever language, kept by code, shown in the reader's."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.localedata import locale_identifiers

from community.config import LANGUAGES
from community.folding import fold

_NOT_LANGUAGES = frozenset({"mis", "mul", "und", "zxx"})


def codes_of(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the codes of the languages that these are names of, each once, and the names that are none."""
    found: dict[str, None] = {}
    unknown = []
    for name in names:
        code = _codes().get(fold(name.strip()))
        if code:
            found[code] = None
        elif name.strip():
            unknown.append(name.strip())
    return list(found), unknown


def name_of(code: str, language: str) -> str:
    """Return what a language is called in another; its code where nobody knows."""
    return _names(language).get(code, code)


@cache
def _names(language: str) -> dict[str, str]:
    names = Locale.parse(language).languages
    return {c: n for c, n in names.items() if c.isalpha() and len(c) in (2, 3) and c not in _NOT_LANGUAGES}


@cache
def _codes() -> dict[str, str]:
    """Return the code behind every name: what a language calls itself counts most, its code least."""
    ours = {code: code for code in _names("en")}
    for language in reversed(LANGUAGES):
        ours |= {fold(name): code for code, name in _names(language).items()}
    known = set(locale_identifiers())
    own = {code: Locale.parse(code).languages.get(code) for code in _names("en") if code in known}
    return ours | {fold(name): code for code, name in own.items() if name}
