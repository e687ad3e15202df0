"""From Markdown to HTML: the extension and the templates."""
