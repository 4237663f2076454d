/* Quick replies and the main button of a card: real buttons that hold a token, never a payload. After a choice they stay
   where they were, closed, with words that say what was chosen. Typing the words of a button is the same choice. */
import { el, icon } from "./dom.js";
import { say } from "./strings.js";

export function choices(message, key, language, press) {
  const groups = []; // { key, element, controls: [{ title, button }], closed }

  function control(group, data, style) {
    const button = el("button", { type: "button", class: style }, el("span", {}, data.title));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled")) return;
      press({ token: data.token, title: data.title, key: group.key + "=" + data.title });
      close(group, data.title);
    });
    group.controls.push({ title: data.title, button });
    return button;
  }

  function open(suffix, name) {
    const group = { key: key + suffix, element: el("div", { class: "choices", role: "group", "aria-label": name }), controls: [] };
    groups.push(group);
    return group;
  }

  function close(group, title) {
    if (group.closed) return;
    group.closed = true;
    for (const { title: own, button } of group.controls) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("tabindex", "-1");
      if (own === title) {
        button.classList.add("chosen");
        button.prepend(icon("check"));
      }
    }
    group.element.append(el("p", { class: "vh" }, say(language, "chosen", { title })));
  }

  let element = null;
  if ((message.buttons || []).length) {
    const group = open("", say(language, "choices"));
    element = group.element;
    element.append(...message.buttons.map((data) => control(group, data, "choice")));
  }

  return {
    element,
    get any() {
      return groups.length > 0;
    },
    /* How the card at this place in the message makes its button. */
    ofCard: (at) => (data) => {
      const group = open("c" + at, message.cards[at].title);
      group.element.append(control(group, data, "main"));
      return group.element;
    },
    /* The borrower's next line: closes the one group in which exactly one button has these words. */
    answeredWith(text) {
      const words = text.trim().toLowerCase();
      const hits = [];
      for (const group of groups) {
        for (const one of group.controls) if (one.title.trim().toLowerCase() === words) hits.push([group, one.title]);
      }
      if (hits.length === 1) close(...hits[0]);
    },
    /* A choice that this tab remembers, by the key that `press` was given. */
    closeByKey(chosen) {
      for (const group of groups) {
        if (chosen.startsWith(group.key + "=")) close(group, chosen.slice(group.key.length + 1));
      }
    },
  };
}
