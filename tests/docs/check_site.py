#!/usr/bin/env python3
"""Checks the documentation that Doxygen has written: check_site.py FOLDER, which has html/ and xml/.

Every link and anchor within the site leads somewhere, nothing is loaded from elsewhere, every page has a title and a
language, every public method of kili::Client has a summary, every class page says what to include.
"""

import html.parser
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

# Attributes from which a browser loads something when it shows the page.
LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("object", "data"), ("iframe", "src"), ("source", "src")}


class Page(html.parser.HTMLParser):
    def __init__(self, file):
        super().__init__()
        self.ids, self.links, self.loaded = set(), [], []
        self.language, self.title, self._is_title = "", "", False
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            if (tag, name) in LOADED:
                self.loaded.append(value or "")
            if tag in ("a", "area") and name == "href":
                self.links.append(value or "")
            if (tag, name) == ("html", "lang"):
                self.language = value
        self._is_title = self._is_title or tag == "title"

    def handle_endtag(self, tag):
        if tag == "title":
            self._is_title = False

    def handle_data(self, data):
        if self._is_title:
            self.title += data


def is_elsewhere(url):
    return bool(re.match(r"([a-z][a-z+.-]*:|//)", url, re.IGNORECASE))


def problems_of_links(folder, pages):
    for name, page in pages.items():
        for url in page.loaded:
            if is_elsewhere(url) and url != "javascript:void(0)":
                yield f"{name}: loads {url}"
        # Doxygen's own scripts make links of these.
        for url in page.links + [url for url in page.loaded if not is_elsewhere(url)]:
            if is_elsewhere(url):
                continue
            path, anchor = urllib.parse.urldefrag(urllib.parse.unquote(url))
            path = path.partition("?")[0]
            target = (pathlib.PurePosixPath(name).parent / path).as_posix() if path else name
            if not (folder / target).exists():
                yield f"{name}: {url} leads nowhere"
            elif anchor and target in pages and anchor not in pages[target].ids:
                yield f"{name}: {target} has no place {anchor}"


def problems_of_menu(folder, pages):
    """The menu is not in the pages: a script has it."""
    entries = 0
    menu = (folder / "navtreedata.js").read_text(encoding="utf-8")
    for name in pages:
        if name.startswith("guide_") and f'"{name}"' not in menu:
            yield f"{name}: not in the menu (docs/site/layout.xml)"
    for script in [folder / "navtreedata.js", *folder.glob("*.js")]:
        if script.name in ("jquery.js", "navtree.js", "resize.js", "dynsections.js", "menu.js"):
            continue
        text = script.read_text(encoding="utf-8")
        for url in re.findall(r'"([\w.-]+\.html(?:#[\w.-]*)?)"', text):
            entries += 1
            target, anchor = urllib.parse.urldefrag(url)
            if target not in pages:
                yield f"{script.name}: {url} leads nowhere"
            elif anchor and anchor not in pages[target].ids:
                yield f"{script.name}: {target} has no place {anchor}"
    if entries < 100:
        yield f"the menu has {entries} entries only"


def problems_of_styles(folder):
    for style in folder.rglob("*.css"):
        for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", style.read_text(encoding="utf-8")):
            if is_elsewhere(url) and not url.startswith("data:"):
                yield f"{style.name}: loads {url}"


def problems_of_reference(xml):
    """What a reader of the reference misses."""
    index = ElementTree.parse(xml / "index.xml")
    classes = 0
    for compound in index.getroot().findall("compound"):
        if compound.get("kind") not in ("class", "struct"):
            continue
        classes += 1
        definition = ElementTree.parse(xml / (compound.get("refid") + ".xml")).getroot().find("compounddef")
        name = definition.findtext("compoundname")
        include = definition.findtext("includes") or ""
        if not re.fullmatch(r"kili/[\w/]+\.hpp", include):
            yield f"{name}: its page says to include '{include}'"
        if name != "kili::Client":
            continue
        methods = [member for member in definition.iter("memberdef")
                   if member.get("kind") == "function" and member.get("prot") == "public"]
        if len(methods) < 60:
            yield f"{name}: {len(methods)} public methods only"
        for method in methods:
            if not "".join(method.find("briefdescription").itertext()).strip():
                yield f"{name}: {method.findtext('name')}{method.findtext('argsstring')} has no summary"
    if classes < 100:
        yield f"{classes} classes only"


def main():
    root = pathlib.Path(sys.argv[1])
    folder = root / "html"
    pages = {file.relative_to(folder).as_posix(): Page(file) for file in folder.rglob("*.html")}
    problems = []
    for name, page in sorted(pages.items()):
        if name.startswith("search/"):  # Lists in a frame, not pages.
            continue
        if not page.title.strip():
            problems.append(f"{name}: no title")
        if page.language != "en":
            problems.append(f"{name}: no language")
    problems += problems_of_links(folder, pages)
    problems += problems_of_menu(folder, pages)
    problems += problems_of_styles(folder)
    problems += problems_of_reference(root / "xml")
    for problem in dict.fromkeys(problems):
        print(problem)
    print(f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links, {len(problems)} problems")
    return 1 if problems or len(pages) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
