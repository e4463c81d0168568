"""Countries and regimes in the lists' own words: known ones exactly, unknown ones named with where to add them."""

from __future__ import annotations

import pytest

from etl.codes.nationalities import countries_of
from etl.codes.regimes import eu_programme, uk_regulations, uk_subject
from etl.table import ContractBroken


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Russia", "RUS"),
        ("(1) Somali (2) Swedish", "SOM;SWE"),
        ("a) Syrian Arab Republic b) State of Palestine", "PSE;SYR"),
        ("Bosnia and Herzegovina (Branch)", "BIH"),
        ("Trinidad and Tobago (alternative location as at Sep 2011)", "TTO"),
        ("DRC and Belgian nationalities", "BEL;COD"),
        ("United States of America. Also believed to hold Syrian nationality", "SYR;USA"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Guinea-Bissau", "GNB"),
        ("Afghanistan/Pakistan border region", "AFG;PAK"),
        ("(1) Russian (2) USSR (until 1991)", "RUS"),
        ("South Sudan", "SSD"),
        ("Congolese", ""),  # of one of two countries
        ("Africa", ""),
        ("", ""),
    ],
)
def test_countries_in_the_words_of_a_list(words: str, codes: str):
    assert countries_of(words) == codes


@pytest.mark.parametrize("words", ["Atlantean", "Russian; Atlantis", "Korea", "n/a", "x"])
def test_an_unknown_country_is_named_with_where_to_add_it(words: str):
    with pytest.raises(ContractBroken, match=r"add it to NAMES or ADJECTIVES in etl/codes/nationalities\.py"):
        countries_of(words)


def test_regimes_have_one_code_each():
    assert eu_programme("EU-UKR") == eu_programme("UKR") == "UKR"
    title = "The Democratic People’s Republic of Korea (Sanctions) (EU Exit) Regulations 2019"
    assert uk_regulations(title) == uk_regulations(title.replace("’", "'")) == "PRK"
    assert uk_subject("Ukraine (Sovereignty)") == "UKR"


@pytest.mark.parametrize(("translate", "where"), [
    (eu_programme, "EU_PROGRAMMES"), (uk_regulations, "UK_REGULATIONS"), (uk_subject, "UK_SUBJECTS"),
])  # fmt: skip
def test_an_unknown_regime_is_named_with_where_to_add_it(translate, where: str):
    with pytest.raises(ContractBroken, match=f"'Atlantis' is an unknown .* add it to {where} in etl/codes/regimes"):
        translate("Atlantis")
