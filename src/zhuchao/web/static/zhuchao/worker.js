// The service worker: opens the report without a network. The server writes VERSION, FILES, PAGES
// and MAP above this, and for a browser that sends in the background the import of `flush`.
// It touches nothing else: no receipt, no progress, no desk.

const CACHE = `zhuchao-${VERSION}`;
const SLOW = 4000; // a network that takes longer is none
let behind = false; // the server has newer files than this worker: do not mix them with a new page

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(replace().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || search) return;
  if (request.mode === "navigate") {
    if (PAGES.includes(pathname)) event.respondWith(fresh(request, pathname));
  } else if (pathname === MAP) {
    event.respondWith(fresh(request, pathname));
  } else if (FILES.includes(pathname)) {
    event.respondWith(file(event, pathname));
  }
});

self.addEventListener("sync", (event) => { if (event.tag === "zhuchao-outbox") event.waitUntil(sent()); });

// Where something still waits the browser is told so, and tries again later.
async function sent() {
  if (await flush(true)) throw new Error("no network yet");
}

async function fill() {
  const cache = await caches.open(CACHE);
  for (const path of FILES) {
    const response = await fetch(path, { cache: "no-cache" });
    if (!response.ok) throw new Error(path);
    await cache.put(path, response);
  }
  for (const path of PAGES) await keep(path, await fetch(path));
}

async function replace() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("zhuchao-") && name !== CACHE).map((name) => caches.delete(name)));
}

const stored = async (path) => (await caches.open(CACHE)).match(path, { ignoreVary: true });

// A page is kept only where the server says so, and with the files it was written for.
async function keep(path, response) {
  const version = response.headers.get("X-Offline");
  if (version) behind = version !== VERSION;
  if (response.ok && !response.redirected && (path === MAP || version === VERSION)) {
    await (await caches.open(CACHE)).put(path, response.clone());
  }
  return response;
}

// From the network; from the phone where that fails or takes too long.
async function fresh(request, path) {
  const kept = await stored(path);
  const answer = fetch(request).then((response) => keep(path, response));
  if (!kept) return answer;
  const slow = new Promise((done) => { setTimeout(done, SLOW, kept); });
  return Promise.race([answer.catch(() => kept), slow]);
}

// From the phone, for the pages it keeps: their files belong together.
async function file(event, path) {
  const client = await self.clients.get(event.clientId);
  const ours = client && PAGES.includes(new URL(client.url).pathname);
  const kept = await stored(path);
  if (ours && kept && !behind) return kept;
  return fetch(event.request).catch(() => kept ?? Response.error());
}
