/* One conversation in one tab: started on the first opening, kept in step with the server, never ahead of it.

   What the borrower writes goes into the outbox first and stays there, across reloads, until the server has answered it
   under its own id. What the server says is taken by sequence number: `cursor` is the number up to which everything is
   known to be here, and only a full listing or the ordered event stream moves it. */
import { outward } from "./dom.js";
import { openOutbox } from "./outbox.js";
import { openPanel } from "./panel.js";
import { newId, openStore, openTabs } from "./store.js";
import { say } from "./strings.js";
import { openSync } from "./sync.js";
import { NoConnection, backOff, call, fetchFile, pauser } from "./wire.js";

const ELSEWHERE = { en: "https://www.bing.com/search?q=weather", zh: "https://www.bing.com/search?q=天气" };

function start({ host, root, button, options, base, language: firstLanguage, page, emit }) {
  const store = openStore();
  const api = base + "api/v1/conversations";
  const wait = pauser();
  let language = store.get("language") || firstLanguage;
  let state = "bot";
  let verified = false;
  let opening = null;
  let opener = button; // what had the focus before: it gets it back
  let listening = false; // lines from now on are new and get announced
  let unread = 0;

  const session = () => (store.get("token") ? { conversation: store.get("conversation"), token: store.get("token") } : null);
  const panel = openPanel({
    page,
    language: () => language,
    on: { send, draft: (text) => store.set({ draft: text }), press, openFile, close, leave, forget, restart, switchLanguage },
  });
  const { transcript, composer } = panel;
  const tabs = openTabs(base, { session, onForgotten: () => ended(false) });
  const sync = openSync({ api, session, transcript, take, onTyping: panel.typing, onConnection, onGone: () => lost(), onForgotten: () => ended(false) });
  const outbox = openOutbox({ api, store, session, transcript, take, sync, note, onGone: () => lost(), onRefused, onWorking: sync.working });

  root.append(panel.element);
  panel.translate();
  panel.state(state, verified);
  composer.write(store.get("draft") || "");

  /* ---- beginning and ending ---- */

  function open(focus = true) {
    const here = document.activeElement;
    if (panel.element.hidden) opener = here && here !== host && here !== document.body ? here : button;
    panel.forgotten(false);
    panel.show(true);
    host.setAttribute("data-open", "");
    button.hidden = true;
    button.setAttribute("aria-expanded", "true");
    store.set({ open: true });
    unread = 0;
    emit("open");
    begin();
    if (focus) composer.input.focus();
  }

  function close() {
    if (page || panel.element.hidden) return;
    const inside = root.activeElement;
    panel.show(false);
    host.removeAttribute("data-open");
    button.hidden = false;
    button.setAttribute("aria-expanded", "false");
    store.set({ open: false });
    paintLauncher();
    if (inside) (opener.isConnected ? opener : button).focus();
    emit("close");
  }

  /* The conversation of this tab, of another tab, or a new one. */
  function begin() {
    if (!opening) opening = connect(linkOfPage()).catch((error) => { opening = null; throw error; });
    return opening;
  }

  function linkOfPage() {
    const address = new URL(location.href);
    const link = address.searchParams.get("link");
    if (link) {
      address.searchParams.delete("link"); // no bookmark, no history and no screenshot keeps it
      history.replaceState(history.state, "", address);
      forgetSession();
    }
    return link || options.link;
  }

  async function connect(link) {
    if (!session() && !link) {
      const found = await tabs.ask();
      if (found) store.set(found);
    }
    for (let tries = 0; !session(); tries += 1) {
      try {
        const status = await create(link, tries);
        if (session()) break;
        if (status < 500 && status !== 429) link = null; // a link that is not taken must not keep anybody out
      } catch (error) {
        if (!(error instanceof NoConnection)) throw error;
      }
      panel.notice(navigator.onLine === false ? "offline" : "noStart");
      await wait.sleep(backOff(tries));
    }
    panel.notice(null);
    sync.start();
    outbox.start();
  }

  async function create(link, tries) {
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const answer = await call(api, { method: "POST", json: { language, timezone, ...(link ? { link } : {}) } });
    if (answer.status !== 201 && answer.status !== 200) {
      if (answer.body && answer.body.detail && !tries) note(answer.body.detail);
      if (answer.wait) await wait.sleep(answer.wait);
      return answer.status;
    }
    store.set({ conversation: answer.body.conversation, token: answer.body.token });
    listening = true;
    take(answer.body);
    return answer.status;
  }

  function forgetSession() {
    const keep = { language: store.get("language"), open: store.get("open") };
    store.clear();
    store.set(keep);
  }

  /* The token no longer opens anything: begin anew, and say so. */
  function lost() {
    const unsent = (store.get("outbox") || []).map((item) => item.text).filter(Boolean);
    stop();
    forgetSession();
    panel.notice(null);
    note(say(language, "ended"));
    if (unsent.length && !composer.input.value) composer.write(unsent.join("\n"));
    begin();
  }

  function stop() {
    sync.stop();
    outbox.stop();
    opening = null;
    listening = false;
    transcript.clear();
    state = "bot";
    verified = false;
    panel.state(state, verified);
    panel.typing(false);
  }

  function ended(tellOthers) {
    const closing = session();
    stop();
    store.clear();
    composer.write("");
    panel.forgotten(!panel.element.hidden);
    if (tellOthers) tabs.forgotten();
    emit("reset");
    return closing;
  }

  /* Kills the token on the server as well; the page may be gone before the answer comes. */
  function revoke(closing) {
    if (!closing) return Promise.resolve();
    return call(api + "/" + closing.conversation, { method: "DELETE", token: closing.token, keepalive: true }).catch(() => {});
  }

  function forget() {
    panel.announce(say(language, "forgotten"));
    return revoke(ended(true));
  }

  function restart() {
    panel.forgotten(false);
    store.set({ open: true, language });
    begin();
    composer.input.focus();
  }

  function reset() {
    const done = revoke(ended(true));
    panel.forgotten(false);
    close();
    return done;
  }

  /* At once: no question, no waiting. The page is replaced, so that "back" does not return to it. */
  function leave() {
    emit("leave");
    panel.element.hidden = true;
    revoke(ended(true));
    store.clear();
    const quiet = document.createElement("meta");
    quiet.name = "referrer";
    quiet.content = "no-referrer";
    document.head.append(quiet);
    location.replace(options.leave || ELSEWHERE[language]);
  }

  /* ---- what the server says ---- */

  function take(answer) {
    if (!answer) return;
    const fresh = transcript.add(answer.messages || []);
    for (const message of fresh) {
      if (message.from === "borrower" || !listening) continue;
      panel.typing(false);
      speak(message);
      if (panel.element.hidden) unread += 1;
      emit("message", { from: message.from });
    }
    if (unread) paintLauncher();
    if (Object.keys(store.get("chosen") || {}).length) Object.keys(store.get("chosen")).forEach(transcript.close);
    if (answer.language && answer.language !== language && !outbox.switching()) speakIn(answer.language);
    const before = state;
    state = answer.state || state;
    verified = "verified" in answer ? answer.verified : verified;
    panel.state(state, verified);
    if (state !== before) {
      if (listening && state === "person") panel.announce(say(language, "statePerson"));
      emit("state", { state });
    }
    listening = listening || sync.caughtUp();
  }

  function speak(message) {
    const spoken = message.language || language;
    const titles = (message.buttons || []).map((one) => one.title);
    const parts = [say(spoken, message.from) + ": " + message.text];
    if (titles.length) parts.push(say(spoken, "announceChoices", { titles: titles.join(spoken === "zh" ? "、" : ", ") }));
    panel.announce(parts.join(" "), spoken);
  }

  function note(text) {
    transcript.note(text, language);
    panel.announce(say(language, "system") + ": " + text);
  }

  function onConnection(good) {
    panel.notice(good ? null : "offline");
    panel.announce(say(language, good ? "online" : "offline"));
    if (good) outbox.hurry();
  }

  function paintLauncher() {
    const label = options.label || say(language, "launcher");
    button.textContent = unread ? say(language, "unread", { label, count: unread }) : label;
    emit("unread", { count: unread });
  }

  /* ---- what the borrower does ---- */

  function send(text, file) {
    outbox.put({ id: newId(), text, file, shown: text || file.name });
    transcript.toEnd();
  }

  function press({ token, title, key }) {
    store.set({ chosen: { ...store.get("chosen"), [key]: true } });
    outbox.put({ id: newId(), button: token, shown: title });
  }

  /* A line that the server will not take: the words go back to where they can be changed. */
  function onRefused(item, status) {
    if (status === 413 && item.text && !composer.input.value) composer.write(item.text);
  }

  async function openFile(event, file) {
    const address = new URL(file.url.replace(/^\/api\//, "api/"), base); // the gateway may stand below a path
    if (address.origin !== new URL(base).origin) return; // an ordinary link
    event.preventDefault();
    try {
      const local = await fetchFile(address.href, session().token);
      const link = outward(local, file.name);
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(local), 60000);
    } catch (error) {
      note(say(language, "failed"));
    }
  }

  /* ---- language ---- */

  function speakIn(value) {
    language = value;
    store.set({ language });
    button.lang = language === "zh" ? "zh-Hans" : "en";
    paintLauncher();
    panel.translate();
    panel.state(state, verified);
    emit("language", { language });
  }

  /* Before the conversation the choice goes along with its beginning; later it is said, as anybody would say it. */
  function setLanguage(value) {
    if (value === language) return;
    speakIn(value);
    if (session()) outbox.put({ id: newId(), text: say(value, "askLanguage"), shown: say(value, "askLanguage"), switching: true });
  }

  function switchLanguage() {
    setLanguage(language === "zh" ? "en" : "zh");
  }

  addEventListener("online", () => (wait.wake(), sync.hurry(), outbox.hurry()));
  document.addEventListener("visibilitychange", () => document.hidden || (wait.wake(), sync.hurry(), outbox.hurry()));

  return { open, close, reset, setLanguage, restore: () => open(false) };
}

window.Evenkeel.start = start;
