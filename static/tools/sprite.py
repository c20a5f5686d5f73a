"""Build ``static/icons.svg`` from the outline icons of the npm package ``@tabler/icons`` (MIT).

    npm pack @tabler/icons && tar xf tabler-icons-*.tgz
    python static/tools/sprite.py package/icons/outline static/icons.svg

An icon is added here, by its Tabler name, and nowhere else.
"""

import re
import sys
from pathlib import Path

NAMES = """
adjustments alert-circle alert-octagon alert-triangle archive arrow-back-up arrow-down arrow-left arrow-right arrow-up
arrow-up-right arrows-exchange award ban barrier-block bell book-2 building building-bridge-2 bulb calendar
calendar-event calendar-week camera car cash certificate chart-bar check chevron-down chevron-left chevron-right
chevron-up chevrons-left circle circle-check circle-dashed circle-x clipboard-check clock coin credit-card
database-import device-floppy dots door-exit download edit external-link eye eye-off file-import file-spreadsheet
file-text filter fingerprint flag flame gavel hash help-circle history home id inbox info-circle key keyboard
layout-dashboard link list-check lock login logout map-pin menu-2 message message-circle minus moon paperclip pencil
pencil-question phone-call photo player-play plus printer receipt refresh report rotate rubber-stamp scale school
search send settings shield-lock sort-descending speakerphone star sun switch-horizontal thumb-up tool tools trash
trophy upload urgent user user-check user-plus user-x users wifi-off writing-sign x
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
