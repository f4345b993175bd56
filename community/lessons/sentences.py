"""How a lesson reads as one sentence, in the language that it is written in."""

from typing import NamedTuple


class Words(NamedTuple):
    """What joins the three parts of a lesson: "When …, …, because …"."""

    language: str
    when: str
    because: str


_WORDS = {
    "en": Words("en", "When", "because"),
    "nl": Words("nl", "Wanneer", "want"),
    "fr": Words("fr", "Quand", "car"),
    "es": Words("es", "Cuando", "porque"),
}


def words_in(language: str) -> Words:
    """Return the joining words of a language, the English ones where it has none here."""
    return _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
