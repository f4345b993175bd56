"""The table: for every address and method, what each role is answered.

Each column is a place, each of its ten signs a role, in the order of `stage.ROLES`: visitor, stranger, former member,
administrator, then reader, member, subgroup member, facilitator, coordinator, author of the thing.

    +  shown; or done       ~  answered as if done, where there is nothing to do
    i  to sign in first     .  there is nothing here (404)
    x  not allowed (403)    ?  a choice that was not offered, or makes no sense (422)
"""

from tests.planting import Values

# The same wherever one is; a person's page is that of Dirk.
SITE = """
accounts.profile          GET  i+++++++++
accounts.profile          POST i+++++++++
accounts.sign_in          GET  ++++++++++
accounts.sign_in          POST ++++++++++
accounts.sign_out         POST ~+++++++++
groups.person             GET  i..+++++++
home.front                GET  ++++++++++
home.help_list            GET  ++++++++++
home.help_page            GET  ++++++++++
mail.letter               GET  i..+......
mail.letter_list          GET  i..+......
mail.message              GET  i.........
mail.resumption           POST i..~......
mail.retry                POST i..+......
mail.test_letter          POST i..+......
mail.withdrawal           POST i..+......
search.results            GET  ++++++++++
static                    GET  ++++++++++
"""

# In a public community, and in one that only its members see.
COMMUNITY = """
cases.case_list           GET  ++++++++++  ....++++++
cases.new_case            GET  ixxxx+++++  i...x+++++
discussions.new_thread    GET  ixxxx+++++  i...x+++++
discussions.thread_list   GET  ++++++++++  ....++++++
groups.community          GET  ++++++++++  ....++++++
groups.introduction       GET  i...++++++  i...++++++
groups.introduction       POST i...++++++  i...++++++
groups.invitations        GET  i.......+.  i.......+.
groups.invitations        POST i.......+.  i.......+.
groups.join               GET  ++++++++++  ++++++++++
groups.join               POST ++++??????  ++++??????
groups.members            GET  ....++++++  ....++++++
groups.revocation         POST i.......+.  i.......+.
groups.step               POST ixxxxxxx+x  i...xxxx+x
home.desk                 GET  ........+.  ........+.
lessons.lesson_list       GET  ++++++++++  ....++++++
lessons.new_lesson        GET  ixxxxxx++x  i...xxxx+x
lessons.tray              GET  i...++++++  i...++++++
"""

# A public thing of a community, one for its members, one of the subgroup Stone, one of the confidential subgroup Broken. The
# pages of subgroups are those of Stone, which is public, of Clay, Mud and Broken.
THINGS = """
cases.audience            POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.x
cases.case                GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.compare             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.edit                GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.edit                POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.history             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.new_case            POST ixxxx+++++  ixxxx+++++  ixxxx?++++  ixxxx?++?+
cases.restoration         POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.revision            GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.settings            GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.status              POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
discussions.edit_post     GET  ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
discussions.edit_post     POST ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
discussions.lock          POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
discussions.new_thread    POST ixxxx+++++  ixxxx+++++  ixxxx?++++  ixxxx?++?+
discussions.reply         GET  i+++++++++  i...++++++  i...+.++++  i.....++.+
discussions.reply         POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
discussions.thread        GET  ++++++++++  ....++++++  ....+.++++  ......++.+
groups.subgroup           GET  ++++++++++  ....++++++  ....+.++++  ......++++
lessons.cite              POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.edit_lesson       GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.edit_lesson       POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.evidence          GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.harvest_case      GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.harvest_post      GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.lesson            GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.mark_case         POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.mark_post         POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.new_lesson        POST ixxxxxx?+x  ixxxxxx?+x  ixxxxxx++x  ixxxxxx+?x
lessons.publication       POST i.......+.  i.......+.  i......++.  i......+..
lessons.release           POST ixxxxxxxxx  i...xxxxxx  i...x.xxxx  i.....xx.+
lessons.removal           POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
"""

Row = tuple[str, str]


def read(table: str) -> dict[Row, list[str]]:
    """Return the columns of a table by what stands in front of them."""
    lines = [line.split() for line in table.splitlines() if line]
    return {(first, second): columns for first, second, *columns in lines}


TABLE = {**read(SITE), **read(COMMUNITY), **read(THINGS)}

_SLUGS = {"cases": "case", "lessons": "lesson", "groups": "subgroup", "home": "help"}
_SLUG_OF = {"lessons.harvest_case": "case", "lessons.mark_case": "case", "lessons.publication": "draft"}


def values(endpoint: str, arguments: set[str], place: Values, *, is_area: bool) -> Values:
    """Return what makes an address of an endpoint in a place; an area is the community as a whole."""
    held = place | {"help": "getting-started", "filename": "plenary.css"}
    held["community"] = held["area" if is_area else "community"]
    held["slug"] = held[_SLUG_OF.get(endpoint) or _SLUGS.get(endpoint.split(".")[0], "case")]
    return {name: held[name] for name in arguments}
