"""The last look at what authors wrote: by whatever way it came, nothing on a page acts."""

from mkdocs.exceptions import BuildError

from perspectives.transforms.site import Site
from perspectives.written import addresses, markup


def refuse_acting(site: Site) -> None:
    """Raise BuildError for the first element of a page that acts."""
    for page in site.pages.values():
        for element in page.tree.iter("*"):
            if acts := markup.acting(element.tag, element.items()):
                what = f"{acts} near “{' '.join(''.join(element.itertext()).split())[:40]}” acts"
                fix = "remove it from the page, or from the list or record that the page shows"
                raise BuildError(f"{addresses.written(page.name)}: {what}: {fix}")
