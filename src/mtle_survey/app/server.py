"""The local page's server: this computer alone, behind an address that nobody can guess."""

from __future__ import annotations

import logging
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, abort, render_template, request

from mtle_survey.app.pages import pages
from mtle_survey.app.workspace import Workspace

if TYPE_CHECKING:
    from flask import Response

THIS_COMPUTER = "127.0.0.1"
LARGEST_UPLOAD = 500_000_000  # bytes
LAST_ANSWER_SECONDS = 0.5
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def make_app(workspace: Workspace, secret: str, stop: Callable[[], None], port: int) -> Flask:
    """The pages under ``/secret/``; every other address, and every other host's name, is refused.

    Parameters
    ----------
    workspace : Workspace
    secret : str
        Stands first in every address, so that no other page or program can guess one.
    stop : callable
        Called when somebody ends the program from its page.
    port : int
        Where the server listens: requests that name another host or port come from elsewhere.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.jinja_options = {"autoescape": True}
    app.register_blueprint(pages(workspace, stop), url_prefix=f"/{secret}")
    hosts = {f"{THIS_COMPUTER}:{port}", f"localhost:{port}"}

    @app.before_request
    def only_from_here() -> None:
        origin = request.headers.get("Origin")
        if request.host not in hosts or (
            origin not in (None, "null") and origin not in {f"http://{h}" for h in hosts}
        ):
            abort(403)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if not response.direct_passthrough:
            response.headers["Content-Security-Policy"] = _POLICY
        return response

    @app.errorhandler(404)
    @app.errorhandler(413)
    def not_here(error: Exception) -> tuple[str, int]:
        status = getattr(error, "code", 404)
        return render_template("error.html.jinja", too_large=status == 413), status

    return app


def serve(announce: Callable[[str], None], port: int = 0) -> None:
    """Serve until somebody ends the program; everything that was dropped is deleted then.

    Parameters
    ----------
    announce : callable
        Told the address once the page can be opened.
    port : int
        0 for any free one.
    """
    from waitress.server import create_server

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # one at a time is meant

    workspace = Workspace()
    try:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.bind((THIS_COMPUTER, port))
        port = listening.getsockname()[1]
        secret = secrets.token_urlsafe(24)
        stopping = threading.Event()
        app = make_app(workspace, secret, stopping.set, port)
        server = create_server(app, sockets=[listening], threads=1, clear_untrusted_proxy_headers=True)
        signal.signal(signal.SIGTERM, lambda *_: stopping.set())
        serving = threading.Thread(target=server.run, daemon=True)
        serving.start()
        announce(f"http://{THIS_COMPUTER}:{port}/{secret}/")
        while not stopping.wait(0.5):
            if not serving.is_alive():
                break
        time.sleep(LAST_ANSWER_SECONDS)
        server.close()
    finally:
        workspace.remove()
