"""Simple drawings for the demo cases: who leads to whom, and who stands round what."""

from collections.abc import Sequence
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

SIZE = (1600, 900)
_PAPER, _INK, _ACCENT, _WASH = "#fffdf8", "#24211c", "#1c5a42", "#e3ecdf"
_BOX = (380, 150)

Point = tuple[float, float]


def steps(columns: Sequence[Sequence[str]], heads: Sequence[str]) -> BytesIO:
    """Return columns of boxes under their headings, each leading to all of the next, as a PNG."""
    image, draw = _sheet()
    width = SIZE[0] / len(columns)
    places = [
        [(width * (n + 0.5), 250 + (SIZE[1] - 300) * (m + 0.5) / len(column)) for m in range(len(column))]
        for n, column in enumerate(columns)
    ]
    for here, there in zip(places, places[1:], strict=False):
        for x, y in here:
            for to_x, to_y in there:
                _arrow(draw, (x + _BOX[0] / 2, y), (to_x - _BOX[0] / 2, to_y))
    for n, (column, head) in enumerate(zip(columns, heads, strict=True)):
        _write(draw, (width * (n + 0.5), 110), head, 40, _ACCENT)
        for place, words in zip(places[n], column, strict=True):
            _box(draw, place, words)
    return _saved(image)


def ring(middle: str, around: Sequence[str]) -> BytesIO:
    """Return boxes round a middle that all of them look to, as a PNG."""
    image, draw = _sheet()
    x, y = SIZE[0] / 2, SIZE[1] / 2
    for n, words in enumerate(around):
        turn = 2 * pi * n / len(around) - pi / 2
        place = (x + 560 * cos(turn), y + 340 * sin(turn))
        draw.line([place, (x, y)], fill=_ACCENT, width=5)
        _box(draw, place, words)
    draw.ellipse((x - 170, y - 120, x + 170, y + 120), fill=_ACCENT)
    _write(draw, (x, y), middle, 52, _PAPER)
    return _saved(image)


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, _PAPER)
    return image, ImageDraw.Draw(image)


def _box(draw: ImageDraw.ImageDraw, place: Point, words: str) -> None:
    (x, y), (width, height) = place, _BOX
    corners = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    draw.rounded_rectangle(corners, 14, fill=_WASH, outline=_ACCENT, width=4)
    _write(draw, place, words, 38, _INK)


def _arrow(draw: ImageDraw.ImageDraw, start: Point, end: Point) -> None:
    x, y = end
    draw.line([start, (x - 20, y)], fill=_ACCENT, width=5)
    draw.polygon([(x, y), (x - 26, y - 14), (x - 26, y + 14)], fill=_ACCENT)


def _write(draw: ImageDraw.ImageDraw, place: Point, words: str, size: int, colour: str) -> None:
    draw.multiline_text(place, words, fill=colour, font=ImageFont.load_default(size), anchor="mm", align="center")


def _saved(image: Image.Image) -> BytesIO:
    file = BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file
