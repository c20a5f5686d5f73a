// The running total while there is no signal: the same reckoning as the server's, in whole tenths.
const number = (text) => parseInt(text, 10) || 0;
const said = (tenths) => (tenths % 10 ? (tenths / 10).toFixed(1) : String(tenths / 10));

const standing = (item) => every("[data-card]", item).filter((card) => !one('[name^="removed-"]', card).checked);

const rateOf = (item, card) => {
  const rate = one('[name^="rate-"]', card);
  return rate && rate.value ? Math.round(parseFloat(rate.value) * 10) : number(item.dataset.step);
};

const claimOf = (item) => {
  const claims = standing(item).map((card) => [number(one('[name^="number-"]', card).value), rateOf(item, card)]);
  if (item.dataset.cap === "once") return claims.length ? claims[0][1] : 0;
  const sum = claims.reduce((total, [count, each]) => total + count * each, 0);
  const isBound = item.dataset.points && (item.dataset.cap !== "open" || item.dataset.bonus);
  return isBound ? Math.min(sum, number(item.dataset.points)) : sum;
};

const reckon = () => {
  const isFull = form.dataset.basis === "full";
  const full = number(form.dataset.full);
  let applicable = 0, got = 0, added = 0, taken = 0, vetoed = false;
  every("[data-section]").forEach((section) => {
    const items = every("[data-item]", section);
    const checks = items.filter((item) => !item.dataset.bonus);
    const absent = checks.filter((item) => verdictOf(item) === "none");
    let points = number(section.dataset.section);
    if (checks.length && absent.length === checks.length) points = 0;
    else absent.forEach((item) => (points -= number(item.dataset.points)));
    let left = isFull ? points : Infinity, broken = false;
    items.forEach((item) => {
      drawTiles(item);
      const isFail = verdictOf(item) === "fail";
      const claim = isFail ? claimOf(item) : 0;
      const share = item.dataset.bonus ? claim : Math.min(claim, left);
      if (item.dataset.bonus) added += share;
      else { left -= share; taken += share; }
      if (isFail && item.dataset.line === "sheet") vetoed = true;
      if (isFail && item.dataset.line === "section") broken = true;
      one("[data-item-taken]", item).textContent = share ? (item.dataset.bonus ? "+" : "−") + said(share) : "";
    });
    applicable += points;
    got += broken ? 0 : left;
  });
  let total = isFull ? got : full - taken;
  if (isFull && applicable !== full) total = applicable ? Math.floor((2 * got * full + applicable) / (2 * applicable)) : full;
  total = Math.max(0, Math.min(total + added, number(form.dataset.ceiling)));
  one("[data-total]").textContent = said(vetoed ? 0 : total);
  const open = every("[data-item]").filter((item) => !verdictOf(item)).length;
  one("[data-left]").textContent = open ? "还有 " + open + " 项没有结论" : "各项都有结论";
};
