"""Why people are told, strongest reason first: what a person chooses by, and what every notification says of itself."""

from typing import NamedTuple

from flask_babel.speaklater import LazyString

from community.languages import lazy_gettext as _
from community.notifications.models import Level


class Reason(NamedTuple):
    """One reason. What is gathered brings one letter about a place, and no other until it was read there."""

    name: LazyString
    because: LazyString
    is_gathered: bool = False
    may_be_silenced: bool = True

    @property
    def levels(self) -> tuple[Level, ...]:
        """What can be chosen."""
        return tuple(Level) if self.may_be_silenced else (Level.MAIL, Level.PRODUCT)


REASONS: dict[str, Reason] = {
    "nudge": Reason(
        _("A coordinator writes to you"),
        _("because a coordinator of this community wrote to you"),
        may_be_silenced=False,
    ),
    "mention": Reason(_("Somebody mentions you, as @you"), _("because you are mentioned")),
    "reply": Reason(_("Somebody answers a post of yours"), _("because it answers a post of yours")),
    "release": Reason(
        _("Words of yours could leave a confidential subgroup"),
        _("because only who wrote the words may let them leave the subgroup"),
        may_be_silenced=False,
    ),
    "membership": Reason(
        _("Your groups and your roles in them"), _("because it is about your membership"), may_be_silenced=False
    ),
    "running": Reason(
        _("What waits for you in a group that you run"),
        _("because you run this group or its community"),
        may_be_silenced=False,
    ),
    "work": Reason(_("Rounds, plenaries, meetings and tasks"), _("because you work here together")),
    "case": Reason(_("Somebody writes about a case of yours"), _("because you brought this case")),
    "revision": Reason(
        _("Somebody revises a case of yours"),
        _("because somebody else changed a case that you brought"),
        is_gathered=True,
    ),
    "harvest": Reason(_("Somebody marks words of yours"), _("because the words are yours")),
    "citation": Reason(
        _("A lesson rests on words that you wrote or marked"), _("because you wrote or marked words that it rests on")
    ),
    "use": Reason(_("What came of a lesson that you meant to try"), _("because you said that you would try it")),
    "watch": Reason(
        _("New posts in discussions that you started or wrote in"), _("because you take part here"), is_gathered=True
    ),
}
