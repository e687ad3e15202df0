"""Every page is valid HTML."""

import shutil

from judges import nu


def test_every_page_is_valid(site):
    faults = nu(site)
    assert not faults, "\n".join(faults)


def test_a_stray_end_tag_and_what_html_has_given_up_are_found(site, tmp_path):
    page = tmp_path / "views" / "simulator" / "index.html"
    page.parent.mkdir(parents=True)
    shutil.copy(site / "views/simulator/index.html", page)
    lines = page.read_text("utf8").split("\n")
    at = next(n for n, line in enumerate(lines) if "</article>" in line)
    page.write_text(
        "\n".join(
            [
                *lines[:at],
                "</section>",
                '<table><tr><td align="right">1</td></tr></table>',
                *lines[at:],
            ]
        ),
        "utf8",
    )
    stray, obsolete = nu(tmp_path)
    assert stray.startswith(f"views/simulator/index.html:{at + 1}: Stray end tag “section”.")
    assert obsolete.startswith(
        f"views/simulator/index.html:{at + 2}: The “align” attribute on the “td” element is obsolete."
    )
