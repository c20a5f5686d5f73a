"""Build ``static/icons.svg`` from the outline icons of the npm package ``@tabler/icons`` (MIT).

    npm pack @tabler/icons && tar xf tabler-icons-*.tgz
    python static/tools/sprite.py package/icons/outline static/icons.svg

An icon is added here, by its Tabler name, and nowhere else.
"""

import re
import sys
from pathlib import Path

NAMES = """
adjustments alert-circle alert-triangle archive arrow-back-up arrow-down arrow-up arrows-exchange ban bell book-2
building calendar calendar-event camera car cash chart-bar check chevron-left chevron-right chevrons-left circle
circle-check circle-dashed circle-x clock coin database-import device-floppy door-exit download edit eye file-import
file-spreadsheet file-text filter fingerprint flag gavel hash history home id inbox info-circle key keyboard link
list-check lock logout message message-circle moon paperclip pencil pencil-question phone-call photo player-play plus
printer receipt report rubber-stamp scale search send settings shield-lock sun switch-horizontal tool tools upload
urgent user user-check user-plus users wifi-off writing-sign x
""".split()


def symbol(name: str, svg: str) -> str:
    """Return the drawing of one icon as a symbol; its size and stroke come from the style sheet."""
    drawing = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$|<path stroke=\"none\"[^>]*/>", "", svg, flags=re.S)
    drawing = re.sub(r"\s*\n\s*", "", drawing).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def main(folder: str, target: str) -> None:
    symbols = (symbol(name, (Path(folder) / f"{name}.svg").read_text("utf-8")) for name in NAMES)
    Path(target).write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n', "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
