"""What a site's robots.txt allows, by RFC 9309."""

from dataclasses import dataclass, field
from urllib.robotparser import RobotFileParser

MOST_BYTES = 500 * 1024
"""What RFC 9309 has a reader of the file take in at least; the rest is not looked at."""
LONGEST_DELAY = 30.0
"""Seconds; a site that asks for more between two pages does not get to stand in the way of the others."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows one program."""

    agent: str
    """The program's name, as it stands in the file."""
    parser: RobotFileParser = field(repr=False)

    def allow(self, address: str) -> bool:
        """Return whether the page may be fetched."""
        return self.parser.can_fetch(self.agent, address)

    @property
    def delay(self) -> float:
        """Seconds the site asks for between two requests; 0 where it asks for none."""
        stated = self.parser.crawl_delay(self.agent)
        return min(float(stated), LONGEST_DELAY) if stated else 0.0


def rules(text: str, agent: str) -> Rules:
    """Return what a robots.txt allows `agent`; an empty one allows everything.

    Args:
        text: The file.
        agent: The program's name without its version.
    """
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return Rules(agent, parser)
