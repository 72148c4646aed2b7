// A point picked on the map for any form: beside the button two fields lon and lat, or a line of a
// textarea. The map is that of map.js, which moves under a cross and listens to the arrow keys.

const say = document.querySelector("[data-pick-say]");
const part = (name) => say.querySelector(`[data-pick-${name}]`);
const [panel, box, at, said] = ["panel", "box", "at", "said"].map(part);
const [takeButton, leaveButton] = ["take", "leave"].map(part);
let asking = null; // the button that opened the map
let chosen = null;

const fields = (button) => {
  const scope = button.closest("[data-pick-scope]");
  return ["lon", "lat"].map((name) => scope.querySelector(`[name="${name}"], [name$="-${name}"]`));
};

function start(button) {
  if (!button.dataset.pickLine) {
    const [lon, lat] = fields(button).map((field) => field.value);
    if (lon && lat) return [Number(lon), Number(lat)];
  }
  return chosen ?? (say.dataset.lon ? [Number(say.dataset.lon), Number(say.dataset.lat)] : null);
}

async function open(button) {
  asking = button;
  box.replaceChildren();
  button.after(panel);
  panel.hidden = false;
  panel.focus();
  try {
    const { openMap } = await import("./map.js");
    const from = start(button);
    if (from) moved(...from);
    await openMap(box, say.dataset, from, moved);
  } catch {
    leave();
    said.textContent = say.dataset.sayFailed;
  }
}

function moved(lon, lat) {
  chosen = [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
  at.textContent = chosen.join(", ");
}

function take() {
  if (!chosen) return;
  if (asking.dataset.pickLine) addLine(document.getElementById(asking.dataset.pickLine));
  else fields(asking).forEach((field, n) => { field.value = chosen[n]; });
  said.textContent = say.dataset.sayTaken.replace("{at}", chosen.join(", "));
  asking.form.elements.namedItem("datum").value = "CGCS2000"; // what the map speaks
  leave();
}

function leave() {
  panel.hidden = true;
  asking.focus();
}

// After a name that has no position yet the point goes on its line, else on a line of its own.
function addLine(area) {
  const lines = area.value.replace(/\s+$/, "").split("\n");
  const last = lines.at(-1);
  const point = chosen.join(",");
  const waiting = last && !/\d\.\d{3}/.test(last);
  if (waiting) lines.push(`${lines.pop()} ${point}`);
  else lines.push(point);
  area.value = lines.filter(Boolean).join("\n");
}

for (const button of document.querySelectorAll("[data-pick]")) {
  button.hidden = false;
  button.addEventListener("click", () => open(button));
}
takeButton.addEventListener("click", take);
leaveButton.addEventListener("click", leave);
