"""A private PostgreSQL server to test with: fresh data in a temporary folder, a socket there and nothing else, gone with whoever started it."""

import itertools
import os
import pwd
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tools.prepare import find_postgres

ADMIN = "admin"
USER = "pincore"
PORT = 5432
PATIENCE = 60
LONGEST_FOLDER = 60
PLACES = (tempfile.gettempdir(), "/tmp", "/var/tmp")
UNPRIVILEGED = ("postgres", "nobody")
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "listen_addresses": "",
    "max_wal_senders": "0",
    "timezone": "Asia/Kolkata",
    "unix_socket_permissions": "0700",
}
TEXTS_SORTED_AS_PEOPLE_DO = ("--locale-provider=icu", "--icu-locale=en-US")
OLDEST_THAT_SORTS = 15
STILL_LEAVING = "pre-existing shared memory block"
GUARD = """
import os, shutil, signal, sys, time
folder, pid = sys.argv[1], 0
for line in sys.stdin:
    pid = int(line)
try:
    if pid:
        os.kill(pid, signal.SIGQUIT)
    until = time.monotonic() + 30
    while pid and os.path.exists(os.path.join(folder, "data", "postmaster.pid")) and time.monotonic() < until:
        time.sleep(0.02)
except ProcessLookupError:
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


class PostgresServer:
    """A server of its own, which can be stopped, killed and started again with other settings; `close` removes it."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._identity = _identity()
        self._folder = _private_folder(self._identity)
        guard = [sys.executable, "-I", "-S", "-c", GUARD, str(self._folder)]
        self._guard = subprocess.Popen(guard, stdin=subprocess.PIPE, text=True, start_new_session=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._settings: dict[str, str] = {}
        self._names = (f"test_{number}" for number in itertools.count(1))
        with ExitStack() as if_this_fails:
            if_this_fails.callback(self.close)
            self._make_data()
            if_this_fails.pop_all()

    @property
    def log(self) -> str:
        """Everything that the server wrote, every statement with its values included."""
        return (self._folder / "log.txt").read_text(encoding="utf-8", errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether the server's process is there."""
        return self._process is not None and self._process.poll() is None

    def url(self, database: str, user: str = USER) -> str:
        """The address of a database, for libpq and for SQLAlchemy."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._folder), safe='')}&port={PORT}"

    def start(self, **settings: str) -> None:
        """Starts the server where it does not run, with these settings besides the usual ones, and waits until it answers."""
        if self.is_running:
            return
        self._settings = settings
        until = time.monotonic() + PATIENCE
        self._launch()
        while not self._is_ready():
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not become ready:\n{self.log[-2000:]}")
            if not self.is_running:
                self._launch_again()
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends the server in good order; connections are cut."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Ends the server and every process of it as a crash would: nothing is told to anybody, nothing is written any more."""
        helpers = self._helpers() if self.is_running else []
        self._end(signal.SIGKILL)
        for pid in helpers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def restart(self, **settings: str) -> None:
        """Stops and starts the server."""
        self.stop()
        self.start(**settings)

    def restore(self) -> None:
        """Brings the server back to running with the usual settings, whatever was done to it."""
        if self._settings:
            self.stop()
        self.start()

    def close(self) -> None:
        """Ends the server and removes its folder."""
        try:
            if self._process is not None:
                self.start()  # a killed server leaves shared memory behind, which only a start finds and removes
                self.stop()
        finally:
            self._guard.communicate()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a fresh, empty database of an ordinary user; it is dropped afterwards, in whatever state the server then is."""
        name = next(self._names)
        self.restore()
        self.run(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(USER)))
        try:
            yield self.url(name)
        finally:
            self.restore()
            self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, statement: sql.Composable) -> None:
        """Runs one statement as the administrator, outside of a transaction."""
        with psycopg.connect(self.url("postgres", ADMIN), autocommit=True) as connection:
            connection.execute(statement)

    def _make_data(self) -> None:
        texts = ["--encoding=UTF8", "--locale=C", *(TEXTS_SORTED_AS_PEOPLE_DO if self._major() >= OLDEST_THAT_SORTS else ())]
        command = [str(self._programs / "initdb"), "-D", str(self._folder / "data"), "--no-sync", "--auth=trust", f"--username={ADMIN}", *texts]
        made = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False, **self._identity)
        if made.returncode:
            raise RuntimeError(f"PostgreSQL could not make a folder of data:\n{made.stdout[-1000:]}\n{made.stderr[-1000:]}")
        self.start()
        self.run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(USER)))

    def _major(self) -> int:
        said = subprocess.run([str(self._programs / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
        return int(re.findall(r"\d+", said)[0])

    def _launch(self) -> None:
        options = [part for name, value in {**SETTINGS, **self._settings}.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder), "-p", str(PORT), *options]
        with (self._folder / "log.txt").open("ab") as log:
            self._log_begins = log.tell()
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._identity
            )
        self._tell_guard(self._process.pid)

    def _launch_again(self) -> None:
        said = (self._folder / "log.txt").read_bytes()[self._log_begins :].decode(errors="replace")
        if STILL_LEAVING not in said:
            raise RuntimeError(f"PostgreSQL did not start:\n{said[-2000:]}")
        self._launch()

    def _is_ready(self) -> bool:
        said = self._folder / "data" / "postmaster.pid"
        lines = said.read_text(encoding="utf-8", errors="replace").split() if said.exists() else []
        return self._process is not None and lines[:1] == [str(self._process.pid)] and lines[-1] == "ready"

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._tell_guard(0)

    def _helpers(self) -> list[int]:
        with psycopg.connect(self.url("postgres", ADMIN)) as connection:
            return [pid for (pid,) in connection.execute("SELECT pid FROM pg_stat_activity")]

    def _tell_guard(self, pid: int) -> None:
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{pid}\n")
        self._guard.stdin.flush()


def _programs() -> Path:
    found = find_postgres()
    if found is None:
        raise RuntimeError("No PostgreSQL found: `make test` installs it or says how.")
    return Path(found)


def _identity() -> dict[str, Any]:
    """Whom the server runs as, as options of subprocess: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _private_folder(identity: dict[str, Any]) -> Path:
    """A fresh folder for that user alone, with a path that the user can walk and that is short enough for a socket."""
    place = next(place for place in map(Path, PLACES) if len(str(place)) < LONGEST_FOLDER and (not identity or _all_may_walk(place)))
    folder = Path(tempfile.mkdtemp(prefix="pincore-", dir=place))
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    return folder


def _all_may_walk(folder: Path) -> bool:
    return all(part.exists() and part.stat().st_mode & 0o001 for part in (folder, *folder.parents))
