"""The form of a case: its sections in order, each with a guiding question, read once from content/forms/case.yml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from community.config import ROOT

FALLBACK = "en"
PATH = ROOT / "content" / "forms" / "case.yml"


@dataclass(frozen=True)
class Section:
    """One section: what it is called and what it asks, by language."""

    key: str
    labels: Mapping[str, str]
    asks: Mapping[str, str]
    helps: Mapping[str, str]
    examples: Mapping[str, str]

    def label(self, language: str) -> str:
        """Return what the section is called."""
        return _in(self.labels, language)

    def ask(self, language: str) -> str:
        """Return the guiding question."""
        return _in(self.asks, language)

    def help(self, language: str) -> str:
        """Return a hint on how to answer it."""
        return _in(self.helps, language)

    def example(self, language: str) -> str:
        """Return an answer that somebody else could have given."""
        return _in(self.examples, language)


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Return the sections of the form, in order."""
    entries = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return tuple(
        Section(e["key"], e["label"], e.get("ask") or {}, e.get("help") or {}, e.get("example") or {}) for e in entries
    )


@lru_cache(maxsize=1)
def section_keys() -> frozenset[str]:
    """Return the keys of the sections that the form has now."""
    return frozenset(section.key for section in sections())


def sections_with(held: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections of the form, and behind them those that a case holds from an earlier form."""
    former = [key for key in held if key not in section_keys()]
    return (*sections(), *(Section(key, {FALLBACK: key.capitalize()}, {}, {}, {}) for key in former))


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(FALLBACK, "")
