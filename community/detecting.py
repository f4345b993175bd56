"""In which language a text is written, where nobody said so."""

from functools import cache

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

# What is told apart; a text in another language keeps the one that its place has.
KNOWN = ("en", "nl", "fr", "es", "de", "pt", "it")
# Three words of one language stand in another one every day; a sentence hardly ever.
ENOUGH = 40
_LOOKED_AT = 2_000
_CLEARLY = 0.2


def detect(text: str, presumed: str) -> str:
    """Return the language of a text, or the presumed one where the text is short, unclear or in no language that we know."""
    return settle(recognise(text), presumed)


def recognise(text: str) -> str | None:
    """Return the language that a text is clearly written in, if any."""
    if sum(map(str.isalpha, text[:_LOOKED_AT])) < ENOUGH:
        return None
    found = _detector().detect_language_of(text[:_LOOKED_AT])
    return str(found.iso_code_639_1.name).lower() if found else None


def settle(found: str | None, presumed: str) -> str:
    """Return the language that was recognised; the presumed one where none was, and where it is of that kind or unknown to us."""
    is_known = presumed.partition("-")[0].lower() in KNOWN
    return presumed if found is None or not is_known or presumed.lower().startswith(found) else found


@cache
def _detector() -> LanguageDetector:
    # The small models: a tenth of the memory, and as good on a sentence or more.
    codes = [getattr(IsoCode639_1, code.upper()) for code in KNOWN]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_low_accuracy_mode().with_minimum_relative_distance(_CLEARLY).build()
