"""Codes of our own for what is no country but stands in trade tables: groups, and areas not elsewhere specified.

ISO 3166 leaves XAA to XZZ to its users. XC. is a continent as the publisher bounds it, XG. another group,
XN. what a publisher could not or would not attribute, XT. a part of a country that China counts by itself.
"""

from __future__ import annotations

WORLD = "WLD"

GROUPS = {
    WORLD: "World: the sum of all partners",
    "EUU": "European Union as the publisher counts its members",
    "XCA": "Africa",
    "XCE": "Europe",
    "XCL": "Latin America",
    "XCN": "North America",
    "XCO": "Oceania",
    "XCS": "Asia",
    "XGA": "Association of Southeast Asian Nations (ASEAN)",
    "XGB": "Countries along the Belt and Road, as China Customs counts them",
    "XGC": "Middle East and Central Asia, as the IMF groups them",
    "XGD": "Advanced economies, as the IMF groups them",
    "XGE": "Euro area",
    "XGF": "Sub-Saharan Africa",
    "XGK": "Belgium and Luxembourg together",
    "XGL": "Latin America and the Caribbean",
    "XGM": "Emerging market and developing economies, as the IMF groups them",
    "XGN": "Emerging market and developing economies that do not live on fuel, as the IMF groups them",
    "XGO": "Emerging market and developing economies that live on fuel, as the IMF groups them",
    "XGP": "Asia-Pacific Economic Cooperation (APEC)",
    "XGQ": "Emerging and developing Europe, as the IMF groups it",
    "XGR": "Regional Comprehensive Economic Partnership (RCEP)",
    "XGS": "Emerging and developing Asia, as the IMF groups it",
    "XGT": "Commonwealth of Independent States (CIS)",
    "XGX": "Middle East, North Africa, Afghanistan and Pakistan",
    "XGY": "Middle East",
}
"""Sums of members: never added to them."""

NOT_SPECIFIED = {
    "XNA": "Other Africa, not elsewhere specified",
    "XNB": "Caribbean, not elsewhere specified",
    "XNC": "Africa CAMEU region, not elsewhere specified",
    "XND": "Goods in neutral packing, of undeclared origin",
    "XNE": "Eastern Europe, not elsewhere specified",
    "XNF": "Europe EFTA, not elsewhere specified",
    "XNG": "Northern Africa, not elsewhere specified",
    "XNH": "Other Latin America, not elsewhere specified",
    "XNI": "United Nations and other international organisations",
    "XNJ": "Other North America, not elsewhere specified",
    "XNK": "Bunkers: fuel and stores for ships and aircraft",
    "XNL": "LAIA (Latin American Integration Association), not elsewhere specified",
    "XNM": "CACM (Central American Common Market), not elsewhere specified",
    "XNN": "North America and Central America, not elsewhere specified",
    "XNO": "Oceania, not elsewhere specified",
    "XNP": "Other Europe, not elsewhere specified",
    "XNQ": "Other countries, not included elsewhere (IMF)",
    "XNR": "Rest of America, not elsewhere specified",
    "XNS": "Special categories: not attributed for reasons of secrecy and the like",
    "XNT": "Other Asia, not elsewhere specified (in China's own tables, where Taiwan stands by itself)",
    "XNU": "Europe EU, not elsewhere specified",
    "XNW": "Western Asia, not elsewhere specified",
    "XNX": "Areas not specified, or unknown",
    "XNZ": "Free zones",
}
"""Trade without a named partner: each is a sum over unnamed countries."""

PARTS = {
    "XTB": "Bonaire",
    "XTC": "Channel Islands",
    "XTE": "Ceuta",
    "XTG": "Gambier Islands",
    "XTI": "Canary Islands",
    "XTL": "Melilla",
    "XTM": "Island of Saint Martin, both parts",
    "XTO": "Society Islands",
    "XTP": "United States miscellaneous Pacific islands",
    "XTQ": "Marquesas Islands",
    "XTR": "Tubuai (Austral) Islands",
    "XTS": "Saba",
    "XTU": "Tuamotu Islands",
    "XTV": "Midway Islands",
    "XTW": "Wake Island",
}
"""Parts of countries that a publisher counts beside them and that have no code in ISO 3166."""

M49 = {
    "0": WORLD,
    "97": "EUU",
    "129": "XNB",
    "221": "XNE",
    "290": "XNG",
    "471": "XNM",
    "472": "XNC",
    "473": "XNL",
    "492": "XNU",
    "527": "XNO",
    "568": "XNP",
    "577": "XNA",
    "636": "XNR",
    "637": "XNN",
    "697": "XNF",
    "837": "XNK",
    "838": "XNZ",
    "839": "XNS",
    "879": "XNW",
    "899": "XNX",
    "975": "XGA",
    "80": "ATB",  # British Antarctic Territory: withdrawn from ISO 3166, still in use at UN Comtrade
    "488": "XTV",
    "536": "NTZ",  # Neutral Zone: withdrawn likewise
    "830": "XTC",
    "849": "XTP",
    "872": "XTW",
}
"""UN Comtrade's numbers of these. 490, "Other Asia, nes", is where it books Taiwan and stands with the countries."""


def is_aggregate(code: str) -> bool:
    """True for groups and for what is not attributed to a country: neither is ever added to countries."""
    return code in GROUPS or code in NOT_SPECIFIED
