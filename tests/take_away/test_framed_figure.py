"""A picture says by itself what it shows, and nothing of it is cut."""

from __future__ import annotations

import html
import json
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, theme
from dashboard.chart import drawn, finished
from dashboard.take_away import axes, words
from dashboard.take_away.frame import framed
from dashboard.take_away.page import html_bytes

LONG = "By how much did exports of machine tools & integrated circuits <under sanctions> fall? " * 3


def written(figure) -> str:
    """All that is written on the paper around the plot, without line breaks."""
    return html.unescape(" ".join(note.text.replace("<br>", " ") for note in figure.layout.annotations))


def test_the_picture_carries_question_measure_filters_and_source(exhibit):
    told = written(framed(exhibit()))
    for part in (
        "How much does China sell to Russia?",
        "Goods exports per month, billion US dollars · Period: Mar–Jun 2024 · Flow: Exports",
        "Chinese figures only.",
        "Gaps: May 2024 not reported.",
        "Source: United Nations Statistics Division, Monthly goods trade",
        "obtained 2026-02-03 (UN Comtrade terms of use)",
        "Data version 1a2b3c4d.",
        "Waybill",
    ):
        assert part in told


def test_long_titles_and_footers_wrap_whole(exhibit):
    figure = framed(exhibit(question=LONG, caveat=LONG))
    title = figure.layout.annotations[0].text
    assert title.count("<br>") >= 2
    assert written(figure).count(" ".join(LONG.split())) == 2
    assert "<under" not in title


def test_the_plot_keeps_half_of_the_height_under_a_long_title(exhibit):
    margin = framed(exhibit(question=LONG, caveat=LONG)).layout.margin
    assert 675 - margin.t - margin.b > 675 * 0.35


def test_framing_leaves_the_shared_figure_alone(exhibit):
    exhibited = exhibit()
    before = exhibited.figure.to_json()
    figure = framed(exhibited)
    assert exhibited.figure.to_json() == before
    assert framed(exhibited) is figure


def test_colours_and_fonts_do_not_wait_for_a_page(exhibit):
    layout = json.loads(framed(exhibit()).to_json())["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == theme.PAPER
    assert layout["font"]["color"] == theme.INK
    assert "Arial" in layout["font"]["family"]
    assert "Georgia" in layout["annotations"][0]["font"]["family"]
    assert layout["template"]["layout"]["xaxis"]["gridcolor"]
    assert layout["hovermode"] is False


def test_a_framed_figure_is_valid(exhibit):
    drawing = json.loads(framed(exhibit()).to_json())
    type(framed(exhibit()))(drawing)


def test_a_legend_gets_its_own_rows(exhibit):
    bars = [{"type": "bar", "x": [1], "y": ["a"], "name": name} for name in ("2023", "2024")]
    plain, with_legend = (
        framed(exhibit(figure=finished(theme.figure(bars, showlegend=shown)))).layout for shown in (False, True)
    )
    assert with_legend.margin.t > plain.margin.t
    assert with_legend.legend.yref == "container"


def test_long_names_of_bars_go_to_a_second_line(exhibit):
    name = "Common high-priority items, tier 1 (integrated circuits)"
    layout = framed(exhibit(figure=finished(theme.figure([{"type": "bar", "x": [1], "y": [name]}])))).layout
    assert layout.yaxis.labelalias[name].replace("<br>", " ") == name
    assert layout.margin.l < 400


def test_sizes_that_a_chart_chose_keep_their_proportion(exhibit):
    bars = [{"type": "bar", "x": ["a"], "y": [1], "textfont": {"size": 12}}]
    notes = [{"text": "a", "font": {"size": 9}}, {"text": "b"}]
    figure = finished(theme.figure(bars, xaxis={"tickfont": {"size": 6}}, annotations=notes))
    drawing = json.loads(framed(exhibit(figure=figure)).to_json())
    assert drawing["data"][0]["textfont"]["size"] == drawing["layout"]["font"]["size"] == 16
    assert drawing["layout"]["xaxis"]["tickfont"]["size"] == 8
    assert [note["font"]["size"] for note in drawing["layout"]["annotations"][:2]] == [12, 16]


def test_slanted_labels_get_room():
    few = [{"type": "bar", "x": ["a", "b"], "y": [1, 2]}]
    many = [{"type": "bar", "x": [f"a long label {n}" for n in range(30)], "y": [1] * 30}]
    assert axes.room_below(many, {}, 1000, 16) > 2 * axes.room_below(few, {}, 1000, 16)


@given(text=st.text(), pixels=st.floats(20, 2000), size=st.floats(8, 40))
def test_no_letter_is_lost_between_lines(text, pixels, size):
    broken = words.lines(text, pixels, size)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(words.width(line, size) <= pixels + 1e-6 or len(line) <= 1 for line in broken if pixels > size)


@given(text=st.text())
def test_what_looks_like_markup_is_drawn_as_written(text):
    assert html.unescape(words.drawn([text.replace("&", "and")])) == text.replace("&", "and")
    assert "<" not in words.drawn([text])


def test_a_picture_of_many_rows_grows_so_that_their_words_stay_apart(published):
    chart = charts.get("conversion_bench")
    shown = drawn(chart, chart.scope(published.extent, store=published), published)
    on_page = shown.figure.to_dict()["layout"]["height"]
    layout = framed(shown).layout
    # 22 rows of two lines, 57 pixels each, and two titles and axes of 62; the text is set at 13 pixels instead of 12.
    assert on_page == 22 * 57 + 2 * 62 + 20
    assert layout.height - layout.margin.t - layout.margin.b > 22 * 57 * 13 / 12
    assert f'style="min-height: {ceil(on_page * 13 / 12)}px"' in html_bytes(shown).decode("utf-8")
    usual = charts.get("exports")
    assert framed(drawn(usual, usual.scope(published.extent, store=published), published)).layout.height == 675
