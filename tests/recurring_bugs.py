"""The 23 classes of bug that recur in Discourse, Loomio, BookStack, HumHub and MediaWiki, and what keeps each out here.

A class without a reason has tests of its name in test_recurring_leaks.py, test_recurring_doors.py or
test_recurring_files.py. One with a reason does not apply yet: who builds what it is about takes the reason out, and
test_recurring_bugs.py asks for the test.
"""

NO_FETCH = "the product opens no address that somebody gives it"

CLASSES = {
    "search suggest leaks private": "",
    "listing parent view leaks title or excerpt": "",
    "export print raw leaks": "",
    "feeds notifications digests mentions": "",
    "attachments keep old rights": "",
    "revision history trash deleted": "",
    "profile activity read receipts": "",
    "email tokens give too much": "",
    "get with side effects csrf": "",
    "invite join bypass": "",
    "role confusion of moderators": "",
    "stored xss": "",
    "svg drawing polyglot upload": "",
    "ssrf in previews embeds feeds pdf": NO_FETCH,
    "zip slip zip bomb traversal": "",
    "enumeration and timing": "",
    "rate limit bypass": "",
    "open redirect host header": "",
    "cache poisoning": "",
    "existence oracle": "",
    "acl inheritance mistakes": "",
    "session not ended": "",
    "allow list suffix match": "",
}
