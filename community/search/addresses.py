"""Where the things stand that were found."""

from typing import Protocol

from flask import url_for

POSTS_A_PAGE = 20


class Located(Protocol):
    """What an address is made of."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def community_slug(self) -> str:
        """The community that it is in."""

    @property
    def locator(self) -> str:
        """What it is called in addresses."""


def address_of(thing: Located, part: str | None = None) -> str:
    """Return the address of what was found, at a part of it where one is named."""
    slug, locator = thing.community_slug, thing.locator
    if thing.kind == "case":
        return url_for("cases.case", community=slug, slug=locator, _anchor=part)
    if thing.kind == "post":
        thread, number = locator.split("#")
        after = (int(number) - 1) // POSTS_A_PAGE * POSTS_A_PAGE
        anchor = f"post-{number}"
        return url_for("discussions.thread", community=slug, thread_id=thread, after=after or None, _anchor=anchor)
    if thing.kind == "member":
        return url_for("groups.person", handle=locator)
    if thing.kind == "organisation":
        return url_for("groups.organisation", community=slug, slug=locator)
    if thing.kind == "help":
        return url_for("home.help_page", slug=locator)
    return url_for("lessons.lesson", community=slug, slug=locator)
