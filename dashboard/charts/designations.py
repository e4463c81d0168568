"""Who listed how many, month by month: a row per series, because authorities date their entries differently."""

from __future__ import annotations

import pandas as pd

from dashboard import designations, theme
from dashboard.chart import Chart, Plain, Scope, records
from dashboard.choice import Choice
from dashboard.period import written

QUERY = f"""
WITH {designations.COUNTED},
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
), span AS (
  SELECT authority, date_basis, part, source, min(period) AS first_month FROM monthly
  GROUP BY authority, date_basis, part, source
), covered AS (
  SELECT monthly.source, min(monthly.period) AS begins,
    CASE WHEN max(monthly.date_basis) = 'first_seen' THEN max(monthly.period)
      ELSE greatest(max(monthly.period), max(CAST(date_trunc('month', resource.obtained) AS DATE))) END AS ends
  FROM monthly JOIN resource ON resource.source = monthly.source GROUP BY monthly.source
), calendar AS (
  SELECT CAST(unnest(generate_series(min(begins), max(ends), INTERVAL 1 MONTH)) AS DATE) AS period FROM covered
), every_month AS (
  SELECT span.authority, span.date_basis, span.part, span.source, calendar.period
  FROM span JOIN covered ON span.source = covered.source
    JOIN calendar ON calendar.period BETWEEN span.first_month AND covered.ends
), standing AS (
  SELECT e.authority, e.date_basis, e.part, e.period, e.source,
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
)
SELECT s.period, s.authority, s.date_basis, s.part, p.title AS programme_title, CAST(s.added AS BIGINT) AS added,
       CASE WHEN s.date_basis = 'first_seen' THEN CAST(s.gone AS BIGINT) END AS gone,
       CAST(s.listed_by_then AS BIGINT) AS listed_by_then, s.busiest_day,
       CAST(s.busiest AS BIGINT) AS busiest, k.package,
       CASE WHEN $split = 'all' AND $unit = 'entries' THEN r.back END AS back_with_old_date, s.source
FROM standing AS s
LEFT JOIN sanctions_programme AS p ON $split = 'programme' AND p.authority = s.authority AND p.programme = s.part
LEFT JOIN sanctions_package AS k ON s.authority = 'EU' AND k.adopted = s.busiest_day AND k.status <> 'not-a-package'
LEFT JOIN returned AS r ON r.source = s.source AND r.period = s.period
WHERE s.period BETWEEN $start AND $end AND ($authority = 'all' OR s.authority = $authority)
ORDER BY s.authority, s.date_basis, s.part, s.period
"""
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
LABELLED = 3
ROOM = 12
SMALL = 0.15
"""Up to this many of the highest bars of a row carry their day, where a twelfth of the width is between them."""


def figure(rows: pd.DataFrame, scope: Scope) -> Plain:
    """One row of bars or one line per series, largest first, each on its own scale and basis of date."""
    shown = _series(rows)[:ROWS]
    traces: list[Plain] = []
    notes: list[Plain] = []
    axes: Plain = {}
    height, gap = 1 / len(shown), 0.3 / len(shown) if len(shown) > 1 else 0.12
    for place, (key, part) in enumerate(shown):
        number = "" if place == 0 else str(place + 1)
        top = 1 - place * height
        axes[f"yaxis{number}"] = {
            "domain": [max(0.0, top - height), top - gap],
            "rangemode": "tozero" if scope["view"] == "cumulative" else "normal",
            "zerolinewidth": 1.5,
            "nticks": 4,
            "automargin": True,
        }
        traces += _standing(part, key, number) if scope["view"] == "cumulative" else _monthly(part, key, number)
        notes.append(_heading(key, part, top - gap))
        if scope["view"] != "cumulative":
            notes += _labels(part, number)
    return theme.figure(
        traces,
        annotations=notes,
        barmode="relative",
        height=90 + max(150, (170 if len(shown) < 4 else 130) * len(shown)) if len(shown) > 1 else 380,
        margin={"t": 34},
        xaxis={**theme.TIME_AXIS, "anchor": f"y{len(shown)}" if len(shown) > 1 else "y"},
        **axes,
    )


def _series(rows: pd.DataFrame) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    parts = [((str(a), str(b), str(p)), part) for (a, b, p), part in rows.groupby(["authority", "date_basis", "part"])]
    return sorted(parts, key=lambda each: (-int(each[1]["added"].sum() + each[1]["gone"].sum()), each[0]))


def _monthly(part: pd.DataFrame, key: tuple[str, str, str], number: str) -> list[Plain]:
    shade, words = theme.colour(key[0]), _named(key, part)
    there, gone = part[part["added"] > 0], part[part["gone"] > 0]
    traces = [
        {
            "type": "bar",
            "name": f"{words}, added",
            "x": there["period"],
            "y": there["added"],
            "yaxis": f"y{number}",
            "marker": {"color": shade},
            "hovertemplate": f"%{{y}} added<extra>{words}</extra>",
        },
        {
            "type": "bar",
            "name": f"{words}, removed",
            "x": gone["period"],
            "y": -gone["gone"],
            "yaxis": f"y{number}",
            "customdata": gone["gone"],
            "marker": _hollow(shade),
            "hovertemplate": f"%{{customdata}} removed<extra>{words}</extra>",
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
                "marker": _hollow(shade) | {"pattern": {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": shade}},
                "hovertemplate": f"%{{y}} stood there with an old date<extra>{words}</extra>",
            }
        )
    return [trace for trace in traces if len(trace["x"])]


def _hollow(shade: str) -> Plain:
    return {"color": "rgba(0,0,0,0)", "line": {"color": shade, "width": 1.5}}


def _standing(part: pd.DataFrame, key: tuple[str, str, str], number: str) -> list[Plain]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _named(key, part),
            "x": part["period"],
            "y": part["listed_by_then"],
            "yaxis": f"y{number}",
            "line": {"color": theme.colour(key[0]), "shape": "hv", "width": 2},
            "hovertemplate": f"%{{y}}<extra>{_named(key, part)}</extra>",
        }
    ]


def _named(key: tuple[str, str, str], part: pd.DataFrame) -> str:
    authority, _, what = key
    if what == "all":
        return theme.NAMES.get(authority, authority)
    title = part["programme_title"].iloc[0]
    words = str(title) if pd.notna(title) else KINDS.get(what, "country not stated" if what == "none" else _place(what))
    return f"{theme.NAMES.get(authority, authority)}, {words}"


def _place(code: str) -> str:
    return theme.NAMES.get(code, code)


def _heading(key: tuple[str, str, str], part: pd.DataFrame, top: float) -> Plain:
    return {
        "text": f"<b>{_named(key, part)}</b> · {BASES.get(key[1], key[1])}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "showarrow": False,
        "font": {"size": 13},
    }


def _labels(part: pd.DataFrame, number: str) -> list[Plain]:
    highest = part[(part["busiest"] > 0) & part["busiest_day"].notna()].sort_values("added", ascending=False)
    notes: list[Plain] = []
    apart = (part["period"].max() - part["period"].min()) / ROOM
    labelled: list[pd.Timestamp] = []
    least = SMALL * max(part["added"].max(), part["back_with_old_date"].fillna(0).max())
    for row in records(highest[highest["added"] >= least].head(3 * LABELLED)):
        if len(labelled) == LABELLED or any(abs(row.period - other) < apart for other in labelled):
            continue
        labelled.append(row.period)
        package = f"package {str(row.package).split(' ')[0]}" if isinstance(row.package, str) else ""
        words = package if package else f"{row.busiest_day.day} {row.busiest_day:%b}: {theme.number(row.busiest)}"
        edge = {"xanchor": "left", "xshift": -8} if row.period == part["period"].min() else {}
        notes.append(_note(row.period, row.added, words, number) | edge)
    notes += [
        _note(row.period, row.back_with_old_date + row.added, f"{row.back_with_old_date:.0f} with old dates", number)
        for row in records(part[part["back_with_old_date"].notna()])
    ]
    return notes


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
    """The largest series with its busiest month, and what is left out of the drawing."""
    ordered = _series(rows)
    key, part = ordered[0]
    peak = part.iloc[int(part["added"].argmax())]
    words = (
        f"{_named(key, part)}: {theme.number(part['added'].sum())} added and {_removed(part)} "
        f"from {written(part['period'].iloc[0])} to {written(part['period'].iloc[-1])}; "
        f"most in {written(peak['period'])} ({theme.number(peak['added'])})."
    )
    if len(ordered) > ROWS:
        words += f" The {ROWS} largest of {len(ordered)} series are drawn; the table has all."
    return words


chart = Chart(
    topic="sanctions",
    question="Who was listed when?",
    measure="Number of {unit}, {view}; {authority}, a row for each {split}, on its own scale and basis of date",
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
        Choice("unit", "Count", designations.UNITS, "entries", about=designations.DEFINED),
        Choice(
            "view",
            "Show",
            {"monthly": "per month, removals below", "cumulative": "listed by then"},
            "monthly",
        ),
    ),
    kept="month",
    caveat="US: copies of the list were collected from 18 August 2021 to 3 May 2024; what stood there on the first day "
    "has no date and counts only as listed by then. EU: the annexes name only those still listed, so whoever was taken "
    "off since is missing (survivor bias), and removals are not known. UN: entries that come back keep their old date; "
    "where two versions of the list show it, they are drawn hatched at the version that brought them back. "
    "Only the history of the US list tells removals by day. "
    "One list is counted once, whoever repeats it.",
)
