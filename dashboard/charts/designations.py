"""Who listed how many, month by month: a row per series, because authorities date their entries differently."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import designations, gaps, marks, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.period import Period, shifted, written


def query(only: str = "TRUE") -> str:
    """SQL: every month of every series that is covered; `only` is a condition on what is counted."""
    return f"""
WITH {designations.counted(only)},{designations.COVERED},
event_day AS (
  SELECT authority, date_basis, part, listed_on AS day, sum(number) AS added, 0 AS gone, sum(stock) AS stock,
         left_censored, source
  FROM counted GROUP BY authority, date_basis, part, listed_on, left_censored, source
  UNION ALL
  SELECT authority, date_basis, part, gone_on AS day, 0 AS added, sum(number) AS gone, 0 AS stock,
         0 AS left_censored, source
  FROM counted WHERE gone_on IS NOT NULL GROUP BY authority, date_basis, part, gone_on, source
), ranked AS (
  SELECT *, CAST(date_trunc('month', day) AS DATE) AS period, CASE WHEN left_censored = 1 THEN 0 ELSE added END AS came
  FROM event_day
), placed_day AS (
  SELECT *, row_number() OVER (PARTITION BY authority, date_basis, part, source, period ORDER BY came DESC, day) AS nth
  FROM ranked
), monthly AS (
  SELECT authority, date_basis, part, period, source, sum(came) AS added, sum(gone) AS gone, sum(stock) AS stock,
         max(CASE WHEN nth = 1 AND came > 0 THEN day END) AS busiest_day, max(came) AS busiest
  FROM placed_day GROUP BY authority, date_basis, part, period, source
), packaged AS (
  SELECT ranked.part, ranked.period, ranked.source, min(k.adopted) AS first_adopted, max(k.adopted) AS last_adopted
  FROM ranked CROSS JOIN sanctions_package AS k
  WHERE ranked.authority = 'EU' AND ranked.came > 0 AND ranked.day {designations.OF_PACKAGE}
    AND k.status <> 'not-a-package' AND ($split <> 'programme' OR ranked.part IN ('RUS', 'UKR'))
  GROUP BY ranked.part, ranked.period, ranked.source
), span AS (
  SELECT m.authority, m.date_basis, m.part, m.source, min(m.period) AS first_month, min(covered.covered_from)
         AS covered_from, coalesce(max(known.ends), greatest(max(m.period), max(covered.covered_to))) AS covered_to
  FROM monthly AS m JOIN covered ON covered.source = m.source
  LEFT JOIN countries_until AS known ON known.source = m.source
  GROUP BY m.authority, m.date_basis, m.part, m.source
), calendar AS (
  SELECT CAST(unnest(generate_series(min(first_month), max(covered_to), INTERVAL 1 MONTH)) AS DATE) AS period FROM span
), every_month AS (
  SELECT span.*, calendar.period
  FROM span JOIN calendar ON calendar.period BETWEEN span.first_month AND span.covered_to
), standing AS (
  SELECT e.authority, e.date_basis, e.part, e.period, e.source, e.covered_from, e.covered_to,
    coalesce(m.added, 0) AS added, coalesce(m.gone, 0) AS gone, m.busiest_day, coalesce(m.busiest, 0) AS busiest,
    sum(coalesce(m.stock, 0) - coalesce(m.gone, 0)) OVER (
      PARTITION BY e.authority, e.date_basis, e.part, e.source ORDER BY e.period
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS listed_by_then
  FROM every_month AS e LEFT JOIN monthly AS m ON e.authority = m.authority AND e.date_basis = m.date_basis
    AND e.part = m.part AND e.period = m.period AND e.source = m.source
), returned AS (
  SELECT c.authority, c.source, CAST(date_trunc('month', c.vintage) AS DATE) AS period, count(*) AS back
  FROM listing_change AS c JOIN listing AS l
    ON c.source = l.source AND c.list = l.list AND c.entry_id = l.entry_id
  WHERE c.change = 'added' AND l.date_basis = 'listed_on' AND l.listed_on < c.from_vintage
  GROUP BY c.authority, c.source, CAST(date_trunc('month', c.vintage) AS DATE)
), contents AS (
  SELECT source, list, CAST(count(*) AS BIGINT) AS entries FROM dated WHERE listed_on IS NOT NULL GROUP BY source, list
  UNION ALL
  SELECT source, act AS list, CAST(sum(entries) AS BIGINT) AS entries FROM designation_count WHERE listed_on IS NOT NULL
  GROUP BY source, act
), largest AS (
  SELECT source, list, entries, sum(entries) OVER (PARTITION BY source) AS of_all,
         count(*) OVER (PARTITION BY source) AS lists,
         row_number() OVER (PARTITION BY source ORDER BY entries DESC, list) AS place
  FROM contents
)
SELECT s.period, s.authority, s.date_basis, s.part, p.title AS programme_title, CAST(s.added AS BIGINT) AS added,
       CASE WHEN s.date_basis = 'first_seen' AND known.ends IS NULL THEN CAST(s.gone AS BIGINT) END AS gone,
       CAST(s.listed_by_then AS BIGINT) AS listed_by_then, s.busiest_day,
       CAST(s.busiest AS BIGINT) AS busiest, k.package, last_of.package AS last_package,
       CASE WHEN $split = 'all' AND $unit = 'entries' THEN r.back END AS back_with_old_date,
       s.covered_from, s.covered_to, resource.title AS source_title, CAST(largest.lists AS BIGINT) AS lists,
       CASE WHEN largest.lists > 1 AND 2 * largest.entries > largest.of_all THEN largest.list END AS mostly, s.source
FROM standing AS s JOIN resource ON resource.source = s.source
LEFT JOIN largest ON largest.source = s.source AND largest.place = 1
LEFT JOIN countries_until AS known ON known.source = s.source
LEFT JOIN sanctions_programme AS p ON $split = 'programme' AND p.authority = s.authority AND p.programme = s.part
LEFT JOIN packaged ON packaged.part = s.part AND packaged.period = s.period AND packaged.source = s.source
LEFT JOIN sanctions_package AS k ON k.adopted = packaged.first_adopted
LEFT JOIN sanctions_package AS last_of ON last_of.adopted = packaged.last_adopted
LEFT JOIN returned AS r ON r.source = s.source AND r.period = s.period
WHERE s.period BETWEEN $start AND $end AND ($authority = 'all' OR s.authority = $authority)
ORDER BY s.authority, s.date_basis, s.part, s.source, s.period
"""


QUERY = query()
HELD = """
SELECT value, label FROM (
  SELECT 'all' AS value, 'all authorities held' AS label, 0 AS place
  UNION ALL
  SELECT DISTINCT authority AS value, authority AS label, 1 AS place
  FROM (SELECT authority FROM listing WHERE listed_on IS NOT NULL UNION ALL SELECT authority FROM designation_count)
    AS held
) AS offered ORDER BY place, value
"""
ROWS = 6
BASES = {
    "first_seen": "first seen, Aug 2021 to May 2024",
    "listed_on": "date printed by the list",
    "designated": "date of designation",
    "regulation": "date of the act",
}
BASIS_IN_SQL = (
    "CASE date_basis " + " ".join(f"WHEN '{b}' THEN '{w}'" for b, w in BASES.items()) + " ELSE date_basis END"
)
KINDS = {"individual": "people", "entity": "organisations", "vessel": "vessels", "aircraft": "aircraft"}
NO_COUNTRY = "country not stated"
LABELLED = 8
APART = 1 / 9
SMALL = 0.15
"""Up to so many of the highest bars of a row carry their day, so far apart as a share of the time shown."""
PACKAGES_APART = 1 / 32
"""Packages carry their number alone, which needs less room: every one is labelled that has it."""
LETTERS = 54
"""A heading longer than this goes on in a second line, so that a phone shows it whole."""
LINE, ROOM, AXIS = 17, 16, 28
"""Pixels of a line of a heading, of the space around it, and of the months under the last row."""
BAR = 24 * 24 * 3600 * 1000
"""Every bar is so wide, in milliseconds: plotly would draw those of a row with few months wider."""

Key = tuple[str, str, str, str]
"""What makes a series: authority, basis of date, part, source."""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One row of bars or one line per series, largest first, each on its own scale and basis of date."""
    shown = _series(rows)[:ROWS]
    several = _of_several_sources(rows)
    headings = [_heading(key, part, several, scope) for key, part in shown]
    if absent := _absent(rows, scope):
        headings.append(absent)
    plot = 250 if len(headings) == 1 else 120 if len(headings) < 4 else 96
    plots = [plot] * len(shown) + [AXIS] * (len(headings) - len(shown))
    heights = [ROOM + LINE * (1 + words.count("<br>")) + each for words, each in zip(headings, plots, strict=True)]
    total = sum(heights)
    traces: list[Plain] = []
    notes: list[Plain] = []
    shapes: list[Plain] = []
    axes: Plain = {}
    for place, (key, part) in enumerate(shown):
        number = "" if place == 0 else str(place + 1)
        bottom = total - sum(heights[: place + 1])
        axes[f"yaxis{number}"] = {
            "domain": [max(0.0, bottom / total), (bottom + plot) / total],
            "zerolinewidth": 1.5,
            "nticks": 4,
            "tickformat": ",",
            "automargin": True,
            **({"rangemode": "tozero"} if scope["view"] == "cumulative" else {"range": _reach(part)}),
        }
        traces += _standing(part, key, number) if scope["view"] == "cumulative" else _monthly(part, key, number)
        notes.append(_title(headings[place], (bottom + plot) / total))
        if scope["view"] != "cumulative":
            notes += _labels(part, number, scope.period)
        for gap in not_covered(part, scope.period):
            shape, note = marks.gap(gap, f"y{number}", scope.period)
            shapes.append(shape)
            notes.append(note)
    if absent:
        notes.append(_title(absent, 0))
    return theme.figure(
        traces,
        annotations=notes,
        shapes=shapes,
        barmode="relative",
        height=total + 80,
        margin={"t": 20},
        xaxis={**theme.TIME_AXIS, "anchor": f"y{len(shown)}" if len(shown) > 1 else "y"},
        **axes,
    )


def _series(rows: pd.DataFrame) -> list[tuple[Key, pd.DataFrame]]:
    """The series, those with the most first; what no list states a country of stands last."""
    columns = ["authority", "date_basis", "part", "source"]
    parts = [((str(a), str(b), str(p), str(s)), part) for (a, b, p, s), part in rows.groupby(columns)]
    return sorted(
        parts, key=lambda each: (each[0][2] == "none", -int(each[1]["added"].sum() + each[1]["gone"].sum()), each[0])
    )


def _of_several_sources(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """Authorities with a basis of date that several sources tell of: their rows name the source."""
    counts = rows.groupby(["authority", "date_basis"])["source"].nunique()
    return {(str(a), str(b)) for a, b in counts[counts > 1].index}


def not_covered(part: pd.DataFrame, shown: Period, name: str = "") -> list[gaps.Gap]:
    """The months of a period before a source begins and after it ends."""
    begins, ends = part["covered_from"].iloc[0], part["covered_to"].iloc[0].date()
    found = []
    if pd.notna(begins) and begins.date() > shown.start:
        found.append(Period(shown.start, min(shifted(begins.date(), -1), shown.end)))
    if ends < shown.end:
        found.append(Period(max(shifted(ends, 1), shown.start), shown.end))
    return [gaps.Gap(stretch, "not covered", name or f"{part['source_title'].iloc[0]},") for stretch in found]


def uncovered(rows: pd.DataFrame, scope: Scope) -> tuple[gaps.Gap, ...]:
    """What is not covered, once for each source drawn."""
    return tuple(dict.fromkeys(gap for _, part in _series(rows)[:ROWS] for gap in not_covered(part, scope.period)))


def _absent(rows: pd.DataFrame, scope: Scope) -> str:
    """That the Union is not counted where its annexes are held without names; else nothing."""
    if dict(scope.chosen).get("unit") != "targets" or scope["authority"] != "all" or (rows["authority"] == "EU").any():
        return ""
    return "<b>EU</b> · not counted: targets need names, and the<br>annexes held only count entries"


def _reach(part: pd.DataFrame) -> list[float]:
    """The scale of a row of bars, with room for labels above the highest."""
    highest = float((part["added"] + part["back_with_old_date"].fillna(0).astype(float)).max())
    lowest = float(part["gone"].fillna(0).max())
    reach = max(highest, lowest, 1.0)
    return [-1.1 * lowest - (0.06 * reach if lowest else 0), 1.45 * max(highest, 0.3 * reach)]


def _monthly(part: pd.DataFrame, key: Key, number: str) -> list[Plain]:
    shade, words = theme.colour(key[0]), _named(key, part)
    there, gone = part[part["added"] > 0], part[part["gone"] > 0]
    traces: list[Plain] = [
        {
            "type": "bar",
            "name": f"{words}, added",
            "x": there["period"],
            "y": there["added"],
            "yaxis": f"y{number}",
            "width": BAR,
            "marker": {"color": shade},
            "customdata": [_packages(row, ", package ", ", packages ") for row in records(there)],
            "hovertemplate": f"%{{y:,}} added%{{customdata}}<extra>{words}</extra>",
        },
        {
            "type": "bar",
            "name": f"{words}, removed",
            "x": gone["period"],
            "y": -gone["gone"],
            "yaxis": f"y{number}",
            "width": BAR,
            "customdata": gone["gone"],
            "marker": _hollow(shade),
            "hovertemplate": f"%{{customdata:,}} removed<extra>{words}</extra>",
        },
    ]
    back = part[part["back_with_old_date"].notna()]
    if len(back):
        traces.append(
            {
                "type": "bar",
                "name": f"{words}, back with an old date",
                "x": back["period"],
                "y": back["back_with_old_date"],
                "yaxis": f"y{number}",
                "width": BAR,
                "marker": _hollow(shade) | {"pattern": {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": shade}},
                "hovertemplate": f"%{{y:,}} stood there with an old date<extra>{words}</extra>",
            }
        )
    return [trace for trace in traces if len(trace["x"])]


def _hollow(shade: str) -> Plain:
    return {"color": "rgba(0,0,0,0)", "line": {"color": shade, "width": 1.5}}


def _standing(part: pd.DataFrame, key: Key, number: str) -> list[Plain]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _named(key, part),
            "x": part["period"],
            "y": part["listed_by_then"],
            "yaxis": f"y{number}",
            "line": {"color": theme.colour(key[0]), "shape": "hv", "width": 2},
            "hovertemplate": f"%{{y:,}}<extra>{_named(key, part)}</extra>",
        }
    ]


def _named(key: Key, part: pd.DataFrame) -> str:
    authority, _, what, _ = key
    if what == "all":
        return theme.name(authority)
    title = part["programme_title"].iloc[0]
    words = str(title) if pd.notna(title) else KINDS.get(what, NO_COUNTRY if what == "none" else theme.name(what))
    return f"{theme.name(authority)}, {words}"


def _heading(key: Key, part: pd.DataFrame, several: set[tuple[str, str]], scope: Scope) -> str:
    """Who, in which list where several sources tell, by which date, and of how many acts of the Union."""
    authority, basis, _, source = key
    first = part.iloc[0]
    told = [f"<b>{_named(key, part)}</b>"]
    if (authority, basis) in several:
        mostly = f", mostly {first['mostly'].partition(' (')[0]}" if isinstance(first["mostly"], str) else ""
        told = told if key[2] != "all" else []
        told.append(f"{first['source_title']}{mostly}" if told else f"<b>{first['source_title']}</b>{mostly}")
    told.append(BASES.get(basis, basis))
    if authority == "EU" and source == "eu_official_journal":
        told.append(f"{first['lists']} annexes")
    elif authority == "EU" and dict(scope.chosen).get("split") == "all":
        told.append(f"{first['lists']} acts")
    if part["package"].notna().any() and scope["view"] == "monthly":
        told.append("numbers: packages")
    return _wrapped(told)


def _wrapped(pieces: list[str]) -> str:
    """The pieces of a heading in lines that a phone has room for."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1].replace("<b>", "").replace("</b>", "")) + len(piece) > LETTERS:
            lines.append(piece)
        else:
            lines[-1] += f" · {piece}"
    return "<br>".join(lines)


def _title(words: str, top: float) -> Plain:
    return {
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "align": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": 13},
    }


def _packages(row: Any, one: str = "", several: str = "") -> str:
    """The number of the package of a month, or the first and the last of several; nothing where there is none."""
    if not isinstance(row.package, str):
        return ""
    first, last = (str(package).partition(" ")[0] for package in (row.package, row.last_package))
    return f"{one}{first}" if first == last else f"{several}{first}–{last}"


def _labels(part: pd.DataFrame, number: str, shown: Period) -> list[Plain]:
    """Numbers of packages wherever there is room, days of the other high bars where more is left."""
    length = pd.Timestamp(shown.last_day) - pd.Timestamp(shown.start)
    highest = part[(part["busiest"] > 0) & part["busiest_day"].notna()].sort_values("added", ascending=False)
    least = SMALL * max(part["added"].max(), part["back_with_old_date"].fillna(0).astype(float).max())
    notes: list[Plain] = []
    back = list(records(part[part["back_with_old_date"].notna()]))
    labelled = [row.period for row in back]
    for row in records(highest):
        if (words := _packages(row)) and _is_free(row.period, labelled, length * PACKAGES_APART):
            labelled.append(row.period)
            notes.append(_note(row.period, row.added, words, number))
    days = 0
    for row in records(highest[highest["added"] >= least]):
        if days < LABELLED and not _packages(row) and _is_free(row.period, labelled, length * APART):
            labelled.append(row.period)
            days += 1
            words = f"{row.busiest_day.day} {row.busiest_day:%b}<br>{theme.number(row.busiest)}"
            edge = {"xanchor": "left", "xshift": -8} if row.period.date() == shown.start else {}
            notes.append(_note(row.period, row.added, words, number) | edge)
    notes += [
        _note(row.period, row.back_with_old_date + row.added, f"{row.back_with_old_date:.0f} with old dates", number)
        | {"xanchor": "right", "xshift": 8}
        for row in back
    ]
    return notes


def _is_free(month: pd.Timestamp, taken: list[pd.Timestamp], apart: pd.Timedelta) -> bool:
    return all(abs(month - other) >= apart for other in taken)


def _note(x: object, y: float, words: str, number: str) -> Plain:
    return {
        "x": x,
        "y": y,
        "yref": f"y{number}",
        "text": words,
        "showarrow": False,
        "yanchor": "bottom",
        "font": {"size": 11},
        "opacity": 0.8,
    }


def _removed(part: pd.DataFrame) -> str:
    """Removals, which only the history of the US list tells: elsewhere none is known, which is not none."""
    return "removals not known" if part["gone"].isna().all() else f"{theme.number(part['gone'].sum())} removed"


def summary(rows: pd.DataFrame, scope: Scope) -> str:
    """The largest series with its busiest month, what is not in the drawing, and what states no country."""
    ordered = _series(rows)
    key, part = ordered[0]
    peak = part.iloc[int(part["added"].argmax())]
    words = (
        f"{_named(key, part)}: {theme.number(part['added'].sum())} added and {_removed(part)} "
        f"from {written(part['period'].iloc[0])} to {written(part['period'].iloc[-1])}; "
        f"most in {written(peak['period'])} ({theme.number(peak['added'])})."
    )
    if len(ordered) > ROWS:
        words += f" The {ROWS} largest of {theme.number(len(ordered))} series are drawn; the table has all."
    if without := [(k, p) for k, p in ordered if k[2] == "none" and p["added"].sum() > 0]:
        told = [f"{theme.name(k[0])}, {theme.number(p['added'].sum())} ({BASES.get(k[1], k[1])})" for k, p in without]
        words += f" Added without a country on any list held: {'; '.join(told)}."
    if _absent(rows, scope):
        words += " The EU is not counted: targets need names, and its annexes held only count entries."
    return words


chart = Chart(
    topic="sanctions",
    question="Who was listed when?",
    measure="Number of {unit}, {view}; {authority}, a row for each {split}, on its own scale and basis of date. "
    "Counted are {unit_defined}.",
    query=QUERY,
    figure=figure,
    summary=summary,
    choices=(
        Choice("authority", "Authority", offered=HELD, default="all"),
        Choice(
            "split",
            "A row for each",
            {"all": "authority", "programme": "programme", "target_type": "kind of target", "country": "country"},
            "all",
            about="Rows by programme or country overlap: one entry can stand in several. Do not add them.",
        ),
        Choice("unit", "Count", designations.UNITS, "entries", defined=designations.DEFINED),
        Choice(
            "view",
            "Show",
            {"monthly": "per month, removals below", "cumulative": "listed by then"},
            "monthly",
        ),
    ),
    kept="month",
    uncovered=uncovered,
    nothing="Targets need names, which the bundled annexes of the EU do not have: they only count. Add an authority’s "
    "list with `waybill add FILE`.",
    caveat="US: copies of the list were collected from 18 August 2021 to 3 May 2024; what stood there on the first day "
    "has no date and counts only as listed by then. EU: the annexes name only those still listed, so whoever was taken "
    "off since is missing (survivor bias), and removals are not known. EU entries are counted over all acts; targets "
    "and countries need names and come from the annexes held entry by entry, so the two are not to be compared. "
    "Countries are those the lists print, for the US mostly of addresses and as one copy of the list has them: whoever "
    "was taken off before has none. UN: entries that come back keep their old date; where two versions of the list "
    "show it, they are drawn hatched at the version that brought them back. Only the history of the US list tells "
    "removals by day. One list is counted once, whoever repeats it.",
)
