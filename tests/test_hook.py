"""A build that cannot write says so; any other fault keeps its own message."""

import errno
from types import SimpleNamespace

import jinja2
import pytest
from mkdocs.exceptions import Abort, BuildError

from perspectives import hook


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_cannot_be_written_ends_the_build_with_a_fix(number):
    with pytest.raises(Abort, match=r"the built site is incomplete; free disk space"):
        hook.on_build_error(OSError(number, "no"))


@pytest.mark.parametrize(
    "error",
    [
        jinja2.TemplateNotFound("old.html"),
        FileNotFoundError(errno.ENOENT, "no"),
        KeyError("old"),
    ],
)
def test_a_missing_file_is_not_blamed_on_the_disk(error):
    hook.on_build_error(error)


def test_a_build_of_changed_pages_alone_is_refused():
    hook.on_startup(command="build", dirty=False)
    with pytest.raises(
        BuildError, match=r"^each page is made of others: build the whole site, without --dirty$"
    ):
        hook.on_startup(command="build", dirty=True)


def test_addresses_without_folders_are_refused():
    with pytest.raises(BuildError, match="build it without --no-directory-urls"):
        hook.on_config(SimpleNamespace(use_directory_urls=False))
