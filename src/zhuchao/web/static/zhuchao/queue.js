// The form and the outbox: what is sent is kept first, and what was kept can be opened again.

import { blame } from "./blame.js";
import { moment } from "./kept_item.js";
import { lookAt } from "./kept.js";
import { drafted, missing, newKey, tooOld, value, written } from "./outbox.js";
import { SEND, flush } from "./sending.js";
import { change, get, put } from "./store.js";

const PATIENCE = 10_000; // then the form is free again, and the list tells how it goes on
const OWN = ["csrfmiddlewaretoken", "intake_key", "checked", "photos", "photo", "raised_at"];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Queue {
  constructor(form, photos, { fill, clear }) {
    Object.assign(this, { form, photos, fill, clear, say: form.dataset, editing: null, sending: false, left: false });
    this.plain = !window.indexedDB || !SEND[form.dataset.kind];
    this.note = form.querySelector("[data-editing]");
    form.addEventListener("submit", (event) => this.submit(event));
    this.note.querySelector("button").addEventListener("click", () => this.another());
    window.addEventListener("hashchange", () => this.reopen());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.shownAgain(); });
    this.reopen();
  }

  submit(event) {
    if (this.plain || event.submitter?.hasAttribute("formaction")) return this.leave(event);
    event.preventDefault();
    if (!this.sending) this.keep(event.submitter);
  }

  // No database in this browser, a kind that is not left on a phone, or a button that does something
  // else (follow what is near): the form goes by itself, once, with the photos that are uploaded.
  leave(event) {
    if (this.left || this.photos.busy) event.preventDefault();
    if (this.left) return;
    this.left = !this.photos.busy;
    if (this.left) return;
    this.tell(this.say.sayWait);
    this.photos.idle().then(() => this.form.requestSubmit(event.submitter));
  }

  async keep(button) {
    this.sending = true;
    this.tell(this.say.sayKeeping);
    await this.photos.ready();
    const said = this.read();
    const faults = missing(this.say.kind, said);
    this.fault(Object.fromEntries(faults.map(([name, words]) => [name, this.say[words]])));
    if (!faults.length) await this.deliver(said, button);
    this.tell("");
    this.sending = false;
  }

  async deliver(said, button) {
    const now = Date.now();
    let entry;
    try {
      entry = await put(written(this.editing ?? drafted(this.say.kind, now), said, now));
    } catch {
      this.plain = true; // a full phone, a private window
      this.form.requestSubmit(button);
      return;
    }
    const sent = this.sent(entry.id);
    const first = await Promise.race([sent, pause(navigator.onLine ? PATIENCE : 0)]);
    if (first?.state === "received") return void location.assign(first.slip);
    if (first?.state === "refused") {
      this.editing = first;
      return this.fault(first.fault.fields);
    }
    this.another();
    lookAt(this.say.sayWaiting);
  }

  async sent(id) {
    const kept = await this.photos.idle(); // what is half uploaded is not begun anew
    await change(id, (entry) => (entry.state === "waiting" ? { ...entry, photos: kept } : entry));
    await flush(true);
    return get(id);
  }

  read() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => !OWN.includes(name) && value !== "");
    const chip = this.form.querySelector("[name=category]:checked")?.closest("label");
    return { fields, photos: this.photos.kept(), label: chip?.textContent.trim() ?? "" };
  }

  /* ── a draft or a refused one, back in the form ── */

  async reopen() {
    const id = location.hash.slice(1);
    const entry = id.length === 36 && !this.plain ? await get(id).catch(() => null) : null;
    if (!entry || entry.kind !== this.say.kind || !["draft", "refused"].includes(entry.state)) return;
    this.reset();
    this.editing = entry;
    for (const [name, words] of entry.fields) this.set(name, words);
    this.photos.restore(entry.photos);
    this.note.hidden = false;
    const words = tooOld(entry, Date.now()) ? this.say.sayEditingOld : this.say.sayEditing;
    this.note.querySelector("span").textContent = words.replace("{t}", moment(entry.at));
    this.fill(value(entry, "lon") !== "");
    if (entry.fault) this.fault(entry.fault.fields);
    else this.note.querySelector("button").focus();
  }

  set(name, words) {
    for (const field of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === words;
      else field.value = words;
    }
  }

  // Back from the receipt: a new report.
  shownAgain() {
    this.left = false;
    this.another();
    this.form.elements.namedItem("intake_key").value = newKey();
  }

  another() {
    this.reset();
    if (location.hash) history.replaceState(null, "", location.pathname);
  }

  reset() {
    this.form.reset();
    this.photos.restore([]);
    this.editing = null;
    this.sending = false;
    this.note.hidden = true;
    this.fault({});
    this.clear();
  }

  fault(faults) { blame(this.form, faults); }

  tell(words) { this.form.querySelector("[data-status]").textContent = words; }
}
