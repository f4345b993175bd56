"""A case as a Markdown file with front matter: written so that it can be read again to an equal case."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from community.cases.rules import is_language
from community.errors import Invalid
from community.languages import gettext

LENGTH, FRONT_LENGTH, HEADING_LENGTH = 1_000_000, 64_000, 200
FENCE = "---"
LISTS = ("purposes", "themes", "sectors", "stages", "places", "period")
PARTNER = ("name", "kind", "role", "contribution")
SOURCE = ("title", "publisher", "year", "url")
TOLD = ("status", "community", "owner", "revision", "saved", "address")  # said for whoever reads it, and not taken over
_HEADING = re.compile(r"## +(\S.*?)(?: *\{#([A-Za-z][\w-]*)\})?")
_LIKE_HEADING = re.compile(r"\\*## +\S")
_ESCAPED = re.compile(r"\\+## +\S")


@dataclass
class Taken:
    """What a file says: the parts of a case, where each stands in the file, and what it says that no case takes over."""

    title: str = ""
    language: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    partners: list[dict[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    first: int = 1  # the line in the file at which the facts begin


class _Plain(yaml.BaseLoader):
    """Reads every value as the text that it is: NO is a country, 2024 may be a title. Nothing is repeated by reference."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse what refers to something else: a few such lines could stand for more than there is memory."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="references (*) are not read", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


def write(
    *,
    title: str,
    language: str,
    sections: Sequence[tuple[str, str, str]],
    partners: Iterable[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    source: Mapping[str, str] | None,
    told: Mapping[str, str],
) -> str:
    """Return a case as a file; each section is its key, its name and its text."""
    front: dict[str, Any] = {"title": title, "language": language, **told}
    if rows := [{name: row[name] for name in PARTNER if row.get(name)} for row in partners]:
        front["partners"] = rows
    front |= {name: list(keys) for name, keys in choices.items() if keys}
    if source:
        front["source"] = dict(source)
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    body = "".join(f"\n## {_one_line(name)} {{#{key}}}\n\n{_escape(text)}\n" for key, name, text in sections)
    return f"{FENCE}\n{head}{FENCE}\n{body}"


def read(text: str, *, known_sections: Mapping[str, Iterable[str]]) -> Taken:
    """Return what a file says; raise Invalid, naming the line, where it cannot be read.

    `known_sections` holds the names of each section by its key; a heading that is none of them stays part of the text.
    """
    if len(text) > LENGTH:
        raise Invalid("text", gettext("A case can have at most %(n)d characters in all.", n=LENGTH))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    taken = Taken()
    begin = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[begin].rstrip() == FENCE:
        end = next((n for n, line in enumerate(lines[begin + 1 :], begin + 1) if line.rstrip() == FENCE), None)
        if end is None:
            raise _wrong(begin + 1, gettext("the facts begin here with ---, and no second --- ends them"))
        _read_front(taken, lines[begin + 1 : end], begin + 2)
        begin = end + 1
    _read_body(taken, lines, begin, known_sections)
    return taken


def keep_known(taken: Taken, known: Mapping[str, Iterable[str]]) -> None:
    """Leave out what the lists to choose from don't hold, and say so."""
    for name, keys in taken.choices.items():
        if name in known:
            kept = [key for key in keys if key in known[name]]
            for key in (key for key in keys if key not in kept):
                _note(
                    taken, name, gettext("“%(key)s” is not in the list to choose from and is left out.", key=key[:60])
                )
            taken.choices[name] = kept
    for row in taken.partners:
        for part, vocabulary in (("kind", "partner-kinds"), ("role", "roles")):
            if row.get(part) and row[part] not in known[vocabulary]:
                said = gettext("“%(key)s” is not in the list to choose from and is left out.", key=row.pop(part)[:60])
                _note(taken, "partners", said)


def speak(taken: Taken, otherwise: str) -> None:
    """Let the case be in the language that the file names; in another where it names none."""
    if not is_language(taken.language):
        if taken.language:
            _note(taken, "language", gettext("“%(code)s” is no code of a language.", code=taken.language[:20]))
        taken.language = otherwise


def _read_front(taken: Taken, lines: Sequence[str], first: int) -> None:
    taken.first = first
    if sum(map(len, lines)) > FRONT_LENGTH:
        raise _wrong(first, gettext("the facts can have at most %(n)d characters", n=FRONT_LENGTH))
    try:
        node = yaml.compose("\n".join(lines), Loader=_Plain)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = first + (mark.line if mark else 0)
        raise _wrong(
            at, gettext("the facts can't be read here (%(why)s)", why=error.problem or error.context)
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _wrong(
            first, gettext("the facts can't be read: a character or a depth that YAML doesn't allow")
        ) from error
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(first, gettext("each fact needs a name and a colon, such as “title: …”"))
    for key, value in node.value:
        at = first + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong(at, gettext("each fact needs a name and a colon, such as “title: …”"))
        taken.lines.setdefault(key.value, at)
        _READERS.get(key.value, _unknown)(taken, key.value, value, at)


def _read_text(taken: Taken, name: str, node: Any, at: int) -> None:
    setattr(taken, name, _scalar(node, name, at))


def _read_told(taken: Taken, name: str, node: Any, at: int) -> None:
    taken.told[name] = _scalar(node, name, at)


def _read_list(taken: Taken, name: str, node: Any, at: int) -> None:
    if isinstance(node, yaml.ScalarNode):
        taken.choices[name] = [node.value] if node.value.strip() else []
    elif isinstance(node, yaml.SequenceNode):
        taken.choices[name] = [_scalar(item, name, at) for item in node.value]
    else:
        raise _wrong(at, gettext("“%(name)s” is a list, such as [one, another]", name=name))


def _read_partners(taken: Taken, name: str, node: Any, at: int) -> None:
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(at, gettext("“%(name)s” is a list, such as [one, another]", name=name))
    for item in node.value:
        at = taken.first + item.start_mark.line
        row = {"name": item.value} if isinstance(item, yaml.ScalarNode) else _mapping(item, name, at)
        if unknown := [part for part in row if part not in PARTNER]:
            _note_at(taken, at, gettext("a partner has no “%(name)s”; it is left out.", name=unknown[0][:60]))
        taken.partners.append({part: row.get(part, "") for part in PARTNER})


def _read_source(taken: Taken, name: str, node: Any, at: int) -> None:
    said = {"title": node.value} if isinstance(node, yaml.ScalarNode) else _mapping(node, name, at)
    for part in [part for part in said if part not in SOURCE]:
        _note_at(taken, at, gettext("a source has no “%(name)s”; it is left out.", name=part[:60]))
    taken.source = {part: said[part] for part in SOURCE if said.get(part)}


def _unknown(taken: Taken, name: str, _node: Any, at: int) -> None:
    _note_at(taken, at, gettext("a case has no “%(name)s”; it is left out.", name=name[:60]))


_Reader = Callable[[Taken, str, Any, int], None]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("title", "language"), _read_text),
    **dict.fromkeys(TOLD, _read_told),
    **dict.fromkeys(LISTS, _read_list),
    "partners": _read_partners,
    "source": _read_source,
}


def _read_body(taken: Taken, lines: Sequence[str], begin: int, known: Mapping[str, Iterable[str]]) -> None:
    keys = {name.casefold(): key for key, names in known.items() for name in (key, *names)}
    texts: dict[str, list[str]] = {}
    present = ""
    for number, line in enumerate(lines[begin:], begin + 1):
        found = _HEADING.fullmatch(line.strip()) if len(line) <= HEADING_LENGTH else None
        key = found and (found[2] if found[2] in known else None if found[2] else keys.get(found[1].casefold()))
        if key:
            present = key
            taken.lines.setdefault(f"section_{key}", number)
            texts.setdefault(key, [])
            continue
        if found and found[2]:
            said = gettext("there is no section “%(name)s” here; it stays a heading in the text.", name=found[1][:60])
            _note_at(taken, number, said)
        if not present and line.strip():
            present = "summary" if "summary" in known else next(iter(known))
            _note_at(taken, number, gettext("this text stands under no section; it goes to “%(name)s”.", name=present))
            taken.lines.setdefault(f"section_{present}", number)
        if present:
            texts.setdefault(present, []).append(line[1:] if _ESCAPED.match(line) else line)
    taken.sections = {key: "\n".join(said).strip("\n") for key, said in texts.items() if "".join(said).strip()}


def _escape(text: str) -> str:
    return "\n".join(f"\\{line}" if _LIKE_HEADING.match(line) else line for line in text.split("\n"))


def _one_line(name: str) -> str:
    return " ".join(name.replace("{", "(").replace("}", ")").split())


def _scalar(node: Any, name: str, at: int) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(at, gettext("“%(name)s” is one line of text", name=name))
    value: str = node.value
    return value


def _mapping(node: Any, name: str, at: int) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(at, gettext("“%(name)s” needs names and values, such as “name: …”", name=name))
    return {_scalar(key, name, at): _scalar(value, name, at) for key, value in node.value}


def _wrong(line: int, said: str) -> Invalid:
    return Invalid("text", gettext("Line %(n)d: %(said)s.", n=line, said=said))


def _note(taken: Taken, name: str, said: str) -> None:
    _note_at(taken, taken.lines.get(name, 1), said)


def _note_at(taken: Taken, line: int, said: str) -> None:
    taken.notes.append(gettext("Line %(n)d: %(said)s", n=line, said=said))
