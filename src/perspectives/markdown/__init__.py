"""Python-Markdown extensions of the edition. They only render: what must name file and line is checked in `sources.py`.

[[tokens]]  [[counts -> n-gram model]]   a glossary term, linked at its first use on a page
[@key]  [@key, p. 5; @other]             a citation
[=next-token/n_grams:prose:n = 4]        a number of a run, taken from its record
{{evidence}}  {{strip views/x.md}} ...   what is derived from the three lists
{#NTP-03 .claim} at a paragraph's end    the paragraph carries this claim
"""

from markdown import Markdown
from markdown.extensions import Extension

from perspectives.markdown.marks import CITATION, TERM
from perspectives.markdown.processors import CitationMark, Claims, Derived, Notes, QuoteMark, TermMark
from perspectives.recorded import QUOTE


class Edition(Extension):
    """All of them, at the places in Python-Markdown's order where each must stand."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        md.preprocessors.register(Derived(md), "derived", 24)  # fences are stashed at 25: {{...}} in code stays
        md.inlinePatterns.register(TermMark(TERM.pattern, md), "term", 175)  # before links, after code
        md.inlinePatterns.register(CitationMark(CITATION.pattern, md), "citation", 174)
        md.inlinePatterns.register(QuoteMark(QUOTE.pattern, md), "quote", 176)
        md.treeprocessors.register(Claims(md), "claims", 7)  # attr_list, at 8, has set ids and classes
        md.treeprocessors.register(Notes(md), "notes", 6)


makeExtension = Edition  # noqa: N816  (Python-Markdown's name)
