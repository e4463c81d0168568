"""Sanctions regimes under one short code each, strictly: an unknown one would be counted under no programme."""

from __future__ import annotations

import re

from etl.table import ContractBroken

HERE = "etl/codes/regimes.py"

EU_PROGRAMMES = frozenset(
    {"AFG", "BDI", "BIH", "BLR", "CAF", "CHEM", "COD", "CYB", "EGY", "EUAQ", "GIN", "GNB", "GTM", "HAM", "HR",
     "HTI", "IRN", "IRQ", "ISR", "LBN", "LBY", "MAR", "MDA", "MDV", "MLI", "MMR", "NER", "NIC", "NIGER", "PAL",
     "PRK", "RUS", "RUSDA", "SDN", "SDNZ", "SOM", "SRB", "SSD", "SYR", "TAQA", "TERR", "TUN", "TUR", "UKR",
     "UNLI", "USA", "VEN", "XKX", "YEM", "ZWE"}
)  # fmt: skip

# The United Kingdom names a regime by the title of its regulations.
UK_REGULATIONS = {
    "The Afghanistan (Sanctions) (EU Exit) Regulations 2020": "AFG",
    "The Bosnia and Herzegovina (Sanctions) (EU Exit) Regulations 2020": "BIH",
    "The Burundi (Sanctions) Regulations 2021": "BDI",
    "The Central African Republic (Sanctions) (EU Exit) Regulations 2020": "CAF",
    "The Chemical Weapons (Sanctions) (EU Exit) Regulations 2019": "CHEMICAL",
    "The Counter-Terrorism (International Sanctions) (EU Exit) Regulations 2019": "TERROR-INTERNATIONAL",
    "The Counter-Terrorism (Sanctions) (EU Exit) Regulations 2019": "TERROR-DOMESTIC",
    "The Cyber (Sanctions) (EU Exit) Regulations 2020": "CYBER",
    "The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019": "PRK",
    "The Democratic Republic of the Congo (Sanctions) (EU Exit) Regulations 2019": "COD",
    "The Global Anti-Corruption Sanctions Regulations 2021": "CORRUPTION",
    "The Global Human Rights Sanctions Regulations 2020": "HUMAN-RIGHTS",
    "The Global Irregular Migration and Trafficking in Persons Sanctions Regulations 2025": "MIGRATION",
    "The Guinea (Sanctions) (EU Exit) Regulations 2019": "GIN",
    "The Haiti (Sanctions) Regulations 2022": "HTI",
    "The ISIL (Da'esh) and Al-Qaida (United Nations Sanctions) (EU Exit) Regulations 2019": "ISIL-AL-QAIDA",
    "The Iran (Sanctions) (Human Rights) (EU Exit) Regulations 2019": "IRN",
    "The Iran (Sanctions) (Nuclear) (EU Exit) Regulations 2019": "IRN-NUCLEAR",
    "The Iran (Sanctions) Regulations 2023": "IRN",
    "The Iraq (Sanctions) (EU Exit) Regulations 2020": "IRQ",
    "The Lebanon (Sanctions) (Assassination of Rafiq Hariri and others) (EU Exit) Regulations 2020": "LBN-HARIRI",
    "The Lebanon (Sanctions) (EU Exit) Regulations 2020": "LBN",
    "The Libya (Sanctions) (EU Exit) Regulations 2020": "LBY",
    "The Mali (Sanctions) (EU Exit) Regulations 2020": "MLI",
    "The Misappropriation (Sanctions) (EU Exit) Regulations 2020": "MISAPPROPRIATION",
    "The Myanmar (Sanctions) Regulations 2021": "MMR",
    "The Nicaragua (Sanctions) (EU Exit) Regulations 2020": "NIC",
    "The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019": "BLR",
    "The Republic of Guinea-Bissau (Sanctions) (EU Exit) Regulations 2019": "GNB",
    "The Russia (Sanctions) (EU Exit) Regulations 2019": "RUS",
    "The Somalia (Sanctions) (EU Exit) Regulations 2020": "SOM",
    "The South Sudan (Sanctions) (EU Exit) Regulations 2019": "SSD",
    "The Sudan (Sanctions) (EU Exit) Regulations 2020": "SDN",
    "The Syria (Sanctions) (EU Exit) Regulations 2019": "SYR",
    "The Syria (United Nations Sanctions) (Cultural Property) (EU Exit) Regulations 2020": "SYR-CULTURAL",
    "The Unauthorised Drilling Activities in the Eastern Mediterranean (Sanctions) (EU Exit) Regulations 2020": "TUR",
    "The Venezuela (Sanctions) (EU Exit) Regulations 2019": "VEN",
    "The Yemen (Sanctions) (EU Exit) (No. 2) Regulations 2020": "YEM",
    "The Yemen (Sanctions) (EU Exit) (No.2) Regulations 2020": "YEM",
    "The Zimbabwe (Sanctions) (EU Exit) Regulations 2019": "ZWE",
}

# Its consolidated list named them by subject, by other words from 2021 on.
UK_SUBJECTS = {
    "Afghanistan": "AFG",
    "Belarus": "BLR",
    "Bosnia and Herzegovina": "BIH",
    "Burma": "MMR",
    "Burundi": "BDI",
    "Central African Republic": "CAF",
    "Chemical Weapons": "CHEMICAL",
    "Counter-Terrorism (Domestic)": "TERROR-DOMESTIC",
    "Counter-Terrorism (International)": "TERROR-INTERNATIONAL",
    "Cyber": "CYBER",
    "Cyber-Attacks": "CYBER",
    "Democratic People's Republic of Korea": "PRK",
    "Democratic Republic of the Congo": "COD",
    "Egypt": "EGY",
    "Global Anti-Corruption": "CORRUPTION",
    "Global Human Rights": "HUMAN-RIGHTS",
    "Global Irregular Migration and Trafficking in Persons": "MIGRATION",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Haiti": "HTI",
    "ISIL (Da'esh) and Al-Qaida": "ISIL-AL-QAIDA",
    "Iran": "IRN",
    "Iran (Nuclear)": "IRN-NUCLEAR",
    "Iran (human rights)": "IRN",
    "Iran (nuclear proliferation)": "IRN-NUCLEAR",
    "Iraq": "IRQ",
    "Lebanon": "LBN",
    "Lebanon and Syria": "LBN-HARIRI",
    "Libya": "LBY",
    "Mali": "MLI",
    "Misappropriation": "MISAPPROPRIATION",
    "Myanmar": "MMR",
    "Nicaragua": "NIC",
    "North Korea (Democratic People's Republic of Korea)": "PRK",
    "Republic of Guinea": "GIN",
    "Republic of Guinea-Bissau": "GNB",
    "Russia": "RUS",
    "Somalia": "SOM",
    "South Sudan": "SSD",
    "Sudan": "SDN",
    "Syria": "SYR",
    "Terrorism and Terrorist Financing": "TERROR-INTERNATIONAL",
    "The ISIL (Da'esh) and Al-Qaida organisations": "ISIL-AL-QAIDA",
    "Tunisia": "TUN",
    "Turkey": "TUR",
    "UK Freezing Orders": "FREEZING-ORDER",
    "Ukraine (Misappropriation)": "UKR-MISAPPROPRIATION",
    "Ukraine (Sovereignty)": "UKR",
    "Venezuela": "VEN",
    "Yemen": "YEM",
    "Zimbabwe": "ZWE",
}


def eu_programme(code: str) -> str:
    """The Union's own programme code, without the prefix that some files put before it."""
    bare = code.removeprefix("EU-")
    if bare not in EU_PROGRAMMES:
        raise ContractBroken(f"{code!r} is an unknown programme; add it to EU_PROGRAMMES in {HERE}")
    return bare


def uk_regulations(title: str) -> str:
    """The regime of the regulations with this title. Raises ContractBroken for an unknown one."""
    return _found(title, UK_REGULATIONS, "UK_REGULATIONS")


def uk_subject(name: str) -> str:
    """The regime that the older consolidated list calls by this name. Raises ContractBroken otherwise."""
    return _found(name, UK_SUBJECTS, "UK_SUBJECTS")


def _found(words: str, known: dict[str, str], where: str) -> str:
    plain = re.sub(r"\s+", " ", words.replace("’", "'")).strip()
    if plain not in known:
        raise ContractBroken(f"{words!r} is an unknown regime; add it to {where} in {HERE}")
    return known[plain]
