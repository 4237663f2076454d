/* Lines on their way to the server, one at a time and in order. Each has an id that the server knows it by, so sending it
   again is harmless; it leaves only when the server has answered or will never take it. */
import { say } from "./strings.js";
import { NoConnection, backOff, call, pauser } from "./wire.js";

const REFUSED = new Set([400, 403, 409, 413, 415, 422]);
const MOST_FAILURES = 5; // answers of 500 before a line is given up: it would block those behind it

export function openOutbox({ api, store, session, transcript, take, sync, note, onGone, onRefused, onWorking }) {
  const wait = pauser();
  const noted = new Set(); // ids whose notice has been shown
  const inMemory = new Map(); // files, which no storage keeps
  let items = store.get("outbox") || [];
  let running = false;
  let stopped = true;

  function save() {
    store.set({ outbox: items });
  }

  function done(item) {
    items = items.filter((one) => one.id !== item.id);
    inMemory.delete(item.id);
    save();
  }

  async function deliver(item) {
    const { conversation, token } = session();
    const address = api + "/" + conversation + "/messages";
    const file = inMemory.get(item.id);
    if (!file) return call(address, { method: "POST", token, json: item.button ? { id: item.id, button: item.button } : { id: item.id, text: item.text } });
    const form = new FormData();
    form.append("id", item.id);
    if (item.text) form.append("text", item.text);
    form.append("file", file, file.name);
    return call(address, { method: "POST", token, form });
  }

  function explain(item, answer) {
    const detail = answer.body && answer.body.detail;
    if (!detail || noted.has(item.id)) return;
    noted.add(item.id);
    if (!transcript.lines().some((line) => line.text === detail && line.seq > 0 && line.from !== "borrower")) note(detail);
  }

  /* Milliseconds until the next try of the same line, or null when it is settled. */
  async function settle(item, answer, tries) {
    if (answer.status === 200 || answer.status === 202 || answer.status === 201) {
      done(item);
      take(answer.body);
      if (!transcript.hasOwn(item.id)) await sync.refresh();
      transcript.settle(item.id);
      return null;
    }
    if (answer.status === 401 || answer.status === 404) {
      onGone();
      return null;
    }
    if (REFUSED.has(answer.status)) {
      transcript.fail(item.id);
      done(item);
      explain(item, answer);
      onRefused(item, answer.status);
      return null;
    }
    if (answer.status === 503 && answer.problem) {
      await sync.refresh();
      explain(item, answer);
      if (transcript.hasOwn(item.id)) {
        done(item); // the server keeps it; its answer comes as an event
        return null;
      }
    } else if (answer.status === 429) explain(item, answer);
    else if (tries >= MOST_FAILURES) {
      transcript.fail(item.id);
      done(item);
      note(say(item.language, "failed"));
      return null;
    }
    return answer.wait || backOff(tries);
  }

  async function run() {
    if (running || stopped) return;
    running = true;
    for (let tries = 0; items.length && !stopped && session(); ) {
      const item = items[0];
      let pause;
      onWorking(true);
      try {
        pause = await settle(item, await deliver(item), tries);
      } catch (error) {
        if (!(error instanceof NoConnection)) throw error;
        transcript.status(item.id, "waiting");
        sync.hurry();
        pause = backOff(tries);
      } finally {
        onWorking(false);
      }
      tries = pause === null ? 0 : tries + 1;
      if (pause !== null) await wait.sleep(pause);
    }
    running = false;
  }

  return {
    start() {
      stopped = false;
      items = store.get("outbox") || items;
      for (const item of items.filter((one) => one.file && !inMemory.has(one.id))) {
        done(item);
        note(say(item.language, "fileLost", { name: item.name }));
      }
      items.forEach(transcript.pend, transcript);
      run();
    },
    stop() {
      stopped = true;
      items = [];
      inMemory.clear();
      wait.wake();
    },
    put(item) {
      if (item.file) {
        inMemory.set(item.id, item.file);
        item = { ...item, file: true, name: item.file.name };
      }
      items.push({ ...item, language: store.get("language") || "en" });
      save();
      transcript.pend(item);
      run();
    },
    switching: () => items.some((item) => item.switching),
    hurry: () => wait.wake(),
  };
}
