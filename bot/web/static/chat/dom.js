/* Small tools for building elements. Text only ever goes in as text, never as markup. */

/* el("button", { class: "x", onclick: f, "aria-label": "…" }, "text", child, …): null and false children are left out. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key of Object.keys(attributes || {})) {
    const value = attributes[key];
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children) if (child || child === 0) element.append(child);
  return element;
}

/* Line icons, 24 by 24, drawn with the colour of the text beside them. */
const ICONS = {
  boat: "M4 16h16l-2 4H6zM12 4v9M12 4l6 9h-6M10 8l-4 5h4",
  close: "M6 6l12 12M18 6L6 18",
  leave: "M11 4H5v16h6M10 12h10M16 8l4 4-4 4",
  forget: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  attach: "M19 11l-7.5 7.5a4.5 4.5 0 01-6.5-6.5l8-8a3 3 0 014.5 4.5l-8 8a1.5 1.5 0 01-2-2l7-7",
  send: "M4 12l16-8-6 16-3-6zM11 14l9-10",
  file: "M6 4h8l4 4v12H6zM14 4v4h4",
  check: "M5 12l5 5 9-9",
  down: "M12 5v13M6 13l6 6 6-6",
  shield: "M12 4l7 2v6c0 4-3 7-7 8-4-1-7-4-7-8V6zM9 12l2 2 4-4",
};
export const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/* The code for `lang`: "zh" alone would leave the voice of a screen reader to guess the script. */
export function langTag(language) {
  return language === "zh" ? "zh-Hans" : "en";
}

const LONGEST_ADDRESS = 40; // as shown: whose it is must be read at a glance

/* Text with its addresses as links; nothing else is read as markup. */
export function linked(text) {
  const out = document.createDocumentFragment();
  let end = 0;
  const addresses = /https?:\/\/[^\s<>"'，。；！？、）】》]+/g;
  for (let found = addresses.exec(text); found; found = addresses.exec(text)) {
    const address = found[0].replace(/[.,;:!?)]+$/, "");
    out.append(text.slice(end, found.index), outward(address, address.length > LONGEST_ADDRESS ? address.slice(0, LONGEST_ADDRESS) + "…" : address));
    end = found.index + address.length;
  }
  out.append(text.slice(end));
  return out;
}

/* Each line of a text apart, so that a long answer can be read with the eye; lines that are items hang. */
export function spaced(text) {
  const out = document.createDocumentFragment();
  for (const line of text.split("\n")) if (line.trim()) out.append(el("div", { class: /^[•·-] /.test(line) ? "item" : null }, linked(line)));
  return out;
}

/* A link that opens beside the conversation and tells the other site nothing. */
export function outward(address, name) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name);
}
