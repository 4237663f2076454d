/* A server-drawn SVG, rebuilt here element by element from a list of what a chart needs. Nothing that was parsed is put
   into the page: scripts, handlers, links, styles, embedded documents and references to other addresses have no way in. */
import { SVG, el } from "./dom.js";
import { say } from "./strings.js";
import { table } from "./table.js";

const ELEMENTS = new Set(
  "svg g path rect line polyline polygon circle ellipse text tspan title desc".split(" "),
);
const ATTRIBUTES = new Set(
  (
    "viewBox width height x y x1 y1 x2 y2 cx cy r rx ry dx dy d points transform class opacity fill " +
    "fill-opacity stroke stroke-width stroke-dasharray " +
    "text-anchor dominant-baseline font-size font-weight"
  ).split(" "),
);
const MOST_PARTS = 4000; // elements; a drawing with more is not a chart

/* The drawing as a new element, or null when `source` is no SVG. */
export function safeSvg(source, name) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
  const top = parsed.documentElement;
  if (top.namespaceURI !== SVG || top.localName !== "svg") return null;
  if (parsed.getElementsByTagName("parsererror").length || parsed.getElementsByTagName("*").length > MOST_PARTS) return null;
  const svg = copy(top);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  return svg;
}

function copy(node) {
  const made = document.createElementNS(SVG, node.localName);
  for (const attribute of Array.from(node.attributes)) {
    const safe = !attribute.namespaceURI && ATTRIBUTES.has(attribute.name) && !/url|[\\&<]/i.test(attribute.value);
    if (safe) made.setAttribute(attribute.name, attribute.value);
  }
  for (const child of Array.from(node.childNodes)) {
    if (child.nodeType === 3) made.append(child.data);
    else if (child.namespaceURI === SVG && ELEMENTS.has(child.localName)) made.append(copy(child));
  }
  return made;
}

export function chart(data, language) {
  const svg = safeSvg(data.svg || "", data.title);
  const rows = data.table || [];
  return el(
    "figure",
    { class: "drawing" },
    el("figcaption", {}, data.title),
    svg,
    svg
      ? el("details", {}, el("summary", {}, say(language, "asTable")), table(rows, data.title))
      : el("div", {}, el("p", {}, say(language, "chartHidden")), table(rows, data.title)),
  );
}
