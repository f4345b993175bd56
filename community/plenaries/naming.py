"""What the phases of a plenary are called, and what is asked of whom in each, in the reader's language."""

from community.languages import gettext


def phase_names() -> dict[str, str]:
    """Return the names of the phases, in their order."""
    return {
        "collect": gettext("Collect"),
        "cluster": gettext("Cluster"),
        "draft": gettext("Draft"),
        "agree": gettext("Agree"),
        "closed": gettext("Closed"),
    }


def phase_asks() -> dict[str, str]:
    """Return what is asked of everybody in each phase."""
    return {
        "collect": gettext(
            "Read the cases and the reports of the subgroups. Mark what others should learn from, and bring it here."
        ),
        "cluster": gettext("Look at the cards on the board. Put together what speaks of the same, and give it a name."),
        "draft": gettext(
            "Themes become lessons and common issues. Read the drafts, and say in the discussion what they miss."
        ),
        "agree": gettext(
            "Read each draft and say where you stand: what you can agree to, and what does not hold where you work."
        ),
        "closed": gettext("This plenary is over. What came of it stands below."),
    }


def phase_tasks() -> dict[str, str]:
    """Return what is asked of who runs it, and of facilitators, in each phase."""
    return {
        "collect": gettext("Facilitators bring what their subgroup marked, and hand its report in."),
        "cluster": gettext("The coordinator sees that no card is left aside, and that each theme says what it holds."),
        "draft": gettext("The coordinator makes a draft of each theme, and says what each passage does to it."),
        "agree": gettext("The coordinator asks those who have not said anything yet, and records what was decided."),
        "closed": "",
    }


def stand_names() -> dict[str, str]:
    """Return what participants may say to a draft."""
    return {
        "agree": gettext("I agree"),
        "remark": gettext("I agree, with a remark"),
        "object": gettext("I object, because"),
        "context": gettext("Not in my context, because"),
    }


def verdict_names() -> dict[str, str]:
    """Return what a plenary may decide on a draft."""
    return {
        "adopted": gettext("Adopted"),
        "dissent": gettext("Adopted with dissent"),
        "aside": gettext("Set aside"),
        "issue": gettext("Taken further as a common issue"),
    }
