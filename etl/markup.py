"""Read publishers' XML strictly and as a stream: no entity, no outside file, every fault named by its line."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from etl.table import ContractBroken

MOST_BYTES = 1 << 30  # the largest list we know of, OFAC's advanced one, has an eighth of this
AGAIN = "get the file again"
BY_ITSELF = "add each version of a list by itself, with --date"
NEW_LAYOUT = "the publisher changed the layout or this is another file: compare it with the LAYOUTS in the adapter"
Element = etree._Element


@dataclass(frozen=True)
class Layout:
    """What one kind of record holds, as paths of element names below the record.

    Every record has each of `needed`; each of `expected` stands in at least one record of a file; `known`
    are those that may be missing altogether. What is inside the `opaque` children is not looked at.
    """

    needed: Collection[str] = ()
    expected: Collection[str] = ()
    known: Collection[str] = ()
    opaque: Collection[str] = ()


def is_page(head: bytes) -> bool:
    """True for the first bytes of a web page."""
    lowered = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return lowered.startswith(b"<!doctype html") or b"<html" in lowered


def root_of(head: bytes) -> Element | None:
    """The root element without its content, from the first bytes of a file; None when it is no XML."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    # A head is cut off, or faulty further down, which the reader of the whole file says.
    with contextlib.suppress(etree.XMLSyntaxError):
        parser.feed(head)
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            return element
    return None


def has_root(head: bytes, name: str) -> bool:
    """True when the file that begins with `head` is XML whose root has this name in any namespace."""
    root = root_of(head)
    return root is not None and bare(root) == name


def bare(element: Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def records(
    path: Path, root: str, layouts: Mapping[str, Layout], warnings: list[str], beside: Collection[str] = ()
) -> Iterator[tuple[str, Element]]:
    """Every record with its path below the root, whole and without namespaces; it is emptied afterwards.

    `layouts` says by path, such as "INDIVIDUALS/INDIVIDUAL", what a record holds. `beside` are paths of
    other elements, whose content is passed over. An element that no layout names adds a sentence to
    `warnings`. Raises ContractBroken, at the latest after the last record, with all faults found.
    """
    _refuse_at_once(path)
    trail: list[str] = []
    faults: list[str] = []
    seen: dict[str, set[str]] = {name: set() for name in layouts}
    found: set[str] = set()
    strange: dict[str, int] = {}
    above = {name.rsplit("/", depth)[0] for name in layouts for depth in range(1, name.count("/") + 1)}
    try:
        for event, element in etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            if event == "start":
                if not trail:
                    _right_root(path, element, root)
                trail.append(bare(element))
                continue
            place = "/".join(trail[1:])
            trail.pop()
            if place in layouts:
                found.add(place)
                _without_namespaces(element)
                faults += _faults(path, place, element, layouts[place], seen[place], strange)
                yield place, element
            elif place and place not in above and place not in beside and "/".join(trail[1:]) in {"", *above}:
                strange.setdefault(place, line_of(element))
            if _is_outside_of_records(place, layouts):
                _free(element)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        said = (wrong.msg or "").split(", line ")[0]
        raise ContractBroken(
            f"{path.name} line {line}, column {column}: this is no well-formed XML ({said}); {AGAIN}"
        ) from None
    for place, layout in layouts.items():
        if place not in found:
            faults.append(f"{path.name}: there is no {place}")
        else:
            absent = [name for name in (*layout.needed, *layout.expected) if name not in seen[place]]
            faults += [f"{path.name}: no {place} has '{name}'" for name in absent]
    warnings += [f"{path.name} line {line}: new element '{name}' is not read" for name, line in strange.items()]
    if faults:
        more = f" and {len(faults) - 8} more" if len(faults) > 8 else ""
        raise ContractBroken(f"{'; '.join(faults[:8])}{more}; {NEW_LAYOUT}")


def one_file(paths: Sequence[Path]) -> Path:
    """The only file of a list that is one. Raises ContractBroken when there are more."""
    if len(paths) != 1:
        raise ContractBroken(f"{', '.join(path.name for path in paths)}: this list is one file; {BY_ITSELF}")
    return paths[0]


def text(element: Element, path: str) -> str:
    """The text at a path below the element, white space run together; empty when there is none."""
    return run_together(element.findtext(path))


def texts(element: Element, path: str) -> list[str]:
    """All texts at a path below the element that say something."""
    return [said for found in element.findall(path) if (said := run_together(found.text))]


def run_together(words: str | None) -> str:
    """The words with one space between them: publishers break and indent their lines differently each time."""
    return " ".join((words or "").split())


def fingerprint(element: Element, leave_out: Collection[str] = (), ordered: bool = False) -> str:
    """Hash of everything an element says, but for the children named; their order counts if `ordered`."""
    said: list[str] = []
    for child in element:
        if isinstance(child.tag, str) and bare(child) not in leave_out:
            said += _said(child, bare(child))
    return hashed(said if ordered else sorted(said))


def hashed(parts: Sequence[str]) -> str:
    """One hash over texts that are not kept."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _said(element: Element, place: str) -> list[str]:
    found = [f"{place}={words}"] if (words := run_together(element.text)) else []
    found += [f"{place}@{name}={value}" for name, value in sorted(_attributes(element))]
    for child in element:
        if isinstance(child.tag, str):
            found += _said(child, f"{place}/{bare(child)}")
    return found


def _attributes(element: Element) -> list[tuple[str, str]]:
    """All but ID, which some publishers number anew each time."""
    return [(etree.QName(n).localname, str(value)) for n, value in element.attrib.items() if n != "ID"]


def _refuse_at_once(path: Path) -> None:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ContractBroken(f"{path.name}: {size:,} bytes is more than {MOST_BYTES:,}, which no list of ours needs")
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if not head.strip():
        raise ContractBroken(f"{path.name}: the file is empty; {AGAIN}")
    if is_page(head):
        raise ContractBroken(f"{path.name}: this is a web page, not a list in XML; {AGAIN}")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise ContractBroken(_declares(path))
    if not head.lstrip(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        raise ContractBroken(f"{path.name}: this is no XML ({head[:40]!r}); {AGAIN}")


def _declares(path: Path) -> str:
    return f"{path.name}: the file declares a document type or entities, which no list of ours does; {AGAIN}"


def _right_root(path: Path, element: Element, root: str) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise ContractBroken(_declares(path))
    if bare(element) != root:
        raise ContractBroken(f"{path.name}: the outermost element is '{bare(element)}', not '{root}'; {NEW_LAYOUT}")


def _faults(
    path: Path, place: str, record: Element, layout: Layout, seen: set[str], strange: dict[str, int]
) -> list[str]:
    held: dict[str, int] = {}
    _collect(record, "", layout, held)
    seen.update(held)
    known = {*layout.needed, *layout.expected, *layout.known, *layout.opaque}
    for name, line in held.items():
        if name not in known:
            strange.setdefault(f"{place}/{name}", line)
    absent = [name for name in layout.needed if name not in held]
    return [f"{path.name} line {line_of(record)}: {place} has no '{name}'" for name in absent]


def _collect(element: Element, place: str, layout: Layout, held: dict[str, int]) -> None:
    for child in element:
        if isinstance(child.tag, str):
            name = f"{place}/{child.tag}" if place else child.tag
            held.setdefault(name, line_of(child))
            if name not in layout.opaque:
                _collect(child, name, layout, held)


def _without_namespaces(element: Element) -> None:
    for each in element.iter():
        if isinstance(each.tag, str) and each.tag.startswith("{"):
            each.tag = bare(each)


def _is_outside_of_records(place: str, layouts: Mapping[str, Layout]) -> bool:
    """True for a record itself and for what is not part of one, which need not stay in memory."""
    return place in layouts or not any(place.startswith(f"{name}/") for name in layouts)


def _free(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def line_of(element: Element) -> int:
    """The line on which the element begins."""
    line: int | None = getattr(element, "sourceline", None)
    return line or 0
