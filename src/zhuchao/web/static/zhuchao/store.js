// The outbox in IndexedDB, who else is told of a change, and one sender at a time.

const LEASE = 120_000;
const others = "BroadcastChannel" in self ? new BroadcastChannel("zhuchao-outbox") : null;
const listeners = new Set();
let opened = null;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open("zhuchao", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "id" });
      request.result.createObjectStore("lease", { keyPath: "name" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = null; };
      done(request.result);
    };
    request.onerror = () => failed(request.error);
  });
  return opened;
}

// One transaction over one store: `ask` gives the request whose result is wanted.
async function within(name, mode, ask) {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(name, mode);
    const answer = { result: undefined };
    transaction.oncomplete = () => done(answer.result);
    transaction.onabort = () => failed(transaction.error);
    ask(transaction.objectStore(name), answer);
  });
}

const into = (answer) => (event) => { answer.result = event.target.result; };

export const all = () =>
  within("outbox", "readonly", (store, answer) => { store.getAll().onsuccess = into(answer); });

export const get = (id) =>
  within("outbox", "readonly", (store, answer) => { store.get(id).onsuccess = into(answer); });

export async function put(entry) {
  await within("outbox", "readwrite", (store) => { store.put(entry); });
  tell({ id: entry.id });
  return entry;
}

export async function remove(id) {
  await within("outbox", "readwrite", (store) => { store.delete(id); });
  tell({ id });
}

// Read, change and write in one transaction; nothing where it was deleted meanwhile.
export async function change(id, how) {
  const changed = await within("outbox", "readwrite", (store, answer) => {
    store.get(id).onsuccess = ({ target }) => {
      if (!target.result) return;
      answer.result = how(target.result);
      store.put(answer.result);
    };
  });
  tell({ id });
  return changed;
}

/* ── who shows the outbox hears of every change: in this page and in the others ── */

export function tell(news) {
  for (const hear of listeners) hear(news);
  others?.postMessage(news);
}

export function listen(hear) {
  listeners.add(hear);
  if (others) others.onmessage = ({ data }) => { for (const each of listeners) each(data); };
}

/* ── one sender at a time, over all tabs and the service worker ── */

export function alone(work) {
  return navigator.locks ? navigator.locks.request("zhuchao-outbox", work) : leased(work);
}

// Without Web Locks: a lease that runs out by itself, should its page be closed meanwhile.
export async function leased(work) {
  const mine = await within("lease", "readwrite", (store, answer) => {
    store.get("sending").onsuccess = ({ target }) => {
      if (target.result?.until > Date.now()) return;
      store.put({ name: "sending", until: Date.now() + LEASE });
      answer.result = true;
    };
  });
  if (!mine) return undefined;
  try {
    return await work();
  } finally {
    await within("lease", "readwrite", (store) => { store.delete("sending"); });
  }
}
