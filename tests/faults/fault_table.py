"""Prints one table of the faults that tests put in: the gate that sees each, the fault, the message.

    pytest -p fault_table -o pythonpath=tests/faults tests/faults tests/check

A test counts if it is told the message that it waits for, or if its name says that something is
named or refused, stops or stays.
"""

import re
from textwrap import shorten
from unittest.mock import patch

import processes
import pytest

from perspectives.check import rules

PUT_IN = ("new", "text", "head", "demo", "check", "code", "change", "kind", "how", "fault", "old")
EXPECTED = ("message", "problem", "says")
IS_FAULT = re.compile(r"named|refused|stops?|stays?|cannot|corrupt|damaged|full|read_only|no_home")
FOLDER = re.compile(r"/\S*/test_\w+/")  # of a test's own files
ROW = "{:15}  {:76}  {}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Remember what was said: by the rules of the sources, by errors, by commands."""
    real_problems, real_raises = rules.problems, pytest.raises
    item.said, caught = [], []
    processes.said.clear()

    def problems(*named):
        found = real_problems(*named)
        item.said += found
        return found

    def raises(*args, **options):
        caught.append(real_raises(*args, **options))
        return caught[-1]

    with patch.object(rules, "problems", problems), patch.object(pytest, "raises", raises):
        result = yield
    errors = [context.excinfo.value for context in caught if context.excinfo]
    item.said += [*map(str, errors), *processes.said]
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    expected = str(next((parameters[name] for name in EXPECTED if parameters.get(name)), ""))
    if report.when == "call" and (expected or IS_FAULT.search(item.originalname)):
        said = next((message for message in item.said if expected in message), expected)
        put_in = next((str(parameters[name]) for name in PUT_IN if parameters.get(name)), "")
        name = item.originalname.removeprefix("test_").replace("_", " ")
        gate = item.path.stem.removeprefix("test_")
        row = [gate, f"{name}: {put_in}" if put_in else name, said]
        report.user_properties.append(("fault", row))
    return report


def pytest_terminal_summary(terminalreporter) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    faults = [report for report in reports if dict(report.user_properties).get("fault")]
    write = terminalreporter.write_line
    write(ROW.format("gate", "fault", "message"))
    for report in sorted(faults, key=lambda report: dict(report.user_properties)["fault"]):
        gate, fault, said = dict(report.user_properties)["fault"]
        said = FOLDER.sub("", said) if report.passed else "NOT CAUGHT"
        said = shorten(said, 120, placeholder=" ...")
        write(ROW.format(gate, shorten(fault, 76, placeholder=" ..."), said))
    write(f"caught {sum(report.passed for report in faults)} of {len(faults)}")
