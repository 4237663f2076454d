/* The frame around the conversation: header, the two ways out, notices, keyboard. */
import { openComposer } from "./composer.js";
import { el, icon, langTag } from "./dom.js";
import { say } from "./strings.js";
import { openTranscript } from "./transcript.js";

const STATES = { bot: "stateBot", waiting: "stateWaiting", person: "statePerson", closed: "stateClosed" };
const SPOKEN_MS = 20000; // how long an announcement stays in the live region

/* `on` holds what the conversation does: send, draft, press, openFile, close, leave, forget, restart, switchLanguage. */
export function openPanel({ page, language, on }) {
  const words = []; // functions that put the words of the current language in place
  const put = (element, key, attribute) => {
    words.push(() => (attribute ? element.setAttribute(attribute, say(language(), key)) : (element.textContent = say(language(), key))));
    return element;
  };
  const labelled = (name, key, handler, style) => {
    const button = el("button", { type: "button", class: style, onclick: handler }, icon(name), put(el("span"), key));
    return button;
  };

  const title = put(el(page ? "h1" : "h2", { id: "title" }), "name");
  const state = el("span", { class: "state" });
  const verified = el("span", { class: "verified", hidden: true }, icon("shield"), put(el("span"), "verified"));
  const switcher = el("button", { type: "button", class: "tool words", onclick: on.switchLanguage });
  const close = put(el("button", { type: "button", class: "tool", onclick: on.close }, icon("close")), "close", "aria-label");
  const leave = labelled("leave", "leave", on.leave, "way");
  put(leave, "leaveHint", "title");
  const forget = labelled("forget", "forget", () => confirmForget(), "way");
  const downWords = el("span");
  const down = el("button", { type: "button", class: "down", hidden: true, onclick: () => transcript.toEnd() }, icon("down"), downWords);
  const notice = el("p", { class: "notice", hidden: true });
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const typing = el("p", { class: "typing", hidden: true }, dots, put(el("span"), "typing"));
  const announcer = el("div", { class: "vh", role: "status", "aria-live": "polite", "aria-atomic": "false" });
  const again = put(el("button", { type: "button", class: "main", onclick: on.restart }), "again");
  const gone = el("div", { class: "gone", hidden: true }, put(el("p", { tabindex: "-1" }), "forgotten"), again);

  const transcript = openTranscript({
    language,
    press: on.press,
    openFile: on.openFile,
    onAway(away) {
      down.hidden = !away;
      downWords.textContent = say(language(), away === "new" ? "newMessages" : "toEnd");
    },
  });
  const composer = openComposer({ language, onSend: on.send, onDraft: on.draft });

  const dialog = el(
    "dialog",
    { class: "confirm", "aria-labelledby": "ask", "aria-describedby": "ask-more" },
    put(el("h2", { id: "ask" }), "forgetTitle"),
    put(el("p", { id: "ask-more" }), "forgetText"),
    el(
      "div",
      { class: "answers" },
      put(el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }), "cancel"),
      put(el("button", { type: "button", class: "main", onclick: () => (dialog.close(), on.forget()) }), "forgetYes"),
    ),
  );

  const middle = el("div", { class: "middle" }, transcript.element, down);
  const element = el(
    page ? "main" : "div",
    { class: page ? "panel page" : "panel", role: page ? null : "dialog", "aria-labelledby": "title", hidden: true },
    el(
      "div",
      { class: "head" },
      el("span", { class: "mark" }, icon("boat")),
      el("div", { class: "titles" }, title, el("p", { class: "about" }, state, verified)),
      switcher,
      !page && close,
    ),
    el("div", { class: "ways" }, leave, forget),
    middle,
    typing,
    notice,
    gone,
    composer.element,
    announcer,
    dialog,
  );

  const narrow = matchMedia("(max-width: 480px)");

  function confirmForget() {
    if (dialog.showModal) dialog.showModal();
    else if (confirm(say(language(), "forgetTitle"))) on.forget();
  }

  /* On a phone the panel covers the page, so Tab goes round inside it; elsewhere it walks on into the page. */
  function wrap(event) {
    const stops = Array.from(element.querySelectorAll("button, a, textarea, summary, [tabindex='0']")).filter(
      (one) => one.tabIndex >= 0 && one.getClientRects().length && !dialog.contains(one),
    );
    const here = element.getRootNode().activeElement;
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (here !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  element.addEventListener("keydown", (event) => {
    if (event.isComposing || dialog.open) return;
    if (event.key === "Tab" && !page && narrow.matches) wrap(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (element.getRootNode().activeElement === composer.input) {
      if (!page) on.close();
    } else composer.input.focus();
  });

  function translate() {
    words.forEach((word) => word());
    for (const part of [element, dialog]) part.lang = langTag(language());
    const other = language() === "zh" ? "en" : "zh";
    switcher.textContent = say(language(), "otherLanguage");
    switcher.lang = langTag(other);
    transcript.translate();
    composer.translate();
  }

  return {
    element,
    transcript,
    composer,
    translate,
    show(shown) {
      element.hidden = !shown;
      if (!page) element.setAttribute("aria-modal", String(narrow.matches));
      if (shown) transcript.toEnd();
    },
    state(name, isVerified) {
      state.textContent = say(language(), STATES[name] || "stateBot");
      element.setAttribute("data-state", name);
      verified.hidden = !isVerified;
    },
    typing(on) {
      typing.hidden = !on;
    },
    notice(key) {
      notice.hidden = !key;
      notice.textContent = key ? say(language(), key) : "";
    },
    /* Says one thing once to a screen reader. */
    announce(text, spoken) {
      const line = el("p", { lang: langTag(spoken || language()) }, text);
      announcer.append(line);
      setTimeout(() => line.remove(), SPOKEN_MS);
    },
    forgotten(yes) {
      gone.hidden = !yes;
      composer.element.hidden = yes;
      middle.hidden = yes;
      if (yes && !element.hidden) gone.firstChild.focus();
    },
  };
}
