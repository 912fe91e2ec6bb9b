"""A stand-in for a REDCap server, after the documentation of its API."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "0123456789ABCDEF0123456789ABCDEF"


class Project:
    """What a server holds, and how it behaves.

    ``mode`` is "", or what is wrong: "no right", "page", "redirect", "slow", "down", "list".
    """

    def __init__(self, metadata: list, records: list, mode: str = "", missing: str = "") -> None:
        self.metadata, self.records, self.mode, self.missing = metadata, records, mode, missing
        self.asked: list[dict[str, str]] = []
        self.port = 0

    def answer(self, asked: dict[str, str]) -> tuple[int, Any]:
        if asked.get("token") != TOKEN:
            return 403, {"error": "You do not have permissions to use the API"}
        content = asked.get("content", "")
        if content == "record" and self.mode == "no right":
            return 403, {"error": "You do not have permission to export data via API"}
        if self.mode == "down":
            return 503, {"error": "REDCap is offline"}
        answers = {
            "metadata": self.metadata,
            "record": self.records,
            "project": {"project_id": 1, "is_longitudinal": 0, "missing_data_codes": self.missing},
            "repeatingFormsEvents": [],
        }
        if content == "formEventMapping":
            return 400, {"error": "You cannot export form/event mappings for classic projects"}
        if content not in answers:
            return 400, {"error": 'The value of the parameter "content" is not valid'}
        if self.mode == "list":
            return 200, [1, 2]
        return 200, answers[content]


class _Handler(BaseHTTPRequestHandler):
    project: Project
    # Or a write to who has gone fails once more at the end.
    wbufsize = 0

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        asked = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        self.project.asked.append(asked)
        if self.project.mode == "redirect":
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.project.port}/elsewhere/")
            self.end_headers()
            return
        if self.project.mode == "slow":
            time.sleep(0.5)
        status, content = self.project.answer(asked)
        page = self.project.mode == "page"
        body = b"<html>Login</html>" if page else json.dumps(content).encode()
        try:
            self.send_response(200 if page else status)
            self.send_header("Content-Type", "text/html" if page else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            # Nobody waits any longer.
            pass

    def log_message(self, *parts: Any) -> None:
        """Quiet."""


@contextmanager
def serving(project: Project) -> Iterator[str]:
    """The address of a server on this machine, on a free port."""
    handler = type("Handler", (_Handler,), {"project": project})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    project.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"redcap+http://${{REDCAP_TOKEN}}@127.0.0.1:{server.server_port}/api/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
