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
  boat: "M3.5 15.5h17l-2.3 4.2H5.8zM12 3v10M12 4.2l5.6 8.3H12M10 7.4l-3.6 5.1H10",
  close: "M6 6l12 12M18 6L6 18",
  leave: "M11 4.5H5v15h6M10 12h10.5M16.5 8l4 4-4 4",
  forget: "M4.5 7h15M9 7V4.5h6V7M6.5 7l.9 12.5h9.2L17.5 7M10 10.5v5.5M14 10.5v5.5",
  attach: "M19 11.3l-7.4 7.4a4.6 4.6 0 01-6.5-6.5l8-8a3.1 3.1 0 014.4 4.4l-8 8a1.5 1.5 0 01-2.2-2.2l7-7",
  send: "M4.5 11.9L20 4.5l-5.4 15.5-3.4-6.3zM11.2 13.7L20 4.5",
  file: "M6.5 3.5h7l4 4v13h-11zM13 3.8V8h4.2",
  check: "M5 12.5l4.4 4.5L19 7.5",
  down: "M12 5v13M6.5 12.8L12 18.3l5.5-5.5",
  shield: "M12 3.5l7 2.6v5.4c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6.1zM8.7 12l2.4 2.4 4.3-4.6",
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

/* Text with its addresses as links; nothing else is read as markup. */
export function linked(text) {
  const out = document.createDocumentFragment();
  let end = 0;
  const addresses = /https?:\/\/[^\s<>"'，。；！？、）】》]+/g;
  for (let found = addresses.exec(text); found; found = addresses.exec(text)) {
    const address = found[0].replace(/[.,;:!?)]+$/, "");
    out.append(text.slice(end, found.index), outward(address, address));
    end = found.index + address.length;
  }
  out.append(text.slice(end));
  return out;
}

/* A link that opens beside the conversation and tells the other site nothing. */
export function outward(address, name) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name);
}
