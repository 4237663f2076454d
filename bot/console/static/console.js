// Makes pages live. Without it every page works by forms and links: nothing here is needed to do anything.
"use strict";
(() => {
  let touched = Date.now();
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (touched = Date.now()), { passive: true });
  const header = () => ({ "X-Evenkeel-Fragment": Date.now() - touched < 60000 ? "active" : "open" });
  const body = document.body;
  const csrf = body.dataset.csrf;
  const live = body.dataset.live;
  const home = body.dataset.case;
  const form = document.querySelector("form[data-reply]");
  const box = form && form.querySelector("textarea");

  // ---- the parts of this page, again from the server

  let going = false; // a form of this page is on its way to the next one
  addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-reply")) going = true;
  });

  const openDetails = () => new Set([...document.querySelectorAll("details[open][id]")].map((one) => one.id));
  const lastSeq = () => Math.max(0, ...[...document.querySelectorAll("[data-seq]")].map((one) => Number(one.dataset.seq)));

  async function refresh() {
    const answer = await fetch(location.pathname + location.search, { headers: header() });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = openDetails();
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!fresh || part.innerHTML === fresh.innerHTML) continue;
      const typing = part.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
      if (typing) continue; // somebody is filling something in there: it comes with the next beat
      const within = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") || document.activeElement.getAttribute("aria-label") : null;
      const follow = part.hasAttribute("data-follow") && part.scrollHeight - part.scrollTop - part.clientHeight < 80;
      part.replaceChildren(...fresh.childNodes);
      for (const one of part.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = true;
      if (within) (part.querySelector(`[href="${CSS.escape(within)}"], [aria-label="${CSS.escape(within)}"]`) || part).focus({ preventScroll: true });
      if (follow) part.scrollTop = part.scrollHeight;
    }
    const version = page.querySelector("[data-version]");
    if (version) for (const one of document.querySelectorAll("[data-version]")) one.value = version.value;
    const mine = Boolean(page.querySelector("form[data-reply]"));
    if (home && !going && mine !== Boolean(form)) location.reload(); // it changed hands: the page has other things to offer now
  }

  // ---- the connection

  let lost = null;
  function say(text) {
    if (!lost) {
      lost = document.createElement("p");
      lost.className = "note lost";
      lost.setAttribute("role", "status");
      document.querySelector("main").prepend(lost);
    }
    lost.textContent = text;
    lost.hidden = !text;
  }

  if (live) {
    let away = false;
    let seen = lastSeq();
    let pending = false;
    const beat = async () => {
      if (pending) return;
      pending = true;
      try {
        await refresh();
        if (away) {
          away = false;
          const count = [...document.querySelectorAll("[data-seq]")].filter((one) => Number(one.dataset.seq) > seen).length;
          say(body.dataset.again ? body.dataset.again.replace("{count}", count) : "");
        }
        seen = lastSeq();
      } catch {
        fail();
      } finally {
        pending = false;
      }
    };
    const fail = () => {
      if (away) return;
      away = true;
      seen = lastSeq();
      if (body.dataset.lost) say(body.dataset.lost);
    };
    const source = new EventSource(live);
    let first = true;
    source.addEventListener("ready", () => {
      if (!first) beat();
      first = false;
    });
    source.addEventListener("changed", beat);
    source.addEventListener("error", () => {
      fail();
      if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 10000);
    });
    addEventListener("pagehide", () => source.close());
    setInterval(() => document.visibilityState === "visible" && !home && beat(), 30000); // clocks of the queue run on
  }

  // ---- who is here, who is typing

  if (home) {
    let typing = false;
    let quiet = 0;
    let seen = "";
    const tell = async (leaving) => {
      const data = new URLSearchParams({ csrf_token: csrf, typing: typing ? "1" : "0", leaving: leaving ? "1" : "0" });
      if (leaving) return navigator.sendBeacon(`${home}/here`, data);
      try {
        const said = await fetch(`${home}/here`, { method: "POST", body: data, headers: header() });
        const others = said.headers.get("X-Evenkeel-Here") ?? seen;
        if (others !== seen) await refresh(); // who else is there is known to the store, also when no stream told us
        seen = others;
      } catch {
        /* the stream says that the connection is gone */
      }
    };
    tell();
    setInterval(() => document.visibilityState === "visible" && tell(), 10000);
    addEventListener("pagehide", () => tell(true));
    if (box) {
      box.addEventListener("input", () => {
        clearTimeout(quiet);
        if (!typing) {
          typing = true;
          tell();
        }
        quiet = setTimeout(() => {
          typing = false;
          tell();
        }, 4000);
      });
    }
  }

  // ---- the reply box: the draft is kept, the guard reads along, Send keeps the page

  if (form) {
    const keep = `evenkeel.draft.${home}`;
    const advice = form.querySelector("[data-advice]");
    const places = form.querySelector("[data-places]");
    const key = form.querySelector("input[name=key]");
    if (!box.value) box.value = sessionStorage.getItem(keep) || "";
    const el = (name, text, kind) => {
      const made = document.createElement(name);
      if (text) made.textContent = text;
      if (kind) made.className = kind;
      return made;
    };
    const object = (objections, sent) => {
      advice.replaceChildren();
      box.toggleAttribute("aria-invalid", objections.length > 0);
      if (!objections.length) return;
      const all = el("div", "", "advice");
      if (sent) all.append(el("p", advice.dataset.notSent));
      const list = el("ul");
      for (const one of objections) {
        const item = el("li");
        item.append(el("strong", one.name), ` ${advice.dataset.found.replace("{words}", one.words)} ${one.why} `);
        item.append(el("span", `${advice.dataset.instead} ${one.instead}`, "instead"));
        list.append(item);
      }
      all.append(list);
      advice.append(all);
    };
    const complain = (text) => {
      advice.replaceChildren(text ? el("p", text, "advice") : "");
    };
    const post = (action) => fetch(action, { method: "POST", headers: header(), body: new URLSearchParams(new FormData(form)) });

    let wait = 0;
    let asked = 0;
    box.addEventListener("input", () => {
      sessionStorage.setItem(keep, box.value);
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const mine = ++asked;
        if (!box.value.trim()) return object([]);
        try {
          const answer = await fetch(`${home}/check`, {
            method: "POST",
            headers: header(),
            body: new URLSearchParams({ csrf_token: csrf, text: box.value }),
          });
          if (answer.ok && mine === asked) object((await answer.json()).objections);
        } catch {
          /* Send checks again */
        }
      }, 350);
    });

    const insert = (text) => {
      const [start, end] = [box.selectionStart, box.selectionEnd];
      const before = box.value.slice(0, start);
      box.setRangeText((before && !/\s$/.test(before) ? " " : "") + text, start, end, "end");
      box.dispatchEvent(new Event("input"));
      box.focus();
    };

    let busy = false;
    const send = async () => {
      if (busy) return;
      busy = true;
      try {
        const answer = await post(form.action);
        if (answer.status === 204) {
          box.value = "";
          key.value = crypto.randomUUID();
          sessionStorage.removeItem(keep);
          object([]);
          await refresh();
          box.focus();
        } else if (answer.status === 422) {
          object((await answer.json()).objections, true);
          box.focus();
        } else if (answer.status === 401) {
          location.reload();
        } else {
          const kind = answer.headers.get("content-type") || "";
          complain(kind.includes("json") ? (await answer.json()).problem : await answer.text());
        }
      } catch {
        say(body.dataset.lost);
      } finally {
        busy = false;
      }
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = event.submitter;
      if (!button || !button.hasAttribute("data-insert")) return send();
      const sum = form.querySelector("#sum");
      if (sum && sum.value && !form.querySelector("#canned").value) {
        insert(sum.value);
        sum.value = "";
        return;
      }
      try {
        const answer = await post(button.formAction);
        if (!answer.ok) return;
        const { text, missing, problem } = await answer.json();
        complain(problem);
        places.replaceChildren();
        for (const place of missing) {
          const field = el("div", "", "field grow");
          const label = el("label", place.label);
          const input = el("input");
          input.id = label.htmlFor = `place-${place.name}`;
          input.name = `place_${place.name}`;
          field.append(label, input);
          places.append(field);
        }
        const firstPlace = places.querySelector("input");
        if (firstPlace) firstPlace.focus();
        if (text) {
          insert(text);
          form.querySelector("#canned").value = "";
        }
      } catch {
        say(body.dataset.lost);
      }
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        send();
      }
    });
  }

  const log = document.querySelector("[data-follow]");
  if (log) log.scrollTop = log.scrollHeight;
})();
