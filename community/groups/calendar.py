"""A subgroup's meeting as a file that any calendar takes."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event

from community.groups.workspace import Meeting


def calendar_file(meeting: Meeting, *, title: str, host: str) -> bytes:
    """Return the meeting as iCalendar; one that is set anew replaces the former one in whoever's calendar."""
    event = Event()
    event.add("uid", f"subgroup-{meeting.group_id}-meeting@{host}")
    event.add("sequence", meeting.change_count)
    event.add("dtstamp", meeting.set_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(UTC))
    event.add("summary", title)
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    if meeting.link:
        event.add("url", meeting.link)
    if meeting.notes or meeting.link:
        event.add("description", "\n\n".join(filter(None, (meeting.notes, meeting.link))))
    calendar = Calendar()
    calendar.add("prodid", "-//Plenary//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()
