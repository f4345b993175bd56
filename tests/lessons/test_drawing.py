"""The picture of what led to what: nothing covers anything, no line runs through a box, and it is always the same."""

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from community.lessons.drawing import WIDTH, Node, Tie, draw
from community.lessons.wrapping import fit, width_of

HEADS = ("Practice", "Marked", "Themes", "Lessons", "Used")
_NODES = st.lists(st.tuples(st.integers(0, 4), st.text("abc mW", max_size=80), st.booleans()), max_size=30)
_TIES = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60)


def _made(nodes, ties):
    drawn = [
        Node(str(n), column, "case", text, "A note" if noted else "") for n, (column, text, noted) in enumerate(nodes)
    ]
    return draw(drawn, [Tie(str(a), str(b)) for a, b in ties], HEADS)


@settings(max_examples=150, deadline=None)
@given(_NODES, _TIES)
def test_nothing_covers_anything_whatever_is_drawn(nodes, ties):
    picture = _made(nodes, ties)
    assert picture.width <= WIDTH
    for box in picture.boxes:
        assert box.x >= 0 and box.x + box.width <= picture.width
        assert box.y >= 0 and box.y + box.height <= picture.height + 1
        assert all(box.y < y < box.y + box.height for _words, y in box.lines)
    for one, other in combinations(picture.boxes, 2):
        assert one.x != other.x or one.y + one.height <= other.y or other.y + other.height <= one.y
    for line in picture.lines:
        assert not [box for box in picture.boxes for y, left, right in _level(line) if _is_through(box, y, left, right)]
    assert picture == _made(nodes, ties)


def _level(line):
    """Return the stretches in which a line passes a column by; between columns there are no boxes."""
    points = re.findall(r"(-?\d+) (-?\d+)H(-?\d+)", line.path)
    return [(int(y), int(left), int(right)) for left, y, right in points]


def _is_through(box, y, left, right):
    return box.y <= y <= box.y + box.height and left < box.x + box.width and box.x < right


def test_a_column_that_holds_nothing_is_left_out_and_the_others_are_wider():
    picture = _made([(0, "a", False), (3, "b", False)], [(0, 1)])
    assert [head for head, _x in picture.heads] == ["Practice", "Lessons"]
    assert {box.x for box in picture.boxes} == {x for _head, x in picture.heads}


def test_lines_that_can_do_without_crossing_do():
    nodes = [(0, "one", False), (0, "two", False), (1, "of two", False), (1, "of one", False)]
    picture = _made(nodes, [(0, 3), (1, 2)])
    above = {box.node.text: box.y for box in picture.boxes}
    assert (above["one"] < above["two"]) == (above["of one"] < above["of two"])


def test_a_line_goes_forward_only_and_to_what_is_there():
    nodes = [Node("a", 0, "case", "A"), Node("b", 1, "case", "B")]
    ties = [Tie("a", "b"), Tie("b", "a"), Tie("a", "a"), Tie("a", "gone")]
    assert [line.tie for line in draw(nodes, ties, HEADS).lines] == [ties[0]]


def test_words_are_wrapped_and_what_has_no_room_is_cut():
    lines = fit("Let an organisation that they already trust open the conversation", width=150, lines=2, size=13)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 13) <= 150 for line in lines)
    assert fit("W" * 60, width=100, lines=3, size=13)[2].endswith("…"), "a word that is too long is broken"
    assert fit("", width=100, lines=3, size=13) == ()
