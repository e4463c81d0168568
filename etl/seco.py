"""What SECO's list holds below a target, how it writes names, and how its modifications add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.listings import Name
from etl.markup import Element, Layout, text

NAME_PARTS = tuple(
    f"identity/name{below}" for below in ("", "/name-part", "/name-part/value", "/name-part/spelling-variant")
)
KINDS = ("individual", "entity", "object")


def _known() -> Iterator[str]:
    """What may stand below a person, organisation or object, as far as layouts of the list were seen."""
    place = ("location", "area", "country", "remarks", "c-o", "address-details", "p-o-box", "zip-code")
    document = ("number", "issuer", "date-of-issue", "expiry-date", "remark")
    for kind in KINDS:
        yield kind
        for name in ("identity", "justification", "other-information", "relation", "relation/remark", *NAME_PARTS):
            yield f"{kind}/{name}"
        for name in ("nationality", "nationality/country", "day-month-year", "place-of-birth", "address"):
            yield f"{kind}/identity/{name}"
        yield f"{kind}/identity/identification-document"
        yield from (f"{kind}/identity/identification-document/{name}" for name in document)
        yield from (f"{kind}/identity/{at}/{name}" for at in ("address", "place-of-birth") for name in place)


LAYOUTS = {
    "sanctions-program": Layout(
        needed=("program-key", "sanctions-set"),
        known=("program-name", "origin", "predecessor-version-date"),
    ),
    "place": Layout(known=("location", "location-variant", "area", "area-variant", "country")),
    # Modifications repeat the target as it was, in elements of the same names.
    "target": Layout(
        expected=(
            "sanctions-set-id",
            "modification",
            "entity/identity/name/name-part/value",
            "individual/identity/name/name-part/value",
        ),
        known=("foreign-identifier", "generic-attribute", *_known()),
        opaque=("modification",),
    ),
}
NAME_TYPES = {"primary-name": "alias", "alias": "alias", "formerly-known-as": "former"}
QUALITIES = {"good": False, "low": True}
CHANGES = ("listed", "amended", "de-listed")


def unknown_words(body: Element) -> str:
    """What a name says of its type and quality that is not known; empty when all is."""
    said = [(str(name.get("name-type")), str(name.get("quality"))) for name in body.findall("identity/name")]
    return ", ".join(f"{kind}/{good}" for kind, good in said if kind not in NAME_TYPES or good not in QUALITIES)


def names_of(entry: str, body: Element) -> Iterator[Name]:
    """The first primary name of the main identity, then all others in every spelling."""
    identities = sorted(body.findall("identity"), key=lambda each: each.get("main") != "true")
    first = True
    for identity in identities:
        for name in identity.findall("name"):
            parts = sorted(name.findall("name-part"), key=lambda part: int(str(part.get("order", "0"))))
            kind = NAME_TYPES[str(name.get("name-type"))]
            kind = "weak" if QUALITIES[str(name.get("quality"))] else kind
            if first and name.get("name-type") == "primary-name":
                kind, first = "primary", False
            yield Name(entry, kind, " ".join(text(part, "value") for part in parts))
            spelt = [[v for v in part.findall("spelling-variant") if v.text] for part in parts]
            scripts = {(str(v.get("lang", "")), str(v.get("script", ""))) for part in spelt for v in part}
            for script in sorted(scripts):
                yield Name(entry, "variation", _spelt(parts, script), " ".join(filter(None, script)))


def _spelt(parts: Sequence[Element], script: tuple[str, str]) -> str:
    """The name in one script; a part without a spelling of its own stays as it is."""
    said = []
    for part in parts:
        own = [v for v in part.findall("spelling-variant") if (v.get("lang", ""), v.get("script", "")) == script]
        said.append((own[0].text or "").strip() if own else text(part, "value"))
    return " ".join(said)


def dates_of(record: Element) -> tuple[str, bool, str]:
    """Day of listing, whether removed since, and the first kind of modification that is not known.

    The list prints the newest modification first, with exceptions; of one day the first one is the newer.
    """
    stamped = [
        (_day(each), -i, str(each.get("modification-type"))) for i, each in enumerate(record.findall("modification"))
    ]
    listed_on, delisted = "", False
    for day, _, kind in sorted(stamped):
        if kind == "listed" and (delisted or not listed_on):
            listed_on = day
        delisted = kind == "de-listed" if kind != "amended" else delisted
    return listed_on, delisted, next((kind for _, _, kind in stamped if kind not in CHANGES), "")


def _day(modification: Element) -> str:
    names = ("effective-date", "publication-date", "enactment-date")
    return next((str(day) for name in names if (day := modification.get(name))), "")
