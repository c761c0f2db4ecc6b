"""What stands behind other widgets: lines that are all alike."""

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Backdrop(Widget):
    """A widget that shows nothing of its own but its colours and borders.

    The framework draws every line of such a one, also where others cover it: half of all lines that it
    drew for an answer.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return its lines in a region of it: those at its edges, and one in place of all others."""
        edges = self.styles.gutter
        first, last = max(crop.y, edges.top), min(crop.bottom, self.outer_size.height - edges.bottom)
        if last - first < 2:
            return super().render_lines(crop)
        above = super().render_lines(Region(crop.x, crop.y, crop.width, first + 1 - crop.y))
        below = super().render_lines(Region(crop.x, last, crop.width, crop.bottom - last))
        return [*above, *above[-1:] * (last - first - 1), *below]
