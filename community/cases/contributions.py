"""What a save changed, and whose words stand in a case since: counted once, when it is saved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from community.cases.matching import Budget, runs
from community.cases.merge import PARTNERS, SECTION, TITLE, changed
from community.cases.state import State

EARLIER = 0  # stands for whoever wrote what was there before this was counted

Credits = dict[str, list[list[int]]]  # by section: runs of words, each with who wrote them and how many they are


def counted(was: State | None, now: State) -> dict[str, list[int]]:
    """Return how many words, rows or choices each field gained and lost."""
    was = was or State("", {}, [], {})
    return {field: _gained(_items(was, field), _items(now, field)) for field in changed(was, now)}


def credited(
    was: Mapping[str, str], credits: Mapping[str, Sequence[Sequence[int]]], now: Mapping[str, str], author_id: int
) -> Credits:
    """Return who wrote the words that stand now: those that stood already keep their author."""
    budget, found = Budget(), {}
    for key, text in now.items():
        old, new = was.get(key, "").split(), text.split()
        owners = [author for author, words in credits.get(key, ()) for _n in range(words)]
        owners += [EARLIER] * (len(old) - len(owners))
        told: list[list[int]] = []
        for i, i_end, j, j_end, is_equal in runs(old, new, budget):
            for author in owners[i:i_end] if is_equal else [author_id] * (j_end - j):
                if told and told[-1][0] == author:
                    told[-1][1] += 1
                else:
                    told.append([author, 1])
        found[key] = told
    return found


def words_by_author(credits: Iterable[Sequence[int]]) -> dict[int, int]:
    """Return how many words of a section are whose, who has most first."""
    found: Counter[int] = Counter()
    for author, words in credits:
        found[author] += words
    return dict(found.most_common())


def _items(state: State, field: str) -> list[str]:
    if field == TITLE:
        return state.title.split()
    if field == PARTNERS:
        return [str(sorted(row.items())) for row in state.partners]
    if field.startswith(SECTION):
        return state.sections.get(field.removeprefix(SECTION), "").split()
    return list(state.choices.get(field, ()))


def _gained(old: Sequence[str], new: Sequence[str]) -> list[int]:
    one, other = Counter(old), Counter(new)
    return [(other - one).total(), (one - other).total()]
