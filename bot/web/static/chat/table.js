import { el } from "./dom.js";

const NUMERIC = /^[^\p{L}]*\d[\d.,\s%]*$|^[A-Z]{3}\s-?[\d.,]+$|^-?[\d.,]+\s?(元|%|\p{L}{1,4})?$/u;

/* Rows of cells, the first row being the headings; figures stand to the right so that their digits line up. */
export function table(rows, name) {
  const [head, ...body] = rows;
  const right = (head || []).map((_, at) => body.length > 0 && body.every((row) => NUMERIC.test(row[at])));
  const side = (at) => (right[at] ? "figure" : null);
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": name },
    el(
      "table",
      {},
      el("caption", { class: "vh" }, name),
      el("thead", {}, el("tr", {}, ...(head || []).map((cell, at) => el("th", { scope: "col", class: side(at) }, cell)))),
      el(
        "tbody",
        {},
        ...body.map((row) =>
          el("tr", {}, ...row.map((cell, at) => el(at ? "td" : "th", { scope: at ? null : "row", class: side(at) }, cell))),
        ),
      ),
    ),
  );
}
