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
