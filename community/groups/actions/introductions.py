"""The verbs of introductions: present oneself to a community, say by which words one is found, ask in one's own words."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from community import clock
from community.database import session
from community.errors import Invalid, NotAllowed
from community.events import publish
from community.groups import prompts, rules
from community.groups.events import Introduced, IntroductionChanged
from community.groups.models import ExperienceTag, Group, Introduction, IntroductionPrompt
from community.groups.prompts import Prompt
from community.groups.queries.introductions import prompts_of, tags_of
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lines import clean_line
from community.rendering import TooComplex, TooLong, normalise, render


def introduce(
    community: Group,
    *,
    by: Viewer,
    experience: str = "",
    offer: str = "",
    seek: str = "",
    bring: str = "",
    tags: Sequence[str] | None = None,
) -> Introduction | None:
    """Present oneself to a community; who says nothing at all takes their introduction back. `tags` of None stay as they are."""
    if not by.belongs_to(community.id) or by.person_id is None:
        raise NotAllowed(gettext("Only members introduce themselves."))
    said = _read({"experience": experience, "offer": offer, "seek": seek, "bring": bring})
    _make_sure_it_shows(community, said)
    if tags is not None:
        _tag(community, by.person_id, tags)
    found = session().get(Introduction, (by.person_id, community.id))
    if not any(said.values()):
        _take_back(found)
        return None
    event = IntroductionChanged if found else Introduced
    if found is None:
        found = Introduction(person_id=by.person_id, group_id=community.id)
        session().add(found)
    if found.says != said:
        found.say(**said, at=clock.now())
        session().flush()
        publish(event(community.id, by.person_id))
    return found


def read_tags(text: str) -> list[str]:
    """Return the words that somebody typed, with commas between, each once and written alike; raise Invalid for too many."""
    words = [clean_line(word).lstrip("#").strip().lower() for word in text[:2000].replace(";", ",").split(",")]
    tags = list(dict.fromkeys(word for word in words if word))
    if len(tags) > prompts.TAGS:
        raise Invalid("tags", gettext("Use at most %(n)d.", n=prompts.TAGS))
    if any(len(tag) > prompts.TAG_LENGTH for tag in tags):
        raise Invalid("tags", gettext("Each can have at most %(n)d characters.", n=prompts.TAG_LENGTH))
    return tags


def set_prompts(community: Group, own: Mapping[str, Prompt], *, by: Viewer) -> None:
    """Ask newcomers in the community's own words; a prompt without a label is asked in ours."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator changes what newcomers are asked."))
    session().execute(delete(IntroductionPrompt).where(IntroductionPrompt.group_id == community.id))
    ours = prompts.our_prompts()
    for key in prompts.KEYS:
        label, help_text = clean_line(own[key].label), clean_line(own[key].help)
        for field, text, most in (("label", label, prompts.LABEL_LENGTH), ("help", help_text, prompts.HELP_LENGTH)):
            if len(text) > most:
                raise Invalid(f"{key}_{field}", gettext("Write at most %(n)d characters here.", n=most))
        if label and Prompt(label, help_text) != ours[key]:
            session().add(IntroductionPrompt(group_id=community.id, key=key, label=label, help=help_text))
    session().flush()


def _read(typed: Mapping[str, str]) -> dict[str, str]:
    for field, text in typed.items():
        if len(text) > prompts.LENGTH:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=prompts.LENGTH))
    return {field: normalise(text).strip() for field, text in typed.items()}


def _make_sure_it_shows(community: Group, said: Mapping[str, str]) -> None:
    """Refuse what cannot be shown beside the answer that is to blame: each alone, or all as the one post they become."""
    for field, text in [*said.items(), (prompts.KEYS[-1], prompts.as_post(prompts_of(community), said))]:
        try:
            render(text)
        except (TooComplex, TooLong) as error:
            raise Invalid(field, gettext("This text is too tangled to show: %(why)s", why=str(error))) from error


def _take_back(found: Introduction | None) -> None:
    if found is not None:
        session().delete(found)
        session().flush()
        publish(IntroductionChanged(found.group_id, found.person_id))


def _tag(community: Group, person_id: int, tags: Sequence[str]) -> None:
    if set(tags) == set(tags_of(person_id, community)):
        return
    whose = (ExperienceTag.person_id == person_id, ExperienceTag.group_id == community.id)
    session().execute(delete(ExperienceTag).where(*whose))
    session().add_all(ExperienceTag(person_id=person_id, group_id=community.id, tag=tag) for tag in tags)
    session().flush()
    publish(IntroductionChanged(community.id, person_id))
