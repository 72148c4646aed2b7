// The report and the appeal: place and guesses. Without this the form still works.

import { whereNow } from "./here.js";
import { Photos } from "./photo.js";
import { Queue } from "./queue.js";

const form = document.getElementById("intake");
const say = form.dataset;
const field = (name) => form.elements.namedItem(name);
const part = (name) => form.querySelector(`[data-${name}]`);

const photos = new Photos(form, part("photo"));

/* ── the place: one point, once, when asked ── */

let looked = 0; // a position that comes late does not replace a place chosen meanwhile

function placed(lon, lat, words) {
  looked += 1;
  field("lon").value = lon;
  field("lat").value = lat;
  part("place-said").textContent = words;
  guessSoon();
}

async function here() {
  const mine = ++looked;
  part("place-said").textContent = say.sayFinding;
  try {
    const { lon, lat, accuracy } = await whereNow();
    if (mine === looked) placed(lon, lat, say.sayFound.replace("{m}", accuracy));
  } catch {
    if (mine === looked) part("place-said").textContent = say.sayDenied;
  }
}

async function pick(button) {
  const box = part("map-box");
  box.hidden = !box.hidden;
  button.setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden || box.childElementCount) return;
  const { openMap } = await import("./map.js");
  const start = field("lon").value ? [Number(field("lon").value), Number(field("lat").value)] : null;
  await openMap(box, say, start, (lon, lat) => placed(lon.toFixed(6), lat.toFixed(6), say.sayPicked));
}

part("place-tools").hidden = false;
part("pick").addEventListener("click", (event) => pick(event.currentTarget));
if (navigator.geolocation) {
  part("here").addEventListener("click", here);
  // Where this was allowed before, the place of a new report is set without a tap.
  if (!field("lon").value && !location.hash) {
    navigator.permissions?.query({ name: "geolocation" }).then((p) => p.state === "granted" && here(), () => {});
  }
} else {
  part("here").hidden = true;
}

/* ── the guesses: shown to be corrected, never over a choice that was made ── */

let touched = Boolean(form.querySelector("[name=category]:checked"));
let timer = 0;
let asked = 0;

function guessSoon() {
  clearTimeout(timer);
  timer = setTimeout(guess, 500);
}

async function guess() {
  const mine = ++asked;
  const body = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "text", "address", "lon", "lat"]) body.set(name, field(name).value);
  if (!body.get("text").trim() && !body.get("address").trim() && !body.get("lon")) return;
  const answer = await fetch(say.guess, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  show(await answer.json());
}

function show(found) {
  part("near").innerHTML = found.near;
  if (!touched && found.category) {
    const chip = form.querySelector(`[name=category][value="${CSS.escape(found.category)}"]`);
    if (chip) chip.checked = true;
  }
  part("because").textContent = found.place && say.sayArea + found.place;
  if (part("sorting").querySelector("[name=category]")) part("sorting").open = true;
  field("checked").value = "yes";
}

for (const name of ["text", "address"]) {
  field(name).addEventListener("input", guessSoon);
}
form.addEventListener("change", (event) => {
  if (event.target.name === "category") touched = true;
});

form.querySelector(".error-summary:not([hidden])")?.focus();

/* ── one sending, which survives a lost network: see queue.js ── */

function fill(hasPoint) {
  part("place-said").textContent = hasPoint ? say.sayKeptPoint : "";
  touched = Boolean(form.querySelector("[name=category]:checked"));
  for (const more of form.querySelectorAll("details:has(:checked)")) more.open = true;
  guessSoon();
}

function clear() {
  looked += 1;
  touched = false;
  clearTimeout(timer);
  asked += 1;
  for (const name of ["lon", "lat", "checked"]) field(name).value = "";
  for (const name of ["place-said", "because"]) part(name).textContent = "";
  part("near").replaceChildren();
}

new Queue(form, photos, { fill, clear });
