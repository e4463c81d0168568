// Draws the framed figure in the reader's browser and saves it, so that no server has to draw pictures.

const FONTS = { "Source Sans": "400 16px 'Source Sans'", "Source Serif": "600 30px 'Source Serif'" };
const embedded = new Map();

// A picture cannot see the page's fonts, so their bytes go into it; without them it falls back to Georgia and Arial.
function faces() {
  const found = [];
  for (const sheet of document.styleSheets) {
    let rules = [];
    try {
      rules = [...sheet.cssRules];
    } catch {
      continue; // A style sheet of another origin may not be read.
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const family = rule.style.getPropertyValue("font-family").replace(/["']/g, "");
      const slanted = rule.style.getPropertyValue("font-style") === "italic";
      const address = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue("src"));
      if (FONTS[family] && !slanted && address) {
        const weight = rule.style.getPropertyValue("font-weight") || "normal";
        found.push({ family, weight, address: new URL(address[1], sheet.href ?? document.baseURI).href });
      }
    }
  }
  return found;
}

function asDataAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function face({ family, weight, address }) {
  if (!embedded.has(address)) {
    const answer = await fetch(address);
    if (!answer.ok) return "";
    embedded.set(address, await asDataAddress(await answer.blob()));
  }
  const source = embedded.get(address);
  return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${source}) format("woff2");}`;
}

async function fontStyle() {
  const written = await Promise.all(faces().map((one) => face(one).catch(() => "")));
  return written.join("");
}

// The picture as a stand-alone SVG document, with its fonts and its description inside.
async function vector(data) {
  await Promise.all(Object.values(FONTS).map((font) => document.fonts.load(font).catch(() => [])));
  const figure = JSON.parse(data.figure);
  const { width, height } = data;
  const address = await window.Plotly.toImage(figure, { format: "svg", width, height, scale: 1 });
  const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const page = new DOMParser().parseFromString(text, "image/svg+xml");
  const drawing = page.documentElement;
  const add = (name, words) => {
    const node = page.createElementNS("http://www.w3.org/2000/svg", name);
    node.textContent = words;
    drawing.prepend(node);
  };
  add("style", await fontStyle());
  add("desc", data.description);
  add("title", data.title);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}`;
}

async function pixels(data, svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = data.width * data.scale;
    canvas.height = data.height * data.scale;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export default function ({ data, parentElement }) {
  const buttons = [...parentElement.querySelectorAll("button")];
  const status = parentElement.querySelector("[role=status]");
  for (const button of buttons) {
    button.onclick = async () => {
      if (!window.Plotly) {
        status.textContent = "The image is drawn from the chart on this page. Open the chart, then try again.";
        return;
      }
      const ending = button.dataset.ending;
      const name = `${data.name}.${ending}`;
      buttons.forEach((each) => (each.disabled = true));
      status.textContent = "Drawing the image.";
      try {
        const svg = await vector(data);
        const blob = ending === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pixels(data, svg);
        if (!blob) throw new Error("the browser returned no picture");
        save(blob, name);
        status.textContent = `Saved ${name}`;
      } catch (fault) {
        status.textContent = `The image could not be drawn: ${fault.message}. Try the interactive page instead.`;
      } finally {
        buttons.forEach((each) => (each.disabled = false));
        button.focus();
      }
    };
  }
}
