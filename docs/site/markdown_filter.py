#!/usr/bin/env python3
"""Makes of a guide, written as a repository shows it, a page of the site: filter of Doxygen for *.md.

A page is named after its file and a heading after the page and its text, so that links to files and to headings
lead to the same places in both. Files that are not pages of the site are named, not linked.
"""

import pathlib
import re
import sys

DOCS = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^\s*```")
HEADING = re.compile(r"^(#{1,4}) +(.*?) *$")
# A link, whose text may have code, or code, in which there are no links.
LINK_OR_CODE = re.compile(r"(?<!!)\[((?:[^\]`]|`[^`]*`)+)\]\(([^)\s]+)\)|(?<!`)`([^`\n]+)`(?!`)")
# Pages that have no list of contents at their side; the tables of some need the width.
WITHOUT_CONTENTS = ("mainpage", "guide_from_python", "guide_parity")
# Placed before a block of text that the site shows as this diagram.
DIAGRAM = re.compile(r"^<!-- diagram: (\w+), (.*) -->$")


def page_of(file):
    return {"start": "mainpage"}.get(file.stem, "guide_" + file.stem.lower())


def pages():
    """Every file that is a page, by its place."""
    files = [*DOCS.glob("*.md"), DOCS / "site" / "start.md", DOCS.parent / "SECURITY.md"]
    return {file: page_of(file) for file in files}


def slug(heading):
    """As GitHub makes it."""
    text = re.sub(r"[`*]|\[|\]\([^)]*\)", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def linked(text, target, file):
    """The link as the site has it."""
    if re.match(r"[a-z]+:", target):
        return f"[{text}]({target})"
    path, _, anchor = target.partition("#")
    to = (file.parent / path).resolve() if path else file
    page = pages().get(to)
    if page is None:
        name = to.relative_to(DOCS.parent)
        if not to.exists():
            raise SystemExit(f"{file}: {target} does not exist")
        return f"``{name}``" if text.strip("`") in (str(name), name.name) else f"{text} (``{name}``)"
    # A file is named as such in the repository; a reader of the site wants the title of the page.
    if text in (path, "docs/" + path) or text.endswith(".md"):
        text = title_of(to)
    if anchor:
        return f"[{text}](@ref {page}-{anchor})"
    return f"[{text}](index.html)" if page == "mainpage" else f"[{text}](@ref {page})"


def title_of(file):
    with file.open(encoding="utf-8") as lines:
        return next(lines).removeprefix("# ").strip()


def code(text):
    # In single quotes Doxygen reads apostrophes as the end of code, in double ones it loses its way at backslashes.
    if "\\" not in text:
        return f"``{text}``"
    for special, escape in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\\", "\\\\")):
        text = text.replace(special, escape)
    return f"<code>{text}</code>"


def filtered_line(line, file):
    def replacement(match):
        text = match[1]
        return code(match[3]) if text is None else linked(text, match[2], file)

    text = LINK_OR_CODE.sub(replacement, line)
    # The guides have no HTML: what looks like it is text.
    pieces = re.split(r"(``.+?``|<code>.*?</code>)", text)
    pieces[::2] = [re.sub(r"<(?=[A-Za-z/])", "&lt;", piece) for piece in pieces[::2]]
    return "".join(pieces)


def filtered(file):
    lines, page, slugs = [], page_of(file), {}
    is_code, is_replaced, is_pending = False, False, False
    for line in file.read_text(encoding="utf-8").splitlines():
        diagram = DIAGRAM.match(line)
        if diagram:
            lines += [f'@image html {diagram[1]}.svg "{diagram[2]}"', ""]
            is_pending = True
        elif FENCE.match(line):
            is_code = not is_code
            if is_code and is_pending:
                is_pending, is_replaced = False, True
            if not is_replaced:
                lines.append(line)
            if not is_code:
                is_replaced = False
        elif is_code:
            if not is_replaced:
                lines.append(line)
        elif heading := HEADING.match(line):
            level, text = heading[1], heading[2]
            if level == "#":
                lines += [f"# {text} {{#{page}}}", ""]
                if page not in WITHOUT_CONTENTS:
                    lines += ["@tableofcontents{HTML:1}", ""]
                continue
            name = slug(text)
            count = slugs[name] = slugs.get(name, -1) + 1
            lines.append(f"{level} {filtered_line(text, file)} {{#{page}-{name}{f'-{count}' if count else ''}}}")
        else:
            lines.append(filtered_line(line, file))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(filtered(pathlib.Path(sys.argv[1]).resolve()))
