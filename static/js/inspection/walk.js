// The page itself: changes are kept at once, photos made small, items shown one by one, the page kept for later.
const SIDE = 1600;
const BY_ONE = "zw-record-walk";

const small = async (file) => {
  if (!window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 400000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((made) => resolve(made || file), "image/jpeg", 0.82));
  } catch (error) {
    return file; // the server knows formats that this browser does not
  }
};

form.addEventListener("change", async (event) => {
  const item = event.target.closest("[data-item]");
  if (!item) return;
  if (event.target.matches("[data-take]")) {
    const files = Array.from(event.target.files);
    event.target.value = "";
    const card = event.target.closest("[data-card]");
    if (!verdictOf(item)) one('input[value="fail"]', item).checked = true;
    delete card.dataset.fresh;
    await keepAnswer(item);
    for (const file of files) await keepPhoto(item, card, await small(file));
    return;
  }
  const card = event.target.closest("[data-card]");
  if (card) delete card.dataset.fresh;
  follow(item);
  keepAnswer(item);
});

form.addEventListener("click", (event) => {
  const step = event.target.closest(".stepper [data-step]");
  if (step) {
    const field = one("input", step.parentNode);
    field.value = Math.max(1, Math.min(999, (parseInt(field.value, 10) || 1) + Number(step.dataset.step)));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const more = event.target.closest("[data-add-card]");
  if (more) {
    one("textarea", addCard(more.closest("[data-item]"), newKey())).focus();
    drawTiles(more.closest("[data-item]"));
  }
  const tile = event.target.closest("[data-tile]");
  if (tile) tapTile(tile.closest("[data-item]"), Number(tile.dataset.tile));
  const turn = event.target.closest("[data-turn]");
  if (turn) go(place + Number(turn.dataset.turn));
  if (event.target.closest("[data-walk]")) walk(!form.classList.contains("one-by-one"));
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  await flush();
  if ((await waiting()).length === 0) location.href = form.dataset.done;
});

const items = every("[data-item]");
let place = 0;
const go = (to) => {
  place = Math.max(0, Math.min(items.length - 1, to));
  items.forEach((item, index) => item.classList.toggle("is-current", index === place));
  every("[data-section]").forEach((section) => section.classList.toggle("has-current", Boolean(one(".is-current", section))));
  every("[data-place]", document).forEach((sign) => (sign.textContent = place + 1 + " / " + items.length));
  const last = place === items.length - 1;
  one('[data-turn="-1"]').disabled = place === 0;
  every('[data-turn="1"]').forEach((button) => (button.disabled = last));
  one(".record-bar [type=submit]").classList.toggle("primary", last || !form.classList.contains("one-by-one"));
  if (form.classList.contains("one-by-one")) scrollTo(0, 0);
};
const walk = (byOne) => {
  form.classList.toggle("one-by-one", byOne);
  document.body.classList.toggle("by-one", byOne);
  one("[data-walk]").textContent = byOne ? "看全表" : "逐项记录";
  try { localStorage.setItem(BY_ONE, byOne ? "1" : "0"); } catch (error) { /* only a preference */ }
  go(place);
};

const keepPage = async () => {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/inspections/worker.js", { scope: location.pathname });
  const kept = await caches.open("zw-record");
  const uses = every("link[rel=stylesheet], link[rel=preload], script[src]", document).map((part) => part.href || part.src);
  const icons = one("svg.icon use", document);
  if (icons) uses.push(icons.getAttribute("href").split("#")[0]);
  await kept.addAll([location.pathname, ...uses]);
};

every("[data-card]").forEach((card) => {
  if (!one("textarea", card).value && !one("[data-photos] img", card)) card.dataset.fresh = "yes";
});
waiting().then((rows) => {
  rows.filter((row) => row.kind === "answer").forEach((row) => {
    delete row.leaving;
    const item = document.getElementById("item-" + row.item);
    if (item) restore(item, row.fields);
  });
  rows.filter((row) => row.kind === "photo").forEach((row) => {
    const item = document.getElementById("item-" + row.item);
    if (item) showPhoto(cardOf(item, row.finding), URL.createObjectURL(row.file), "待发送（已存本机）", row.key);
  });
  flush();
});
let wish = null;
try { wish = localStorage.getItem(BY_ONE); } catch (error) { /* only a preference */ }
const open = items.findIndex((item) => !verdictOf(item));
place = open < 0 ? 0 : open;
walk(wish === null ? matchMedia("(max-width: 719px)").matches : wish === "1");
document.documentElement.classList.toggle("keeps-page", isSecureContext);
keepPage().catch(() => {});
