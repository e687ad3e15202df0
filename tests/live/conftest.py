"""A browser, and a server with the live modules and the weights, for each file of tests."""

import pytest
from served import Server, chromium, lay_out


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(lay_out(tmp_path_factory.mktemp("site")))
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser
