#!/usr/bin/env python3
"""Draws the diagrams of the site: draw_diagrams.py DOT FOLDER_OF_DOT_FILES FOLDER_FOR_SVG_FILES

The colours follow those of the reader's system: shapes have classes, and a style sheet in the file has their colours.
"""

import pathlib
import re
import subprocess
import sys

STYLE = """<style>
:root { color-scheme: light dark; }
text { fill: #1f2933; font-family: system-ui, sans-serif; }
.node path, .node polygon { fill: #e8f1fa; stroke: #1779c4; }
.beside path, .beside polygon { fill: #f4f4f5; stroke: #868e96; }
.cluster path, .cluster polygon { fill: none; stroke: #868e96; }
.edge path { stroke: #52606d; } .edge polygon { fill: #52606d; stroke: #52606d; }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e7eb; }
  .node path, .node polygon { fill: #1d3347; stroke: #4aa3df; }
  .beside path, .beside polygon { fill: #2b2f36; stroke: #9aa5b1; }
  .cluster path, .cluster polygon { stroke: #9aa5b1; }
  .edge path { stroke: #9aa5b1; } .edge polygon { fill: #9aa5b1; stroke: #9aa5b1; }
}
</style>
"""


def main():
    dot, sources, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted(sources.glob("*.dot")):
        drawn = subprocess.run([dot, "-Tsvg", str(source)], check=True, capture_output=True, text=True).stdout
        # As wide as the page has it.
        drawn = re.sub(r'<svg width="[^"]*" height="[^"]*"', "<svg", drawn, count=1)
        drawn = re.sub(r"(<svg\b[^>]*>)", lambda svg: svg[1] + "\n" + STYLE, drawn, count=1)
        (target / (source.stem + ".svg")).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
