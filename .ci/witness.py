"""Compares what Mingzhang reads with what others read. See .ci/witness, which calls it: PROGRAM PAGE FILE...

Characters: each page's, without white space, against pdftotext's; theirs may have more (page numbers, running heads, heads of tables
printed again, text under a clip), ours never. Cells: rows of tables with figures against pdfplumber's. Formats: the findings of each
report after LibreOffice has turned it into other formats, against its own. Prints a table of each and fails on a difference that is not
one of those known.
"""

import collections
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import pdfplumber

FIGURE = re.compile(r"^[-−(]?[\d,]+(\.\d+)?%?\)?$")
# Characters of a page that pdftotext has and we have not, for each kind of reason: a page number with its strokes.
FURNITURE = 8
FILTERS = {
    "docx": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "odt": "writer8",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
}
SHEETS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8", "html": "HTML (StarCalc)"}


def plain(text):
    """Letters in their usual form, without white space and marks that print nothing."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", text or "") if not c.isspace() and unicodedata.category(c) != "Cf"
    )


class Read(html.parser.HTMLParser):
    """What the example `page` prints: characters by page, rows of tables with their page."""

    def __init__(self, text):
        super().__init__()
        self.pages, self.tables = collections.defaultdict(collections.Counter), []
        self.page, self.cell = None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        page = dict(attributes).get("data-page")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.page = int(page)
            self.tables[-1].append((self.page, []))
        elif tag == "span":
            self.page = int(page)
        elif tag == "td":
            self.cell = ""

    def handle_endtag(self, tag):
        if tag == "td":
            self.tables[-1][-1][1].append(plain(self.cell))
            self.pages[self.page].update(plain(self.cell))
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.page is not None:
            self.pages[self.page].update(plain(data))


def heads(read):
    """For every table the characters of its first rows, as they may be printed again where it goes on."""
    for table in read.tables:
        begun = collections.Counter()
        for _, row in table[:5]:
            begun = begun + collections.Counter("".join(row))
            yield begun


def characters(file, read):
    """Their characters, ours, what only they have without known reason, what only we have."""
    said = subprocess.run(["pdftotext", "-enc", "UTF-8", file, "-"], capture_output=True, check=True).stdout
    theirs = ours = more = fewer = clipped = 0
    for number, text in enumerate(said.decode().split("\f")[:-1], 1):
        them, us = collections.Counter(plain(text)), read.pages[number]
        theirs, ours = theirs + them.total(), ours + us.total()
        fewer += (us - them).total()
        rest = them - us
        again = [head for head in heads(read) if not head - rest]
        rest -= max(again, key=lambda head: head.total(), default=collections.Counter())
        if rest.total() > FURNITURE:
            clipped += 1
        more += rest.total() if rest.total() > FURNITURE else 0
    return theirs, ours, more, clipped, fewer


def cells(file, read):
    """Rows with figures: theirs, ours among them, ours that they have not. Rows printed again on the next page count once."""

    def counted(rows):
        return collections.Counter(
            (page, *filter(None, row)) for page, row in rows if any(FIGURE.match(c) for c in row)
        )

    with pdfplumber.open(file) as pdf:
        found = [
            (number, [plain(c) for c in row])
            for number, page in enumerate(pdf.pages, 1)
            for table in page.extract_tables()
            if any(plain(c).strip("0123456789.,%-") for row in table for c in row)  # charts have no words
            for row in table
        ]
    them = counted(found)
    us = counted(row for table in read.tables for row in table)
    once = {key[1:] for key in us}
    missing = [key for key in (them - us).elements() if key[1:] not in once]
    return them.total(), us.total(), missing, list((us - them).elements())


def findings(program, files):
    """What is found in each file: level, rule, words called wrong, suggested value."""
    said = subprocess.run([program, "audit", *files, "--all", "--format", "json"], capture_output=True, check=False)
    return [
        collections.Counter(
            (f["severity"], f["rule"], plain(f.get("stated"))[:60], plain((f.get("suggestion") or {}).get("value")))
            for f in report["findings"]
        )
        for report in json.loads(said.stdout)["reports"]
    ]


def turned(files, folder, extension, name, source=None):
    """Turns files into another format; those that were made, by the name before the dot."""
    if not files:
        return {}
    target = folder / extension
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    command += [f"--infilter={source}"] if source else []
    command += ["--convert-to", f"{extension}:{name}", "--outdir", str(target), *map(str, files)]
    subprocess.run(command, capture_output=True, check=False, timeout=600)
    return {made.stem: made for made in target.glob(f"*.{extension}")}


def formats(program, page, files, folder):
    """For each report and format, the findings it has less and more than the report itself."""
    pages, texts, books, base = [], [], [], {}
    for number, file in enumerate(files):
        name = f"{number:02}"
        base[name] = file
        if file.suffix in (".xls", ".xlsx"):
            shutil.copy(file, folder / f"{name}{file.suffix}")
            books.append(folder / f"{name}{file.suffix}")
        elif file.suffix == ".txt":
            shutil.copy(file, folder / f"{name}.txt")
            texts.append(folder / f"{name}.txt")
        else:
            made = folder / f"{name}.html"
            made.write_bytes(subprocess.run([page, file], capture_output=True, check=True).stdout)
            pages.append(made)
    made = {("HTML", m.stem): m for m in pages}
    words = turned(pages, folder, "docx", FILTERS["docx"], "HTML (StarWriter)")
    words |= turned(texts, folder / "texts", "docx", FILTERS["docx"])
    made |= {("DOCX", name): file for name, file in words.items()}
    for extension, filter_name in list(FILTERS.items())[1:]:
        again = turned(words.values(), folder / "again", extension, filter_name)
        made |= {(extension.upper() + ("*" if extension == "html" else ""), n): f for n, f in again.items()}
    for extension, filter_name in SHEETS.items():
        again = turned(books, folder / "sheets", extension, filter_name)
        made |= {(extension.upper(), n): f for n, f in again.items()}
    made = sorted(made.items(), key=lambda m: (m[0][1], m[0][0]))
    own = dict(zip(base, findings(program, base.values())))
    for ((kind, name), _), here in zip(made, findings(program, [file for _, file in made])):
        yield base[name], kind, own[name], own[name] - here, here - own[name]


def main():
    program, page, *files = sys.argv[1:]
    files = [pathlib.Path(f) for f in files]
    wrong = 0
    if shutil.which("pdftotext"):
        print("| document | characters | theirs | ours alone | pages with more under clips | rows | ours | missing | ours alone |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for file in (f for f in files if f.suffix == ".pdf"):
            read = Read(subprocess.run([page, file], capture_output=True, check=True).stdout.decode())
            theirs, ours, more, clipped, fewer = characters(file, read)
            them, us, missing, extra = cells(file, read)
            print(f"| {file.stem} | {ours} | {theirs} | {fewer} | {clipped} ({more}) | {them} | {us} | {len(missing)} | {len(extra)} |")
            for row in (missing + extra)[:5]:
                print("   ", *row)
            wrong += fewer + len(missing) + len(extra)
    else:
        print("witness: no pdftotext, characters not compared")
    if shutil.which("soffice"):
        print("\n| document | findings | formats with the same | others: fewer, more |\n|---|---:|---|---|")
        with tempfile.TemporaryDirectory() as folder:
            by_file = collections.defaultdict(list)
            for own, kind, found, fewer, more in formats(program, page, files, pathlib.Path(folder)):
                by_file[own].append((kind, found, fewer, more))
        for own, kinds in by_file.items():
            same = [kind for kind, _, fewer, more in kinds if not fewer and not more]
            other = [f"{kind} −{fewer.total()} +{more.total()}" for kind, _, fewer, more in kinds if fewer or more]
            print(f"| {own.name} | {kinds[0][1].total()} | {' '.join(same)} | {' '.join(other)} |")
            for kind, _, fewer, more in kinds:
                for mark, list_ in (("−", fewer), ("+", more)):
                    for finding in list(list_)[:5]:
                        print("   ", kind, mark, *finding)
                # Of real reports it is for a person to say whose difference it is.
                wrong += (fewer.total() + sum(f[0] != "info" for f in more)) if own.parts[0] == "examples" else 0
    else:
        print("witness: no soffice, formats not compared")
    if wrong:
        sys.exit(f"witness: {wrong} differences")
    print("witness: all agree")


main()
