"""A build that cannot write says so; any other fault keeps its own message."""

import errno

import jinja2
import pytest
from mkdocs.exceptions import Abort

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
