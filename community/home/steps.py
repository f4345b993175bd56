"""What a subgroup has done of the learning cycle and what it still misses: one line for each thing that is looked for."""

from typing import NamedTuple

from community.cases.models import Status
from community.cases.words import status_name
from community.home.queries.cycle import Progress
from community.languages import gettext, ngettext

FEW = 3  # members: with fewer, one absence ends the conversation
_WRITTEN = (Status.DESCRIBED, Status.PLENARY, Status.FOLLOWED_UP)


class Check(NamedTuple):
    """One thing that a subgroup has or misses, and how that is said."""

    is_done: bool
    said: str


def checks_of(group: Progress) -> list[Check]:
    """Return what is looked for in a subgroup, in the order of the cycle. Add here what else a subgroup should have."""
    found = [
        Check(group.members >= FEW, ngettext("%(num)d member", "%(num)d members", group.members)),
        Check(
            bool(group.facilitators),
            gettext("%(names)s facilitates", names=", ".join(group.facilitators))
            if group.facilitators
            else gettext("nobody facilitates"),
        ),
    ]
    if (content := group.content) is None:
        return found
    passages = ngettext("%(num)d passage marked", "%(num)d passages marked", content.passages)
    discussions = ngettext("%(num)d discussion", "%(num)d discussions", content.discussions)
    return [
        *found,
        Check(content.discussions > 0, discussions if content.discussions else gettext("no discussion yet")),
        Check(
            content.status in _WRITTEN,
            gettext("case: %(status)s", status=status_name(content.status).lower())
            if content.status
            else gettext("no case yet"),
        ),
        Check(content.passages > 0, passages if content.passages else gettext("no passage marked yet")),
    ]
