"""`make run`: parts are kept running, nothing is left behind, and what is wrong is said clearly."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from hoavang_portal import tryout
from hoavang_portal.management.commands.prepare_tryout import demo_accounts, fingerprint_of_static
from hoavang_portal.supervisor import Part, Supervisor
from tests.stack import BASE_DIR, free_port, wait_until

FOREVER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
WITH_CHILD = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True); import time; time.sleep(600)"


@pytest.fixture
def part(tmp_path):
    """A function that makes a part out of a line of Python; all are gone after the test."""
    made = []

    def make(code: str, name: str = "part") -> Part:
        log = tmp_path / f"{name}.log"
        new = Part(name, [sys.executable, "-c", code], log)
        new.is_ready = lambda: log.exists() and bool(log.read_text())
        made.append(new)
        return new

    yield make
    for each in made:
        each.stop(seconds=0)


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    """A supervisor whose messages are collected in `said`."""
    return Supervisor(said.append)


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def look_after(supervisor: Supervisor, part: Part) -> bool:
    supervisor._look_after(part)
    return part.is_alive()


def test_a_part_that_dies_is_said_and_started_again(supervisor, said, part):
    kept = part(FOREVER)
    assert supervisor.start(kept)
    first = kept.process.pid
    kept.signal(signal.SIGKILL)
    wait_until(lambda: not kept.is_alive())
    wait_until(lambda: look_after(supervisor, kept))
    assert kept.process.pid != first
    assert "part was ended by SIGKILL; starting it again in 0.5 s" in said[0]
    assert "up" in said[0]


def test_each_restart_in_a_row_waits_longer_up_to_a_limit(supervisor, part):
    failing = part("raise SystemExit(3)")
    supervisor.parts.append(failing)
    pauses = []
    for _ in range(8):
        failing.start()
        failing.process.wait()
        pauses.append(failing.pause)
        supervisor._look_after(failing)
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_part_that_ran_long_enough_is_started_again_quickly(supervisor, part, said):
    failing = part("raise SystemExit(3)")
    failing.start()
    failing.process.wait()
    failing.pause = 30
    failing.started -= 61
    supervisor._look_after(failing)
    assert "ended with code 3; starting it again in 0.5 s" in said[0]


def test_a_part_that_does_not_come_up_is_named_with_its_reason(supervisor, said, part):
    assert not supervisor.start(part("raise SystemExit('no disk')", "web"))
    assert said[0].startswith("web ended with code 1. The end of ")
    assert said[0].endswith("no disk")


def test_what_is_run_to_its_end_succeeds_only_with_code_zero(supervisor, said, part):
    assert supervisor.finish(part("print('done')"))
    assert not supervisor.finish(part("raise SystemExit(2)", "prepare"))
    assert "prepare ended with code 2" in said[0]


def test_stopping_ends_parts_that_do_not_listen_and_their_children(part):
    deaf, parent = part(STUBBORN, "deaf"), part(WITH_CHILD, "parent")
    for each in (deaf, parent):
        each.start()
        assert each.wait_ready(20)
    child = int(parent.log.read_text())
    deaf.stop(seconds=0.2)
    parent.stop(seconds=5)
    wait_until(lambda: not is_running(child))
    assert not deaf.is_alive()


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "٣"])
def test_a_port_that_is_none_is_refused_with_a_sentence(port):
    with pytest.raises(tryout.CannotStartError, match="give a number from 1 to 65535"):
        tryout.address_from({"PORT": port})


def test_a_taken_port_is_refused_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(tryout.CannotStartError, match=f"PORT={port + 1} make run"):
            tryout.address_from({"PORT": str(port)})


def test_the_address_is_loopback_unless_asked_otherwise():
    port = str(free_port())
    assert tryout.address_from({"PORT": port}) == ("127.0.0.1", int(port))
    assert tryout.address_from({"HOST": "0.0.0.0", "PORT": port}) == ("0.0.0.0", int(port))


def test_the_broker_listens_in_a_short_private_folder_when_the_data_folder_is_deep(tmp_path):
    assert tryout.broker_socket(Path("/srv/portal/var")) == Path("/srv/portal/var/broker.sock")
    path = tryout.broker_socket(tmp_path / ("sâu" * 40))
    assert len(os.fsencode(path)) <= tryout.LONGEST_SOCKET_PATH
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.parent.rmdir()


def test_servers_named_in_the_environment_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://precious")
    monkeypatch.setenv("REDIS_URL", "redis://precious")
    env = tryout.tryout_environment("127.0.0.1", 8000, tmp_path, tmp_path / "broker.sock")
    assert "DATABASE_URL" not in env
    assert env["REDIS_URL"] == f"unix://{tmp_path}/broker.sock"


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path):
    first = tryout.secret_of(tmp_path)
    assert len(first) >= 50
    assert tryout.secret_of(tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_second_try_out_on_the_same_data_is_refused(tmp_path):
    with (
        tryout.locked(tmp_path),
        pytest.raises(tryout.CannotStartError, match="already runs"),
        tryout.locked(tmp_path),
    ):
        pytest.fail("both got the lock")


def test_static_files_are_known_by_their_fingerprint():
    assert fingerprint_of_static() == fingerprint_of_static()


@pytest.mark.django_db
def test_no_accounts_are_named_without_the_demo():
    assert len(demo_accounts()) == 1


@pytest.fixture(scope="module")
def running_portal(tmp_path_factory):
    """The whole try-out, started as `make run` does, in a data folder of its own."""
    data_dir = tmp_path_factory.mktemp("Dữ liệu thử")
    port = free_port()
    env = os.environ | {"DATA_DIR": str(data_dir), "PORT": str(port)}
    command = [sys.executable, "-m", "hoavang_portal.tryout"]
    with (data_dir / "said").open("w") as said:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=env, stdout=said)
    yield psutil.Process(process.pid), data_dir, port
    process.terminate()
    process.wait()


def part_named(portal: psutil.Process, word: str) -> psutil.Process | None:
    """Return the child of the supervisor that has `word` in its command line."""
    return next((p for p in portal.children() if word in " ".join(p.cmdline())), None)


def test_one_command_runs_everything_survives_kills_and_leaves_no_orphan(running_portal):
    portal, data_dir, port = running_portal
    said = data_dir / "said"
    wait_until(lambda: "Ctrl-C stops it" in said.read_text() or not is_running(portal.pid), 120)
    assert "demo-district-officer" in said.read_text()
    wait_until(lambda: " ready." in (data_dir / "log" / "worker.log").read_text())
    killed = wait_until(lambda: part_named(portal, "granian"))
    killed.kill()
    wait_until(lambda: "web was ended by SIGKILL" in said.read_text())
    wait_until(lambda: part_named(portal, "granian") not in {None, killed})
    wait_until(lambda: tryout.answers_http("127.0.0.1", port))
    everything = portal.children(recursive=True)
    assert len(everything) >= 8
    portal.kill()
    wait_until(lambda: not [p for p in everything if is_running(p.pid)], 20)
