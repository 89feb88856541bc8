"""The gauntlet for tests in Python: ``playground gauntlet`` over a command, or over a function that syncs.

>>> def sync(run):
...     for page in pages(run.base_url, run.state):
...         run.land(page)
...         run.checkpoint({"since": page[-1]["updatedAt"]})
>>> def test_sync():
...     assert connector_playground.gauntlet(sync)

A function runs in a process of its own, by :mod:`connector_playground.sync`, so that it is really killed.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from .server import PlaygroundError, Setting, error_of, given, program, text

Command = Union[Sequence[str], Callable[..., object]]
"""Program and arguments, with placeholders; or a function of a module, which is given a :class:`connector_playground.sync.Run`."""


class Report(Dict[str, Any]):
    """The report as ``playground gauntlet --json`` prints it. It is true where every case passed; its text tells the cases that did not."""

    @property
    def passed(self) -> bool:
        """Whether every case passed."""
        return bool(self["verdict"] == "pass")

    @property
    def failures(self) -> List[Dict[str, Any]]:
        """The cases that did not, the worst first."""
        good = ("complete", "expected")
        return [case for case in self["cases"] if case["verdict"] not in good]

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        if self.passed:
            return f"<gauntlet: all {len(self['cases'])} cases passed>"
        lines = [f"<gauntlet: {len(self.failures)} of {len(self['cases'])} cases failed"]
        for case in self.failures:
            lines += [f"  {case['name']}: {case['verdict']}: {case['cause']}", f"    again: {case['again']}"]
        return "\n".join(lines) + ">"


def gauntlet(
    command: Command,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    append: bool = False,
    streams: Optional[Mapping[str, str]] = None,
    read: Optional[str] = None,
    timeout: int = 60,
    max_requests: int = 5000,
    jobs: Optional[int] = None,
    every_request: bool = False,
    **settings: Setting,
) -> Report:
    """Runs a connector against everything that a real API does, kills it and lets it go on, and tells which rows it loses.

    ``only`` and ``skip`` are names of cases, or what stands before their slash. With ``append`` a row that lands twice is a fault. ``streams`` says whose
    rows a group is, where its keys do not tell. ``read`` is a command for the shell that prints what landed. ``timeout`` is in seconds for each
    run. ``settings`` are those that say which rows there are: ``seed``, ``anchor``, ``records``.

    Raises TypeError for a function that no other process can find, PlaygroundError where the gauntlet cannot run.
    """
    flags = ["--json", f"--timeout={timeout}", f"--max-requests={max_requests}"]
    flags += [f"--{flag}={','.join(names)}" for flag, names in (("only", list(only)), ("skip", list(skip))) if names]
    flags += [f"--stream={name}={stream}" for name, stream in (streams or {}).items()]
    flags += ["--append"] if append else []
    flags += ["--every-request"] if every_request else []
    flags += [f"--jobs={jobs}"] if jobs else []
    flags += [f"--read={read}"] if read else []
    flags += [f"--{key.replace('_', '-')}={text(value)}" for key, value in given(settings).items()]
    own = {key: value for key, value in os.environ.items() if not key.startswith("PLAYGROUND_")}
    line = [program(), "gauntlet", *flags, "--", *line_of(command)]
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, env=own, check=False)
    if done.returncode not in (0, 1):
        said = done.stderr.decode(errors="replace")
        raise PlaygroundError(error_of(said) or f"`playground gauntlet` ended with code {done.returncode}")
    return Report(json.loads(done.stdout))


def line_of(command: Command) -> List[str]:
    """The command's line; of a function the one that calls it."""
    if not callable(command):
        return list(command)
    name, file = getattr(command, "__qualname__", ""), inspect.getsourcefile(command)
    if not file or not name.isidentifier():
        raise TypeError(f"gauntlet() takes a command or a function of a module, not {name or command!r}: it runs in a process of its own, which has to find it")
    return [sys.executable, "-m", "connector_playground.sync", os.path.abspath(file), name]
