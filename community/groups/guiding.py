"""The guiding questions of a subgroup, read once from content/forms/guiding-questions.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from community.config import ROOT

FALLBACK = "en"
PATH = ROOT / "content" / "forms" / "guiding-questions.yml"


@dataclass(frozen=True)
class GuidingQuestion:
    """One question: what it asks, and what helps to answer it, by language."""

    key: str
    asks: Mapping[str, str]
    helps: Mapping[str, str]

    def language(self, wanted: str) -> str:
        """Return the language that the question is asked in where this one is wanted."""
        return wanted if wanted in self.asks else FALLBACK

    def ask(self, language: str) -> str:
        """Return the question."""
        return self.asks[self.language(language)]

    def help(self, language: str) -> str:
        """Return what helps to answer it."""
        return self.helps.get(self.language(language), "")


@lru_cache(maxsize=1)
def questions() -> tuple[GuidingQuestion, ...]:
    """Return the questions, in order."""
    entries = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return tuple(GuidingQuestion(e["key"], e["ask"], e.get("help") or {}) for e in entries)


def question_of(key: str) -> GuidingQuestion | None:
    """Return the question with this key."""
    return next((question for question in questions() if question.key == key), None)
