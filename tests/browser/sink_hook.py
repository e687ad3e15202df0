"""What the edition's hook does to a page, for a site of one page: the edition's own wants them all."""

from perspectives.transforms import theme


def on_page_context(context, page, config, nav):
    page.head = theme.links("sink", page.content)
    return context


def on_post_page(output, page, config):
    return theme.with_policy(theme.patched(output))
