"""Groups of cards that share words which few others have: proposals to look at, never more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

SMALLEST, MOST = 2, 12
ALIKE = 0.16
COMMON = 0.3  # a term that more of the cards have tells nothing


class Proposal(NamedTuple):
    """Cards that may belong together, and the terms that they share, most telling first."""

    cards: tuple[int, ...]
    terms: tuple[str, ...]


def propose(cards: Mapping[int, Iterable[str]]) -> list[Proposal]:
    """Return groups of cards by the terms they share, largest first; each card is in one at most."""
    held = {card: frozenset(terms) for card, terms in cards.items()}
    spread = Counter(term for terms in held.values() for term in terms)
    most = max(2, COMMON * len(held))
    telling = {card: {term for term in terms if 1 < spread[term] <= most} for card, terms in held.items()}
    weight = {term: 1 / spread[term] for term in spread}
    shared: defaultdict[tuple[int, int], float] = defaultdict(float)
    by_term: dict[str, list[int]] = {}
    for card in sorted(telling):
        for term in telling[card]:
            by_term.setdefault(term, []).append(card)
    for term, having in by_term.items():
        for pair in combinations(having, 2):
            shared[pair] += weight[term]
    whole = {card: sum(weight[term] for term in terms) for card, terms in telling.items()}
    groups: dict[int, set[int]] = {}
    for (one, other), common in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if common / (whole[one] + whole[other] - common) < ALIKE:
            continue
        first, second = groups.get(one), groups.get(other)
        if first is not None and second is not None:
            continue
        group = first if first is not None else second if second is not None else set()
        if len(group) < MOST:
            group |= {one, other}
            groups[one] = groups[other] = group
    found = {id(group): group for group in groups.values()}.values()
    proposals = [Proposal(tuple(sorted(group)), _terms(group, telling)) for group in found if len(group) >= SMALLEST]
    return sorted(proposals, key=lambda proposal: (-len(proposal.cards), proposal.cards))


def _terms(group: set[int], telling: Mapping[int, set[str]]) -> tuple[str, ...]:
    having = Counter(term for card in group for term in telling[card])
    return tuple(term for term, n in sorted(having.items(), key=lambda item: (-item[1], item[0])) if n > 1)[:4]
