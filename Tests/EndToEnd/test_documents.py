"""The documents are up to date: screenshots, figures and links."""

import re
import sys
import unittest

from product import ROOT, ProductCase

sys.path[:0] = [str(ROOT / "Scripts"), str(ROOT / "Benchmarks")]
import publish  # noqa: E402
import screenshots  # noqa: E402

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def prose(page):
    """A page without its code blocks."""
    return re.sub(r"(?ms)^```.*?^```$", "", page.read_text())


def anchors(page):
    """The anchors of a page: GitHub makes them from its headings."""
    for heading in re.findall(r"(?m)^#+ (.+)$", prose(page)):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class Screenshots(ProductCase):
    def test_the_readme_shows_what_the_program_draws(self):
        for path, drawn in screenshots.files():
            told = screenshots.differences(path, drawn)
            self.assertFalse(told, "run `make screenshots`, and look at what changed:\n" + "\n".join(told[:30]))


class Benchmarks(unittest.TestCase):
    def test_the_pages_have_the_saved_figures(self):
        for path, text in publish.documents(publish.saved_results()):
            self.assertEqual(text, path.read_text(), "run `Benchmarks/run.py --redraw`")


class Links(unittest.TestCase):
    def test_every_link_within_the_documents_leads_somewhere(self):
        broken = []
        for page in PAGES:
            for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
                if re.match(r"[a-z]+:", link):
                    continue
                name, _, anchor = link.partition("#")
                target = page.parent / name if name else page
                if not target.exists() or anchor and anchor not in anchors(target):
                    broken.append("%s: %s" % (page.relative_to(ROOT), link))
        self.assertEqual([], broken)

    def test_the_readme_is_short(self):
        text = (ROOT / "README.md").read_text()
        self.assertLessEqual(len(text.splitlines()), 120)
        self.assertLessEqual(len(text.split()), 1000)


if __name__ == "__main__":
    unittest.main()
