"""Texts of full length: some that make parsers slow, and some that people might write."""

from community.markdown_limits import MAX_NESTING
from community.rendering import MAX_LENGTH

PROSE = (
    "Learning starts from practice and from a **question**, not from knowledge; see "
    "[the report](https://example.org/r?a=1&b=2)\nor https://example.org/more. "
    "We met the *suppliers* twice, and `both` times it was “they & we” who spoke.\n\n"
)


def filled(part: str) -> str:
    return (part * (MAX_LENGTH // len(part) + 1))[:MAX_LENGTH]


HOSTILE = [
    *map(filled, ["[", "![", "*", "_", "`", ">", "<", "&", "\\", "|", "#", "~~", "\n", " ", "\t", "(", "]("]),
    *map(filled, ["a_", "*a ", "**a ", "_*a", "*a**b", "a`b``c```", "`a`|", "&amp;", "é\u0301", "ا*ب_"]),
    *map(filled, ["[a](", "[a](b", "[a](/b)", "[a][b]", "![a](", "[](<", "<a@", "<http://", "http://a.b/c "]),
    *map(filled, ["\n>", "> ", ">\n\n", "- ", "- > ", "1. ", "- a\n", "- a\n\n", "* a\n  * b\n", "- 😀\na\n"]),
    *map(filled, ["a\n", "a\n\n", "a\n-\n", "# a\n", "- - -\n", "```\n", "```a\n", "    a\n\n"]),
    *map(filled, ["[a]: http://b\n", '[a]: "', "a|b\n-|-\n", "|\n", "|-"]),
    "a" + "\u0301\u0316" * 32_000,
    "\u0f73" * MAX_LENGTH,
    "\n".join(" " * n + "- a" for n in range(350)),
    "\n\n".join("    " * n + "- a" for n in range(175)),
    "\n".join(">" * n + " a" for n in range(350)),
    filled("\n".join("  " * n + "- a" for n in range(MAX_NESTING - 1)) + "\n"),
    filled("> " * (MAX_NESTING - 1) + "a\n"),
    "- - - - - 😀\n" + "a\n" * 32_000,
    " ".join("`" * n for n in range(1, 360)),
    "\n".join("`" * n for n in range(3, 360)),
    "|" + "a|" * 10 + "\n|" + "-|" * 10 + "\n" + ("|" + "a|" * 10 + "\n") * 2_970,
    "a|" * 8_000 + "\n" + "-|" * 8_000 + "\n" + "|\n" * 16_000,
    filled("a|" * 50 + "\n" + "-|" * 50 + "\n" + "|\n" * 98 + "\n"),
    "*a " * 10_000 + "a* " * 10_000,
    "*a _b **c __d " * 2_000 + "a* b_ c** d__ " * 2_000,
    "a**b" * 6_000 + "c* " * 6_000,
    "[" * 20_000 + "[a](/b)" * 6_000,
    "![" * 9_000 + "a" + "](/b)" * 9_000,
    "[a]: /b\n\n" + "[" * 32_000 + "]" * 32_000,
    "[" * 10_000 + "](a" * 10_000,
    "[a]: " + '"' * 60_000 + " y",
    "http://a" + ")." * 32_000,
    "a" + " " * 65_000 + "b",
    " " * 60_000 + "a",
    "*a* " * 5_900,
    "[a](http://b.c) " * 2_900,
]

HONEST = {
    "prose": filled(PROSE),
    "one paragraph": filled(PROSE.replace("\n\n", "\n")),
    "list": filled("- an item of a list, with *some* words in it\n  - and one under it, with some more\n"),
    "table of 2,000 cells": filled(PROSE)[:20_000]
    + "\n\na|b|c|d|e\n-|-|-|-|-\n"
    + "word|**b**|1,000|–|[l](/c)\n" * 400,
    "code": "```\n" + filled("if (a < b && c > d) { x->y(&z); }\n")[:60_000] + "\n```\n",
    "scripts": filled("Wat leren wij? Ένα ερώτημα. Чему мы учимся? 我们学到了什么？ ماذا تعلمنا؟ " * 5 + "\n\n"),
    "lines": filled("a short line of a poem\n"),
}
