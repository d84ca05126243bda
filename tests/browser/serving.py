"""A site of its own for the browser: the project's own commands, in a folder that is thrown away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEEPER = ("keeper", "made-for-tests")
_PATIENCE = 60.0


@contextmanager
def running_site(folder: Path, *filings: Path) -> Iterator[str]:
    """Migrate, ingest the filings and serve them from `folder`; yield the address.

    The settings are those of a developer's machine, but without debugging: error pages are the real ones.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DJANGO_DEBUG": "false",
        "PHASELINE_DATA": str(folder),
        "DJANGO_SUPERUSER_PASSWORD": KEEPER[1],
    }

    def manage(*arguments: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *arguments]

    def run(*arguments: str) -> None:
        done = subprocess.run(
            manage(*arguments), env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")

    run("migrate", "--verbosity=0")
    run("ingest", *map(str, filings))
    run("createsuperuser", "--noinput", "--username", KEEPER[0], "--email", "keeper@example.com")
    host = f"127.0.0.1:{_free_port()}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            manage("runserver", "--insecure", "--noreload", host), env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://{host}/help/", server)
            yield f"http://{host}"
        finally:
            server.terminate()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  an address of ours
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")
