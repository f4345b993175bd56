"""The 23 classes of bug that recur in Discourse, Loomio, BookStack, HumHub and MediaWiki, and what keeps each out here.

A class without a reason has tests of its name in test_recurring_leaks.py or test_recurring_doors.py. One with a reason
does not apply yet: who builds what it is about takes the reason out, and test_recurring_bugs.py asks for the test.
"""

NO_FILES = "nothing can be uploaded yet"
NO_MAIL = "nothing is sent yet: surfaces.sent() is where the canaries will look"
NO_FETCH = "the product opens no address that somebody gives it"

CLASSES = {
    "search suggest leaks private": "",
    "listing parent view leaks title or excerpt": "",
    "export print raw leaks": "there is no export, print or raw view yet",
    "feeds notifications digests mentions": NO_MAIL,
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
    "zip slip zip bomb traversal": "nothing is imported from an archive yet, and nothing can be uploaded",
    "enumeration and timing": "",
    "rate limit bypass": "",
    "open redirect host header": "",
    "cache poisoning": "",
    "existence oracle": "",
    "acl inheritance mistakes": "",
    "session not ended": "",
    "allow list suffix match": "",
}
