"""A timeline as JSON, and what is to be said below it."""

from qa.accounts.days_in_words import precision
from qa.accounts.timeline import Event, Timeline
from qa.printing.jsonform import Json, citation_object


def timeline_object(timeline: Timeline) -> Json:
    """Return a timeline with its events in order and what they rest on."""
    return {
        "topic": timeline.topic,
        "events": [_event(event) for event in timeline.events],
        "citations": [citation_object(citation) for citation in timeline.citations],
        "left_out": timeline.left_out,
    }


def undated_events(timeline: Timeline) -> list[str]:
    """Return a line about events no day is known of, and one about events left out, where there are any."""
    lines = []
    if timeline.undated:
        stand = "1 event stands" if timeline.undated == 1 else f"{timeline.undated} events stand"
        lines.append(f"{stand} last: neither the sentence nor its article has a date.")
    if timeline.left_out:
        lines.append(f"{timeline.left_out} more, less to the point, are left out; --limit shows more.")
    return lines


def _event(event: Event) -> Json:
    days = event.days
    return {
        "date": str(days.first) if days else None,
        "until": str(days.last) if days else None,
        "precision": precision(days) if days else None,
        "dated": event.dated if days else None,
        "text": event.citation.quote,
        "n": event.citation.n,
    }
