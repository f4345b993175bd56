"""The form of a case: its sections in order, each with a guiding question: as shipped, or as a community arranges them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from community.config import ROOT

FALLBACK = "en"
PATH = ROOT / "content" / "forms" / "case.yml"
QUESTION, PARTNERS = "question", "partners"
TEXTS = ("labels", "asks", "helps", "examples")

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """One section: what it is called and what it asks, by language."""

    key: str
    labels: Texts
    asks: Texts
    helps: Texts
    examples: Texts
    is_left_out: bool = False

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

    @property
    def is_own(self) -> bool:
        """Whether a community made it."""
        return self.key not in {section.key for section in shipped().every}

    @property
    def is_as_shipped(self) -> bool:
        """Whether it says what it says where nobody changed it."""
        return any(ours.key == self.key and _texts_of(ours) == _texts_of(self) for ours in shipped().every)


@dataclass(frozen=True)
class Outline:
    """The sections of a community's cases, in order; those that it leaves out keep their place."""

    every: tuple[Section, ...]

    def sections(self) -> tuple[Section, ...]:
        """Return the sections that the form has now, in order."""
        return tuple(section for section in self.every if not section.is_left_out)

    def section_keys(self) -> frozenset[str]:
        """Return the keys of the sections that the form has now."""
        return frozenset(section.key for section in self.sections())

    def sections_with(self, held: Iterable[str]) -> tuple[Section, ...]:
        """Return the sections of the form, and in their place those left out that a case holds; behind them what nobody knows."""
        held = tuple(held)
        known = {section.key for section in self.every}
        placed = tuple(section for section in self.every if not section.is_left_out or section.key in held)
        former = (key for key in held if key not in known)
        return (*placed, *(Section(key, {FALLBACK: key.capitalize()}, {}, {}, {}) for key in former))

    def find(self, key: str) -> Section | None:
        """Return the section with this key."""
        return next((section for section in self.every if section.key == key), None)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return what a community stores of it: the order, what is left out, and the words that are not ours."""
        return [_row(section) for section in self.every]


@lru_cache(maxsize=1)
def shipped() -> Outline:
    """Return the form that comes with the product."""
    entries = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return Outline(
        tuple(
            Section(e["key"], e["label"], e.get("ask") or {}, e.get("help") or {}, e.get("example") or {})
            for e in entries
        )
    )


def arranged(rows: Sequence[Mapping[str, Any]]) -> Outline:
    """Return the form that a community stored; what ships meanwhile is added to it."""
    placed = [_section(row) for row in rows]
    named = {section.key for section in placed}
    return Outline((*placed, *(section for section in shipped().every if section.key not in named)))


def _section(row: Mapping[str, Any]) -> Section:
    ours = shipped().find(row["key"])
    texts = {part: {**(getattr(ours, part) if ours else {}), **(row.get(part) or {})} for part in TEXTS}
    return Section(row["key"], **texts, is_left_out=bool(row.get("is_left_out")))


def _row(section: Section) -> dict[str, Any]:
    ours = shipped().find(section.key)
    row: dict[str, Any] = {"key": section.key}
    for part, texts in _texts_of(section).items():
        own = {code: text for code, text in texts.items() if ours is None or getattr(ours, part).get(code) != text}
        row |= {part: own} if own else {}
    return row | ({"is_left_out": True} if section.is_left_out else {})


def _texts_of(section: Section) -> dict[str, Texts]:
    return {part: getattr(section, part) for part in TEXTS}


def _in(texts: Texts, language: str) -> str:
    """Return a text in a language, or else in English, or in the one that there is; one that was emptied stays empty."""
    for code in (language, FALLBACK):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), "")
