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
    """Fill `folder` with the filings and serve them; yield the address."""
    prepare(folder, *filings)
    with serving(folder) as address:
        yield address


def prepare(folder: Path, *filings: Path) -> None:
    """Make an archive of the filings in `folder`, with a keeper who may sign in."""
    _run(folder, "migrate", "--verbosity=0")
    _run(folder, "ingest", *map(str, filings))
    _run(folder, "createsuperuser", "--noinput", "--username", KEEPER[0], "--email", "keeper@example.com")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the archive in `folder`; yield the address."""
    host = f"127.0.0.1:{_free_port()}"
    with (folder / "server.log").open("w") as log:
        command = _manage("runserver", "--insecure", "--noreload", host)
        server = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=log)
        try:
            _wait_for(f"http://{host}/help/", server)
            yield f"http://{host}"
        finally:
            server.terminate()
            server.wait()


def _run(folder: Path, *arguments: str) -> None:
    environment = _environment(folder)
    done = subprocess.run(_manage(*arguments), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def _environment(folder: Path) -> dict[str, str]:
    """Return the settings of a developer's machine, but without debugging: error pages are the real ones."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DJANGO_DEBUG": "false",
        "PHASELINE_DATA": str(folder),
        "DJANGO_SUPERUSER_PASSWORD": KEEPER[1],
    }


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
