"""The table: for every address and method, what each role is answered.

Each column is a place, each of its ten signs a role, in the order of `stage.ROLES`: visitor, stranger, former member,
administrator, then reader, member, subgroup member, facilitator, coordinator, author of the thing.

    +  shown; or done       ~  answered as if done, where there is nothing to do
    i  to sign in first     .  there is nothing here (404)
    x  not allowed (403)    ?  a choice that was not offered, or makes no sense (422)
    >  led elsewhere
"""

from tests.planting import Values

# The same wherever one is; a person's page is that of Dirk.
SITE = """
accounts.email            GET  i+++++++++
accounts.forgotten        GET  ++++++++++
accounts.password         GET  i+++++++++
accounts.sign_ins         GET  i+++++++++
audit.whole_log           GET  i..+......
groups.communities        GET  i..+......
groups.new_community      GET  i..+......
notifications.choices     GET  i+++++++++
notifications.notification_list GET i+++++++++
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
audit.community_log       GET  i.......+.  i.......+.
cases.choosing            GET  i...++++++  i...++++++
cases.forming             GET  i.........  i.........
cases.giving_up           GET  i.........  i.........
cases.new_choosing        GET  i...xxxx+x  i...xxxx+x
groups.door               GET  ....>>>>>>  ....>>>>>>
groups.new_invitations    GET  i.......+.  i.......+.
groups.prompts            GET  i.......+.  i.......+.
groups.refusal            GET  ++++++++++  ++++++++++
groups.requests           GET  i.......+.  i.......+.
groups.settings           GET  i.......+.  i.......+.
home.nudge                GET  i.......>.  i.......>.
cases.case_list           GET  ++++++++++  ....++++++
cases.new_case            GET  ixxxx+++++  i...x+++++
discussions.new_thread    GET  ixxxx+++++  i...x+++++
discussions.thread_list   GET  ++++++++++  ....++++++
groups.community          GET  ++++++++++  ....++++++
groups.introduction       GET  i...++++++  i...++++++
groups.introduction       POST i...++++++  i...++++++
groups.invitations        GET  i.......+.  i.......+.
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
groups.edit_report        GET  i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.meeting            GET  i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.subgroup_audience  GET  ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_leaving   GET  i...+.++.+  i.........  i...+.++.+  i.....++.+
groups.subgroup_request   GET  i>>>>+>>+>  i...++++++  i...>.>>+>  i.....>>+>
groups.subgroup_settings  GET  ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.tasks              GET  i...+.++++  i.......+.  i...+.++++  i.....++.+
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


# Addresses whose own tests alone say who is answered what: their rows are still to be written here.
_NOT_YET = """
accounts.email                  POST
accounts.email_confirmation     GET
accounts.email_confirmation     POST
accounts.email_undoing          GET
accounts.email_undoing          POST
accounts.email_withdrawal       POST
accounts.forgotten              POST
accounts.password               POST
accounts.reset                  GET
accounts.reset                  POST
accounts.sign_in_end            POST
accounts.sign_ins_end           POST
cases.brought                   POST
cases.closing                   POST
cases.forming                   POST
cases.giving_up                 POST
cases.new_choosing              POST
cases.offer                     POST
cases.wishes                    POST
cases.withdrawal                POST
groups.confirmed                GET
groups.confirmed                POST
groups.coordinator              POST
groups.decision                 POST
groups.door                     POST
groups.edit_report              POST
groups.guiding_question         POST
groups.handing_in               POST
groups.invitation_letter        POST
groups.letters                  POST
groups.links                    POST
groups.meeting                  POST
groups.meeting_file             GET
groups.new_community            POST
groups.new_invitations          POST
groups.organisation             GET
groups.prompts                  POST
groups.refusal                  POST
groups.report                   GET
groups.sending                  POST
groups.settings                 POST
groups.subgroup_answer          POST
groups.subgroup_audience        POST
groups.subgroup_facilitator     POST
groups.subgroup_leaving         POST
groups.subgroup_members         POST
groups.subgroup_membership      POST
groups.subgroup_removal         GET
groups.subgroup_removal         POST
groups.subgroup_request         POST
groups.subgroup_role            POST
groups.subgroup_settings        POST
groups.taking_back              POST
groups.task                     GET
groups.task                     POST
groups.task_removal             POST
groups.tasks                    POST
groups.tick                     POST
groups.withdrawal               POST
home.nudge                      POST
notifications.choices           POST
notifications.reading           POST
notifications.reading_of_all    POST
notifications.unsubscription    GET
notifications.unsubscription    POST
notifications.withdrawal        POST
"""
NOT_YET = set(read(_NOT_YET))

TABLE = {**read(SITE), **read(COMMUNITY), **read(THINGS)}

_SLUGS = {"cases": "case", "lessons": "lesson", "groups": "subgroup", "home": "help"}
_SLUG_OF = {"lessons.harvest_case": "case", "lessons.mark_case": "case", "lessons.publication": "draft"}


def values(endpoint: str, arguments: set[str], place: Values, *, is_area: bool) -> Values:
    """Return what makes an address of an endpoint in a place; an area is the community as a whole."""
    held = place | {"help": "getting-started", "filename": "plenary.css"}
    held["community"] = held["area" if is_area else "community"]
    held["slug"] = held[_SLUG_OF.get(endpoint) or _SLUGS.get(endpoint.split(".")[0], "case")]
    return {name: held[name] for name in arguments}
