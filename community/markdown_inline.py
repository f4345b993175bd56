"""Markdown inside a block: code, links, line breaks, escapes, emphasis. One pass that never goes back.

Python-Markdown's own inline patterns need minutes for some texts of 20 kB, so they are not used. What people type as
HTML stays the text that it is, and a link leads only where links may lead. A file of this site is referred to by its number;
what it is shows where the text is shown. So is `[[a case]]`, by what was typed.
"""

import html
import re
import xml.etree.ElementTree as etree
from bisect import bisect_left
from collections import defaultdict

from community.markdown_emphasis import Node, Nodes, Run, fill, pair, run_at
from community.markdown_links import References, file_named, label, make_link, safe_link, unescape

MAX_LABEL = 200

# Every repetition below either can't fail after it matched or is possessive: searching takes time linear in the text.
_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>`+)
    | (?P<emphasis>\*+|_+|(?<!~)~~(?!~))
    | (?P<name>\[\[
        (?P<named>(?:\\[^\n]|\[[^\[\]\n]{0,200}+\]|[^\[\]|\\\n]){1,300}+)
        (?:\|(?P<words>(?:\\[^\n]|[^\[\]\\\n]){1,300}+))?+
      \]\](?!\(|\[(?!\[)))
    | (?P<open>!?\[)
    | (?P<close>\])
    | (?P<angle><(?:https?://[^\s<>]++|(?:mailto:)?[\w.+-]++@[\w-]++(?:\.[\w-]++)++)>)
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<newline>(?<=[ ][ ])\n[ ]*|\\\n[ ]*)
    | (?P<url>(?<![A-Za-z0-9])https?://[^\s<>\[\]`"“”«»]++)
    """,
    re.VERBOSE,
)
_TARGET = re.compile(
    r"""\(\s*+
    (?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?!<)(?:\\[()]|[^\s()]|\([^\s()]*+\))++))
    (?:\s++(?P<title>"[^"]*+"|'[^']*+'|\([^()]*+\)))?+
    \s*+\)""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\[([^\[\]]*+)\]")
_TICKS = re.compile(r"`+")
_KIND = re.compile(r"^(?:case|lesson)\s*:\s*(?=\S)", re.IGNORECASE)


class Ticks:
    """The runs of backticks in a text, found once."""

    def __init__(self, text: str) -> None:
        self._starts: dict[int, list[int]] = defaultdict(list)
        for run in _TICKS.finditer(text):
            self._starts[run.end() - run.start()].append(run.start())

    def next(self, length: int, after: int) -> int | None:
        """Return where the next run of exactly this length starts."""
        starts = self._starts.get(length, [])
        at = bisect_left(starts, after)
        return starts[at] if at < len(starts) else None


def mark_up(root: etree.Element, references: References) -> None:
    """Turn the Markdown in the texts of a tree of blocks into elements."""
    for element in [each for each in root.iter() if each.tag not in ("pre", "code")]:
        nodes: Nodes = read(element.text or "", references)
        for child in list(element):
            nodes.append(child)
            nodes += read(child.tail or "", references)
            child.tail = None
        element.text = None
        element[:] = []
        fill(element, nodes)


def read(text: str, references: References) -> Nodes:
    """Return the texts and elements that a piece of Markdown consists of."""
    return pair(_Reader(text, references).read())


class _Reader:
    """One reading of a text, from its start to its end."""

    def __init__(self, text: str, references: References) -> None:
        self.text = text
        self.references = references
        self.nodes: list[Node | Run] = []
        self.brackets: list[tuple[int, bool, int]] = []  # open: their node, if of an image, where their text starts
        self.spent = 0  # as many of the outermost brackets have a link inside already, and no link goes into a link
        self.ticks: Ticks | None = None

    def read(self) -> list[Node | Run]:
        at = 0
        while token := _TOKEN.search(self.text, at):
            self.add(self.text[at : token.start()])
            at = getattr(self, f"read_{token.lastgroup}")(token)
        self.add(self.text[at:])
        return self.nodes

    def add(self, text: str) -> None:
        if text:
            self.nodes.append(text)

    def read_escape(self, token: re.Match[str]) -> int:
        self.add(token[0][1])
        return token.end()

    def read_entity(self, token: re.Match[str]) -> int:
        self.add(html.unescape(token[0]))
        return token.end()

    def read_newline(self, token: re.Match[str]) -> int:
        if self.nodes and isinstance(self.nodes[-1], str):
            self.nodes[-1] = self.nodes[-1].rstrip(" ")
        self.nodes.append(etree.Element("br"))
        return token.end()

    def read_emphasis(self, token: re.Match[str]) -> int:
        self.nodes.append(run_at(self.text, token.start(), token.end()))
        return token.end()

    def read_code(self, token: re.Match[str]) -> int:
        self.ticks = self.ticks or Ticks(self.text)
        closing = self.ticks.next(len(token[0]), token.end())
        if closing is None:
            self.add(token[0])
            return token.end()
        code = etree.Element("code")
        code.text = self.text[token.end() : closing].replace("\n", " ")
        if code.text[0] == code.text[-1] == " " and code.text.strip(" "):
            code.text = code.text[1:-1]
        self.nodes.append(code)
        return closing + len(token[0])

    def read_angle(self, token: re.Match[str]) -> int:
        text = token[0][1:-1].removeprefix("mailto:")
        address = safe_link(text if text.startswith("http") else "mailto:" + text)
        self.nodes.append(make_link(address, text) if address else token[0])
        return token.end()

    def read_url(self, token: re.Match[str]) -> int:
        url = token[0]
        end, surplus = len(url), url.count(")") - url.count("(")
        while url[end - 1] in "?!.,:;*_~'’…。，、" or (url[end - 1] == ")" and surplus > 0):
            surplus -= url[end - 1] == ")"
            end -= 1
        address = safe_link(url[:end])
        self.nodes.append(make_link(address, url[:end]) if address else url[:end])
        return token.start() + end

    def read_name(self, token: re.Match[str]) -> int:
        """Read `[[name]]` or `[[name|words]]`; what it is the name of is no matter of the text."""
        named = " ".join(unescape(token["named"]).split())
        words = " ".join(unescape(token["words"] or "").split())
        if not named:
            self.add(token[0])
            return token.end()
        link = etree.Element("a", {"data-names": named})
        link.text = words or _KIND.sub("", named)
        self.nodes.append(link)
        return token.end()

    def read_open(self, token: re.Match[str]) -> int:
        self.nodes.append(token[0])
        self.brackets.append((len(self.nodes) - 1, token[0] == "![", token.end()))
        return token.end()

    def read_close(self, token: re.Match[str]) -> int:
        if not self.brackets:
            self.add("]")
            return token.end()
        opening, is_image, start = self.brackets.pop()
        is_spent = len(self.brackets) < self.spent and not is_image
        self.spent = min(self.spent, len(self.brackets))
        target = None if is_spent else self.find_target(start, token.start())
        if target is None:
            self.add("]")
            return token.end()
        address, title, end = target
        inside = [node if isinstance(node, Run) else _without_links(node) for node in self.nodes[opening + 1 :]]
        del self.nodes[opening:]
        file = file_named(address) if is_image or address.startswith("file:") else None
        if file and is_image:
            self.nodes.append(_figure(file, "".join(map(_letters, pair(inside))), title))
            return end
        link = etree.Element("a", {"data-file": file}) if file else make_link(address, title=title)
        if is_image:  # nobody's reading is told to another site by a picture: it becomes a link to the picture
            link.text = "".join(map(_letters, pair(inside))) or address
        else:
            fill(link, pair(inside))
            self.spent = len(self.brackets)
        self.nodes.append(link)
        return end

    def find_target(self, start: int, closing: int) -> tuple[str, str, int] | None:
        """Find where the text between two brackets leads, as told behind it or in a definition; and the end of that."""
        found = _TARGET.match(self.text, closing + 1)
        if found and (address := _address(found["angled"] or found["plain"] or "")):
            return address, unescape((found["title"] or "")[1:-1]), found.end()
        name = self.text[start:closing] if closing - start <= MAX_LABEL else ""
        end = closing + 1
        if found := _LABEL.match(self.text, end):
            name, end = found[1] or name, found.end()
        definition = self.references.get(label(name)) if name else None
        return (*definition, end) if definition else None


def _address(typed: str) -> str | None:
    """Return where a link or picture may lead: `file:12` is an address in a text, though in no other place."""
    file = file_named(typed) if typed.startswith("file:") else None
    return f"file:{file}" if file else safe_link(typed)


def _figure(file: str, words: str, caption: str) -> etree.Element:
    """Return what stands for a picture: the number of its file, what it shows, and what is said below it."""
    figure = etree.Element("figure", {"data-file": file})
    figure.text = words
    if caption:
        etree.SubElement(figure, "figcaption").text = caption
    return figure


def _without_links(node: Node) -> Node:
    return node if isinstance(node, str) or node.tag not in ("a", "figure") else _letters(node)


def _letters(node: Node) -> str:
    return node if isinstance(node, str) else "".join(node.itertext())
