"""Other words for the terms that ship, in any language: search finds by them what was chosen from a list."""

from collections.abc import Mapping
from functools import cache

import yaml

from community.config import ROOT

FOLDER = ROOT / "content" / "vocabularies"
Words = tuple[tuple[str, str], ...]


@cache
def synonyms() -> Mapping[tuple[str, str], Words]:
    """Return, by vocabulary and key, pairs of a language and a word or two."""
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        vocabulary = yaml.safe_load(path.read_text(encoding="utf-8"))
        for term in vocabulary["terms"]:
            also = term.get("also") or {}
            found[vocabulary["key"], term["key"]] = tuple((code, word) for code in also for word in also[code])
    return found
