"""The 23 classes of bug that recur in Discourse, Loomio, BookStack, HumHub and MediaWiki, and what keeps each out here.

A class without a reason has tests of its name in test_recurring_leaks.py or test_recurring_doors.py. One with a reason
does not apply yet: who builds what it is about takes the reason out, and test_recurring_bugs.py asks for the test.
"""

NO_FILES = "no file is kept: a list of addresses is read as text, and forgotten"
NO_FETCH = "the product opens no address that somebody gives it"

CLASSES = {
    "search suggest leaks private": "",
    "listing parent view leaks title or excerpt": "",
    "export print raw leaks": "",
    "feeds notifications digests mentions": "",
    "attachments keep old rights": NO_FILES,
    "revision history trash deleted": "",
    "profile activity read receipts": "",
    "email tokens give too much": "",
    "get with side effects csrf": "",
    "invite join bypass": "",
    "role confusion of moderators": "",
    "stored xss": "",
    "svg drawing polyglot upload": NO_FILES,
    "ssrf in previews embeds feeds pdf": NO_FETCH,
    "zip slip zip bomb traversal": "nothing is imported from an archive yet, and no file is kept",
    "enumeration and timing": "",
    "rate limit bypass": "",
    "open redirect host header": "",
    "cache poisoning": "",
    "existence oracle": "",
    "acl inheritance mistakes": "",
    "session not ended": "",
    "allow list suffix match": "",
}
