"""The table: for every address and method, what each role is answered.

Each column is a place, each of its ten signs a role, in the order of `stage.ROLES`: visitor, stranger, former member,
administrator, then reader, member, subgroup member, facilitator, coordinator, author of the thing.

    +  shown; or done       ~  answered as if done, where there is nothing to do
    i  to sign in first     .  there is nothing here (404)
    >  led elsewhere (302)
    x  not allowed (403)    ?  a choice that was not offered, or makes no sense (422)
"""

from datetime import UTC, datetime

from tests.planting import Values

# The same wherever one is; a person's page is that of Dirk.
SITE = """
accounts.email                  GET  i+++++++++
accounts.email                  POST i+++++++++
accounts.email_confirmation     GET  i....+....
accounts.email_confirmation     POST i....+....
accounts.email_undoing          GET  ++++++++++
accounts.email_undoing          POST ++++++++++
accounts.email_withdrawal       POST i~~~~+~~~~
accounts.forgotten              GET  ++++++++++
accounts.forgotten              POST ++++++++++
accounts.password               GET  i+++++++++
accounts.password               POST i+++++++++
accounts.profile                GET  i+++++++++
accounts.profile                POST i+++++++++
accounts.reset                  GET  ++++++++++
accounts.reset                  POST ++++++++++
accounts.sign_in                GET  ++++++++++
accounts.sign_in                POST ++++++++++
accounts.sign_in_end            POST i....+....
accounts.sign_ins               GET  i+++++++++
accounts.sign_ins_end           POST i+++++++++
accounts.sign_out               POST ~+++++++++
audit.whole_log                 GET  i..+......
drafts.draft_list               GET  i+++++++++
drafts.keeping                  POST i+++++++++
drafts.removal                  POST i....+....
groups.communities              GET  i..+......
groups.coordinator              POST i..+......
groups.new_community            GET  i..+......
groups.new_community            POST i..+......
groups.organisation_everywhere  GET  i..+......
groups.organisation_everywhere  POST i..+......
groups.organisation_list        GET  i..+......
groups.person                   GET  i..+++++++
home.front                      GET  ++++++++++
home.help_list                  GET  ++++++++++
home.help_page                  GET  ++++++++++
mail.letter                     GET  i..+......
mail.letter_list                GET  i..+......
mail.message                    GET  i.........
mail.resumption                 POST i..~......
mail.retry                      POST i..+......
mail.test_letter                POST i..+......
mail.withdrawal                 POST i..+......
notifications.choices           GET  i+++++++++
notifications.choices           POST i+++++++++
notifications.notification_list GET  i+++++++++
notifications.reading           POST i....+....
notifications.reading_of_all    POST i~~~~+~~~~
notifications.unsubscription    GET  ++++++++++
notifications.unsubscription    POST ++++++++++
notifications.withdrawal        POST ~~~~~~~~~~
search.results                  GET  ++++++++++
search.missed                   POST i~~~~~~~~~
search.similar_text             POST i~~~~~~~~~
search.similar_to               GET  ..........
search.suggestions              GET  ++++++++++
static                          GET  ++++++++++
texts.paste                     POST i~~~~~~~~~
texts.preview                   POST i~~~~~~~~~
"""

# In a public community, and in one that only its members see.
COMMUNITY = """
audit.community_log      GET  i.......+.  i.......+.
cases.brought            POST i........+  i........+
cases.case_form          GET  i.......+.  i.......+.
cases.case_form          POST i.......+.  i.......+.
cases.archive            GET  ++++++++++  ....++++++
cases.case_list          GET  ++++++++++  ....++++++
cases.case_map           GET  ++++++++++  ....++++++
cases.choosing           GET  i...++++++  i...++++++
cases.closing            POST i...xxxx+x  i...xxxx+x
cases.forming            GET  i...xxxx+x  i...xxxx+x
cases.forming            POST i...xxxx+x  i...xxxx+x
cases.giving_up          GET  i...xxxx+x  i...xxxx+x
cases.giving_up          POST i...xxxx+x  i...xxxx+x
cases.import_case        GET  ixxxx+++++  i...x+++++
cases.matrix             GET  ++++++++++  ....++++++
cases.matrix_file        GET  ++++++++++  ....++++++
cases.new_case           GET  ixxxx+++++  i...x+++++
cases.new_choosing       GET  i...xxxx+x  i...xxxx+x
cases.new_choosing       POST i...xxxx+x  i...xxxx+x
cases.new_subgroup       GET  i...xxxx+x  i...xxxx+x
cases.new_subgroup       POST i...xxxx+x  i...xxxx+x
cases.wishes             POST i...x+++++  i...x+++++
discussions.new_thread   GET  ixxxx+++++  i...x+++++
discussions.thread_list  GET  ++++++++++  ....++++++
groups.community         GET  ++++++++++  ....++++++
groups.confirmed         GET  ++++++++++  ++++++++++
groups.confirmed         POST ++++++++++  ++++++++++
groups.decision          POST i.......+.  i.......+.
groups.door              GET  ++++>>>>>>  ....>>>>>>
groups.door              POST ++++~~~~~~  ....~~~~~~
groups.introduction      GET  i...++++++  i...++++++
groups.introduction      POST i...++++++  i...++++++
groups.invitation_letter POST i.......+.  i.......+.
groups.invitations       GET  i.......+.  i.......+.
groups.join              GET  ++++++++++  ++++++++++
groups.join              POST ++++??????  ++++??????
groups.letters           POST i.......+.  i.......+.
groups.links             POST i.......+.  i.......+.
groups.leaving           GET  i...++++++  i...++++++
groups.leaving           POST i...++++?+  i...++++?+
groups.member            GET  i...xxxx+x  i...xxxx+x
groups.member            POST i...xxxx+x  i...xxxx+x
groups.member_removal    GET  i...xxxx+x  i...xxxx+x
groups.member_removal    POST i...xxxx+x  i...xxxx+x
groups.members           GET  ....++++++  ....++++++
groups.new_invitations   GET  i.......+.  i.......+.
groups.new_invitations   POST i.......~.  i.......~.
groups.organisation      GET  ....++++++  ....++++++
groups.organisation_name GET  i...xxxx+x  i...xxxx+x
groups.organisation_name POST i...xxxx+x  i...xxxx+x
groups.prompts           GET  i.......+.  i.......+.
groups.prompts           POST i.......+.  i.......+.
groups.refusal           GET  ++++++++++  ++++++++++
groups.refusal           POST ++++++++++  ++++++++++
groups.requests          GET  i.......+.  i.......+.
groups.revocation        POST i.......+.  i.......+.
groups.sending           POST i.......+.  i.......+.
groups.settings          GET  i.......+.  i.......+.
groups.settings          POST i.......+.  i.......+.
groups.step              POST ixxxxxxx+x  i...xxxx+x
groups.withdrawal        POST i~~~~~~~~~  i...~~~~~~
home.desk                GET  ........+.  ........+.
home.gaps                GET  i.......+.  i.......+.
home.nudge               GET  i.......>.  i.......>.
home.nudge               POST i.......+.  i.......+.
lessons.learned          GET  ++++++++++  ....++++++
lessons.learned_list     GET  ++++++++++  ....++++++
lessons.lesson_list      GET  ++++++++++  ....++++++
lessons.new_lesson       GET  ixxxxxx++x  i...xxx++x
lessons.tray             GET  i...++++++  i...++++++
plenaries.board             GET  ++++++++++  ....++++++
plenaries.board_changes     GET  ++++++++++  ....++++++
plenaries.bringing          GET  ixxxx+++++  i...x+++++
plenaries.card              GET  ++++++++++  ....++++++
plenaries.card_merging      POST ixxxx+++++  i...x+++++
plenaries.card_parting      POST ixxxx+++++  i...x+++++
plenaries.cards             POST ixxxx+++++  i...x+++++
plenaries.edit_plenary      GET  ixxxxxxx+x  i...xxxx+x
plenaries.edit_plenary      POST ixxxxxxx+x  i...xxxx+x
plenaries.moves             POST ixxxx+++++  i...x+++++
plenaries.new_plenary       GET  ixxxxxxx+x  i...xxxx+x
plenaries.new_plenary       POST ixxxxxxx+x  i...xxxx+x
plenaries.participation     POST ixxxx+++~+  i...x+++~+
plenaries.phase             POST ixxxxxxx+x  i...xxxx+x
plenaries.plenary           GET  ++++++++++  ....++++++
plenaries.plenary_chain     GET  ++++++++++  ....++++++
plenaries.plenary_list      GET  ++++++++++  ....++++++
plenaries.suggestions       GET  ixxxx+++++  i...x+++++
plenaries.theme             GET  ++++++++++  ....++++++
plenaries.theme_draft       GET  ixxxxxxx+x  i...xxxx+x
plenaries.theme_draft       POST ixxxxxxx+x  i...xxxx+x
plenaries.theme_merging     POST ixxxx+++++  i...x+++++
plenaries.theme_name        POST ixxxx+++++  i...x+++++
plenaries.theme_removal     POST ixxxx+++++  i...x+++++
plenaries.themes            POST ixxxx+++++  i...x+++++
plenaries.closing           GET  ixxxxxxx+x  i...xxxx+x
plenaries.decision          POST ixxxxxxx+x  i...xxxx+x
plenaries.draft             GET  ++++++++++  ....++++++
plenaries.drafts            POST ixxxxxxx+x  i...xxxx+x
plenaries.edit_report       GET  ixxxxxxx+x  i...xxxx+x
plenaries.edit_report       POST ixxxxxxx+x  i...xxxx+x
plenaries.publication       POST ixxxxxxx+x  i...xxxx+x
plenaries.reopening         POST ixxxxxxx+x  i...xxxx+x
plenaries.report            GET  ++++++++++  ....++++++
plenaries.report_file       GET  ++++++++++  ....++++++
plenaries.report_versions   GET  ixxxxxxx+x  i...xxxx+x
plenaries.report_withdrawal POST ixxxxxxx+x  i...xxxx+x
plenaries.step              GET  ixxxxxxx+x  i...xxxx+x
plenaries.step              POST ixxxxxxx+x  i...xxxx+x
plenaries.step_removal      POST ixxxxxxx+x  i...xxxx+x
plenaries.steps             POST ixxxxxxx+x  i...xxxx+x
plenaries.voices            POST ixxxx+++++  i...x+++++
plenaries.weighing          GET  ++++++++++  ....++++++
plenaries.tray              POST i...xxx++x  i...xxx++x
search.miss_removal      POST i.......~.  i.......~.
vocabularies.merging         GET  i.......+.  i.......+.
vocabularies.merging         POST i.......+.  i.......+.
vocabularies.vocabulary      GET  i.......+.  i.......+.
vocabularies.vocabulary      POST i.......+.  i.......+.
vocabularies.vocabulary_list GET  i.......+.  i.......+.
texts.completions        GET  i...++++++  i...++++++
"""

# A public thing of a community, one for its members, one of the subgroup Stone, one of the confidential subgroup Broken. The
# pages of subgroups are those of Stone, which is public, of Clay, Mud and Broken.
THINGS = """
cases.audience              POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.x
cases.author_removal        POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.authors               POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.consent               POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.owner                 GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.owner                 POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.retraction            GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.retraction            POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.case                  GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.case_file             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.compare               GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.edit                  GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.edit                  POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.edit_section          GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.edit_section          POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.history               GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.import_case           POST ixxxx+++++  ixxxx+++++  ixxxx?++++  ixxxx?++?+
cases.new_case              POST ixxxx+++++  ixxxx+++++  ixxxx?++++  ixxxx?++?+
cases.offer                 POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....xx.x
cases.presence              POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.restoration           POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
cases.revision              GET  ++++++++++  ....++++++  ....+.++++  ......++.+
cases.settings              GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.status                POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
cases.withdrawal            POST ixxxxxxx~~  i...xxxx~~  i...x.x~~~  i.....xx.x
discussions.edit_post       GET  ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
discussions.edit_post       POST ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
discussions.lock            POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
discussions.retraction      GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
discussions.retraction      POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
discussions.return_post     POST ixxxxxxxx~  i...xxxxx~  i...x.xxx~  i.....xx.~
discussions.new_thread      POST ixxxx+++++  ixxxx+++++  ixxxx?++++  ixxxx?++?+
discussions.reply           GET  i+++++++++  i...++++++  i...+.++++  i.....++.+
discussions.reply           POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
discussions.thread          GET  ++++++++++  ....++++++  ....+.++++  ......++.+
files.case_files            GET  ++++++++++  ....++++++  ....+.++++  ......++.+
files.details               GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
files.details               POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
files.file                  GET  ++++++++++  ....++++++  ....+.++++  ......++.+
files.picture               GET  ++++++++++  ....++++++  ....+.++++  ......++.+
files.removal               GET  ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
files.removal               POST ixxxxxxx++  i...xxxx++  i...x.x+++  i.....x+.+
files.uploads               POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
groups.edit_report          GET  i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.edit_report          POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.guiding_question     POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.handing_in           POST i...x.x++x  i.......+.  i...x.x++x  i.....x+.x
groups.meeting              GET  i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.meeting              POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.meeting_file         GET  ....+.++++  ........+.  ....+.++++  ......++.+
groups.report               GET  ....+.++++  ........+.  ....+.++++  ......++.+
groups.subgroup             GET  ++++++++++  ....++++++  ....+.++++  ......++++
groups.subgroup_answer      POST ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_audience    GET  ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_audience    POST ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_dissolution GET  ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x++x
groups.subgroup_dissolution POST ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x++x
groups.subgroup_facilitator POST ixxxxxx+xx  i...xxxxxx  i...x.x+xx  i.....x+xx
groups.subgroup_leaving     GET  i...+.++.+  i.........  i...+.++.+  i.....++.+
groups.subgroup_leaving     POST i...+.++.+  i.........  i...+.++.+  i.....++.+
groups.subgroup_members     POST ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_membership  POST ixxxxxxxxx  i...xxxxxx  i...x.xxxx  i.....xxxx
groups.subgroup_removal     GET  ixxxxxx++x  i...xxxx.x  i...x.x++x  i.....x+xx
groups.subgroup_removal     POST ixxxxxx++x  i...xxxx.x  i...x.x++x  i.....x+xx
groups.subgroup_request     GET  i>>>>+>>+>  i...++++++  i...>.>>+>  i.....>>+>
groups.subgroup_request     POST i~~~~+~~+~  i...++++++  i...~.~~+~  i.....~~+~
groups.subgroup_resumption  POST ixxxxxx~~x  i...xxxx~x  i...x.x~~x  i.....x~~x
groups.subgroup_role        POST i...xxx++x  i.........  i...x.x++x  i.....x+xx
groups.subgroup_settings    GET  ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.subgroup_settings    POST ixxxxxx++x  i...xxxx+x  i...x.x++x  i.....x+xx
groups.taking_back          POST i...x.x~~x  i.......~.  i...x.x~~x  i.....x~.x
groups.task                 GET  i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.task                 POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.task_removal         POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.tasks                GET  i...+.++++  i.......+.  i...+.++++  i.....++.+
groups.tasks                POST i...x.++++  i.......+.  i...x.++++  i.....++.+
groups.tick                 POST i...x.++++  i.......+.  i...x.++++  i.....++.+
lessons.case_chain          GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.cite                POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.confirmation        POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.edit_lesson         GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.edit_lesson         POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.evidence            GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.harvest_case        GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.harvest_post        GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.lesson              GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.mark_case           POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.mark_post           POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.marked_post         GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.new_lesson          POST ixxxxxx?+x  ixxxxxx?+x  ixxxxxx++x  ixxxxxx+?x
lessons.passage             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.publication         POST i.......+.  i.......+.  i......++.  i......+..
lessons.release             POST ixxxxxxxxx  i...xxxxxx  i...x.xxxx  i.....xx.+
lessons.removal             POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.subgroup_tray       GET  i...++++++  i...++++++  i...+.++++  i.....++.+
lessons.compare             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.edit_use            GET  ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
lessons.edit_use            POST ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
lessons.history             GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.new_use             GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.new_use             POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.review              GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.review              POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.revision            GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.status              GET  ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.status              POST ixxxxxxx+x  i...xxxx+x  i...x.x++x  i.....x+.x
lessons.trial               POST ixxxx++++~  i...x++++~  i...x.+++~  i.....++.~
lessons.trial_end           POST i........+  i........+  i........+  i........+
lessons.trial_postponement  POST i........+  i........+  i........+  i........+
lessons.use_removal         POST ixxxxxxxx+  i...xxxxx+  i...x.xxx+  i.....xx.+
lessons.use_return          POST ixxxxxxxx~  i...xxxxx~  i...x.xxx~  i.....xx.~
lessons.uses                GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.voice               GET  ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.voice               POST ixxxx+++++  i...x+++++  i...x.++++  i.....++.+
lessons.voice_removal       POST i........+  i........+  i........+  i........+
lessons.voice_return        POST ixxxx....~  i...x....~  i...x....~  i........~
lessons.voices              GET  ++++++++++  ....++++++  ....+.++++  ......++.+
lessons.thread_chain        GET  ++++++++++  ....++++++  ....+.++++  ......++.+
"""

Row = tuple[str, str]


def read(table: str) -> dict[Row, list[str]]:
    """Return the columns of a table by what stands in front of them."""
    lines = [line.split() for line in table.splitlines() if line]
    return {(first, second): columns for first, second, *columns in lines}


NOT_YET: set[Row] = set()  # known to be missing
TABLE = {**read(SITE), **read(COMMUNITY), **read(THINGS)}

_SLUGS = {"cases": "case", "files": "case", "lessons": "lesson", "groups": "subgroup", "home": "help",
    "plenaries": "plenary",
}  # fmt: skip
_SLUG_OF = {
    "lessons.case_chain": "case",
    "lessons.harvest_case": "case",
    "lessons.mark_case": "case",
    "lessons.publication": "draft",
    "lessons.subgroup_tray": "subgroup",
    "groups.organisation": "organisation",
    "plenaries.bringing": "collecting",
    "plenaries.cards": "collecting",
    "plenaries.participation": "collecting",
    "plenaries.tray": "collecting",
    **dict.fromkeys(("plenaries.closing", "plenaries.decision", "plenaries.draft", "plenaries.drafts"), "agreeing"),
    **dict.fromkeys(("plenaries.reopening", "plenaries.voices"), "agreeing"),
    **dict.fromkeys(("plenaries.edit_report", "plenaries.publication", "plenaries.report"), "reported"),
    **dict.fromkeys(("plenaries.report_file", "plenaries.report_versions"), "reported"),
    **dict.fromkeys(("plenaries.report_withdrawal", "plenaries.step", "plenaries.step_removal"), "reported"),
    "plenaries.steps": "reported",
    "groups.organisation_everywhere": "organisation",
    "groups.organisation_name": "organisation",
}
_AREA_OF = {
    "cases.brought": "open_area",
    "cases.new_choosing": "open_area",
    "cases.choosing": "choosing_area",
    "cases.closing": "choosing_area",
    "cases.giving_up": "choosing_area",
    "cases.wishes": "choosing_area",
    "cases.forming": "chosen_area",
    "groups.organisation": "open_area",
    "groups.organisation_name": "open_area",
}
_TOKEN_OF = {
    "accounts.email_confirmation": "link_address",
    "accounts.email_undoing": "link_undoing",
    "accounts.reset": "link_password",
    "notifications.unsubscription": "subscription",
    "notifications.withdrawal": "subscription",
}
_ID_OF = {"groups.decision": "join_request_id", "groups.subgroup_answer": "subgroup_request_id"}
_KEY_OF = {"vocabularies.merging": "trust"}
_ABOUT_GUEST = {
    "groups.member", "groups.member_removal", "groups.subgroup_removal", "groups.subgroup_role", "cases.author_removal",
}  # fmt: skip


# What addresses and forms are made of where a place holds nothing of the kind: the first there is, a link that opens nothing.
_NUMBERS = (
    "task_id", "subgroup_request_id", "join_request_id", "orphan_id", "mailed_id", "newcomer_id", "guest_id", "own_draft_id",
    "card_id", "theme_id", "behind_id", "use_id", "step_id",
)  # fmt: skip
_LINKS = (
    "link_address",
    "link_undoing",
    "link_password",
    "subscription",
    "confirmation",
    "organisation",
    "plenary",
    "collecting",
    "plenary_group",
    "agreeing",
    "drafted",
    "decided",
    "reported",
    "proposed",
)
FIRST: Values = dict.fromkeys(_NUMBERS, 1) | dict.fromkeys(_LINKS, "none") | {
    "place": "", "guest": "otto", "key": "surprise", "subgroup_name": "New", "subgroup_audience": "community",
    "vocabulary": "themes",
    "tomorrow": datetime(2031, 1, 1, tzinfo=UTC),
}  # fmt: skip


def values(endpoint: str, arguments: set[str], place: Values, *, is_area: bool) -> Values:
    """Return what makes an address of an endpoint in a place; an area is the community as a whole."""
    held = FIRST | place | {"help": "getting-started", "section": "why", "filename": "plenary.css"}
    held["community"] = held.get(_AREA_OF.get(endpoint, "area"), held["area"]) if is_area else held["community"]
    held["slug"] = held[_SLUG_OF.get(endpoint) or _SLUGS.get(endpoint.split(".")[0], "case")]
    held["token"] = held[_TOKEN_OF.get(endpoint, "token")]
    held["request_id"] = held[_ID_OF.get(endpoint, "join_request_id")]
    held["draft_id"] = held["own_draft_id"] if endpoint == "drafts.removal" else held.get("draft_id")
    held["community_id"] = held["orphan_id"]
    if endpoint == "files.picture":
        held["file_id"] = held["picture_id"]
    if endpoint == "lessons.marked_post":
        held["passage_id"] = held["post_passage_id"]
    if endpoint in _ABOUT_GUEST:
        held["handle"] = held["guest"]
    held["key"] = _KEY_OF.get(endpoint, held["key"])
    if endpoint == "plenaries.card_parting":
        held["card_id"] = held["behind_id"]
    if endpoint == "plenaries.reopening":
        held["drafted"] = held["decided"]
    if endpoint == "plenaries.tray":
        held["group"] = held["plenary_group"]
    if endpoint == "groups.invitation_letter":
        held["invitation_id"] = held["mailed_id"]
    return {name: held[name] for name in arguments}
