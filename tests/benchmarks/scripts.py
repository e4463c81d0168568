"""What somebody would write for one occasion, with the checks that Waybill makes: the scripts we are measured against.

python -m tests.benchmarks.scripts NAME OUT FILE… reads the files and writes sorted Parquet into OUT.
"""

from __future__ import annotations

import sys
from pathlib import Path

from etl.codes.countries import m49


def checked(good: bool, what: str) -> None:
    """Stop at the first thing that is wrong."""
    if not good:
        raise SystemExit(f"{what} is wrong")


def pandas(out: Path, files: list[Path]) -> None:
    """pandas.read_csv of all years, checks, sort, Parquet."""
    import pandas as pd

    kinds = {"t": "int16", "i": "int16", "j": "int16", "k": "int32", "v": "float64"}
    rows = pd.concat([pd.read_csv(file, dtype=kinds, na_values=["NA"], skipinitialspace=True) for file in files])
    checked(list(rows.columns) == ["t", "i", "j", "k", "v", "q"], "the header")
    checked(bool(rows["v"].ge(0).all() and rows["q"].dropna().ge(0).all()), "a number")
    checked(not rows.duplicated(["t", "i", "j", "k"]).any(), "a key")
    for code, name in (("i", "reporter"), ("j", "partner")):
        iso = {int(number): m49(str(number)) for number in rows[code].unique()}
        rows[name] = rows[code].map(iso).astype("category")
    codes = {int(number): f"{number:06d}" for number in rows["k"].unique()}
    rows["product"] = rows["k"].map(codes).astype("category")
    rows = rows.sort_values(["t", "reporter", "partner", "product"])
    rows["value"], rows["mass_kg"] = (rows["v"] * 1000).round(3), (rows["q"] * 1000).round(3)
    for year, part in rows.groupby("t"):
        part[["t", "reporter", "partner", "product", "value", "mass_kg"]].to_parquet(
            out / f"{year}.parquet", compression="zstd", index=False
        )


def duckdb(out: Path, files: list[Path]) -> None:
    """One DuckDB script over all files."""
    import duckdb as engine

    connection = engine.connect()
    names = [str(file) for file in files]
    connection.execute(
        """CREATE TABLE rows AS SELECT * FROM read_csv(?, header = true, nullstr = ['NA', '           NA'], columns =
        {'t': 'SMALLINT', 'i': 'SMALLINT', 'j': 'SMALLINT', 'k': 'INTEGER', 'v': 'DOUBLE', 'q': 'DOUBLE'})""",
        [names],
    )
    wrong = connection.execute("SELECT count(*) FROM rows WHERE NOT (v >= 0) OR q < 0 OR v IS NULL").fetchone()
    checked(wrong == (0,), "a number")
    twice = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM rows GROUP BY t, i, j, k HAVING count(*) > 1)"
    ).fetchone()
    checked(twice == (0,), "a key")
    found = connection.execute("SELECT DISTINCT i FROM rows UNION SELECT DISTINCT j FROM rows").fetchall()
    connection.execute("CREATE TABLE iso (code SMALLINT, iso VARCHAR)")
    connection.executemany("INSERT INTO iso VALUES (?, ?)", [[number, m49(str(number))] for (number,) in found])
    connection.execute(
        f"""COPY (SELECT t, a.iso AS reporter, b.iso AS partner, format('{{:06d}}', k) AS product,
        round(v * 1000, 3) AS value, round(q * 1000, 3) AS mass_kg
        FROM rows JOIN iso AS a ON a.code = i JOIN iso AS b ON b.code = j ORDER BY t, reporter, partner, product)
        TO '{out / "all.parquet"}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def polars(out: Path, files: list[Path]) -> None:
    """polars over all files at once."""
    _polars(out / "all.parquet", files)


def polars_by_year(out: Path, files: list[Path]) -> None:
    """The same polars script, a file at a time."""
    for file in files:
        _polars(out / f"{file.stem}.parquet", [file])


def _polars(target: Path, files: list[Path]) -> None:
    import polars as pl

    kinds = {"t": pl.Int16, "i": pl.Int16, "j": pl.Int16, "k": pl.Int32, "v": pl.Float64, "q": pl.Float64}
    rows = pl.concat([pl.read_csv(file, schema=kinds, null_values={"q": "           NA"}) for file in files])
    checked(bool((rows["v"] >= 0).all() and (rows["q"].drop_nulls() >= 0).all()), "a number")
    checked(not rows["v"].null_count() and rows["v"].is_finite().all(), "a number")
    codes = pl.concat([rows["i"].unique(), rows["j"].unique()]).unique().to_list()
    iso = {code: m49(str(code)) for code in codes}
    words = pl.Enum(sorted(set(iso.values())))
    goods = {code: f"{code:06d}" for code in rows["k"].unique().to_list()}
    rows = rows.select(
        "t",
        pl.col("i").replace_strict(iso, return_dtype=words).alias("reporter"),
        pl.col("j").replace_strict(iso, return_dtype=words).alias("partner"),
        pl.col("k").replace_strict(goods, return_dtype=pl.Enum(sorted(goods.values()))).alias("product"),
        (pl.col("v") * 1000).round(3).alias("value"),
        (pl.col("q") * 1000).round(3).alias("mass_kg"),
    ).sort("t", "reporter", "partner", "product")
    key = pl.struct("t", "reporter", "partner", "product")
    checked(not rows.select((key == key.shift(1)).any()).item(), "a key")
    rows.write_parquet(target, compression="zstd", compression_level=1, row_group_size=122_880)


WIDE = ("primaryValue", "fobvalue", "cifvalue", "netWgt")
KEY = ["reporterCode", "partnerCode", "flowCode", "classificationCode", "cmdCode", "period"]
TOTAL = "partner2Code = '0' AND motCode = '0' AND customsCode = 'C00' AND mosCode = '0' AND flowCode IN ('X', 'M')"


def wide_pandas(out: Path, files: list[Path]) -> None:
    """pandas over Comtrade's 47 columns."""
    import pandas as pd

    rows = pd.read_csv(files[0], dtype=dict.fromkeys(WIDE, "float64"), low_memory=False)
    checked(len(rows.columns) == 47, "the header")
    whole = rows["partner2Code"].eq(0) & rows["motCode"].eq(0) & rows["customsCode"].eq("C00")
    rows = rows[whole & rows["mosCode"].eq(0) & rows["flowCode"].isin(["X", "M"])]
    checked(bool(rows["primaryValue"].ge(0).all()), "a number")
    checked(
        bool((rows["primaryValue"].eq(rows["fobvalue"]) | rows["primaryValue"].eq(rows["cifvalue"])).all()), "a value"
    )
    checked(not rows.duplicated(KEY).any(), "a key")
    for code in ("reporterCode", "partnerCode"):
        rows[code] = rows[code].map({number: m49(str(number)) for number in rows[code].unique()})
    rows = rows.sort_values(KEY)
    rows[[*KEY, *WIDE]].to_parquet(out / "wide.parquet", compression="zstd", index=False)


def wide_duckdb(out: Path, files: list[Path]) -> None:
    """DuckDB over Comtrade's 47 columns."""
    import duckdb as engine

    connection = engine.connect()
    kinds = ", ".join(f"'{name}': 'DOUBLE'" for name in WIDE)
    connection.execute(
        f"CREATE TABLE rows AS SELECT {', '.join([*KEY, *WIDE])} FROM read_csv(?, header = true, all_varchar = false, "
        f"types = {{{kinds}, 'cmdCode': 'VARCHAR', 'partner2Code': 'VARCHAR', 'motCode': 'VARCHAR', "
        f"'mosCode': 'VARCHAR', 'customsCode': 'VARCHAR'}}) WHERE {TOTAL}",
        [str(files[0])],
    )
    wrong = connection.execute(
        "SELECT count(*) FROM rows WHERE NOT (primaryValue >= 0) OR NOT (coalesce(primaryValue = fobvalue, false) "
        "OR coalesce(primaryValue = cifvalue, false))"
    ).fetchone()
    checked(wrong == (0,), "a number")
    keys = ", ".join(KEY)
    twice = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM rows GROUP BY {keys} HAVING count(*) > 1)"
    ).fetchone()
    checked(twice == (0,), "a key")
    found = connection.execute(
        "SELECT DISTINCT partnerCode FROM rows UNION SELECT DISTINCT reporterCode FROM rows"
    ).fetchall()
    connection.execute("CREATE TABLE iso (code BIGINT, iso VARCHAR)")
    connection.executemany("INSERT INTO iso VALUES (?, ?)", [[number, m49(str(number))] for (number,) in found])
    connection.execute(
        f"COPY (SELECT rows.* REPLACE (a.iso AS reporterCode, b.iso AS partnerCode) FROM rows "
        f"JOIN iso AS a ON a.code = reporterCode JOIN iso AS b ON b.code = partnerCode "
        f"ORDER BY {keys}) TO '{out / 'wide.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
    )


def wide_polars(out: Path, files: list[Path]) -> None:
    """polars over Comtrade's 47 columns."""
    import polars as pl

    words = [*KEY, "partner2Code", "motCode", "customsCode", "mosCode"]
    kinds = dict.fromkeys(WIDE, pl.Float64) | dict.fromkeys(words, pl.Categorical)
    rows = pl.read_csv(files[0], columns=list(kinds), schema_overrides=kinds)
    rows = rows.filter(pl.sql_expr(TOTAL))
    value, fob, cif = (pl.col(name) for name in WIDE[:3])
    checked(bool((rows["primaryValue"] >= 0).all()), "a number")
    checked(rows.select(((value == fob).fill_null(False) | (value == cif).fill_null(False)).all()).item(), "a value")
    checked(not rows.select(pl.struct(KEY).is_duplicated().any()).item(), "a key")
    for code in ("reporterCode", "partnerCode"):
        iso = {word: m49(word) for word in rows[code].unique().to_list()}
        rows = rows.with_columns(
            pl.col(code).cast(pl.String).replace_strict(iso, return_dtype=pl.Enum(sorted(set(iso.values()))))
        )
    rows.select(*KEY, *WIDE).sort(KEY).write_parquet(out / "wide.parquet", compression="zstd", compression_level=1)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
