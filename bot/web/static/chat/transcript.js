/* The lines of the conversation: ordered by the server's sequence number and by nothing else, own lines that are not
   acknowledged yet at the end. Arrow keys move between lines. It is a log, but no live region: announcing is done apart,
   so that each line is spoken once and the history never is. */
import { card, files } from "./cards.js";
import { chart } from "./chart.js";
import { choices } from "./choices.js";
import { el, langTag, linked, spaced } from "./dom.js";
import { LOCALES, say } from "./strings.js";

const ONE_TURN = 10000; // milliseconds after an own line in which what is said counts as its answer
const NEAR_END = 80; // pixels; who is further up is reading and is not dragged down

export function openTranscript({ language, press, openFile, onAway }) {
  const log = el("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0" });
  const lines = []; // { seq, sub, element, message }, in order
  const pending = new Map(); // own id → line
  let last = 0;
  let notes = 0;

  function insert(line) {
    let at = lines.length;
    while (at && after(lines[at - 1], line)) at -= 1;
    log.insertBefore(line.element, at < lines.length ? lines[at].element : null);
    lines.splice(at, 0, line);
  }

  function after(one, other) {
    return one.seq > other.seq || (one.seq === other.seq && one.sub > other.sub);
  }

  function drop(line) {
    line.element.remove();
    lines.splice(lines.indexOf(line), 1);
  }

  /* Senders are named at the first of several lines, days where they change; buttons that were answered are closed. */
  function arrange() {
    let from = "";
    let date = "";
    let asked = null;
    for (const { element, message, controls } of lines) {
      const at = message.at ? new Date(message.at) : null;
      const newDay = at && at.toDateString() !== date;
      if (newDay) {
        date = at.toDateString();
        element.setAttribute("data-day", dayName(at));
      } else element.removeAttribute("data-day");
      element.classList.toggle("same", message.from === from && !newDay);
      from = message.from;
      if (from === "borrower" && asked) {
        asked.answeredWith(message.text || "");
        asked = null;
      } else if (controls && controls.any) asked = controls;
    }
  }

  function dayName(at) {
    if (at.toDateString() === new Date().toDateString()) return say(language(), "today");
    return new Intl.DateTimeFormat(LOCALES[language()], { weekday: "long", day: "numeric", month: "long" }).format(at);
  }

  function build(message, key) {
    const spoken = message.language || language();
    const own = message.from === "borrower";
    const at = message.at && new Date(message.at);
    const time = at && new Intl.DateTimeFormat(LOCALES[language()], { hour: "2-digit", minute: "2-digit" }).format(at);
    const controls = choices(message, key, spoken, press);
    const element = el(
      "article",
      { class: "line " + message.from, tabindex: "-1", lang: langTag(spoken), "data-seq": message.seq },
      el(
        "p",
        { class: "who" },
        el("span", { lang: langTag(language()), "data-say": message.from }, say(language(), message.from)),
        time && el("time", { datetime: message.at }, time),
      ),
      message.text && el("div", { class: "bubble" }, (own ? linked : spaced)(message.text)),
      ...(message.cards || []).map((data, at_) => card(data, spoken, controls.ofCard(at_))),
      ...(message.charts || []).map((data) => chart(data, spoken)),
      files(message.files, openFile),
      controls.element,
    );
    return { seq: message.seq, sub: 0, element, message, controls };
  }

  /* What grows below (a notice, the typing sign, a keyboard on a phone) takes its room from lines already read. */
  let atEnd = true;
  new ResizeObserver(() => atEnd && toEnd()).observe(log);

  function nearEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight;
    atEnd = true;
    onAway(false);
  }

  function look() {
    const end = nearEnd();
    if (end !== atEnd) onAway(!end);
    atEnd = end;
  }
  log.addEventListener("scroll", look, { passive: true });
  log.addEventListener("keydown", (event) => {
    const here = log.getRootNode().activeElement;
    const at = lines.findIndex((line) => line.element === here);
    if (here !== log && at < 0) return;
    const to = { ArrowUp: at < 0 ? lines.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const target = lines[Math.max(0, Math.min(lines.length - 1, to))];
    if (target) target.element.focus();
  });

  return {
    element: log,
    toEnd,
    last: () => last,
    lines: () => lines.map((line) => line.message),
    has: (seq) => lines.some((line) => line.seq === seq && line.sub === 0),
    hasOwn: (id) => lines.some((line) => line.sub === 0 && line.message.from === "borrower" && line.message.id === id),

    /* Adds lines of the server that are not there yet and gives those that were new. */
    add(messages) {
      const fresh = messages.filter((message) => !this.has(message.seq));
      if (!fresh.length) return fresh;
      const stay = !nearEnd();
      let first = null;
      for (const message of fresh) {
        if (message.from === "borrower") this.settle(message.id);
        const line = build(message, String(message.seq));
        insert(line);
        last = Math.max(last, message.seq);
        if (!first && message.from !== "borrower") first = line;
      }
      arrange();
      if (stay) onAway("new");
      else this.show(first);
      return fresh;
    },

    /* To the end, but never past the beginning of what is new, nor past the own line that it answers: a long answer is
       read from its first word. */
    show(first) {
      toEnd();
      if (!first) return;
      const asked = lines.slice(0, lines.indexOf(first)).reverse().find((line) => line.message.from === "borrower");
      const top = asked && new Date(first.message.at) - new Date(asked.message.at) < ONE_TURN ? asked : first;
      log.scrollTop = Math.min(log.scrollTop, top.element.offsetTop - 12);
      look();
    },

    /* An own line that is on its way; `failed` keeps it where it is. */
    pend(item) {
      if (pending.has(item.id) || this.hasOwn(item.id)) return;
      const line = build({ seq: Infinity, from: "borrower", text: item.shown, language: language() }, "");
      line.sub = ++notes;
      line.status = el("p", { class: "status" }, say(language(), "sending"));
      line.element.classList.add("pending");
      line.element.append(line.status);
      pending.set(item.id, line);
      insert(line);
      arrange();
      toEnd();
    },
    settle(id) {
      const line = pending.get(id);
      if (!line) return;
      pending.delete(id);
      drop(line);
      arrange();
    },
    status(id, key) {
      const line = pending.get(id);
      if (line) line.status.textContent = say(language(), key);
    },
    fail(id) {
      const line = pending.get(id);
      if (!line) return;
      this.status(id, "notSent");
      pending.delete(id);
      drop(line);
      line.seq = last;
      line.element.classList.replace("pending", "failed");
      insert(line);
    },

    /* A line of the widget's own, such as why something could not be sent. It stands after what is there now. */
    note(text, lang) {
      const line = build({ seq: last, from: "system", text, language: lang }, "");
      line.sub = ++notes;
      insert(line);
      arrange();
      toEnd();
    },

    close: (key) => lines.forEach((line) => line.controls.closeByKey(key)),
    translate() {
      log.setAttribute("aria-label", say(language(), "log"));
      log.querySelectorAll("[data-say]").forEach((span) => {
        span.lang = langTag(language());
        span.textContent = say(language(), span.getAttribute("data-say"));
      });
      arrange();
    },
    clear() {
      log.textContent = "";
      lines.length = 0;
      pending.clear();
      last = 0;
    },
  };
}
