"""Runs several programs as one: starts them in order, restarts what dies, leaves no orphan.

Only what `make run` and the tests need (docs/decisions/0003 says why no ready-made runner does
it); production leaves this to systemd.  Linux: orphans are prevented by PR_SET_PDEATHSIG.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
"""Seconds between two restarts of a part that keeps failing."""
STEADY_AFTER = 60.0
"""A part that ran this many seconds is taken as sound again: its next restart is quick."""

_libc = ctypes.CDLL(None)


def die_with_parent(how: signal.Signals) -> None:
    """Ask the kernel to send this process `how` as soon as its parent ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(how))


@dataclass
class Part:
    """One program: its command, its own process group and its log file.

    `is_ready` says whether it does its job; without it a part is ready once it runs.
    `orphan_signal` is what it gets when the supervisor is gone: a program whose children outlive
    it when it is killed must be asked to end instead.
    """

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = field(default=None, repr=False)
    is_ready: Callable[[], bool] = lambda: True
    orphan_signal: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # One prctl call between fork and exec; the callers have no threads.
                preexec_fn=lambda: die_with_parent(self.orphan_signal),  # noqa: PLW1509
            )
        self.started, self.due = time.monotonic(), 0.0

    def is_alive(self) -> bool:
        """Return whether the program runs."""
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, seconds: float, given_up: Callable[[], bool] = lambda: False) -> bool:
        """Return True once ready; False if it dies, `seconds` pass or `given_up` says so first."""
        end = time.monotonic() + seconds
        while self.is_alive() and time.monotonic() < end and not given_up():
            if self.is_ready():
                return True
            time.sleep(0.05)
        return False

    def signal(self, how: signal.Signals) -> None:
        """Send `how` to the program and everything it started; a group that is gone is fine."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)

    def stop(self, seconds: float = 10.0) -> None:
        """Ask the program to end, wait, then end what is left of its process group."""
        if self.process is None:
            return
        if self.is_alive():
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.signal(signal.SIGKILL)
        self.process.wait()

    def why(self) -> str:
        """Return one sentence: how the program ended."""
        code = self.process.poll() if self.process else None
        if code is None:
            return f"{self.name} is not ready"
        if code < 0:
            return f"{self.name} was ended by {signal.Signals(-code).name}"
        return f"{self.name} ended with code {code}"

    def last_lines(self, count: int = 12) -> str:
        """Return the end of the log, indented."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-count:])


class Supervisor:
    """Keeps a list of parts running until told to stop.

    `say` takes one message for the person at the terminal.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.parts: list[Part] = []
        self.stopping = False

    def stop_on_signals(self) -> None:
        """Make Ctrl-C, `kill` and a closed terminal end the loop."""
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(how, self._asked_to_stop)

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        if self.stopping:  # the second Ctrl-C: no more patience
            for part in self.parts:
                part.signal(signal.SIGKILL)
        self.stopping = True

    def start(self, part: Part, *, seconds: float = 60.0) -> bool:
        """Start `part` and wait until it is ready; False, with the reason said, when it is not."""
        self.parts.append(part)
        part.start()
        if part.wait_ready(seconds, lambda: self.stopping):
            return True
        if not self.stopping:
            self.say(f"{part.why()}. The end of {part.log}:\n{part.last_lines()}")
        return False

    def finish(self, part: Part) -> bool:
        """Run `part` to its end; False, with the reason said, when it fails or is broken off."""
        self.parts.append(part)
        part.start()
        while part.is_alive() and not self.stopping:
            time.sleep(0.05)
        part.stop()
        self.parts.remove(part)
        if self.stopping:
            return False
        if part.process is not None and part.process.returncode:
            self.say(f"{part.why()}. The end of {part.log}:\n{part.last_lines()}")
            return False
        return True

    def run(self) -> None:
        """Restart whatever dies, until asked to stop."""
        while not self.stopping:
            for part in self.parts:
                self._look_after(part)
            time.sleep(0.1)

    def _look_after(self, part: Part) -> None:
        """Notice the end of `part`, and start it again when its pause is over."""
        now = time.monotonic()
        if part.is_alive():
            return
        if not part.due:
            if now - part.started > STEADY_AFTER:
                part.pause = 0.5
            part.due = now + part.pause
            self.say(
                f"{part.why()}; starting it again in {part.pause:g} s. "
                f"The end of {part.log}:\n{part.last_lines()}"
            )
            part.pause = min(part.pause * 2, LONGEST_PAUSE)
            part.signal(signal.SIGKILL)  # children that outlived it
        elif now >= part.due:
            part.start()

    def stop(self) -> None:
        """Stop the parts, the last one started first."""
        self.stopping = True
        for part in reversed(self.parts):
            part.stop()
