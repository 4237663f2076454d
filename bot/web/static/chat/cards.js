/* Cards: an offer, a balance, and any other kind by the same parts. The text of the message already says it all; a card
   makes the figures easy to find. */
import { el, icon } from "./dom.js";
import { LOCALES, say } from "./strings.js";
import { table } from "./table.js";

const OPEN_AT_MOST = 4; // a longer schedule starts folded: three offers of twelve dates each would bury the choice

/* As the server words it: "CNY 550.08", "550.08元". `amount` is a decimal string and stays one. */
export function money(amount, currency, language) {
  const [whole, part] = String(amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + (part ? "." + part : "");
  if (!currency) return grouped;
  if (language === "en") return currency + " " + grouped;
  if (currency === "CNY") return grouped + "元";
  return grouped + (Intl.DisplayNames ? new Intl.DisplayNames(LOCALES.zh, { type: "currency" }).of(currency) : currency);
}

/* A date such as "2026-12-25" is a day, not an instant: it is shown as it stands, in no time zone. */
export function day(value, language) {
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) return value;
  const date = new Date(value.slice(0, 10) + "T00:00:00Z");
  const month = language === "zh" ? "long" : "short";
  return new Intl.DateTimeFormat(LOCALES[language], { day: "numeric", month, year: "numeric", timeZone: "UTC" }).format(date);
}

function rowsOf(card, language) {
  const rows = (card.rows || []).map((row) => [row.label, row.value]);
  if (card.total) rows.push([say(language, "total"), /^[\d.]+$/.test(card.total) ? money(card.total, card.currency || currencyOf(card), language) : card.total, "total"]);
  if (!rows.length) return null;
  return el(
    "dl",
    {},
    ...rows.map(([label, value, kind]) => el("div", { class: kind || null }, el("dt", {}, label), el("dd", {}, value))),
  );
}

function currencyOf(card) {
  return card.schedule && card.schedule.length ? card.schedule[0].currency : "";
}

function schedule(card, language) {
  const dues = card.schedule || [];
  if (!dues.length) return null;
  const name = say(language, "schedule", { count: dues.length });
  const rows = dues.map((due) => [day(due.due, language), money(due.amount, due.currency, language)]);
  return el(
    "details",
    { open: dues.length <= OPEN_AT_MOST },
    el("summary", {}, name),
    table([[say(language, "due"), say(language, "amount")], ...rows], card.title + " – " + name),
  );
}

function list(name, items, level) {
  if (!items || !items.length) return null;
  return el("div", { class: "because" }, name && el("h" + level, {}, name), el("ul", {}, ...items.map((item) => el("li", {}, item))));
}

/* `press` makes the button of the card. */
export function card(data, language, press) {
  const grid = data.table && (Array.isArray(data.table) ? data.table : [data.table.columns, ...data.table.rows]);
  return el(
    "section",
    { class: "card", "data-kind": data.kind, "aria-label": data.title },
    el("h3", {}, data.title),
    rowsOf(data, language),
    grid && table(grid, data.title),
    schedule(data, language),
    ...(data.lists || []).map((part) => list(part.title, part.items, 4)),
    list(say(language, "because"), data.because, 4),
    data.valid_until && el("p", { class: "fine" }, say(language, "validUntil", { date: day(data.valid_until, language) })),
    data.button && press(data.button),
  );
}

export function files(items, open) {
  if (!items || !items.length) return null;
  return el(
    "ul",
    { class: "files" },
    ...items.map((file) =>
      el("li", {}, el("a", { href: /^(https?:\/)?\//.test(file.url) ? file.url : null, rel: "noopener noreferrer", onclick: (event) => open(event, file) }, icon("file"), el("span", {}, file.name))),
    ),
  );
}
