// What a report on this phone is and becomes. Pure: no page, no database, no network.
//
// state: draft → waiting → received, or → refused → waiting. `at` is when it was written down; `id`
// is its intake key, made once, so that the server knows it again however often it is sent.

export const KEPT_DAYS = 14;
export const BACK_DAYS = 7; // the server takes nothing written down earlier
const DAY = 86_400_000;
const AT_ONCE = 10_000; // younger than this, the server's own time says it as well
const DELAYS = [5, 15, 60, 300]; // seconds to the next try while a page is open
const PHONE = /^\+?(?:[\s-]*\d){7,15}\s*$/;

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID(); // absent without https
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const drafted = (kind, now) =>
  ({ id: newKey(), kind, state: "draft", at: now, fields: [], photos: [], label: "", tries: 0, next: 0 });

export const tooOld = (entry, now) => now - entry.at > BACK_DAYS * DAY;

// The form's words are in; what is corrected after the limit is a report of today.
export const written = (entry, said, now) => ({
  ...entry, ...said, state: "waiting", at: tooOld(entry, now) ? now : entry.at, tries: 0, next: 0, fault: null, raised: null,
});

export const value = (entry, name) => entry.fields.find(([key]) => key === name)?.[1] ?? "";

// What is missing or wrong before anything is kept to be sent: [field, key of the words].
export function missing(kind, { fields, photos }) {
  const said = (name) => value({ fields }, name).trim();
  const faults = [];
  if (kind === "appeal" && !said("text")) faults.push(["text", "sayNoText"]);
  if (kind === "hazard" && !photos.length && !said("text") && !said("category")) faults.push(["photo", "sayNothing"]);
  if (!said("address") && !said("division") && !(said("lon") && said("lat"))) faults.push(["address", "sayNowhere"]);
  if (said("phone") && !PHONE.test(said("phone"))) faults.push(["phone", "sayPhone"]);
  return faults;
}

// When it was written down, by the server's clock; nothing where that is now.
export function raisedAt(entry, server, now) {
  const age = now - entry.at;
  return age > AT_ONCE ? new Date(server - age).toISOString() : "";
}

export const later = (entry, now, seconds = 0) => ({
  ...entry, tries: entry.tries + 1, next: now + 1000 * Math.max(seconds, DELAYS[Math.min(entry.tries, DELAYS.length - 1)]),
});

// What the server's answer makes of it. Only its receipt is kept of what was received.
export function answered(entry, { status, body, wait = 0 }, now) {
  if ((status === 200 || status === 201) && body?.receipt) {
    const { id, kind, at, label } = entry;
    const { receipt, code, slip, track } = body;
    return { id, kind, at, label, state: "received", done: now, receipt, code, slip, track };
  }
  if (status !== 422 || !body?.fields) return later(entry, now, wait);
  // The server sweeps photos that waited a day for their report: they are still here.
  if (body.fields.photo && !entry.again && entry.photos.some((one) => one.upload && one.blob)) {
    const photos = entry.photos.map((one) => (one.blob ? { blob: one.blob } : one));
    return { ...entry, photos, again: true, next: now };
  }
  return { ...entry, state: "refused", again: false, fault: { message: body.detail, fields: body.fields } };
}

export const due = (entries, now) =>
  entries.filter((one) => one.state === "waiting" && one.next <= now).sort((a, b) => a.at - b.at);

export const nextDue = (entries) =>
  Math.min(...entries.filter((one) => one.state === "waiting").map((one) => one.next));

export const outlived = (entries, now) =>
  entries.filter((one) => one.state === "received" && now - one.done > KEPT_DAYS * DAY);

// Shown openly for a day, then folded away.
export const recent = (entry, now) => entry.state !== "received" || now - entry.done < DAY;

// What a person is told: draft, waiting, sending, sent (the photos are there), refused, received.
export function stage(entry, busy) {
  if (entry.state !== "waiting") return entry.state;
  if (!busy) return "waiting";
  return entry.photos.length && entry.photos.every((one) => one.upload) ? "sent" : "sending";
}
