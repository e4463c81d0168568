"""Small files of ours on arms and aid in the publishers' layouts, of which little or nothing is bundled."""

from __future__ import annotations

from etl.sources import sipri_trade_register

REGISTER_OF_2025 = (
    "Transfers of major conventional arms from All countries  to All countries .",
    "Data generated: 3 Jan 2025 9:16:02 PM",
    ",".join(sipri_trade_register.HEADER),
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,600,Yes,2022,No,New,0.2,0.2,120,Yes",
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,600,Yes,2023,No,New,0.2,0.2,120,Yes",
    "65539,Iran,Russia,Shahed-136,loitering munition,Missiles,2022,Yes,50,Yes,2023,No,New,0.2,0.2,10,Yes",
    "65417,United States,Ukraine,Phoenix Ghost,loitering munition,Missiles,2022,No,99,Yes,2022,No,New,0.1,0.1,9.9,No",
)
EXPLORER = (
    '"country","iso","year","month","total","financial","humanitarian","military","commitments","to_be_allocated","gdp","pct_gdp"',
    '"Australia","AUS",2022,2,0.002645,0,0,0.002645,0.002645,0,1312.77,0.0002',
    '"Australia","AUS",2024,4,0.069697,0,0.01,0.059697,0.05,-0.019697,1312.77,0.005',
    '"EU (Commission and Council)","EU",2022,2,1.2,1.2,0,0,9.2,8,0,0',
    '"EU (Commission and Council)","EU",2023,12,1.5,1.5,0,0,0.5,-1,0,0',
    '"Germany","DEU",2024,3,0.5,0,0,0.5,0.75,0.25,0,0',
)  # fmt: skip


VOLUMES = (
    '"TIV of arms exports from North Korea, 2021-2024",,,,,',
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,,,",
    "Generated: 28 July 2025,,,,,",
    ",2021,2022,2023,2024,Total",
    "Russia,,,13,240,253",
    ",,,,,,",
    "Total,,,13,240,253",
)

FILES = {"register.csv": REGISTER_OF_2025, "data_explorer.csv": EXPLORER, "volumes.csv": VOLUMES}


def register(day: str, years: tuple[int, int], *lines: str) -> str:
    """The register as it is downloaded on a day for the deliveries of some years."""
    asked = f"Deals with deliveries made for the year range '{years[0]}' to '{years[1]}'"
    above = (f"{REGISTER_OF_2025[0]} {asked}", f"Data generated: {day} 9:16:02 PM", REGISTER_OF_2025[2])
    return "\n".join((*above, *lines, ""))


SEARCHER = "50783,Israel,Russia,Searcher,UAV,Aircraft,2009,No,1,Yes,{},Yes,New,0.3,0.3,0.3,No"
VIEW = "51075,Israel,Russia,I-View-150,UAV,Aircraft,2009,No,4,Yes,{},Yes,New,0.1,0.1,0.4,No"
ENGINE = "39788,Ukraine,Russia,AI-222 (3700),turbofan,Engines,2006,No,{1},Yes,{0},No,New,1.2,1.2,{2},Yes"
OVOD = "50432,Ukraine,Russia,Kh-59M Ovod-M,ASM,Missiles,2006,Yes,100,No,2007,No,New,0.9,0.9,90,No"
SACCADE = "32502,China,Algeria,C-802,anti-ship missile,Missiles,1999,Yes,{1},Yes,{0},Yes,New,0.9,0.9,{2},No"
RESTATED = {
    "january_2025.csv": register(
        "3 Jan 2025", (2000, 2030),
        SEARCHER.format(2009), SEARCHER.format(2010), VIEW.format(2009), VIEW.format(2010),
        ENGINE.format(2009, 6, 7.2), ENGINE.format(2010, 20, 24), OVOD,
        SACCADE.format(2001, 9, 8.1), SACCADE.format(2002, 16, 14.4),
    ),
    "two_years.csv": register("10 Feb 2025", (2000, 2001), SACCADE.format(2001, 8, 7.2)),
    "march_2026.csv": register(
        "12 Mar 2026", (1995, 2025), SEARCHER.format(2010), VIEW.format(2010), ENGINE.format(2010, 20, 24)
    ),
}  # fmt: skip
"""Three downloads of the register: the last no longer has the deliveries of 2009, nor the deal 50432."""
DELIVERIES = """
SELECT deal_id, year(delivered) AS year, number_delivered AS number, CAST(vintage AS VARCHAR) AS vintage
FROM arms_transfer WHERE deal_id IN ('50783', '51075', '39788', '50432', '32502') ORDER BY deal_id, year
"""
DELIVERED = [
    ["32502", 2001, 8, "2025-02-10"],  # of the two years asked for then
    ["32502", 2002, 16, "2025-01-03"],  # and of these that download said nothing
    ["39788", 2010, 20, "2026-03-12"],
    ["50432", 2007, 100, "2025-01-03"],  # in no later file, so that nothing says it is otherwise
    ["50783", 2010, 1, "2026-03-12"],
    ["51075", 2010, 4, "2026-03-12"],
]
"""What counts then: of a deal what the newest file says of the years it is about."""
