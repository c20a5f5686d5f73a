// The cards of findings: adding one, giving one its key, filling one from what waits on the device.
const partsWith = (card) => every("[id],[for],[name]", card);

const rename = (card, key) => {
  const old = card.dataset.card;
  card.dataset.card = key;
  partsWith(card).forEach((part) => {
    ["id", "for", "name"].forEach((name) => {
      const value = part.getAttribute(name);
      if (value && value.endsWith("-" + old)) part.setAttribute(name, value.slice(0, -old.length) + key);
    });
  });
  one('input[type=hidden][name^="finding-"]', card).value = key;
};

const addCard = (item, key) => {
  const cards = every("[data-card]", item);
  const card = cards[0].cloneNode(true);
  every("[data-photos] li:not(.record-add)", card).forEach((photo) => photo.remove());
  every("textarea, input:not([type=hidden]):not([type=file])", card).forEach((field) => {
    if (field.type === "checkbox") field.checked = false;
    else if (field.name.startsWith("number-")) field.value = "1";
    else if (!field.name.startsWith("rate-")) field.value = "";
  });
  every('[name^="marks-"]', card).forEach((field) => (field.value = ""));
  every("select", card).forEach((field) => (field.selectedIndex = 0));
  every("a.no-js-only", card).forEach((link) => link.remove());
  delete card.dataset.saved;
  card.dataset.fresh = "yes";
  rename(card, key);
  one("[data-cards]", item).appendChild(card);
  return card;
};

const cardOf = (item, key) => {
  const found = every("[data-card]", item).find((card) => card.dataset.card === key);
  if (found) return found;
  const blank = every("[data-card][data-fresh]", item)[0];
  if (!blank) return addCard(item, key);
  rename(blank, key);
  delete blank.dataset.fresh;
  return blank;
};

const fieldsOf = (item) =>
  every("input[name], select[name], textarea[name]", item)
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);

// Show again what waits on the device: the server does not have it yet.
const restore = (item, fields) => {
  const id = item.dataset.item;
  fields.filter(([name]) => name === "finding-" + id).forEach(([, key]) => cardOf(item, key));
  every("input[type=checkbox]", item).forEach((box) => (box.checked = false));
  fields.forEach(([name, value]) => {
    every("[name]", item)
      .filter((field) => field.name === name && (field.type !== "hidden" || name.startsWith("marks-")))
      .forEach((field) => {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
        else field.value = value;
      });
  });
  follow(item);
};

const verdictOf = (item) => {
  const chosen = one('input[name^="verdict-"]:checked', item);
  return chosen ? chosen.value : "";
};
const follow = (item) => {
  const findings = one("[data-findings]", item);
  if (verdictOf(item) === "fail") findings.open = true;
  else if (verdictOf(item)) findings.open = false;
};

const showPhoto = (card, source, words, key) => {
  const row = document.createElement("li");
  const picture = document.createElement("img");
  const said = document.createElement("span");
  picture.src = source;
  picture.alt = "现场照片";
  said.className = "small";
  said.textContent = words;
  row.dataset.photo = key;
  row.append(picture, said);
  const list = one("[data-photos]", card);
  list.insertBefore(row, one(".record-add", list));
};
