"""The ways in which what somebody was told of goes out of their sight."""

import pytest

from community.discussions import actions as discussions
from community.groups.actions import forming, members
from tests import world
from tests.lessons.practice import who


def leave(_thread) -> None:
    members.remove_member(world.group("stone"), world.person("rea"), by=who("cleo"))


def _leave_community(_thread) -> None:
    members.remove_member(world.group("psc"), world.person("rea"), by=who("cleo"))


def _narrow_thing(thread) -> None:
    discussions.move(thread, group=world.group("stone"), audience="subgroup")


def _narrow_group(_thread) -> None:
    forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=who("cleo"))


CLOSING = pytest.mark.parametrize(
    ("close", "audience"),
    [(leave, "subgroup"), (_leave_community, "public"), (_narrow_thing, "public"), (_narrow_group, "public")],
)
