// The reports on this phone, shown; 记下此处; and every occasion to send what waits.

import { whereNow } from "./here.js";
import { moment, shown } from "./kept_item.js";
import { drafted, nextDue, outlived, recent } from "./outbox.js";
import { flush } from "./sending.js";
import { all, change, get, listen, put, remove } from "./store.js";

const box = document.querySelector("[data-kept]");
const say = box.dataset;
const part = (name) => box.parentElement.querySelector(`[data-${name}]`);
const items = new Map(); // id → its line
const stages = new Map(); // id → how far it was when last shown
const busy = new Set();
let timer = 0;

// `seen` where the list itself does not say it.
function told(words, seen = true) {
  part("kept-status").textContent = words;
  part("kept-told").classList.toggle("unseen", !seen);
}

// The list with what was just added, and why one is led there.
export async function lookAt(words) {
  await show();
  document.getElementById("kept-title").focus();
  told(words, false);
}

/* ── the list ── */

let showing = Promise.resolve();

// One after the other: an older look never overwrites a newer one.
function show() {
  showing = showing.then(look, look);
  return showing;
}

async function look() {
  const entries = (await all()).sort((a, b) => b.at - a.at);
  for (const [id, item] of items) {
    if (entries.some((one) => one.id === id)) continue;
    item.remove();
    items.delete(id);
    stages.delete(id);
  }
  const open = entries.filter((one) => recent(one, Date.now()));
  const folded = entries.filter((one) => !open.includes(one));
  order(part("open"), open.map(line));
  order(part("folded"), folded.map(line));
  part("folded-box").hidden = !folded.length;
  part("folded-count").textContent = say.sayFolded.replace("{n}", folded.length);
  box.hidden = !entries.length;
  tryAgainWhenDue(entries);
}

// Only what stands elsewhere is moved: a line that has the focus keeps it.
function order(list, lines) {
  lines.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

function line(entry) {
  const item = items.get(entry.id) ?? made(entry);
  const before = stages.get(entry.id);
  const now = shown(item, entry, busy.has(entry.id), say);
  stages.set(entry.id, now);
  if (before && before !== now) announce(entry, now);
  return item;
}

function announce(entry, now) {
  const words = { waiting: say.sayWaitingHint, received: `${say.sayReceived} ${entry.receipt ?? ""}`, refused: entry.fault?.message };
  if (words[now]) told(words[now], false);
}

function made(entry) {
  const item = box.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector("[data-send]").addEventListener("click", () => flush(true));
  item.querySelector("[data-drop]").addEventListener("click", () => drop(entry.id));
  items.set(entry.id, item);
  return item;
}

// Gone at once, as the phone may be somebody else's; back as long as this page is open.
async function drop(id) {
  const entry = await get(id);
  if (!entry) return;
  await remove(id);
  told(say.sayDropped);
  const undo = part("undo");
  undo.hidden = false;
  undo.onclick = async () => {
    undo.hidden = true;
    await put(entry);
    told(say.sayRestored);
  };
  undo.focus();
}

/* ── 记下此处: here and now, in one tap; finished when one has stopped ── */

let marking = false;

async function mark() {
  if (marking) return;
  marking = true;
  told(say.sayMarking);
  try {
    const { id, at } = await put(drafted("hazard", Date.now()));
    told(say[await located(id) ? "sayMarked" : "sayMarkedNowhere"].replace("{t}", moment(at)));
  } catch {
    told(say.sayNoStore);
  }
  marking = false;
}

// Whether the point could be added to the draft.
async function located(id) {
  const found = await whereNow().catch(() => null);
  if (!found) return false;
  const point = [["lon", found.lon], ["lat", found.lat]];
  await change(id, (entry) => (entry.state === "draft" ? { ...entry, fields: point } : entry));
  return true;
}

/* ── the occasions to send: now, the network is back, one looks again, a while later ── */

function tryAgainWhenDue(entries) {
  clearTimeout(timer);
  const next = nextDue(entries);
  if (next === Infinity) return;
  timer = setTimeout(() => flush(), Math.min(Math.max(1000, next - Date.now()), 300_000));
  inBackground();
}

let asked = false;

// Where the browser can, its worker sends with no page open; elsewhere the next visit does.
function inBackground() {
  if (asked || !navigator.serviceWorker?.controller || !("SyncManager" in window)) return;
  asked = true;
  navigator.serviceWorker.ready
    .then((worker) => worker.sync.register("zhuchao-outbox"))
    .catch(() => { asked = false; }); // forbidden by the rider's settings: the pages still send
}

function install() {
  const sync = "SyncManager" in window;
  const how = { updateViaCache: "none", type: sync ? "module" : "classic" };
  navigator.serviceWorker?.register(sync ? `${say.worker}?sync` : say.worker, how)
    .catch(() => {}); // an app's own browser may have none: the open page is enough to send
}

function begin(entries) {
  const button = document.querySelector("[data-mark]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", mark);
  }
  listen(({ id, busy: sends }) => {
    if (sends !== undefined) busy[sends ? "add" : "delete"](id);
    show();
  });
  for (const old of outlived(entries, Date.now())) remove(old.id);
  show();
  flush(true);
  window.addEventListener("online", () => flush(true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(true); });
}

all().then(begin, () => {}); // no database here (some private windows): the form goes as it is
if (document.readyState === "complete") install();
else window.addEventListener("load", install);
