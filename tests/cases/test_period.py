"""When an experience was: read as people write it, kept as ISO says it."""

import pytest

from community.cases import period
from community.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ([], []),
        (["", " "], []),
        (["2009"], ["2009"]),
        (["2009-3", "2011"], ["2009-03", "2011"]),
        (["03/2009", ""], ["2009-03"]),
        (["2009-03-17"], ["2009-03"]),
        (["March 2009", "dec. 2010"], ["2009-03", "2010-12"]),
        (["maart 2009", "août 2010"], ["2009-03", "2010-08"]),
        (["17 marzo de 2009"], ["2009-03"]),
        (["2009–2011"], ["2009", "2011"]),
        (["2009-2011"], ["2009", "2011"]),
        (["march 2009 to 2011", ""], ["2009-03", "2011"]),
        (["٢٠٠٩"], ["2009"]),
        (["２００９年"[:4]], ["2009"]),
        (["2009", "2009-01"], ["2009", "2009-01"]),
        (["2009", "2009"], ["2009"]),
    ],
)
def test_it_is_read_as_people_write_it(typed, kept):
    assert period.take(typed) == kept
    assert period.tidy(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [["last spring"], ["09"], ["2009-13"], ["2009-00"], ["1009"], ["9999"], ["2011", "2009"], ["", "2009"]]
    + [["2009-03", "2009-02"], ["x" * 100_000], ["<script>2009"], ["2009\x00x"], ["12.12.12"], ["Foo 2009"]],
)
def test_what_cannot_be_read_says_so(app, typed):
    with pytest.raises(Invalid) as refusal:
        period.take(typed)
    assert refusal.value.field == "period"
    assert len(refusal.value.message) < 200
    assert period.tidy(typed) == [" ".join(text.split()) for text in typed], "nothing of it is lost"


@pytest.mark.parametrize(
    ("kept", "language", "said"),
    [
        (["2009"], "en", "2009"),
        (["2009-03", "2011"], "en", "March 2009 – 2011"),
        (["2009-03", "2010-12"], "nl", "maart 2009 – december 2010"),
        ([], "en", ""),
        (["not yet"], "en", "not yet"),
    ],
)
def test_it_is_said_in_the_readers_words(kept, language, said):
    assert period.said(kept, language) == said
