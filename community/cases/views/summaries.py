"""What a revision changed in one line, and whose words stand in a case."""

from community.cases.contributions import EARLIER, words_by_author
from community.cases.queries.revisions import people_by_id
from community.cases.views.comparing import named
from community.languages import gettext, ngettext

_NAMED = 3
_COUNTED_IN_WORDS = ("title", "section_")


def summary(changes, language, outline, *, is_first=False):
    """Return what a revision changed in one line: which parts, and how many words came and went."""
    if not changes:
        return gettext("The same as the one before") if changes is not None and not is_first else ""
    names = named(
        outline.sections_with(key.removeprefix("section_") for key in changes if key.startswith("section_")), language
    )
    parts = [names.get(key, key) for key in changes]
    said = ", ".join(parts[:_NAMED])
    if len(parts) > _NAMED:
        said = ngettext(
            "%(names)s and %(num)d part more", "%(names)s and %(num)d parts more", len(parts) - _NAMED, names=said
        )
    counts = [count for key, count in changes.items() if key.startswith(_COUNTED_IN_WORDS)]
    came, went = (sum(count[n] for count in counts) for n in (0, 1))
    moved = [
        ngettext("%(num)d word added", "%(num)d words added", came) if came else "",
        ngettext("%(num)d word removed", "%(num)d words removed", went) if went else "",
    ]
    return ": ".join(filter(None, (said, ", ".join(filter(None, moved)))))


def standing(revision, language, outline):
    """Return whose words stand in each section of a revision: its name, and who with how many words."""
    credits = revision.credits or {}
    counted = {key: words_by_author(runs) for key, runs in credits.items() if runs and key in revision.sections}
    people = people_by_id({author for words in counted.values() for author in words} - {EARLIER})
    return [
        (
            section.label(language),
            [(people.get(author, gettext("Earlier writers")), words) for author, words in counted[section.key].items()],
        )
        for section in outline.sections_with(counted)
        if section.key in counted
    ]
