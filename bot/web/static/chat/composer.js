/* Where a line is written: grows with its text, sends with Enter, leaves Enter to an input method while it composes. */
import { el, icon, langTag } from "./dom.js";
import { say } from "./strings.js";

const LONGEST = 2000; // characters the server takes in one line; it has the last word

export function openComposer({ language, onSend, onDraft }) {
  const name = el("span", { class: "vh" });
  const input = el("textarea", { id: "input", rows: "1", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "count" });
  const grow = el("div", { class: "grow" }, input);
  const count = el("p", { id: "count", class: "count" });
  const picker = el("input", { type: "file", accept: "image/*,application/pdf", class: "vh", tabindex: "-1", "aria-hidden": "true" });
  const attach = el("button", { type: "button", class: "tool" }, icon("attach"));
  const send = el("button", { type: "submit", class: "tool send" }, icon("send"));
  const chip = el("div", { class: "chip", hidden: true });
  const element = el(
    "form",
    { class: "composer" },
    chip,
    el("div", { class: "row" }, attach, el("label", { for: "input" }, name), grow, send),
    count,
    picker,
  );
  let file = null;

  function changed() {
    grow.setAttribute("data-text", input.value + "\n");
    const over = Array.from(input.value).length - LONGEST;
    count.textContent = over > 0 ? say(language(), "tooLong", { count: over }) : "";
    if (over > 0) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    send.classList.toggle("ready", Boolean(input.value.trim() || file));
  }

  function hold(chosen) {
    file = chosen;
    chip.textContent = "";
    chip.hidden = !file;
    picker.value = "";
    if (file) {
      const remove = el("button", { type: "button", class: "tool", "aria-label": say(language(), "removeFile", { name: file.name }) }, icon("close"));
      remove.addEventListener("click", () => {
        hold(null);
        input.focus();
      });
      chip.append(icon("file"), el("span", {}, file.name), remove);
    }
    changed();
  }

  function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (!text && !file) return input.focus();
    const sent = file;
    input.value = "";
    hold(null);
    onDraft("");
    onSend(text, sent);
    input.focus();
  }

  element.addEventListener("submit", submit);
  input.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) submit(event);
  });
  input.addEventListener("input", () => {
    changed();
    onDraft(input.value);
  });
  input.addEventListener("paste", (event) => {
    const pasted = event.clipboardData && event.clipboardData.files[0];
    if (!pasted) return;
    event.preventDefault();
    hold(pasted);
  });
  attach.addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    if (picker.files[0]) hold(picker.files[0]);
    input.focus();
  });

  return {
    element,
    input,
    write(text) {
      input.value = text;
      changed();
    },
    translate() {
      element.lang = langTag(language());
      name.textContent = say(language(), "input");
      input.placeholder = say(language(), "placeholder");
      send.setAttribute("aria-label", say(language(), "send"));
      attach.setAttribute("aria-label", say(language(), "attach"));
      hold(file);
    },
  };
}
