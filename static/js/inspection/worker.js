/* Lets the page of a record open without a signal: what the page put by is given when the server cannot be reached.
   It sends nothing; the page does. Scope: one record. */
const KEPT = "zw-record";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const pageOrKept = async (request) => {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") await kept.put(new URL(request.url).pathname, answer.clone());
    return answer;
  } catch (error) {
    const old = await kept.match(new URL(request.url).pathname);
    if (old) return old;
    throw error;
  }
};

const keptOrAsset = async (request) => {
  const old = await caches.match(request.url);
  return old || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(pageOrKept(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(keptOrAsset(event.request));
});
