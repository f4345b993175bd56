"""Cases to be writing in."""

from tests.cases.conftest import case, find, hidden, vocabularies

__all__ = ["case", "find", "hidden", "vocabularies"]
