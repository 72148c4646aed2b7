// Sends what waits in the outbox, from a page or from the service worker.

import { answered, due, later, raisedAt } from "./outbox.js";
import { all, alone, change, get, tell } from "./store.js";

const READY = "/report/ready/";
const UPLOAD = "/files/";
// Other kinds are sealed from the first word, and not left on a phone.
export const SEND = { hazard: "/report/send/", appeal: "/appeal/send/" };
const PATIENCE = { ready: 15_000, report: 30_000, photo: 90_000 };

// Send all that is due, or all that waits when `forced`; each once. How many still wait.
export async function flush(forced = false) {
  await alone(async () => {
    const waiting = due(await all(), forced ? Infinity : Date.now());
    if (!waiting.length) return;
    for (const one of waiting) tell({ id: one.id, busy: true });
    const ready = await hello();
    for (const one of waiting) {
      await (ready ? send(one.id, ready) : wait(one.id)).finally(() => tell({ id: one.id, busy: false }));
    }
  });
  return due(await all(), Infinity).length;
}

const wait = (id, seconds) => change(id, (entry) => later(entry, Date.now(), seconds));

// A token and the server's time, or nothing: no network, or a stranger's page (a hotel's log-in).
async function hello() {
  try {
    const { status, body } = await ask(READY, { cache: "no-store" }, PATIENCE.ready);
    return status === 200 && body?.token ? body : null;
  } catch {
    return null;
  }
}

async function send(id, ready) {
  try {
    const entry = await uploaded(id, ready);
    if (entry?.state !== "waiting") return;
    const answer = await post(SEND[entry.kind], report(entry), ready, PATIENCE.report);
    await change(id, (now) => (now.state === "waiting" ? answered(now, answer, Date.now()) : now));
  } catch {
    await wait(id); // the network went away: the key makes the next try safe
  }
}

// Its photos are on the server, each id kept here before the next step; or it waits or is refused.
async function uploaded(id, ready) {
  const server = Date.parse(ready.now);
  let entry = await get(id);
  if (entry) entry = await change(id, (now) => ({ ...now, raised: now.raised || raisedAt(now, server, Date.now()) }));
  for (let number = 0; number < (entry?.photos.length ?? 0); number += 1) {
    const { blob, upload } = entry.photos[number];
    if (upload) continue;
    const body = new FormData();
    body.set("photo", blob, "photo.jpg");
    const answer = await post(UPLOAD, body, ready, PATIENCE.photo);
    entry = await change(id, (now) => stored(now, blob, number, answer));
    if (entry?.state !== "waiting" || answer.status !== 201) return null;
  }
  return entry;
}

function stored(entry, blob, number, answer) {
  if (answer.status !== 201) return answered({ ...entry, again: true }, answer, Date.now());
  const photos = [...entry.photos];
  photos[number] = { blob, upload: answer.body.id };
  return { ...entry, photos };
}

function report(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set("intake_key", entry.id);
  body.set("raised_at", entry.raised);
  body.set("photos", entry.photos.map((one) => one.upload).join(","));
  return body;
}

const post = (address, body, { token }, patience) =>
  ask(address, { method: "POST", body, headers: { "X-CSRFToken": token } }, patience);

async function ask(address, how, patience) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const headers = { ...how.headers, Accept: "application/json" };
    const response = await fetch(address, { ...how, headers, signal: stop.signal });
    const body = await response.json().catch(() => null); // a proxy's page has no JSON
    return { status: response.status, body, wait: Number(response.headers.get("Retry-After")) || 0 };
  } finally {
    clearTimeout(timer);
  }
}
