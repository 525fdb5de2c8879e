"""``mtle app``: a page in the browser for those who never open a terminal again."""

from __future__ import annotations

from typing import Annotated

import typer

from mtle_survey.cli.output import say


def app(
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    port: Annotated[int, typer.Option(help="Where to listen; 0 for any free port.", min=0, max=65535)] = 0,
) -> None:
    """Open a page on this computer: drop exports, see what is wrong with them, download the report."""
    from mtle_survey.app.server import serve

    def announce(address: str) -> None:
        say(f"The page is at {address}")
        say(
            "It is served to this computer alone. End it on the page, or here with Ctrl+C; its files go then."
        )
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(announce, port)
