"""The gauntlet over functions and commands. The command is on the path, the module on Python's."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest

import connector_playground
from connector_playground import PlaygroundError


def pages(run, since):
    """Pages by number up to the total, updatedAt ascending."""
    page, seen = 1, 0
    while True:
        query = {"page": page, "per_page": 50, **({"updated_since": since} if since else {})}
        with urllib.request.urlopen(f"{run.base_url}/pagination/page_number?{urllib.parse.urlencode(query)}") as answer:
            body = json.load(answer)
        yield body["data"]
        seen += len(body["data"])
        if seen >= int(body["total_items"]):
            return
        page += 1


def right(run):
    for rows in pages(run, (run.state or {}).get("since")):
        if rows:
            run.land(rows)
            run.checkpoint({"since": rows[-1]["updatedAt"]})


def strictly_after(run):
    since = (run.state or {}).get("since", "")
    for rows in pages(run, since):
        run.land(row for row in rows if row["updatedAt"] > since)
        if rows:
            run.checkpoint({"since": rows[-1]["updatedAt"]})


def gives_up(run):
    raise RuntimeError("no such table")


CASES = ["short_pages", "empty_pages", "second_sync", "resume"]


def test_a_right_sync_passes():
    report = connector_playground.gauntlet(right, only=CASES, seed="demo")
    assert report, repr(report)
    assert report.failures == [] and {case["name"] for case in report["cases"]} >= {"plain", "short_pages", "resume/1/body"}


def test_a_sync_that_skips_ties_loses_rows_after_a_crash():
    report = connector_playground.gauntlet(strictly_after, only=["resume"], seed="demo")
    assert not report and report["verdict"] == "fail"
    assert {case["verdict"] for case in report.failures} == {"silent"}
    assert all(case["name"].startswith("resume/") and case["missing"] > 0 for case in report.failures)
    assert "again: playground gauntlet --only resume/" in repr(report)


def test_an_error_is_told_with_its_text():
    report = connector_playground.gauntlet(gives_up)
    assert [case["cause"] for case in report["cases"]] == ["The command ended with exit code 1, and asked the server nothing: RuntimeError: no such table"]


def test_a_command_runs_as_it_is():
    report = connector_playground.gauntlet([sys.executable, "-c", "print('nothing')"])
    assert report["cases"][0]["verdict"] == "failed"


def test_what_no_process_can_find_is_refused():
    with pytest.raises(TypeError, match="in a process of its own"):
        connector_playground.gauntlet(lambda run: None)
    with pytest.raises(PlaygroundError, match="invalid value 'tises'"):
        connector_playground.gauntlet(right, only=["tises"])
    with pytest.raises(PlaygroundError, match="--records"):
        connector_playground.gauntlet(right, records=0)


def test_a_command_that_is_named_and_not_there_is_named_in_the_error(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_BINARY", str(tmp_path / "no-such-program"))
    with pytest.raises(PlaygroundError, match=r"PLAYGROUND_BINARY names .*no-such-program, where there is no file"):
        connector_playground.gauntlet(right)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def waits(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_nothing_is_left_of_a_test_that_is_killed(tmp_path):
    mark = tmp_path / "pid"
    connector = f"import os, time; open({str(mark)!r} + '.new', 'w').write(str(os.getpid())); os.replace({str(mark)!r} + '.new', {str(mark)!r}); time.sleep(60)"
    script = f"import connector_playground, sys; connector_playground.gauntlet([sys.executable, '-c', {connector!r}])"
    test = subprocess.Popen([sys.executable, "-c", script])
    waits(mark.exists)
    pid = int(mark.read_text())
    assert is_alive(pid)
    test.send_signal(signal.SIGKILL)
    test.wait()
    waits(lambda: not is_alive(pid))
