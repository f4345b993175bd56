"""How much work a text may ask for: counted, not timed, so that a text renders everywhere or nowhere."""

MAX_LENGTH = 64 * 1024
MAX_EFFORT = 1_500_000  # about the characters that the block parser looks at; 64 kB of prose ask for 100,000
MAX_NESTING = 20  # quotes and lists within each other; also emphasis within emphasis
MAX_CELLS = 5_000
A_BLOCK = 120  # the effort for one block however short: some ten tests for what it is
A_CELL = 100
LINE_SHARE = 700  # each line of a list is added to a copy of the lines before it
MAX_LINKS = 200  # to cases, lessons and threads, by name: each is looked for
MAX_MARKUP = 12_000  # tags, attributes and escaped characters in the HTML: what sanitising takes its time for

_REASONS = {
    "effort": "the text has too many small or intertwined parts",
    "nesting": "lists, quotes or emphasis are nested more than {limit} deep",
    "cells": "a table has more than {limit} cells",
    "links": "the text links to more than {limit} pages by name",
    "markup": "the text holds more than {limit} pieces of markup",
}


class TooLong(ValueError):
    """The text has more characters than `limit`."""

    def __init__(self, length: int, limit: int = MAX_LENGTH) -> None:
        super().__init__(f"the text has {length} characters, and at most {limit} are taken")
        self.length = length
        self.limit = limit


class TooComplex(ValueError):
    """Showing the text would take too long; `reason` (effort, nesting, cells, links, markup) names the `limit` passed."""

    def __init__(self, reason: str, limit: int) -> None:
        super().__init__(_REASONS[reason].format(limit=limit))
        self.reason = reason
        self.limit = limit


class Budget:
    """The effort that one rendering may still spend."""

    def __init__(self, effort: int = MAX_EFFORT) -> None:
        self.left = effort

    def spend(self, effort: int) -> None:
        """Take effort from what is left; refuse the text when nothing is."""
        self.left -= effort
        if self.left < 0:
            raise TooComplex("effort", MAX_EFFORT)
