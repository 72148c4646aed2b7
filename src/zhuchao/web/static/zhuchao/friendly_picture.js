// Pins of the server's picture set anew for another order, and the picture drawn up to them.

const SVG = "http://www.w3.org/2000/svg";
const CANVAS = 2048; // as roads/window.py counts
const SPAN = 2;
const RATIO = 4 / 3;
const LEAST = 24;
const NEAREST = 6;
const PIN = 0.03;
const TEXT = 0.034;

export function pinned(svg, spots, count, here) {
  const at = onCanvas(svg);
  const near = spots.slice(0, count).map((spot) => ({ ...spot, at: at(spot) }));
  const wide = frame(svg, [...near.slice(0, NEAREST).map((spot) => spot.at), at(here)]);
  svg.querySelector("[data-pins]").replaceChildren(...near.map((spot, place) => pin(spot, place + 1, wide)).reverse());
  svg.querySelector("[data-dots]").replaceChildren(...dots(spots.slice(count), at));
  const [x, y] = at(here);
  svg.querySelector("[data-start]").replaceChildren(node("circle", { cx: x, cy: y, r: wide * TEXT }));
}

function onCanvas(svg) {
  const { z, x, y } = svg.dataset;
  const scale = (2 ** z * CANVAS) / SPAN;
  return ({ lon, lat }) => {
    const turned = Math.asinh(Math.tan((lat * Math.PI) / 180));
    return [((lon + 180) / 360) * scale - (x * CANVAS) / SPAN, ((1 - turned / Math.PI) / 2) * scale - (y * CANVAS) / SPAN];
  };
}

function frame(svg, points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = Math.max((right - left) * 1.18, (bottom - top) * 1.18 * RATIO, LEAST);
  svg.setAttribute("viewBox", [(left + right - wide) / 2, (top + bottom - wide / RATIO) / 2, wide, wide / RATIO].join(" "));
  return wide;
}

function pin(spot, number, wide) {
  const link = node("a", { class: `pin ${spot.state}`, href: `#s-${spot.code}`, tabindex: "-1", transform: `translate(${spot.at.join(" ")})` });
  const text = node("text", { "font-size": wide * TEXT });
  text.textContent = number;
  link.append(node("circle", { r: wide * PIN }), text);
  return link;
}

const dots = (spots, at) => ["closed", "open", "unknown"].map((state) => {
  const where = spots.filter((spot) => spot.state === state).map((spot) => `M${at(spot).join(" ")}h0`);
  return node("path", { class: `dot ${state}`, d: where.join("") });
});

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
