"""A PostgreSQL server of the tests' own: a folder in /tmp, a free port of 127.0.0.1."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER, PASSWORD = "charts", "p@ss/word:1"
#: Nobody is there on every Debian; a server refuses to run as root.
UNPRIVILEGED = "nobody"


def programs() -> Path | None:
    """Folder of initdb and pg_ctl; None if PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in folders if (each / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[int]:
    """Start it, give its port, stop it and remove all of it."""
    folder = programs()
    assert folder is not None, "PostgreSQL is not installed; try: apt-get install postgresql"
    home = Path(tempfile.mkdtemp(prefix="dermcohort-pg-"))
    secret = home / "password"
    secret.write_text(PASSWORD)
    # The server ends when the tests do, also when they are killed.
    as_user = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:
        shutil.chown(home, UNPRIVILEGED)
        shutil.chown(secret, UNPRIVILEGED)
        as_user += [f"--reuid={UNPRIVILEGED}", "--regid=nogroup", "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [*as_user, str(folder / program), "-D", str(home / "data"), *arguments]
        silent = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=home, stdout=silent, stderr=silent)

    try:
        made = start("initdb", "-U", USER, "--auth=scram-sha-256", f"--pwfile={secret}",
                     "--encoding=UTF8", "--locale=C", "--no-sync")  # fmt: skip
        assert made.wait(120) == 0, "initdb failed"
        running = start("postgres", "-F", "-h", "127.0.0.1", "-p", str(port), "-k", "")
        try:
            _wait(port, running)
            yield port
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert running.poll() is None, "the server ended at its start"
        try:
            psycopg.connect(
                host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres"
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start within a minute")
