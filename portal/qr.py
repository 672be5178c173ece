"""QR codes as SVG made on the server: for posters and cards, readable in print and on a dark screen."""

from markupsafe import Markup

QUIET = 4
"""Modules of light margin that the standard (ISO/IEC 18004) asks for."""


def qr(text: str, label: str) -> Markup:
    """A picture of the text; ``label`` says what it is to whoever cannot see it. Its size is the stylesheet's.

    A quarter of it may be dirty or folded (level Q), and yet it is read.
    """
    import segno  # noqa: PLC0415 posters and cards are rare

    drawn = segno.make(text, error="q", micro=False, boost_error=False)
    # Made of modules alone; the text is in none of its attributes.
    picture = Markup(drawn.svg_inline(border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None))  # noqa: S704
    return Markup('<span class="qr" role="img" aria-label="{}">{}</span>').format(label, picture)
