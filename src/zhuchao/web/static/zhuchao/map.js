// The map picker, loaded when asked for: tiles where the district set some, else a drawn scheme.
// The cross in the middle is the place; moving the map picks it.

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 0.02; // degrees of longitude: about 2 km
const FAR = 0.05; // wider than this, only streets and towns are named

export async function openMap(box, say, start, picked) {
  const data = await (await fetch(say.map)).json();
  const all = extent(data.areas);
  const from = start ?? all?.middle ?? data.middle;
  if (from?.[0] == null) return;
  box.append(cross());
  const moved = (lon, lat) => picked(lon, lat);
  if (data.tiles) {
    try {
      return await tiled(box, say, data, from, moved);
    } catch {
      box.querySelector(".maplibregl-map")?.remove(); // no vendor file or no WebGL: draw instead
    }
  }
  new Scheme(box, say, data, { from, width: start || !all ? NEAR : all.width }, moved);
}

function cross() {
  const pin = document.createElementNS(SVG, "svg");
  pin.setAttribute("class", "map-cross icon");
  pin.setAttribute("viewBox", "0 0 24 24");
  pin.setAttribute("aria-hidden", "true");
  pin.innerHTML = '<path d="M12 22s-6.500-7-6.500-12a6.500 6.500 0 0 1 13 0c0 5-6.500 12-6.500 12Z"/><circle cx="12" cy="10" r="2.300"/>';
  return pin;
}

async function tiled(box, say, data, from, moved) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${say.vendor}.css`;
  document.head.append(sheet);
  const { Map, NavigationControl } = await import(`${say.vendor}.mjs`);
  const map = new Map({
    container: box,
    center: from,
    zoom: 15,
    locale: {
      "Map.Title": say.sayMap,
      "NavigationControl.ZoomIn": say.sayCloser,
      "NavigationControl.ZoomOut": say.sayFarther,
    },
    style: {
      version: 8,
      sources: { base: { type: "raster", tiles: [data.tiles], tileSize: 256 } },
      layers: [{ id: "base", type: "raster", source: "base" }],
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on("moveend", () => { const { lng, lat } = map.getCenter(); moved(lng, lat); });
}

// The middle and the width, in degrees, that show every area with a margin.
function extent(areas) {
  const corners = areas.flatMap((area) => area.ring);
  if (!corners.length) return null;
  const [west, east] = range(corners.map(([lon]) => lon));
  const [south, north] = range(corners.map(([, lat]) => lat));
  return { middle: [(west + east) / 2, (south + north) / 2], width: (east - west) * 1.1 };
}

const range = (numbers) => [Math.min(...numbers), Math.max(...numbers)];

class Scheme {
  constructor(box, say, data, { from, width }, moved) {
    this.box = box;
    this.moved = moved;
    [this.lon, this.lat] = from;
    this.width = width; // degrees of longitude across the box
    this.widest = Math.max(width, extent(data.areas)?.width ?? 1);
    this.squeeze = Math.cos((this.lat * Math.PI) / 180);
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("tabindex", "0");
    this.svg.setAttribute("role", "application");
    this.svg.setAttribute("aria-label", say.sayMap);
    this.paint(data);
    box.append(this.svg, this.tools(say));
    this.listen();
    this.look();
  }

  // x grows east in degrees squeezed by latitude, y grows south: a square looks square.
  at(lon, lat) { return [lon * this.squeeze, -lat]; }

  add(name, attributes, words = "") {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.textContent = words;
    this.svg.append(node);
    return node;
  }

  paint(data) {
    for (const area of data.areas) {
      this.add("polygon", { class: "land", points: area.ring.map(([x, y]) => this.at(x, y).join(",")).join(" ") });
    }
    this.marks = [];
    for (const [list, shape] of [[data.places, ""], [data.sites, "site"]]) {
      for (const one of list) {
        const [x, y] = this.at(one.lon, one.lat);
        const dot = shape ? this.add("circle", { class: shape, cx: x, cy: y }) : null;
        const text = this.add("text", { x, y, "text-anchor": "middle" }, one.name);
        this.marks.push({ dot, text, far: Boolean(one.far) });
      }
    }
  }

  look() {
    const high = this.width * this.squeeze * (this.box.clientHeight / this.box.clientWidth || 1);
    const wide = this.width * this.squeeze;
    const [x, y] = this.at(this.lon, this.lat);
    this.svg.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    const pixel = wide / (this.box.clientWidth || 320);
    for (const { dot, text, far } of this.marks) {
      text.style.display = far === this.width > FAR ? "" : "none";
      dot?.setAttribute("r", 4 * pixel);
      text.setAttribute("font-size", 12 * pixel);
      text.setAttribute("stroke-width", 3 * pixel);
      text.setAttribute("dy", dot ? -8 * pixel : 0);
    }
  }

  move(dx, dy) {
    const degrees = this.width / (this.box.clientWidth || 320);
    this.lon -= dx * degrees;
    this.lat += dy * degrees * this.squeeze;
    this.look();
  }

  zoom(factor) {
    this.width = Math.min(this.widest, Math.max(0.002, this.width * factor));
    this.look();
  }

  told() { this.moved(this.lon, this.lat); }

  listen() {
    let last = null;
    this.svg.addEventListener("pointerdown", (event) => {
      last = [event.clientX, event.clientY];
      this.svg.setPointerCapture(event.pointerId);
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!last) return;
      this.move(event.clientX - last[0], event.clientY - last[1]);
      last = [event.clientX, event.clientY];
    });
    this.svg.addEventListener("pointerup", () => { last = null; this.told(); });
    this.svg.addEventListener("pointercancel", () => { last = null; });
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const way = { ArrowLeft: [24, 0], ArrowRight: [-24, 0], ArrowUp: [0, 24], ArrowDown: [0, -24] }[event.key];
    if (way) this.move(...way);
    else if (event.key === "+" || event.key === "=") this.zoom(0.7);
    else if (event.key === "-") this.zoom(1.4);
    else return;
    event.preventDefault();
    this.told();
  }

  tools(say) {
    const box = document.createElement("div");
    box.className = "map-tools";
    for (const [sign, words, factor] of [["+", say.sayCloser, 0.6], ["−", say.sayFarther, 1.6]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => this.zoom(factor));
      box.append(button);
    }
    return box;
  }
}
