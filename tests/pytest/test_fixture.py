"""The fixture `playground` and what is behind it. The command is on the path, the module on Python's."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import entry_points

import pytest

import connector_playground
from connector_playground.server import program

pytest_plugins = ["pytester"]

# Where the wheel is installed, pytest knows the plugin by itself.
INSTALLED = any(entry.value == "connector_playground.plugin" for entry in entry_points(group="pytest11"))
PLUGIN = [] if INSTALLED else ["-p", "connector_playground.plugin"]


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return json.load(response)


def rows(playground):
    return get(playground.url("incremental/timestamp"))["data"]


def test_all_rows_are_complete_and_all_but_one_are_not(playground):
    landed = rows(playground)
    assert len(landed) == 200
    assert playground.check(landed)["verdict"] == "complete"
    report = playground.check(landed[:-1])
    assert (report["verdict"], report["missing"]["count"]) == ("incomplete", 1)
    assert report["hint"].startswith("Exactly the newest rows are missing")


def test_landed_rows_may_be_a_generator_texts_or_a_file(playground, tmp_path):
    landed = rows(playground)
    lines = ["id,updatedAt", *(f"{row['id']},{row['updatedAt']}" for row in landed)]
    file = tmp_path / "landed.csv"
    file.write_text("\n".join(lines))
    for form in [(row for row in landed), json.dumps(landed), "\n".join(lines).encode(), file]:
        assert playground.check(form)["verdict"] == "complete"
    assert playground.check([])["missing"]["count"] == 200


def test_credentials_open_their_doors(playground):
    bearer = {"Authorization": f"Bearer {playground.credentials['bearer']}"}
    assert len(get(playground.url("/auth/http_bearer"), **bearer)["data"]) == 20


@pytest.mark.playground(records=60, seed="a, b/c%")
class TestMarked:
    def test_settings_of_a_class_are_those_of_its_tests(self, playground):
        landed = rows(playground)
        assert len(landed) == 60
        assert playground.check(landed)["verdict"] == "complete"

    @pytest.mark.playground(records=7, short_pages=True)
    def test_the_nearest_marker_wins(self, playground):
        settings = get(playground.url("playground/settings"))
        assert (settings["records"], settings["short_pages"], settings["seed"]) == ("7", "true", "a, b/c%")


@pytest.mark.playground(rate_limit=True, capacity=1)
def test_a_check_is_not_limited(playground):
    rows(playground)
    assert [playground.check([])["landed"] for _ in range(5)] == [0] * 5


def test_another_stream_is_checked_at_its_moment(playground):
    companies = get(playground.url("cursors/companies"))["data"]
    assert playground.check(companies, stream="companies")["verdict"] == "complete"
    with pytest.raises(connector_playground.PlaygroundError, match="Invalid value for 'stream'"):
        playground.check(companies, stream="orders")


def test_the_same_settings_give_the_same_rows_again(playground, tmp_path):
    file = tmp_path / "landed.json"
    file.write_text(json.dumps(rows(playground)))
    checked = subprocess.run([program(), "check", file, "--settings", playground.settings], capture_output=True, text=True)
    assert checked.returncode == 0, checked


def test_a_server_can_be_started_without_pytest():
    with connector_playground.start(records=3, csv_bom="on") as own:
        assert len(rows(own)) == 3
        assert get(own.url("playground/settings"))["csv_bom"] == "on"
    with pytest.raises(OSError):
        rows(own)


def test_what_can_not_be_started_is_said_in_the_commands_words():
    with pytest.raises(connector_playground.PlaygroundError, match="^error: invalid value '0' for '--records <N>': it should be between 1 and 1000000000$"):
        with connector_playground.start(records=0):
            pass


def test_a_run_takes_its_servers_settings_from_the_ini_file_and_ends_it(pytester):
    pytester.makeini("[pytest]\nplayground_settings = records=9 'seed=of the ini'\n")
    pytester.makepyfile("""
        import pathlib

        def test_it(playground):
            assert 'records=9' in playground.settings and 'seed=of%2520the%2520ini' in playground.settings
            pathlib.Path('told').write_text(playground.base_url)
    """)
    run(pytester).assert_outcomes(passed=1)
    with pytest.raises(OSError):
        get((pytester.path / "told").read_text() + "/health")


def test_wrong_settings_fail_the_test_and_say_why(pytester):
    pytester.makepyfile("""
        import pytest

        @pytest.mark.playground(recrods=1)
        def test_unknown(playground): pass

        @pytest.mark.playground(port=80)
        def test_of_the_server(playground): pass
    """)
    result = run(pytester)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["@pytest.mark.playground: Unknown setting 'recrods'*", "@pytest.mark.playground: *'port'*"])
    pytester.makeini("[pytest]\nplayground_settings = records\n")
    run(pytester).stdout.fnmatch_lines(["playground_settings: 'records' is not of the form KEY=VALUE"])


def test_settings_of_a_marker_without_a_name_are_an_error_that_says_the_right_form(pytester):
    pytester.makepyfile("""
        import pytest

        @pytest.mark.playground({"records": 5, "seed": "a"})
        def test_dict(playground): pass

        @pytest.mark.playground("records=5", ties=2)
        def test_text(playground): pass
    """)
    result = run(pytester)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines([
        "@pytest.mark.playground: settings are given by name, not as {'records': 5, 'seed': 'a'}. Write @pytest.mark.playground(records=5, seed='a')",
        "@pytest.mark.playground: settings are given by name, not as 'records=5'. Write @pytest.mark.playground(records=5, ties=2)",
    ])  # fmt: skip


@pytest.mark.playground(records=None, ties=None)
def test_a_setting_that_is_none_is_not_given(playground):
    assert len(rows(playground)) == 200
    with connector_playground.start(records=None, seed="a") as own:
        assert len(rows(own)) == 200


def test_a_failed_test_says_how_to_have_its_data_again(pytester):
    pytester.makepyfile("""
        import pytest

        @pytest.mark.playground(ties=15)
        def test_it(playground): assert not playground.credentials
    """)
    run(pytester).stdout.fnmatch_lines(["*the same data again*", "seed=*,anchor=*Z,ties=15"])


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_a_run_that_is_killed_leaves_no_server_behind(pytester, name):
    pytester.makepyfile("""
        import pathlib, time

        def test_it(playground):
            pathlib.Path('told').write_text(playground.base_url)
            time.sleep(60)
    """)
    told = pytester.path / "told"
    killed = subprocess.Popen([sys.executable, "-m", "pytest", *PLUGIN], stdout=subprocess.DEVNULL)
    wait_for(lambda: told.exists() and told.read_text())
    url = told.read_text() + "/health"
    assert get(url)["status"] == "ok"
    killed.send_signal(getattr(signal, name))
    killed.wait()
    wait_for(lambda: not answers(url))


def run(pytester):
    return pytester.runpytest_subprocess(*PLUGIN)


def answers(url):
    try:
        return bool(get(url))
    except OSError:
        return False


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
