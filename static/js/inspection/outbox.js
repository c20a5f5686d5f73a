// What waits is sent in order, one thing at a time; a receipt takes it off the device.
let busy = false, again = 0, last = ""; // why sending stopped last: it stands until it is known to be over
const strip = document.querySelector("[data-outbox]");

const tell = async (reason) => {
  const rows = await waiting();
  const items = new Set(rows.filter((row) => row.kind === "answer").map((row) => row.item)).size;
  const photos = rows.filter((row) => row.kind === "photo").length;
  const what = [items && items + " 项", photos && photos + " 张照片"].filter(Boolean).join("、");
  strip.dataset.state = rows.length ? (reason ? "waiting" : "sending") : "sent";
  strip.querySelector("a").hidden = !(reason && reason.startsWith("登录"));
  strip.querySelector("span").textContent = rows.length
    ? (reason || "正在发送") + "：" + what + "存在本机，待发送" + (reason && reason.startsWith("没有") ? "，连上后自动发送" : "")
    : "全部已送达";
  every("[data-item]").forEach((item) => {
    const mine = rows.filter((row) => row.item === item.dataset.item);
    const line = one("[data-receipt]", item);
    const refused = mine.find((row) => row.refused);
    if (refused) line.textContent = "没有收下：" + refused.refused;
    else if (mine.length) line.textContent = "待发送（已存本机）";
    else if (line.textContent.startsWith("待发送") || line.textContent.startsWith("没有收下")) line.textContent = "已送达";
    line.classList.toggle("negative", Boolean(refused));
    line.classList.toggle("warned", Boolean(mine.length && !refused));
  });
  return rows.length;
};

// One after the other: of two quick taps the later replaces the earlier.
let kept = Promise.resolve();
const keepAnswer = (item) => (kept = kept.then(() => keepOne(item), () => keepOne(item)));

const keepOne = async (item) => {
  if (!verdictOf(item)) return;
  const id = item.dataset.item;
  const old = (await waiting()).filter((row) => row.kind === "answer" && row.item === id && !row.leaving);
  await put({ inspection, user, kind: "answer", item: id, key: newKey(), fields: fieldsOf(item) });
  await Promise.all(old.map((row) => drop(row.order)));
  flush();
};

const keepPhoto = async (item, card, file) => {
  const key = newKey();
  await put({ inspection, user, kind: "photo", item: item.dataset.item, key, finding: card.dataset.card, file });
  showPhoto(card, URL.createObjectURL(file), "待发送（已存本机）", key);
  flush();
};

const bodyOf = (row) => {
  const body = new FormData();
  body.append("key", row.key);
  if (row.kind === "photo") {
    body.append("finding", row.finding);
    body.append("photo", row.file, "photo.jpg");
  } else {
    body.append("item", row.item);
    row.fields.forEach(([name, value]) => body.append(name, value));
  }
  return body;
};

const arrived = (row, receipt) => {
  const item = document.getElementById("item-" + row.item);
  if (!item) return;
  const photo = one('[data-photo="' + row.key + '"]', item);
  if (photo) one("span", photo).textContent = "已送达";
  if (row.kind === "answer") one("[data-receipt]", item).textContent = "已送达 " + (receipt.at || "");
};

// A signal that is there and leads nowhere leaves a request hanging for minutes: after a while that is no network either.
const SECONDS = 20, PHOTO_SECONDS = 90;
const ask = async (to, told, seconds) => {
  const stop = new AbortController();
  const over = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    return await fetch(to, { ...told, signal: stop.signal });
  } finally {
    clearTimeout(over);
  }
};

// Resolves with "" when the row is off the device, else with why sending stops.
const send = async (row, csrf) => {
  const to = row.kind === "photo" ? address + "/photo" : address;
  const told = { method: "POST", headers: { "X-CSRFToken": csrf }, body: bodyOf(row), redirect: "manual" };
  const answer = await ask(to, told, row.kind === "photo" ? PHOTO_SECONDS : SECONDS);
  if (answer.status === 200) {
    arrived(row, await answer.json());
    await drop(row.order);
    return "";
  }
  if (answer.status === 409 || answer.status === 422) {
    row.refused = (await answer.json()).refused;
    delete row.leaving;
    await put(row);
    return "";
  }
  return answer.type === "opaqueredirect" ? "登录已过期，请重新登录" : "服务器暂时不能保存";
};

const reach = async () => {
  const answer = await ask(address, { redirect: "manual", cache: "no-store" }, SECONDS);
  if (answer.type === "opaqueredirect") return { reason: "登录已过期，请重新登录" };
  if (!answer.ok) return { reason: "服务器暂时不能保存" };
  const state = await answer.json();
  if (String(state.user) !== user) return { reason: "现在登录的是别人，请用原来的账号登录" };
  return state.running ? state : { reason: "督查已经提交，不能再改" };
};

const work = async () => {
  const state = await reach();
  if (state.reason) return state.reason;
  const known = new Set(state.received);
  const tried = new Set();
  for (;;) {
    const row = (await waiting()).find((each) => !each.refused && !tried.has(each.order));
    if (!row) return "";
    tried.add(row.order);
    if (row.user !== user) continue;
    row.leaving = true;
    await put(row);
    if (known.has(row.key)) {
      arrived(row, {});
      await drop(row.order);
      continue;
    }
    const reason = await send(row, state.csrf);
    if (reason) return reason;
    await tell();
  }
};

// The page put by for a reload without a signal says what was delivered meanwhile; asked for once things are quiet.
let stale;
const refreshKept = () => {
  clearTimeout(stale);
  stale = setTimeout(async () => {
    try {
      const answer = await fetch(location.pathname, { redirect: "error", cache: "no-store" });
      if (answer.ok) await (await caches.open("zw-record")).put(location.pathname, answer);
    } catch (error) { /* no signal, or a plain address without a store: the older page stays */ }
  }, 1500);
};

const flush = async () => {
  reckon();
  if (busy) {
    again = 1;
    await tell(last); // what was kept meanwhile is counted at once, however long the sending takes
    return;
  }
  busy = true;
  let reason = "";
  try {
    if ((await tell(last)) > 0) {
      reason = await work();
      refreshKept();
    }
  } catch (error) {
    reason = "没有网络";
  }
  busy = false;
  last = reason;
  await tell(reason);
  if (again) {
    again = 0;
    flush();
  }
};

addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.hidden || flush());
setInterval(() => waiting().then((rows) => rows.some((row) => !row.refused) && flush()), 15000);
