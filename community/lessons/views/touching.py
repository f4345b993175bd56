"""What somebody is told who changed words that lessons rest on."""

from flask import flash

from community.languages import gettext

NAMED = 3


def say_touched(touched):
    """Name the lessons that rest on words which were changed just now."""
    titles = list(dict.fromkeys(each.title for each in touched))
    if not titles:
        return
    named = "; ".join(f"“{title}”" for title in titles[:NAMED])
    if len(titles) > NAMED:
        said = gettext(
            "You changed words that lessons rest on: %(named)s and %(more)d more. They will say that their evidence changed.",
            named=named,
            more=len(titles) - NAMED,
        )
    else:
        said = gettext(
            "You changed words that lessons rest on: %(named)s. They will say that their evidence changed.", named=named
        )
    flash(said, "note")
