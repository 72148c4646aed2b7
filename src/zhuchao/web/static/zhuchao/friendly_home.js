// The three wants of the front page: each leads to the nearest open place, found on this phone.

import { whereNow } from "./here.js";
import { nearest, spotsOf } from "./friendly_data.js";

const box = document.querySelector("[data-wants]");
const links = [...(box?.querySelectorAll("[data-want]") ?? [])];
const QUERY = `${links.map((link) => `need=${link.dataset.want}`).join("&")}&state=open`;

// The nearest open place for each want; none where there is no place.
async function found() {
  const [{ lon, lat }, data] = await Promise.all([whereNow(), spotsOf(box.dataset.data, QUERY)]);
  const sorted = nearest(data, { lon: Number(lon), lat: Number(lat) });
  return links.map((link) => sorted.find((spot) => spot.needs.includes(link.dataset.want)));
}

function show(places) {
  places.forEach((place, number) => {
    if (!place) return;
    const link = links[number];
    const minutes = document.createElement("b");
    minutes.textContent = box.dataset.sayWalk.replace("{n}", place.minutes);
    link.querySelector("[data-told]").replaceChildren(place.name, minutes);
    link.href = box.dataset.site.replace("CODE", place.code);
    link.dataset.found = "";
  });
}

// The position is asked for with the first tap; who has allowed it before sees the minutes at once.
async function tapped(event) {
  const link = event.target.closest("[data-want]");
  if (!link || "found" in link.dataset || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const told = link.querySelector("[data-told]");
  const before = told.textContent;
  told.textContent = box.dataset.sayAsking;
  try {
    show(await found());
  } catch {
    // Without a position or a network the list says what is open.
  }
  if (!("found" in link.dataset)) told.textContent = before;
  location.assign(link.href);
}

async function allowed() {
  const permission = await navigator.permissions?.query({ name: "geolocation" });
  return permission?.state === "granted";
}

if (box) {
  box.addEventListener("click", tapped);
  allowed().then((yes) => yes && found().then(show)).catch(() => {}); // the links lead to the list
}
