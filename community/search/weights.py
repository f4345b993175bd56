"""What any engine weighs words by: BM25F, among what the reader may see."""

from math import log

TEXT_FIELDS = ("title", "summary", "labels", "body")

# A word in a title counts four times and one in a summary twice (measured best), and the length of a short field less
# than that of a body.
WEIGHTS = {"title": 4.0, "summary": 2.0, "labels": 1.0, "body": 1.0}
LENGTH_MATTERS = {"title": 0.5, "summary": 0.5, "labels": 0.5, "body": 0.75}
# Short as they are, people and organisations would stand above what was learned wherever a word of it names them.
KIND_MATTERS = {"member": 0.4, "organisation": 0.4}
# What does not stand any more gives way to what does.
STATUS_MATTERS = {"superseded": 0.3, "withdrawn": 0.2}
# How soon a word that comes back in one document stops counting (BM25's k1).
SATURATION = 1.2


def scarcity(size: float, frequency: float) -> float:
    """Return BM25's idf among what the reader may see, so that the order doesn't tell what is rare elsewhere."""
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))
