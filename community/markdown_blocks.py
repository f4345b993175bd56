"""Markdown's blocks: Python-Markdown's parser for them, made to count its work so that it stops in time."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown, blockparser, blockprocessors, util
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor

from community.markdown_inline import Ticks
from community.markdown_limits import A_BLOCK, A_CELL, LINE_SHARE, MAX_CELLS, MAX_NESTING, Budget, TooComplex
from community.markdown_lines import CODE_MARK, Lines
from community.markdown_links import References

_CODE = re.compile(CODE_MARK.format("([0-9]+)"))
_PIPE_OR_CODE = re.compile(r"\\.|`+|\|")


def parse(source: str) -> tuple[etree.Element, References]:
    """Return the tree of blocks, with the inline Markdown still in their texts, and the link definitions."""
    parser = BlockParser(Markdown())
    root = etree.Element("div")
    parser.parseChunk(root, source)
    for element in nested(root):
        if element.tag == "code":
            element.text = (element.text or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        element.text = parser.restore(element.text)
        element.tail = parser.restore(element.tail)
    return root, parser.references


def nested(root: etree.Element) -> Iterator[etree.Element]:
    """Give every element of the tree; refuse it when lists and quotes are nested too deep."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        depth += element.tag in ("li", "blockquote")
        if depth > MAX_NESTING:
            raise TooComplex("nesting", MAX_NESTING)
        yield element
        waiting += [(child, depth) for child in element]


class BlockParser(blockparser.BlockParser):
    """Python-Markdown's block parser with our lines, limits and blocks; each rendering has its own."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.budget = Budget()
        self.depth = 0
        self.code: list[str] = []
        self.references: dict[str, tuple[str, str]] = {}
        processors: list[blockprocessors.BlockProcessor] = [
            Meter(self),
            blockprocessors.EmptyBlockProcessor(self),
            blockprocessors.ListIndentProcessor(self),
            FencedCode(self),
            blockprocessors.CodeBlockProcessor(self),
            Tables(self, {"use_align_attribute": True}),
            blockprocessors.HashHeaderProcessor(self),
            blockprocessors.SetextHeaderProcessor(self),
            blockprocessors.HRProcessor(self),
            SaneOListProcessor(self),
            SaneUListProcessor(self),
            blockprocessors.BlockQuoteProcessor(self),
            blockprocessors.ParagraphProcessor(self),
        ]
        for n, processor in enumerate(processors):
            self.blockprocessors.register(processor, type(processor).__name__, -n)

    def restore(self, text: str | None) -> str | None:
        """Put back code that was taken out of the lines where the blocks turned out to leave no place for it."""
        while text and _CODE.search(text):
            text = _CODE.sub(lambda found: self.code[int(found[1])], text)
        return text

    def parseChunk(self, parent: etree.Element, text: str) -> None:
        super().parseChunk(parent, Lines(self.code, self.references).prepare(text))

    def parseBlocks(self, parent: etree.Element, blocks: list[str]) -> None:
        self.depth += 1
        if self.depth > 3 * MAX_NESTING:  # a list takes up to three calls a level
            raise TooComplex("nesting", MAX_NESTING)
        super().parseBlocks(parent, blocks)
        self.depth -= 1


class Meter(blockprocessors.BlockProcessor):
    """Is asked first about each block, takes none, and counts."""

    parser: BlockParser

    def test(self, parent: etree.Element, block: str) -> bool:
        self.parser.budget.spend(A_BLOCK + len(block) + len(block) * block.count("\n") // LINE_SHARE)
        return False


class FencedCode(blockprocessors.BlockProcessor):
    """Puts back the fenced code that was taken out of the lines."""

    parser: BlockParser

    def test(self, parent: etree.Element, block: str) -> bool:
        return _CODE.fullmatch(block.strip()) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        mark = blocks.pop(0).strip()
        code = etree.SubElement(etree.SubElement(parent, "pre"), "code")
        code.text = util.AtomicString(util.code_escape(self.parser.restore(mark) or ""))


class Tables(TableProcessor):
    """Tables of a limited size, whose rows are split in one pass."""

    parser: BlockParser

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        cells = len(self.separator) * (1 + blocks[0].count("\n"))
        if cells > MAX_CELLS:
            raise TooComplex("cells", MAX_CELLS)
        self.parser.budget.spend(cells * A_CELL)
        super().run(parent, blocks)

    def _split(self, row: str) -> list[str]:
        ticks = Ticks(row)
        cells, start, at = [], 0, 0
        while found := _PIPE_OR_CODE.search(row, at):
            at = found.end()
            if found[0] == "|":
                cells.append(row[start : found.start()])
                start = at
            elif found[0][0] == "`" and (closing := ticks.next(len(found[0]), at)) is not None:
                at = closing + len(found[0])
        return [cell.replace("\\|", "|") for cell in [*cells, row[start:]]]
