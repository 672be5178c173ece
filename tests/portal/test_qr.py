import re

import segno

from portal.qr import QUIET, qr

TEXT = "https://mehrwert.example.org/projekte/emscher-umbau?karte=ABCD-EFGH-JKMN"
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def modules(picture: str) -> set[tuple[int, int]]:
    """The dark modules that the second path of the picture draws, as column and row."""
    drawn = re.findall(r' d="([^"]+)"', picture)[1]
    dark, x, y = set[tuple[int, int]](), 0.0, 0.0
    for kind, first, second in STEP.findall(drawn):
        if kind == "h":
            dark |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (float(first), float(second)) if kind == "M" else (x + float(first), y + float(second or 0))
    return dark


def test_the_picture_holds_the_text_with_a_light_margin() -> None:
    code = segno.make(TEXT, error="q", micro=False, boost_error=False)
    dark = {(x + QUIET, y + QUIET) for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark}
    assert modules(qr(TEXT, "Karte")) == dark


def test_the_picture_has_a_name_and_no_style() -> None:
    picture = qr(TEXT, 'Karte <für> "alle"')
    assert picture.startswith('<span class="qr" role="img" aria-label="Karte &lt;für&gt; &#34;alle&#34;"><svg viewBox="0 0 ')
    assert "style" not in picture
