"""The last look at what authors wrote: by whatever way it came, no active content is built."""

from mkdocs.exceptions import BuildError

from perspectives.transforms.site import Site
from perspectives.written import addresses, markup


def refuse_active_content(site: Site) -> None:
    """Raise BuildError for the first element of a page that is active content."""
    for page in site.pages.values():
        for element in page.tree.iter("*"):
            if found := markup.active_content(element.tag, element.items()):
                words = " ".join("".join(element.itertext()).split())[:40]
                what = f"{found} near “{words}” is active content"
                fix = "remove it from the page, or from the list or record that the page shows"
                raise BuildError(f"{addresses.written(page.name)}: {what}: {fix}")
