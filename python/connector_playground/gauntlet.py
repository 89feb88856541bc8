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
import tempfile
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from .server import PlaygroundError, Setting, end, error_of, given, program, text

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

    It ends with this program, however that ends, and the connector with it.

    Raises TypeError for a function that no other process can find, PlaygroundError where the gauntlet cannot run.
    """
    flags = ["--json", "--end-with-stdin", f"--timeout={timeout}", f"--max-requests={max_requests}"]
    flags += [f"--{flag}={','.join(names)}" for flag, names in (("only", list(only)), ("skip", list(skip))) if names]
    flags += [f"--stream={name}={stream}" for name, stream in (streams or {}).items()]
    flags += ["--append"] if append else []
    flags += ["--every-request"] if every_request else []
    flags += [f"--jobs={jobs}"] if jobs else []
    flags += [f"--read={read}"] if read else []
    flags += [f"--{key.replace('_', '-')}={text(value)}" for key, value in given(settings).items()]
    own = {key: value for key, value in os.environ.items() if not key.startswith("PLAYGROUND_")}
    line = [program(), "gauntlet", *flags, "--", *line_of(command)]
    code, out, said = ended(line, own)
    if code not in (0, 1):
        raise PlaygroundError(error_of(said) or f"`playground gauntlet` ended with code {code}")
    return Report(json.loads(out))


def ended(line: List[str], environment: Mapping[str, str]) -> Tuple[int, bytes, str]:
    """Code and output of a command that lives as long as its standard input."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=out, stderr=err, env=environment)
        try:
            process.wait()
        finally:
            end(process)
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read().decode(errors="replace")


def line_of(command: Command) -> List[str]:
    """The command's line; of a function the one that calls it."""
    if not callable(command):
        return list(command)
    name, file = getattr(command, "__qualname__", ""), inspect.getsourcefile(command)
    if not file or not name.isidentifier():
        raise TypeError(f"gauntlet() takes a command or a function of a module, not {name or command!r}: it runs in a process of its own, which has to find it")
    return [sys.executable, "-m", "connector_playground.sync", os.path.abspath(file), name]
