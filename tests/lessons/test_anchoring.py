"""Where marked words stand in a later text: exact, moved, changed or gone; and never exact where they are not."""

import pytest

from community.lessons.anchoring import Quoted, Standing, find

TEXT = (
    "The cooperative pays its members within a week. Nobody waits for the harvest to be sold. "
    "Before, they waited for months, and some sold to traders at half the price. "
    "The buyer puts the money forward against a signed delivery note."
)
WORDS = "Before, they waited for months, and some sold to traders at half the price."


def marked(exact, text=TEXT, section="story", near=60):
    at = text.index(exact)
    return Quoted(exact, text[max(0, at - near) : at], text[at + len(exact) : at + len(exact) + near], section)


def standing(quoted, **sections):
    place = find(quoted, sections)
    if place.standing in (Standing.EXACT, Standing.MOVED):
        assert sections[place.section][place.start : place.end] == quoted.exact == place.words
    return place.standing


@pytest.mark.parametrize("near", [0, 10, 60, 200])
def test_what_did_not_change_is_exact(near):
    assert standing(marked(WORDS, near=near), story=TEXT, other="Something else.") == Standing.EXACT


def test_what_was_written_before_and_after_it_changes_nothing():
    assert standing(marked(WORDS), story=f"A new beginning. {TEXT} And a new end.") == Standing.EXACT
    rewritten = TEXT.replace("Nobody waits for the harvest to be sold. ", "That is quick. ")
    assert standing(marked(WORDS), story=rewritten) == Standing.EXACT


def test_what_stayed_while_all_around_it_was_rewritten_is_exact():
    assert standing(marked(WORDS), story=f"Quite another opening here. {WORDS} Quite another close.") == Standing.EXACT


def test_what_stands_in_another_section_moved():
    rest = TEXT.replace(WORDS, "")
    assert standing(marked(WORDS), story=rest, results=f"They told us this. {WORDS}") == Standing.MOVED
    assert standing(marked(WORDS), results=TEXT) == Standing.MOVED


def test_what_stands_elsewhere_in_its_section_moved():
    assert standing(marked(WORDS), story=f"{TEXT.replace(WORDS, '')} Long after that: {WORDS}") == Standing.MOVED


def test_what_was_changed_shows_its_words_as_they_are_now():
    now = "Before, they waited for half a year, and most sold to traders at a third of the price."
    place = find(marked(WORDS), {"story": TEXT.replace(WORDS, now), "other": "Something else."})
    assert (place.standing, place.words) == (Standing.CHANGED, now)


def test_a_sentence_put_beside_a_changed_one_is_not_part_of_it():
    now = "Before, they waited for many months, and some sold to traders at half the price."
    story = TEXT.replace(WORDS, f"This was told by three farmers. {now} It was a bad time.")
    assert find(marked(WORDS), {"story": story}).words == now


def test_a_single_letter_is_a_change():
    assert standing(marked(WORDS), story=TEXT.replace("half the price", "half their price")) == Standing.CHANGED
    assert standing(marked(WORDS), story=TEXT.replace("Before,", "before,")) == Standing.CHANGED
    assert standing(marked("a week"), story=TEXT.replace("a week", "a weekend")) != Standing.EXACT


def test_what_was_taken_out_is_gone():
    assert standing(marked(WORDS), story=TEXT.replace(WORDS, "")) == Standing.GONE
    assert standing(marked(WORDS), story="") == Standing.GONE
    assert standing(marked(WORDS)) == Standing.GONE


def test_repeated_words_are_told_apart_by_what_stands_around_them():
    text = "In the north prices rose. It took a year. In the south prices fell. It took a year. Then all was calm."
    second = Quoted("It took a year.", "In the south prices fell. ", " Then all was calm.", "story")
    place = find(second, {"story": text})
    assert (place.standing, place.start) == (Standing.EXACT, text.rindex("It took a year."))
    place = find(second, {"story": f"It took a year. {text}"})
    assert (place.standing, place.start) == (Standing.EXACT, len("It took a year. ") + text.rindex("It took a year."))


def test_the_same_words_elsewhere_do_not_stand_for_those_that_were_changed():
    text = "In the north prices rose. It took a year. In the south prices fell. It took a year. Then all was calm."
    second = Quoted("It took a year.", "In the south prices fell. ", " Then all was calm.", "story")
    now = text[: text.rindex("It took")] + "It took two years. Then all was calm."
    place = find(second, {"story": now})
    assert (place.standing, place.words) == (Standing.CHANGED, "It took two years.")


def test_spaces_and_line_ends_are_no_change():
    assert standing(marked(WORDS)._replace(exact=WORDS.replace(" ", "  \n")), story=TEXT.replace(WORDS, "x")) != "exact"
    assert find(marked(WORDS)._replace(exact=WORDS.replace(" ", "\n")), {"story": TEXT}).standing == Standing.EXACT


def test_words_of_scripts_without_spaces_are_found():
    text = "合作社每周付款。以前他们等了几个月。买方预付货款。"
    assert standing(marked("以前他们等了几个月", text), story=text) == Standing.EXACT
    assert standing(marked("以前他们等了几个月", text), story=text.replace("几个月", "半年")) in ("changed", "gone")
