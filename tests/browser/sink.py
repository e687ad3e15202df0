"""The hook of the kitchen sink, a page that stands alone: what `perspectives.hook` does with Material's HTML, and no more."""

from perspectives.transforms import theme


def on_page_context(context, page, config, nav):
    page.head, page.foot = theme.links("index", page.content), ""
    return context


def on_post_page(output, page, config):
    return theme.with_policy(theme.patched(output))


def on_post_template(output_content, template_name, config):
    is_page = template_name == "404.html"
    return theme.with_policy(theme.patched(output_content)) if is_page else output_content
