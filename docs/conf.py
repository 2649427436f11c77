"""How Sphinx builds the docs: `make docs`."""

import logging

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

project = "Wegmarke"
author = "The Wegmarke authors"
copyright = "2026, The Wegmarke authors. Apache-2.0"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "Wegmarke"
html_static_path = ["_static"]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False


def inline_formula(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line as MathML, which browsers draw themselves: no page loads a script from elsewhere."""
    translator.body.append(tex2mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def formula(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands alone as MathML."""
    translator.body.append(tex2mathml(node.astext(), as_block=True))
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer of formulas; let a section be empty."""
    # Pages are found by their place, and a section that has no page yet is no mistake. Sphinx gives this warning a
    # subtype without a type, so `suppress_warnings` does not reach it.
    logging.getLogger("sphinx.sphinx.directives.other").addFilter(lambda record: "toctree glob" not in record.msg)
    app.add_html_math_renderer("mathml", inline_renderers=(inline_formula, None), block_renderers=(formula, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
