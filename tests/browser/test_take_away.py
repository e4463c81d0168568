"""Files saved from a chart open elsewhere: pictures of the stated size, rows as shown, a page that needs no network."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Browser

from dashboard import charts
from dashboard.chart import Exhibit, drawn
from dashboard.period import Period
from dashboard.store import open_store
from tests.browser.visit import Arrive, Visit

Shown = Callable[[str], Exhibit]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def exhibit(tables: Path) -> Shown:
    """What a chart shows to somebody who has just arrived."""
    store = open_store(tables)
    usual = Period(Period.read("2022-02").start, store.extent.end)
    return lambda name: drawn(charts.get(name), charts.get(name).scope(usual, store=store), store)


def saved(visit: Visit, name: str, button: str, tmp_path: Path) -> Path:
    """Press a button of a chart's download menu, opening the menu first if need be; returns the file."""
    wanted = visit.page.get_by_role("button", name=button)
    if not wanted.is_visible():
        visit.page.locator(f".st-key-actions_{name}").get_by_role("button", name="Download").click()
    with visit.page.expect_download() as download:
        wanted.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_every_kind_of_file_can_be_saved_and_opened(arrive: Arrive, exhibit: Shown, browser: Browser, tmp_path: Path):
    shown = exhibit("exports")
    visit = arrive().open().turn_to("Trade")
    points = visit.figure("exports")["traces"][0]

    png = saved(visit, "exports", "PNG", tmp_path)
    assert png.name == "waybill_exports_export-un-comtrade-monthly_2022-02-to-2026-07.png"
    picture(png)
    vector(saved(visit, "exports", "SVG", tmp_path), shown)
    rows(saved(visit, "exports", "CSV", tmp_path), shown, points["y"])
    workbook(saved(visit, "exports", "Excel workbook", tmp_path), shown)
    interactive(saved(visit, "exports", "Interactive page", tmp_path), shown, points["y"], browser)
    assert visit.errors == []


def picture(path: Path) -> None:
    with Image.open(path) as image:
        assert image.size == (2400, 1350)
        shades = image.convert("RGB").resize((600, 338)).getcolors(600 * 338)
    assert shades is not None
    assert len(shades) > 50, "the picture is blank"
    assert max(count for count, _ in shades) < 0.97 * 600 * 338, "next to nothing is drawn"


def vector(path: Path, shown: Exhibit) -> None:
    drawing = ElementTree.parse(path).getroot()
    assert drawing.tag == f"{SVG}svg"
    assert drawing.findtext(f"{SVG}title") == shown.question
    words = " ".join(" ".join(text.itertext()) for text in drawing.iter(f"{SVG}text"))
    for part in (*shown.question.split(), "UN", "Comtrade,", "obtained", "2026-11-01", "Period:", "2022–Jul"):
        assert part in words, part


def rows(path: Path, shown: Exhibit, drawn_values: list[float]) -> None:
    text = path.read_bytes().decode("utf-8-sig")
    head, _, body = text.partition("\r\n\r\n")
    assert all(line.lstrip('"').startswith("#") for line in head.splitlines())
    told = dict(csv.reader(io.StringIO(head)))
    assert shown.question in told.values()
    assert any("UN Comtrade" in words for words in told.values())
    table = list(csv.DictReader(io.StringIO(body)))
    assert list(table[0]) == list(shown.rows.columns)
    assert [float(row["value"]) for row in table] == shown.rows["value"].tolist()
    assert [float(row["value"]) / 1e9 for row in table] == pytest.approx(drawn_values)


def workbook(path: Path, shown: Exhibit) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Data", "About"]
    table = list(book["Data"].values)
    assert list(table[0]) == list(shown.rows.columns)
    assert len(table) == len(shown.rows) + 1
    position = table[0].index("value")
    assert [row[position] for row in table[1:]] == shown.rows["value"].tolist()
    about = " ".join(str(cell) for row in book["About"].values for cell in row)
    assert shown.question in about
    assert shown.sources[0].license in about


def interactive(path: Path, shown: Exhibit, drawn_values: list[float], browser: Browser) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: wrong.append(request.url) if request.url.startswith("http") else None)
    page.goto(path.as_uri())
    page.wait_for_selector(".js-plotly-plot .main-svg .scatterlayer .point")
    values = page.evaluate("Array.from(document.querySelector('.js-plotly-plot').data[0].y)")
    assert values == pytest.approx(drawn_values)
    assert shown.question in page.inner_text("body")
    assert shown.summary in page.inner_text("body")
    assert wrong == []
    context.close()


@pytest.mark.parametrize(
    ("topic", "name"),
    [("Ammunition and arms", "ammunition_rounds"), ("Sanctions", "eu_packages"), ("Data", "coverage")],
)
def test_charts_of_every_make_become_pictures(topic: str, name: str, arrive: Arrive, tmp_path: Path):
    """Panels with axes of their own, bars by number, and bars that lie."""
    visit = arrive().open().turn_to(topic)
    picture(saved(visit, name, "PNG", tmp_path))
    assert visit.errors == []


def test_the_picture_of_an_excerpt_carries_its_shading(arrive: Arrive, tmp_path: Path):
    visit = arrive().open("?excerpt=chinese-exports")
    drawing = saved(visit, "exports", "SVG", tmp_path).read_text(encoding="utf-8")
    assert "compared with" in drawing
    assert "cited" in drawing


def test_a_whole_table_and_its_description_can_be_saved(arrive: Arrive, tables: Path, tmp_path: Path):
    visit = arrive().open().turn_to("Data")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="datapackage.json").click()
    path = tmp_path / "datapackage.json"
    download.value.save_as(path)
    assert path.read_bytes() == (tables / "tables" / "datapackage.json").read_bytes()
