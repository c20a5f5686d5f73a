// The sample of an item as tiles: a tap says which one was wrong. The number field stays the truth; the tap writes it.
const MOST_TILES = 40;
const fieldOf = (part, name) => one('[name^="' + name + '-"]', part);
const marksOf = (card) => fieldOf(card, "marks").value.split(",").filter(Boolean).map(Number);
const mark = (card, places) => (fieldOf(card, "marks").value = places.sort((a, b) => a - b).join(","));
const countOf = (card) => number(fieldOf(card, "number").value);
const setCount = (card, count) => (fieldOf(card, "number").value = count);
const isBare = (card) => !one("textarea", card).value && !one("[data-photos] img", card);

const sizeOf = (item) => {
  const typed = fieldOf(item, "sampled").value.trim();
  return typed ? number(typed) : number(one("[data-tiles]", item).dataset.tiles);
};

const framed = (box) => {
  if (box.firstChild) return;
  const head = document.createElement("p");
  head.append(document.createElement("b"), document.createElement("b"));
  const hint = document.createElement("p");
  hint.className = "small muted";
  const tiles = document.createElement("div");
  tiles.className = "tiles";
  box.append(head, hint, tiles);
};

const blankTile = () => {
  const tile = document.createElement("button");
  tile.type = "button";
  tile.append(document.createElement("b"), document.createElement("span"));
  return tile;
};

const sumOf = (item, cards, count) => {
  const claim = claimOf(item);
  const each = rateOf(item, cards[0]);
  const sign = item.dataset.bonus ? "+" : "−";
  const product = claim === count * each ? " × " + said(each) + " = " : "，";
  return count + " " + item.dataset.unit + product + sign + said(claim);
};

// Nothing is invented: a number that was typed lights no tile until somebody says which ones it means.
const drawTiles = (item) => {
  const box = one("[data-tiles]", item);
  if (!box) return;
  framed(box);
  const [head, hint, tiles] = box.children;
  const size = sizeOf(item);
  const unit = item.dataset.unit;
  const cards = verdictOf(item) === "fail" ? standing(item) : [];
  cards.forEach((card) => mark(card, marksOf(card).filter((place) => place <= size).slice(0, countOf(card))));
  const count = cards.reduce((sum, card) => sum + countOf(card), 0);
  const open = cards.reduce((sum, card) => sum + countOf(card) - marksOf(card).length, 0);
  const sign = item.dataset.bonus ? "+" : "−";
  const [good, bad] = item.dataset.bonus ? ["无", "加分的"] : ["合格", "不合格的"];
  box.hidden = !size || size > MOST_TILES;
  head.children[0].textContent = "抽样 " + size + " " + unit;
  head.children[1].textContent = count ? sumOf(item, cards, count) : "";
  hint.textContent = open ? "其中 " + open + " " + unit + "还没有点选是哪一" + unit : "点选" + bad + "，再点一次取消";
  hint.classList.toggle("warned", open > 0);
  if (box.hidden) return;
  while (tiles.children.length > size) tiles.lastChild.remove();
  while (tiles.children.length < size) tiles.append(blankTile());
  Array.from(tiles.children).forEach((tile, index) => {
    const owner = cards.find((card) => marksOf(card).includes(index + 1));
    tile.dataset.tile = index + 1;
    tile.setAttribute("aria-pressed", String(Boolean(owner)));
    tile.firstChild.textContent = "第 " + (index + 1) + " " + unit;
    tile.lastChild.textContent = owner ? sign + said(rateOf(item, owner)) : good;
  });
};

const startAnew = (item, place) => {
  const cards = standing(item);
  const card = cards[0] || addCard(item, newKey());
  cards.slice(1).forEach((other) => (fieldOf(other, "removed").checked = true));
  one('input[value="fail"]', item).checked = true;
  setCount(card, 1);
  mark(card, [place]);
  return card;
};

const untap = (item, card, place, cards) => {
  mark(card, marksOf(card).filter((other) => other !== place));
  if (countOf(card) > 1) setCount(card, countOf(card) - 1);
  else if (!isBare(card)) return; // words and photos stay: it was another one, which the next tap says
  else if (cards.length > 1) fieldOf(card, "removed").checked = true;
  else one('input[value="pass"]', item).checked = true;
};

const tapTile = (item, place) => {
  const cards = standing(item);
  const owner = cards.find((card) => marksOf(card).includes(place));
  let card = owner;
  if (verdictOf(item) !== "fail") card = startAnew(item, place);
  else if (owner) untap(item, owner, place, cards);
  else {
    const open = cards.find((each) => marksOf(each).length < countOf(each));
    card = open || cards[cards.length - 1] || addCard(item, newKey());
    mark(card, marksOf(card).concat(place));
    if (marksOf(card).length > countOf(card)) setCount(card, marksOf(card).length);
  }
  delete card.dataset.fresh;
  drawTiles(item);
  one("[data-tiles]", item).dispatchEvent(new Event("change", { bubbles: true }));
};
