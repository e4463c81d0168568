"""Arms and ammunition: SIPRI's register, published estimates and rates, events."""

# ruff: noqa: E501  (the publisher's own lines)

from __future__ import annotations

import pytest

from etl.sources import ammunition_estimates, events, sipri_trade_register
from etl.table import ContractBroken
from etl.tables import AMMUNITION_BASES
from tests.etl.conftest import BUNDLED, Write

REGISTER = (
    "Transfers of major conventional arms from All countries  to All countries .",
    "A '?' in a column indicates uncertain data.",
    "",
    "Data generated: 12 Feb 2026 12:26:12 PM",
    ",".join(sipri_trade_register.HEADER),
    "67145,North Korea,Russia,Hwasong-11,surface-to-surface missile,Missiles,2023,Yes,5,Yes,2023,No,New,2.5,2.5,12.5,No",
    "67145,North Korea,Russia,Hwasong-11,surface-to-surface missile,Missiles,2023,Yes,95,Yes,2024,,New,2.5,2.5,237.5,No",
    "59370,unknown supplier(s),Libya HoR*,Agafonov,cargo ship,Ships,,,1,Yes,2015,No,Second hand,10,4,4,No",
    "59371,Turkiye,NATO**,Mugin-5,UAV,Aircraft,2022,Yes,1,No,2023,No,,0.05,0.05,0.05,Yes",
)


def test_north_korea_delivered_a_hundred_missiles_in_two_years(starter):
    rows = starter("sipri_trade_register").query("designation == 'Hwasong-11'")
    assert rows[["supplier", "recipient"]].drop_duplicates().values.tolist() == [["PRK", "RUS"]]
    assert rows["number_delivered"].tolist() == [5, 95]
    assert rows["tiv_delivered"].tolist() == [12.5, 237.5]
    assert rows["number_estimated"].tolist() == [True, True]


def test_the_register_is_read_below_its_preamble(write: Write):
    rows = sipri_trade_register.tidy([write("r.csv", *REGISTER)])
    assert rows["supplier"].tolist() == ["PRK", "PRK", "unknown supplier(s)", "TUR"]
    assert rows["recipient"].tolist() == ["RUS", "RUS", "Libya HoR*", "NATO**"]
    assert rows["delivered_year_estimated"].isna().tolist() == [False, True, False, False]
    assert rows["ordered_year"].isna().tolist() == [False, False, True, False]
    assert rows["condition"].isna().tolist() == [False, False, False, True]
    assert rows["delivered"].dt.year.tolist() == [2023, 2024, 2015, 2023]


def test_a_name_that_sipri_did_not_use_before_is_named_with_what_to_do(write: Write):
    line = REGISTER[5].replace("North Korea", "Ruritania")
    with pytest.raises(ContractBroken, match=r"r.csv row 10, column 'Supplier': 'Ruritania'.*SIPRI_OWN_WORDS"):
        sipri_trade_register.tidy([write("r.csv", *REGISTER, line)])


def test_a_register_without_its_header_is_refused(write: Write):
    with pytest.raises(ContractBroken, match=r"r.csv: no line begins with the column 'SIPRI AT Database ID'"):
        sipri_trade_register.tidy([write("r.csv", *REGISTER[:4])])


def test_the_bases_of_the_estimates_that_the_commentary_turns_on(starter):
    rows = starter("ammunition_estimates").set_index("estimate_id")
    assert len(rows) == 67
    seen = rows.loc["prk-rus-2024-02-26-containers"]
    assert (seen["basis"], seen["central"]) == ("containers_seen", 6700)
    capacity = rows.loc["prk-rus-2024-02-26-rounds"]
    assert (capacity["basis"], capacity["low"], capacity["high"]) == ("capacity", 500_000, 3_000_000)
    counted = rows.loc["prk-rus-2024-02-23-rounds"]
    assert (counted["basis"], counted["central"]) == ("rounds_stated", 1_500_000)
    donated, sold = rows.loc["euu-ukr-2024-03-21-rounds"], rows.loc["euu-ukr-2024-03-21-rounds-2"]
    assert (donated["basis"], donated["central"]) == ("rounds_stated", 500_000)
    assert (sold["basis"], sold["central"]) == ("commercial", 400_000)
    assert rows.loc["euu-ukr-2024-01-31-rounds-2", "basis"] == "forecast"
    assert rows.loc["euu-ukr-2023-03-20-rounds", "basis"] == "pledge"
    assert rows.loc["prk-rus-2024-06-22-rounds", "basis"] == "tonnes_converted"
    assert rows.loc["prk-rus-2025-05-29-rounds", "basis"] == "period_total"


def test_a_month_without_a_day_is_said_to_be_one(starter):
    rates = starter("ammunition_rates").set_index("estimate_id")
    row = rates.loc["rus-rus-2023-09-rounds"]
    assert (row["as_of"].isoformat()[:10], row["as_of_precision"]) == ("2023-09-01", "month")
    assert set(rates["basis"]) == {"production", "production_capacity", "plan", "fire_rate"}


def test_every_basis_is_explained_in_the_format():
    text = (BUNDLED / "figures" / "FORMAT.md").read_text(encoding="utf-8")
    assert [basis for basis in AMMUNITION_BASES if f"`{basis}`" not in text] == []


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("publisher", "", "is empty"),
        ("url", "", "is empty"),
        ("url", "see above", "needs the address it was read at"),
        ("as_of", "", "is empty"),
        ("as_of", "2024-2-3", "is not a date"),
        ("confirmed", "unconfirmed", "unconfirmed statements are not kept"),
        ("basis", "guess", "see figures/FORMAT.md"),
        ("supplier_iso3", "DPRK", "no ISO 3166 alpha-3 code"),
        ("central", "n/a", "is not a number"),
        ("central", "", "needs a number"),
        ("estimate_id", "the-minister-said", "is not supplier-recipient-as_of-unit of its row"),
        ("estimate_id", "prk-rus-2024-02-26-containers-1", "is not supplier-recipient-as_of-unit of its row"),
        ("unit", "rounds", "does not go with the basis of its row"),
        ("basis", "rounds_stated", "does not go with the basis of its row"),
        ("period_end", "2024-02-27", "is after the day of the statement"),
        ("period_end", "2023-08-27", "is before period_start"),
        ("leans_on", "prk-rus-2024-02-23-rounds", "is no other row of this table"),
        ("leans_on", "prk-rus-2024-02-26-containers", "is no other row of this table"),
        ("leaning", "derived", "says how, but not on what"),
        ("leaning", "copied", "does not look like repeats|derived|part_of|overlaps"),
        ("host", "friend", "see figures/FORMAT.md"),
        ("checked", "believed", "see figures/FORMAT.md"),
    ],
)
def test_a_statement_that_cannot_be_traced_is_refused(write: Write, column: str, value: str, words: str):
    cells = dict.fromkeys(ammunition_estimates.HEADER, "") | {
        "estimate_id": "prk-rus-2024-02-26-containers",
        "supplier_iso3": "PRK",
        "recipient_iso3": "RUS",
        "item": "containers",
        "unit": "containers",
        "central": "6700",
        "cumulative_or_period": "cumulative",
        "basis": "containers_seen",
        "period_start": "2023-08-28",
        "as_of": "2024-02-26",
        "estimator": "minister",
        "publisher": "KBS World",
        "title": "t",
        "url": "https://example.org/a",
        "confirmed": "yes",
        "host": "press",
        "checked": "opened",
    }
    header = ",".join(cells)
    assert len(ammunition_estimates.tidy([write("good.csv", header, ",".join(cells.values()))])) == 1
    cells[column] = value
    with pytest.raises(ContractBroken) as broken:
        ammunition_estimates.tidy([write("bad.csv", header, ",".join(cells.values()))])
    assert "bad.csv row 2" in str(broken.value)
    assert words in str(broken.value)


def test_statements_say_on_which_other_they_lean(starter):
    rows = starter("ammunition_estimates").set_index("estimate_id")
    repeated = rows.loc["prk-rus-2024-02-25-rounds"]
    assert (repeated["estimator"], repeated["leaning"]) == ("President of Ukraine V. Zelenskyy", "repeats")
    assert rows.loc[repeated["leans_on"], "estimator"].startswith("Ukraine HUR")
    capacity = rows[rows["basis"] == "capacity"]
    assert set(capacity["leaning"]) == {"derived"}
    assert set(rows.loc[capacity["leans_on"], "basis"]) == {"containers_seen"}
    assert rows.loc["prk-rus-2024-06-22-rounds", "leans_on"] == "prk-rus-2024-06-22-tonnes"


def test_a_register_is_of_the_day_it_says(write: Write):
    head = write("r.csv", *REGISTER).read_bytes()
    assert str(sipri_trade_register.dated(head)) == "2026-02-12"
    assert sipri_trade_register.dated(head.replace(b"Data generated", b"Made")) is None


def test_the_timeline_says_how_sure_each_measure_is(starter):
    rows = starter("un_dprk_timeline").set_index("document")
    assert rows.loc["S/RES/1718", "url"] == "https://undocs.org/S/RES/1718(2006)"
    assert rows.loc["S/RES/1695", ["confirmed", "checked"]].tolist() == ["no", "identifier"]
    veto = rows.loc["press.un.org/en/2024/sc15648.doc.htm"]
    assert veto[["confirmed", "checked", "note"]].tolist() == ["yes", "opened", "Confidence: verified"]
    assert veto["url"] == "https://press.un.org/en/2024/sc15648.doc.htm"


def test_events_have_stable_names_and_countries(starter):
    rows = starter("events").set_index("event_id")
    assert len(rows) == 58
    assert rows.loc["2019-04-25-first-putin-kim-jong-un-summit", "countries"] == "RUS;PRK"


def test_an_event_with_an_unknown_country_is_refused(write: Write):
    file = write("e.csv", ",".join(events.HEADER), "2024-01-01,A,visit,RUS;XYZ,https://e.org,yes,,press,opened")
    with pytest.raises(ContractBroken, match=r"e.csv row 2, column 'countries': 'RUS;XYZ'; 'XYZ' is no ISO"):
        events.tidy([file])


def test_the_high_priority_list_has_fifty_codes_in_six_tiers(starter):
    rows = starter("common_high_priority")
    assert rows["tier"].value_counts().to_dict() == {"3.A": 16, "4.A": 11, "3.B": 9, "2": 5, "4.B": 5, "1": 4}
    assert {"854800", "852589"} <= set(rows["product"])
