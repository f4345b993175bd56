"""What people write becomes HTML that is safe, quick to make, and can be quoted by the block."""

from html.parser import HTMLParser

import pytest

from community.rendering import MAX_LENGTH, TooLong, excerpt, normalise, render, sanitise

PARTS = {"p", "li", "blockquote", "pre", "table", "tr", "th", "td", "br", "hr", "ul", "ol", "h3", "h4", "h5", "h6"}
TAGS = PARTS | {"strong", "em", "del", "code", "a", "div", "thead", "tbody"}
ATTRIBUTES = {"id", "href", "rel", "title", "class", "tabindex", "start"}
EXTERNAL = "nofollow ugc noopener"


class Page(HTMLParser):
    """Reads HTML as a browser would, and holds what a test asks about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.words.append(" " if tag in PARTS else "")
        if tag not in ("br", "hr"):
            self.open.append(tag)
        assert self.open.count("a") <= 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.words.append(" " if tag in PARTS else "")

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def links(self) -> list[str | None]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]


def html(source: str) -> str:
    """Render without the anchors, for tests that are about the rest."""
    rendered = render(source)
    page = rendered.html
    for block in rendered.blocks:
        page = page.replace(f' id="{block.anchor}"', "")
    return page


def assert_harmless(source: str) -> Page:
    """Check everything that holds for the rendering of any text."""
    rendered = render(source)
    page = Page(rendered.html)
    for tag, attributes in page.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        if "href" in attributes:
            address = attributes["href"] or ""
            is_external = address.lower().startswith(("http://", "https://"))
            is_here = address.startswith("/") and address[1:2] not in ("/", "\\")
            assert is_external or is_here or address.startswith("mailto:")
            assert attributes.get("rel") == (EXTERNAL if is_external else None)
    assert sanitise(rendered.html) == rendered.html
    anchors = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert anchors == [block.anchor for block in rendered.blocks] == [f"p-{n + 1}" for n in range(len(anchors))]
    assert rendered.text == "\n\n".join(block.text for block in rendered.blocks)
    assert " ".join(rendered.text.split()) == page.text
    return page


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* __b__ ~~d~~ `e*f`", "<p><em>a</em> <strong>b</strong> <del>d</del> <code>e*f</code></p>"),
        ("***a** b* *c **d***", "<p><em><strong>a</strong> b</em> <em>c <strong>d</strong></em></p>"),
        ("snake_case_name **a*b**", "<p>snake_case_name <strong>a*b</strong></p>"),
        ("one  \ntwo\\\nthree", "<p>one<br>two<br>three</p>"),
        ("a <b>c</b> &lt; &copy; \\*d\\*", "<p>a &lt;b&gt;c&lt;/b&gt; &lt; © *d*</p>"),
        ("# a\n## b\n### c\n###### d\n#1 e", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n<h6>d</h6>\n<p>#1 e</p>"),
        ("Why:\n- a\n- b", "<p>Why:</p>\n<ul><li>a</li><li>b</li></ul>"),
        ("Why:\n1) a\n2) b", "<p>Why:</p>\n<ol><li>a</li><li>b</li></ol>"),
        ("in the year\n2011. It was", "<p>in the year\n2011. It was</p>"),
        ("1. a\n   - b\n   - c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n\n  - b\n- c", "<ul><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a\n>\n> - b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
        ("a\n***\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("```py\n<a>\n\n*b*\n```\nc", '<pre tabindex="0"><code>&lt;a&gt;\n\n*b*\n</code></pre>\n<p>c</p>'),
        ("- a\n\n  ```\n  b\n  ```", '<ul><li><p>a</p><pre tabindex="0"><code>b\n</code></pre></li></ul>'),
        ("- ~~~\n  a", '<ul><li><pre tabindex="0"><code>a\n</code></pre></li></ul>'),
        ("    a & b\n      c", '<pre tabindex="0"><code>a &amp; b\n  c\n</code></pre>'),
        ("[Ana]: agreed", "<p>[Ana]: agreed</p>"),
        ("", ""),
    ],
)
def test_markdown_as_people_type_it(source, expected):
    assert html(source) == expected


def test_a_table_can_be_scrolled_and_aligned():
    page = html("Costs:\na | b\n--|--:\n`x|y` | c\\|d")
    assert page == (
        '<p>Costs:</p>\n<div class="table-scroll" tabindex="0"><table>'
        '<thead><tr><th>a</th><th class="align-right">b</th></tr></thead>'
        '<tbody><tr><td><code>x|y</code></td><td class="align-right">c|d</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("source", "links", "text"),
    [
        ('[a *b*](https://example.org/?x=1&y=2 "t")', ["https://example.org/?x=1&y=2"], "a b"),
        ("[a](/c/psc) [b](mailto:ana@example.org)", ["/c/psc", "mailto:ana@example.org"], "a b"),
        ("[a][R] [r] [r][]\n\n[r]: <http://example.org> 'T'", ["http://example.org"] * 3, "a r r"),
        ("https://a.example/a_(b)_c, and (http://b.example).", ["https://a.example/a_(b)_c", "http://b.example"], None),
        ("<https://example.org> <ana@example.org>", ["https://example.org", "mailto:ana@example.org"], None),
        ("`https://example.org`\n\n    http://example.org", [], None),
        ("![a map](https://a.example/map.png) ![](/b.png)", ["https://a.example/map.png", "/b.png"], "a map /b.png"),
        ("[![alt](/a.png)](/c) [https://a.example](/b)", ["/c", "/b"], "alt https://a.example"),
        ("[a [b](/c) d](/e)", ["/c"], "[a b d](/e)"),
    ],
)
def test_links(source, links, text):
    page = assert_harmless(source)
    assert page.links == links
    assert "img" not in [tag for tag, _ in page.tags]
    if text:
        assert page.text == text


def test_each_block_can_be_pointed_at():
    source = "# T\n\nA *b*\nc\n\n- d\n  - e\n- f\n\n> g\n>\n> h\n\na|b\n-|-\nc|d\n\n---\n\n```\nx  y\n```"
    rendered = render(source, anchor="done")
    assert [block.text for block in rendered.blocks] == ["T", "A b c", "d e", "f", "g h", "a b c d", "x y"]
    assert [block.anchor for block in rendered.blocks] == [f"done-{n}" for n in range(1, 8)]
    anchored = [tag for tag, attributes in Page(rendered.html).tags if "id" in attributes]
    assert anchored == ["h3", "p", "li", "li", "blockquote", "table", "pre"]
    assert rendered.text.startswith("T\n\nA b c\n\nd e")
    with pytest.raises(ValueError, match="anchor"):
        render("a", anchor='x" onclick="')


ATTACKS = """
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<svg/onload=alert(1)>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<iframe srcdoc="<script>alert(1)</script>">
<a href="javascript:alert(1)">x</a>
<p id="p-1" style="position:fixed" onclick="alert(1)">x</p>
<!-- --><![CDATA[<script>alert(1)</script>]]><?php ?><!DOCTYPE x>
</p></div></body><script>alert(1)</script>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](java&#x73;cript:alert(1))
[x](java&Tab;script:alert(1))
[x](&#1;javascript:alert(1))
[x](\\javascript:alert(1))
[x](javascript&colon;alert(1))
[x](<javascript:alert(1)>)
[x](< javascript:alert(1)>)
[x](vbscript:msgbox(1))
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](//evil.example) [x](/\\evil.example) [x](/\\/evil.example)
[x](\\\\evil.example) [x](/&Tab;/evil.example) [x](/&#92;evil.example)
[x](https:evil.example) [x](http:///evil.example) [x](https://[) [x](http://a\\@b)
[x](file:///etc/passwd) [x](blob:x) [x](#p-1)
[x](https://example.org/"onmouseover="alert(1))
[x](https://example.org "a" onmouseover="alert(1))
[x](https://example.org 'a" onmouseover="alert(1)')
[x](/a"><script>alert(1)</script>)
![x](javascript:alert(1)) ![x" onerror="alert(1)](https://example.org/a.png)
![x](https://example.org/a.png "t\\"><script>alert(1)</script>")
<javascript:alert(1)> <https://example.org/"onclick="alert(1)"> <a@b.example"onclick=alert(1)>
https://example.org/"onmouseover="alert(1) https://example.org/<script>alert(1)</script>
[a]: javascript:alert(1) [a] [a][a]
> > [x](javascript:alert(1)) > <script>alert(1)</script>
`<script>alert(1)</script>` ``</code><script>`` *<b onclick=x>*
{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %>
&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62; &amp;lt;b&amp;gt;
\\<script>alert(1)\\</script> \\`<img src=x onerror=alert(1)>\\`
[x]( javascript:alert(1) ) [x](\tjavascript:alert(1))
""".strip().split("\n")


FRAMES = ["{}", "- {}", "> {}", "# {}", "a|b\n-|-\n{}|", "*{}*", "[{}](/a)", "```{}", "    {}", "x\n\n[r]: {}\n\n[r]"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text(attack):
    for frame in FRAMES:
        page = assert_harmless(frame.replace("{}", attack))
        assert all("evil" not in (link or "") for link in page.links)


def test_template_syntax_and_html_are_shown_as_typed():
    assert html("{{7*7}} <%= x %>") == "<p>{{7*7}} &lt;%= x %&gt;</p>"
    assert Page(html("&lt;b&gt; <i>x</i>")).text == "<b> <i>x</i>"


def test_definitions_of_unsafe_links_define_nothing():
    assert assert_harmless("[a]\n\n[a]: javascript:alert(1)").links == []


def test_normalising_keeps_words_and_drops_what_cannot_be_seen():
    assert normalise("a\r\nb\rc\x00\x07\x1b\x7f\td\u2028e\ud800") == "a\nb\nc\td\ne"
    assert normalise("e\u0301") == "é"
    assert len(normalise("a" + "\u0301\u0316" * 1000)) <= 31


def test_excerpts_end_at_a_word():
    assert excerpt("short\n text", 20) == "short text"
    assert excerpt("one two, three four", 10) == "one two…"
    assert excerpt("unbreakable", 5) == "unbr…"


def test_a_text_that_is_too_long_is_refused_with_its_limit():
    render("a" * MAX_LENGTH)
    for length in (MAX_LENGTH + 1, 10 * MAX_LENGTH):
        with pytest.raises(TooLong, match=str(MAX_LENGTH)) as refusal:
            render("a" * length)
        assert (refusal.value.limit, refusal.value.length) == (MAX_LENGTH, length)
