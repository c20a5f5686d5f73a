/* The record of an inspection on a device that may lose its signal. Nothing here runs on other pages.
   What is typed is kept on the device first (IndexedDB) and sent after; it leaves the device only when the server has
   given a receipt for its key. Syntax and interfaces: Chromium 80. */
const form = document.querySelector("form[data-record]");
const one = (selector, within) => (within || form).querySelector(selector);
const every = (selector, within) => Array.from((within || form).querySelectorAll(selector));
const inspection = form.dataset.record;
const user = form.dataset.user;
const address = "/inspections/" + inspection + "/outbox";
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("zw-inspections", 1);
  asked.onupgradeneeded = () => {
    const kept = asked.result.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
    kept.createIndex("inspection", "inspection");
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

// Carry out act(store) in a transaction of its own; resolves with the request's result once it is on the disk.
const inStore = (mode, act) =>
  opened.then(
    (base) =>
      new Promise((resolve, reject) => {
        const turn = base.transaction("outbox", mode, { durability: "strict" });
        const asked = act(turn.objectStore("outbox"));
        turn.oncomplete = () => resolve(asked && asked.result);
        turn.onerror = turn.onabort = () => reject(turn.error);
      }),
  );
const waiting = () =>
  inStore("readonly", (kept) => kept.index("inspection").getAll(inspection)).then((rows) =>
    rows.sort((a, b) => a.order - b.order),
  );
const put = (row) => inStore("readwrite", (kept) => kept.put(row));
const drop = (order) => inStore("readwrite", (kept) => kept.delete(order));
