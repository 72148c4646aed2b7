// The live map, loaded when it is opened: MapLibre over the network's own tiles or those set.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SHAPES = { open: "--good", closed: "--edge", unknown: "--waiting" };

export async function openMap(room, say, spots, here) {
  const base = JSON.parse(say.base);
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${say.vendor}maplibre-gl.css`;
  document.head.append(sheet);
  const library = await import(`${say.vendor}maplibre-gl.mjs`);
  if (base.vector) await ownTiles(library, say);
  const map = new library.Map({
    container: room,
    style: style(base),
    bounds: around(spots, here),
    fitBoundsOptions: { padding: 48, maxZoom: 16 },
    attributionControl: { compact: false, customAttribution: base.attribution || undefined },
    locale: { "Map.Title": say.sayMap, "NavigationControl.ZoomIn": say.sayCloser, "NavigationControl.ZoomOut": say.sayFarther, "Popup.Close": say.sayClose },
    localIdeographFontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    dragRotate: false,
    pitchWithRotate: false,
  });
  map.addControl(new library.NavigationControl({ showCompass: false }));
  const loaded = new Promise((done, failed) => { map.once("load", done); map.once("error", ({ error }) => failed(error)); });
  try {
    await loaded;
  } catch (error) {
    map.remove();
    throw error;
  }
  for (const state of Object.keys(SHAPES)) map.addImage(state, mark(state), { pixelRatio: 2 });
  points(map, library, say);
  const shown = { map, close: () => map.remove(), show: (rows, from) => fill(map, rows, from) };
  fill(map, spots, here);
  room.dataset.ready = "yes";
  return shown;
}

async function ownTiles(library, say) {
  const { Protocol } = await import(`${say.vendor}pmtiles.mjs`);
  library.addProtocol("pmtiles", new Protocol().tile);
}

function style(base) {
  if (base.raster) {
    return {
      version: 8,
      sources: { base: { type: "raster", tiles: [base.raster], tileSize: 256 } },
      layers: [{ id: "base", type: "raster", source: "base" }],
    };
  }
  return {
    version: 8,
    sources: { base: { type: "vector", url: `pmtiles://${location.origin}${base.vector}` } },
    layers: [{ id: "ground", type: "background", paint: { "background-color": css("--sunken") } }, ...GROUND(), ...ROADS()],
  };
}

const GROUND = () => [
  { id: "green", type: "fill", source: "base", "source-layer": "green", paint: { "fill-color": css("--good-soft") } },
  { id: "water", type: "fill", source: "base", "source-layer": "water", paint: { "fill-color": css("--active-soft") } },
  { id: "waterways", type: "line", source: "base", "source-layer": "waterways", paint: { "line-color": css("--active-soft"), "line-width": 3 } },
  { id: "houses", type: "fill", source: "base", "source-layer": "houses", minzoom: 14, paint: { "fill-color": css("--quiet-soft"), "fill-outline-color": css("--line") } },
];

// Width in pixels at zooms 11, 14 and 18.
const WIDTHS = { path: [0.3, 0.8, 3], minor: [0.4, 2, 12], middle: [1, 4, 18], main: [2, 6, 24] };

function ROADS() {
  const lines = (casing) => Object.entries(WIDTHS).map(([group, [low, middle, high]]) => ({
    id: `${casing ? "case" : "road"}-${group}`,
    type: "line",
    source: "base",
    "source-layer": "roads",
    filter: ["==", ["get", "group"], group],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": css(casing || group === "path" ? "--line" : group === "main" ? "--warm-soft" : "--sheet"),
      "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 11, low + casing, 14, middle + casing, 18, high + casing],
    },
  }));
  const names = {
    id: "names",
    type: "symbol",
    source: "base",
    "source-layer": "roads",
    minzoom: 13,
    layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-size": 12 },
    paint: { "text-color": css("--ink-soft"), "text-halo-color": css("--sheet"), "text-halo-width": 1.5 },
  };
  return [...lines(1.5), ...lines(0), names];
}

// A mark drawn once: open a full disc with a tick, closed an empty square, unknown a dashed disc.
function mark(state) {
  const size = 48;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.lineWidth = 5;
  pen.strokeStyle = css(SHAPES[state]);
  pen.fillStyle = state === "open" ? css("--good") : css("--sheet");
  pen.beginPath();
  if (state === "closed") pen.rect(8, 8, 32, 32);
  else pen.arc(24, 24, 18, 0, 7);
  if (state === "unknown") pen.setLineDash([8, 6]);
  pen.fill();
  pen.stroke();
  pen.setLineDash([]);
  pen.strokeStyle = css(state === "open" ? "--sheet" : SHAPES[state]);
  pen.beginPath();
  if (state === "open") { pen.moveTo(15, 25); pen.lineTo(22, 32); pen.lineTo(34, 17); }
  if (state === "closed") { pen.moveTo(16, 24); pen.lineTo(32, 24); }
  pen.stroke();
  if (state === "unknown") {
    pen.fillStyle = css("--waiting");
    pen.font = "bold 26px sans-serif";
    pen.textAlign = "center";
    pen.fillText("?", 24, 33);
  }
  return pen.getImageData(0, 0, size, size);
}

function points(map, library, say) {
  map.addSource("spots", { type: "geojson", data: empty(), cluster: true, clusterRadius: 30, clusterMaxZoom: 14 });
  map.addSource("here", { type: "geojson", data: empty() });
  map.addLayer({ id: "many", type: "circle", source: "spots", filter: ["has", "point_count"], paint: { "circle-radius": 16, "circle-color": css("--sheet"), "circle-stroke-color": css("--warm"), "circle-stroke-width": 2 } });
  map.addLayer({ id: "how-many", type: "symbol", source: "spots", filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "point_count"]], "text-size": 14, "text-allow-overlap": true }, paint: { "text-color": css("--ink") } });
  map.addLayer({ id: "one", type: "symbol", source: "spots", filter: ["!", ["has", "point_count"]], layout: { "icon-image": ["get", "state"], "icon-allow-overlap": true, "text-field": ["get", "name"], "text-size": 13, "text-offset": [0, 1.1], "text-anchor": "top", "text-optional": true }, paint: { "text-color": css("--ink"), "text-halo-color": css("--sheet"), "text-halo-width": 2 } });
  map.addLayer({ id: "here", type: "circle", source: "here", paint: { "circle-radius": 8, "circle-color": css("--active"), "circle-stroke-color": css("--sheet"), "circle-stroke-width": 3 } });
  map.on("click", "one", ({ features: [feature] }) => {
    const popup = new library.Popup({ maxWidth: "18rem" }).setLngLat(feature.geometry.coordinates);
    popup.setDOMContent(words(feature.properties, say)).addTo(map);
  });
  map.on("click", "many", async ({ features: [feature] }) => {
    const zoom = await map.getSource("spots").getClusterExpansionZoom(feature.properties.cluster_id);
    map.easeTo({ center: feature.geometry.coordinates, zoom });
  });
}

function words(spot, say) {
  const box = document.createElement("div");
  box.className = "friendly-popup";
  const offers = JSON.parse(spot.offers);
  const lines = [[spot.label, spot.then].filter(Boolean).join(" · "), spot.hours, spot.minutes && say.sayWalk.replace("{n}", spot.minutes), ...offers];
  const name = document.createElement("strong");
  name.append(Object.assign(document.createElement("a"), { href: say.site.replace("CODE", spot.code), textContent: spot.name }));
  const way = document.createElement("a");
  Object.assign(way, { className: "button main wide", href: say.way.replace("CODE", spot.code), textContent: say.sayWay.replace("{name}", spot.name) });
  box.append(name, ...lines.filter(Boolean).map((line) => Object.assign(document.createElement("p"), { textContent: line })), way);
  return box;
}

const empty = () => ({ type: "FeatureCollection", features: [] });
const placed = (spot) => [spot.east ?? spot.lon, spot.north ?? spot.lat]; // on a GCJ-02 map it stands elsewhere

// Where one stands is shifted on a GCJ-02 map as the nearest spot is: a shift changes slowly.
function shifted(here, spots) {
  const near = spots[0];
  return near?.east === undefined ? [here.lon, here.lat] : [here.lon + near.east - near.lon, here.lat + near.north - near.lat];
}

function fill(map, spots, here) {
  const feature = (coordinates, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates }, properties });
  map.getSource("spots").setData({ type: "FeatureCollection", features: spots.map((spot) => feature(placed(spot), spot)) });
  map.getSource("here").setData({ type: "FeatureCollection", features: here ? [feature(shifted(here, spots), {})] : [] });
  if (spots.length) map.fitBounds(around(spots, here), { padding: 48, maxZoom: 16, animate: false });
}

function around(spots, here) {
  const points = spots.slice(0, here ? 20 : undefined).map(placed);
  if (here) points.push(shifted(here, spots));
  const [lon, lat] = [0, 1].map((place) => points.map((point) => point[place]));
  return [[Math.min(...lon), Math.min(...lat)], [Math.max(...lon), Math.max(...lat)]];
}
