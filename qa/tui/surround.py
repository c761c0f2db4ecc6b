"""The colour of a browser's page around the chat: its window is not a whole number of letters wide."""

from textual.app import App


def colour_surround(app: App[None]) -> None:
    """Give the page the background of the theme; a terminal's window keeps the colour it has."""
    driver, colour = app._driver, app.get_css_variables()["background"]
    if app.is_web and driver is not None and colour.startswith("#"):
        # https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: OSC 11 sets the background
        driver.write(f"\x1b]11;{colour}\a")
