"""A build that fails for want of room says so; any other fault keeps its own words."""

import errno

import jinja2
import pytest
from mkdocs.exceptions import Abort

from perspectives import hook


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_cannot_be_written_ends_the_build_with_a_mend(number):
    with pytest.raises(Abort, match=r"the built site is not whole\. Free the disk"):
        hook.on_build_error(OSError(number, "so it is"))


@pytest.mark.parametrize(
    "error",
    [
        jinja2.TemplateNotFound("old.html"),
        FileNotFoundError(errno.ENOENT, "so it is"),
        KeyError("old"),
    ],
)
def test_what_is_not_there_is_not_said_to_be_the_disk_s_fault(error):
    hook.on_build_error(error)
