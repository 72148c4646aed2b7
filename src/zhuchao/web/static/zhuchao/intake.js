// The report and the appeal: place, guesses, and one sending only. Without this the form still works.

import { Photos } from "./photo.js";

const form = document.getElementById("intake");
const say = form.dataset;
const field = (name) => form.elements.namedItem(name);
const part = (name) => form.querySelector(`[data-${name}]`);

const photos = new Photos(form, part("photo"));

/* ── the place: one point, once, when asked ── */

function placed(lon, lat, words) {
  field("lon").value = lon.toFixed(6);
  field("lat").value = lat.toFixed(6);
  part("place-said").textContent = words;
  guessSoon();
}

function here() {
  part("place-said").textContent = say.sayFinding;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) =>
      placed(coords.longitude, coords.latitude, say.sayFound.replace("{m}", Math.round(coords.accuracy))),
    () => { part("place-said").textContent = say.sayDenied; },
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
  );
}

async function pick(button) {
  const box = part("map-box");
  box.hidden = !box.hidden;
  button.setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden || box.childElementCount) return;
  const { openMap } = await import("./map.js");
  const start = field("lon").value ? [Number(field("lon").value), Number(field("lat").value)] : null;
  await openMap(box, say, start, (lon, lat) => placed(lon, lat, say.sayPicked));
}

part("place-tools").hidden = false;
part("pick").addEventListener("click", (event) => pick(event.currentTarget));
if (navigator.geolocation) {
  part("here").addEventListener("click", here);
  // Where this was allowed before, the place is set without a tap.
  if (!field("lon").value) {
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

form.querySelector(".error-summary")?.focus();

/* ── one sending: a second tap sends nothing, a page shown again is a new demand ── */

let sending = false;
form.addEventListener("submit", (event) => {
  if (sending) return event.preventDefault();
  if (photos.busy) {
    event.preventDefault();
    part("status").textContent = say.sayWait;
    photos.whenIdle(() => form.requestSubmit(event.submitter));
    return;
  }
  sending = true;
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sending = false;
  if (crypto.randomUUID) field("intake_key").value = crypto.randomUUID();
});
