"""Addresses as people have them: pasted lists, columns of a spreadsheet, what a mail program copies. Nothing here raises
over what is in them: a line that makes no sense says so.
"""

from collections.abc import Iterator
from typing import NamedTuple

from community.accounts.rules import NAME_LENGTH, normal_email, normal_name
from community.errors import Invalid
from community.groups.headings import columns_of, role_of
from community.groups.mailboxes import MOST_LINES, bare_name, cells_of, mailbox, records, upright
from community.groups.viewer import Role
from community.languages import gettext
from community.lines import clean_line, storable

MOST = 2000
DELIMITERS = "\t;,|"
SHOWN = 160
NAMED_LAST = ("name", "organisation", "role", "subgroup")


class Addressee(NamedTuple):
    """One address as somebody gave it, with what was said beside it; `problem` says why it cannot be used."""

    line: int
    typed: str
    email: str = ""
    name: str = ""
    organisation: str = ""
    role: str = ""
    subgroup: str = ""
    problem: str = ""


class TooMany(Exception):  # noqa: N818
    """More addresses than are taken at once; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def read(text: str) -> list[Addressee]:
    """Return who is named in a text; raise TooMany where that is more than is taken at once."""
    lines = storable(text).removeprefix("\ufeff").splitlines()
    if len(lines) > MOST * MOST_LINES:
        raise TooMany(len(lines))
    delimiter, columns = _heads(next(filter(str.strip, lines), ""))
    written = records(lines, delimiter) if columns else enumerate(lines, 1)
    numbered = [(n, line.strip()) for n, line in written if line.strip(" \t,;|\xa0")]
    count = max(len(numbered), text.count("@"))
    if count > MOST + bool(columns):
        raise TooMany(count)
    if columns:
        return [_row(n, line, _by_column(columns, cells_of(line, delimiter))) for n, line in numbered[1:]]
    found = [one for n, line in numbered for one in _line(n, line)]
    if len(found) > MOST:
        raise TooMany(len(found))
    return found


def _heads(line: str) -> tuple[str, list[str]]:
    """Return what divides the columns of a spreadsheet, and what they hold, from its first line; nothing where it is none."""
    for delimiter in () if "@" in line else DELIMITERS:
        columns = columns_of(cells_of(line, delimiter))
        if "email" in columns:
            return delimiter, columns
    return "", []


def _by_column(columns: list[str], cells: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell and not values.get(column):
            values[column] = cell
    if full := " ".join(filter(None, (values.pop("first", ""), values.pop("last", "")))):
        values["name"] = full
    elif "name" in values:
        values["name"] = upright(values["name"])
    return values


def _row(n: int, line: str, values: dict[str, str]) -> Addressee:
    name, address = mailbox(values.get("email", ""))
    return _addressee(n, line, address, **{"name": name} | {k: v for k, v in values.items() if k != "email"})


def _line(n: int, line: str) -> Iterator[Addressee]:
    """Read one line without heads: one address, several, or one with what belongs to it."""
    for delimiter in DELIMITERS:
        cells = cells_of(line, delimiter)
        if len(cells) > 1:
            addresses = sum(cell.count("@") for cell in cells)
            if addresses > 1:
                yield from _list(n, cells, delimiter)
            elif addresses:
                yield _columns(n, line, cells, delimiter)
            else:
                yield _addressee(n, line, "")
            return
    yield from _words(n, line)


def _list(n: int, cells: list[str], delimiter: str) -> Iterator[Addressee]:
    """Read several addresses; what stands alone before "Ana <ana@…>" is the rest of her name."""
    before = ""
    for cell in filter(None, cells):
        if "@" in cell:
            whole = f"{before}, {cell}" if before else cell
            yield from [_inverted(n, whole)] if before else _line(n, whole)
            before = ""
        elif delimiter == "," and not before:
            before = cell
        else:
            yield _addressee(n, cell, "")
    if before:
        yield _addressee(n, before, "")


def _columns(n: int, line: str, cells: list[str], delimiter: str) -> Addressee:
    """Read one address with what belongs to it in the order that the page tells."""
    at = next(index for index, cell in enumerate(cells) if "@" in cell)
    if delimiter == "," and at == 1 == len(cells) - 1 and "<" in cells[1]:
        return _inverted(n, line)
    name, address = mailbox(cells[at])
    others = [cell for index, cell in enumerate(cells) if index != at]
    if name:
        others.insert(0, name)
    return _addressee(n, line, address, **dict(zip(NAMED_LAST, others, strict=False)))


def _inverted(n: int, text: str) -> Addressee:
    """Read `Rojas, Ana <ana@example.org>`."""
    last, _, rest = text.partition(",")
    first, address = mailbox(rest.strip())
    return _addressee(n, text, address, name=f"{first} {bare_name(last)}".strip())


def _words(n: int, line: str) -> Iterator[Addressee]:
    """Read a line that nothing but spaces divides."""
    words = line.split()
    if sum("@" in word for word in words) < 2:
        name, address = mailbox(line)
        yield _addressee(n, line, address, name=name)
        return
    gathered: list[str] = []
    for word in words:
        gathered.append(word)
        if "@" in word:
            name, address = mailbox(" ".join(gathered))
            yield _addressee(n, " ".join(gathered), address, name=name)
            gathered = []
    if gathered:
        yield _addressee(n, " ".join(gathered), "")


def _addressee(
    n: int, line: str, address: str, *, name: str = "", organisation: str = "", role: str = "", subgroup: str = ""
) -> Addressee:
    name, organisation, role, subgroup = (_short(text) for text in (name, organisation, role, subgroup))
    typed = clean_line(line[: 2 * SHOWN])[:SHOWN]
    known = Addressee(n, typed, name=name, organisation=organisation, role=role, subgroup=subgroup)
    address = address.strip(" \"'()[]<>,;:.").removeprefix("mailto:")
    if "@" not in address:
        return known._replace(problem=gettext("There is no e-mail address in this line."))
    try:
        known = known._replace(email=normal_email(address[:400]))
        if name:
            known = known._replace(name=normal_name(name))
    except Invalid as invalid:
        return known._replace(problem=invalid.message)
    if len(organisation) > NAME_LENGTH:
        said = gettext("An organisation's name can have at most %(n)d characters.", n=NAME_LENGTH)
        return known._replace(problem=said)
    return _with_role(known)


def _short(text: str) -> str:
    """Return a value on one line; what is too long stays just long enough for that to be said."""
    return clean_line(bare_name(text))[: NAME_LENGTH + 1]


def _with_role(known: Addressee) -> Addressee:
    role = role_of(known.role)
    if role is None:
        said = gettext("“%(word)s” is no role: say member, reader, coordinator or facilitator.", word=known.role)
        return known._replace(problem=said)
    if role == Role.FACILITATOR and not known.subgroup:
        return known._replace(problem=gettext("A facilitator runs a subgroup: name the subgroup too."))
    return known._replace(role=role)
