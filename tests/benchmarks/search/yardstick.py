"""What the yardsticks share."""

from community.search.engine import Document


def mixed(document: Document) -> str:
    """Return all that is said of a document save its title, as one text."""
    labels = (words for _, words in document.labels)
    return "\n".join((document.summary, document.body, *labels, document.author, document.organisation)).strip()
