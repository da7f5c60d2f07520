"""How Sphinx makes HTML of the pages: `make docs`. Nothing is fetched from anywhere.

The source folder is the project's, so links of README, CONTRIBUTING and these pages lead to each other as on a forge.
"""

from __future__ import annotations

import logging

project = "Scorewatch"
html_title = "Scorewatch"
root_doc = "docs/index"
extensions = ["myst_parser"]

include_patterns = ["README.md", "CONTRIBUTING.md", "tools/README.md", "docs/**.md"]
exclude_patterns = [".*", "build", "dist", "docs/_build"]

myst_heading_anchors = 3
myst_links_external_new_tab = False
# docs/regimes may be empty; suppress_warnings does not know this one
logging.getLogger("sphinx.sphinx.directives.other").addFilter(lambda said: getattr(said, "subtype", "") != "empty_glob")
highlight_language = "text"
smartquotes = False  # -- and quotation marks as they are typed

html_theme = "furo"
html_static_path: list[str] = []
html_extra_path = ["html"]  # index.html, which leads to docs/index.html
html_show_sourcelink = False
html_show_copyright = False
