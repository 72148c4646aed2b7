// One point beside an address, read once when asked. Without this the address alone is sent.

import { whereNow } from "./here.js";

const tools = document.querySelector("[data-point]");
const said = tools.querySelector("[role=status]");
const field = (name) => tools.closest("form").elements.namedItem(name);

async function place() {
  said.textContent = tools.dataset.sayFinding;
  try {
    const { lon, lat, accuracy } = await whereNow();
    field("lon").value = lon;
    field("lat").value = lat;
    said.textContent = tools.dataset.sayFound.replace("{m}", accuracy);
  } catch {
    said.textContent = tools.dataset.sayDenied;
  }
}

if (navigator.geolocation) {
  tools.hidden = false;
  tools.querySelector("button").addEventListener("click", place);
}
