// The friendly map: nearest first from where one stands, without telling anybody where that is.

import { whereNow } from "./here.js";
import { nearest, spotsOf } from "./friendly_data.js";
import { pinned } from "./friendly_picture.js";

const STEP = 20;
let here = null; // in the memory of this page only
let live = null;
let sorted = [];

const box = () => document.querySelector("[data-friendly]");
const part = (name) => box().querySelector(`[data-${name}]`);
const tell = (words) => { part("told").textContent = words; };

function start() {
  for (const name of ["near", "open"]) {
    const button = part(name);
    if (button) button.hidden = false;
  }
  if (here) arrange();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-near]")) near();
  else if (event.target.closest("[data-open]")) open();
  else if (event.target.closest("[data-more]")) show(part("spots").children.length + STEP);
  else if (here || live) follow(event);
});
addEventListener("popstate", () => location.reload());

async function near() {
  tell(box().dataset.sayAsking);
  try {
    const { lon, lat } = await whereNow();
    here = { lon: Number(lon), lat: Number(lat) };
  } catch {
    tell(box().dataset.sayNowhere);
    box().querySelector("details").open = true;
    return;
  }
  await arrange();
}

// The same records as the page's list, sorted on this phone.
async function arrange() {
  try {
    sorted = nearest(await spotsOf(box().dataset.data, withoutStart()), here);
  } catch {
    tell(box().dataset.sayFailed);
    return;
  }
  if (!part("spots")) return;
  show(STEP);
  tell(box().dataset.sayNear);
  live?.show(sorted, here);
}

function withoutStart() {
  const query = new URLSearchParams(box().dataset.query);
  query.delete("from");
  return query.toString();
}

function show(count) {
  const rows = sorted.slice(0, count).map(row);
  part("spots").replaceChildren(...rows);
  part("pager").hidden = true;
  part("more").hidden = count >= sorted.length;
  const picture = part("picture");
  if (picture) pinned(picture, sorted, count, here);
}

function row(spot, place) {
  const item = part("row").content.firstElementChild.cloneNode(true);
  const slot = (name) => item.querySelector(`[data-slot="${name}"]`);
  const { site, way, sayWalk, sayWay } = box().dataset;
  item.id = `s-${spot.code}`;
  slot("number").textContent = place + 1;
  slot("number").dataset.state = spot.state;
  slot("name").textContent = spot.name;
  slot("name").href = site.replace("CODE", spot.code);
  slot("state").textContent = spot.label;
  slot("state").dataset.tone = { open: "good", closed: "quiet", unknown: "waiting" }[spot.state];
  slot("kind").textContent = spot.kind;
  slot("hours").textContent = spot.hours;
  said(slot("walk"), sayWalk.replace("{n}", spot.minutes));
  said(slot("then"), spot.then);
  listed(slot("equipment"), spot.equipment);
  listed(slot("offers"), spot.offers);
  slot("way").href = way.replace("CODE", spot.code);
  slot("way").setAttribute("aria-label", sayWay.replace("{name}", spot.name));
  return item;
}

function said(node, words) {
  node.textContent = words;
  node.hidden = !words;
}

function listed(list, words) {
  list.hidden = !words.length;
  list.replaceChildren(...words.map((word) => Object.assign(document.createElement("li"), { textContent: word })));
}

async function open() {
  const data = sorted.length ? sorted : (await spotsOf(box().dataset.data, box().dataset.query)).spots;
  const room = part("live");
  try {
    const { openMap } = await import("./friendly_map.js");
    room.hidden = false;
    live = await openMap(room, box().dataset, data, here);
    part("picture").setAttribute("hidden", "");
    part("open").hidden = true;
  } catch {
    room.hidden = true; // no vendor file or no WebGL: the picture stays
    tell(box().dataset.sayFailed);
  }
}

// Another filter without losing the place: it is written nowhere, so the page may not be left.
async function follow(event) {
  const link = event.target.closest(".friendly-chips a, [data-pager] a, .empty a");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-friendly]");
  if (!fresh) return location.assign(link.href);
  history.pushState(null, "", link.href);
  const again = live !== null;
  live?.close();
  live = null;
  sorted = [];
  box().replaceWith(document.adoptNode(fresh));
  start();
  if (again && part("open")) open();
}

start();
