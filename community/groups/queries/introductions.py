"""Reads of introductions: what a community asks, what members answered, and the words by which they are found."""

from collections.abc import Collection

from sqlalchemy import and_, func, select

from community.database import session
from community.groups.models import ExperienceTag, Group, Introduction, IntroductionPrompt, Membership
from community.groups.prompts import Prompt, with_own

TAGS_SUGGESTED = 24


def prompts_of(community: Group) -> dict[str, Prompt]:
    """Return what a community asks newcomers, in order."""
    return prompts_by_community([community.id])[community.id]


def prompts_by_community(communities: Collection[int]) -> dict[int, dict[str, Prompt]]:
    """Return what each of these communities asks newcomers."""
    own: dict[int, dict[str, Prompt]] = {community: {} for community in communities}
    for prompt in session().scalars(select(IntroductionPrompt).where(IntroductionPrompt.group_id.in_(communities))):
        own[prompt.group_id][prompt.key] = Prompt(prompt.label, prompt.help)
    return {community: with_own(prompts) for community, prompts in own.items()}


def introduction_of(person_id: int, community: Group) -> Introduction | None:
    """Return how a member presented themself to a community."""
    return session().get(Introduction, (person_id, community.id))


def tags_of(person_id: int, community: Group) -> list[str]:
    """Return the words by which a member is found in a community."""
    whose = (ExperienceTag.person_id == person_id, ExperienceTag.group_id == community.id)
    return list(session().scalars(select(ExperienceTag.tag).where(*whose).order_by(ExperienceTag.tag)))


def tags_by_community(person_id: int) -> dict[int, list[str]]:
    """Return the words by which somebody is found, in each of their communities."""
    found: dict[int, list[str]] = {}
    rows = session().execute(
        select(ExperienceTag.group_id, ExperienceTag.tag)
        .where(ExperienceTag.person_id == person_id)
        .order_by(ExperienceTag.tag)
    )
    for row in rows:
        found.setdefault(row.group_id, []).append(row.tag)
    return found


def tags_used_in(community: Group, *, limit: int = TAGS_SUGGESTED) -> list[str]:
    """Return the words that most members of a community use, so that others use the same."""
    still_here = and_(Membership.person_id == ExperienceTag.person_id, Membership.group_id == ExperienceTag.group_id)
    return list(
        session().scalars(
            select(ExperienceTag.tag)
            .join(Membership, still_here)
            .where(ExperienceTag.group_id == community.id)
            .group_by(ExperienceTag.tag)
            .order_by(func.count().desc(), ExperienceTag.tag)
            .limit(limit)
        )
    )
