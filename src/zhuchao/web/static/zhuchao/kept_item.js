// One report in the list of those on this phone: what, when, where, how far it has come.

import { stage, tooOld, value } from "./outbox.js";

const TONES = { draft: "new", waiting: "waiting", sending: "active", sent: "active", refused: "bad", received: "good" };
const GO = { draft: "sayFinish", refused: "sayCorrect", received: "sayTrack" };

const time = new Intl.DateTimeFormat(document.documentElement.lang, {
  month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

export const moment = (at) => time.format(at);

const key = (name, end = "") => `say${name[0].toUpperCase()}${name.slice(1)}${end}`;

export function shown(item, entry, busy, say) {
  const now = stage(entry, busy);
  const look = `${now} ${entry.at} ${entry.receipt} ${JSON.stringify([entry.fields, entry.label, entry.fault])}`;
  if (item.dataset.look === look) return now;
  item.dataset.look = look;
  const part = (name) => item.querySelector(`[data-${name}]`);
  const state = part("state");
  state.dataset.tone = TONES[now];
  state.textContent = say[key(now)];
  part("when").textContent = moment(entry.at);
  part("when").dateTime = new Date(entry.at).toISOString();
  part("what").textContent = what(entry, say);
  part("hint").replaceChildren(...hint(entry, now, say));
  picture(part("shot"), part("sign"), entry);
  leads(part("go"), entry, now, say);
  part("send").hidden = now !== "waiting";
  return now;
}

function what(entry, say) {
  const name = entry.label || (entry.fields && value(entry, "text").trim().slice(0, 24)) || say[key(entry.kind)];
  if (entry.state === "received") return name;
  return [name, value(entry, "address").trim() || (value(entry, "lon") ? say.sayPoint : say.sayNoPoint)].join(" · ");
}

function hint(entry, now, say) {
  if (now === "refused") return [entry.fault.message];
  if (now === "received") return [...number(say.sayReceipt, entry.receipt), ...number(say.sayCode, entry.code)];
  if (now === "draft" && tooOld(entry, Date.now())) return [say.sayDraftOld];
  return [say[key(now, "Hint")]];
}

function number(name, words) {
  const box = document.createElement("span");
  box.className = "receipt-no";
  box.textContent = words;
  return [`${name} `, box, document.createElement("br")];
}

function picture(image, sign, entry) {
  const blob = entry.photos?.find((one) => one.blob)?.blob;
  if (blob && !image.src) image.src = URL.createObjectURL(blob);
  if (!blob && image.src) {
    URL.revokeObjectURL(image.src);
    image.removeAttribute("src");
  }
  image.hidden = !blob;
  sign.hidden = Boolean(blob);
}

function leads(link, entry, now, say) {
  link.hidden = !GO[now];
  if (!GO[now]) return;
  link.textContent = say[GO[now]];
  link.href = now === "received" ? entry.track : `${say[`${entry.kind}Page`]}#${entry.id}`;
}
