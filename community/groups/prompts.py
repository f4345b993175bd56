"""What a member is asked to say of themself: our own prompts, those of a community, and the answers as one text."""

from collections.abc import Mapping
from typing import NamedTuple

from community.languages import gettext

KEYS = ("experience", "offer", "seek", "bring")
LENGTH = 4000
LABEL_LENGTH, HELP_LENGTH = 80, 300
TAG_LENGTH, TAGS = 40, 10


class Prompt(NamedTuple):
    """One question of the introduction, and a hint on how to answer it."""

    label: str
    help: str


def our_prompts() -> dict[str, Prompt]:
    """Return the prompts of a community that has none of its own, in order."""
    return {
        "experience": Prompt(gettext("My experience with the theme"), gettext("Two sentences are enough.")),
        "offer": Prompt(gettext("What I can offer"), gettext("What could others ask you for?")),
        "seek": Prompt(gettext("What I am looking for"), gettext("A question that you cannot put down is welcome.")),
        "bring": Prompt(
            gettext("A case I could bring"),
            gettext(
                "An experience of yours that others could learn from. It need not be finished, nor have gone well."
            ),
        ),
    }


def with_own(own: Mapping[str, Prompt]) -> dict[str, Prompt]:
    """Return all prompts in order: a community's own where it has one, ours where it has none."""
    return {key: own.get(key) or prompt for key, prompt in our_prompts().items()}


def as_post(prompts: Mapping[str, Prompt], said: Mapping[str, str]) -> str:
    """Return what a member said as one text, each answer under its prompt."""
    return "\n\n".join(f"**{prompts[key].label}**\n\n{said[key]}" for key in KEYS if said[key])
