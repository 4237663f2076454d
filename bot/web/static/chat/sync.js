/* Keeps the tab in step with the server: what came after the cursor, then live events from there, again and again. When
   no stream can be had (a proxy that holds it back), it asks every few seconds instead. */
import { NoConnection, backOff, call, listen, pauser } from "./wire.js";

const POLL_MS = 4000;
const MOST_REFUSED = 3; // streams in a row that could not be had before it only asks
const POLLS_BETWEEN = 15; // then it tries a stream once in so many questions
const HIDDEN_MS = 60000; // a tab out of sight frees its connection after this long; browsers allow six to one address
const SHOW_WORK_MS = 500; // a turn that ends sooner needs no typing sign
const TYPING_MS = 20000; // a typing sign is not believed for longer

export function openSync({ api, session, transcript, take, onTyping, onConnection, onGone, onForgotten }) {
  const wait = pauser();
  let cursor = 0;
  let caught = false;
  let connected = true;
  let refused = 0;
  let polls = 0;
  let abort = new AbortController();
  let run = 0; // number of the current loop; an older one ends when it sees that it is not its turn
  let workTimer = 0;
  let typingTimer = 0;

  function connection(good) {
    if (good !== connected) onConnection(good);
    connected = good;
  }

  /* Everything after the cursor, and the state. Throws NoConnection. */
  async function refresh() {
    const here = session();
    if (!here) return;
    const answer = await call(api + "/" + here.conversation + "/messages?after=" + cursor, { token: here.token });
    if (!session() || session().token !== here.token) return;
    if (answer.status === 401 || answer.status === 404) return onGone();
    if (answer.status !== 200) throw new NoConnection("status " + answer.status);
    take(answer.body);
    for (const message of answer.body.messages) cursor = Math.max(cursor, message.seq);
    caught = true;
    take({});
  }

  function event({ id, name, data }) {
    let body;
    try {
      body = JSON.parse(data);
    } catch (error) {
      return;
    }
    if (name === "typing") return typing(body);
    if (name === "state") return take(body);
    if (name === "gone") return onForgotten();
    const messages = body.messages || (body.seq ? [body] : []);
    take({ ...body, messages });
    for (const message of messages) cursor = Math.max(cursor, message.seq);
    if (Number(id) > cursor) cursor = Number(id);
  }

  function typing(body) {
    clearTimeout(typingTimer);
    const on = !(body.on === false || body.typing === false);
    onTyping(on);
    if (on) typingTimer = setTimeout(() => onTyping(false), TYPING_MS);
  }

  async function loop(mine) {
    let tries = 0;
    while (mine === run) {
      let pause = POLL_MS;
      try {
        await refresh();
        if (mine !== run) return;
        connection(true);
        tries = 0;
        if (document.hidden) pause = HIDDEN_MS;
        else if (refused < MOST_REFUSED || polls++ % POLLS_BETWEEN === POLLS_BETWEEN - 1) pause = await stream();
      } catch (error) {
        if (!(error instanceof NoConnection)) throw error;
        if (mine !== run) return;
        connection(false);
        pause = backOff(tries);
        tries += 1;
      }
      if (mine === run) await wait.sleep(pause);
    }
  }

  /* Milliseconds until the next round. A stream that breaks is no lost connection yet: the next call tells. */
  async function stream() {
    const here = session();
    let opened = false;
    abort = new AbortController();
    const began = Date.now();
    try {
      const status = await listen(api + "/" + here.conversation + "/events", {
        token: here.token,
        lastId: cursor,
        signal: abort.signal,
        onOpen: () => (opened = true),
        onEvent: event,
      });
      if (status) refused += 1;
    } catch (error) {
      if (!opened) refused += 1;
    }
    if (opened) refused = 0;
    return Date.now() - began > 5000 ? 200 : 1000;
  }

  function hideLater() {
    if (!document.hidden) return;
    setTimeout(() => document.hidden && abort.abort(), HIDDEN_MS);
  }
  document.addEventListener("visibilitychange", hideLater);

  return {
    start() {
      run += 1;
      cursor = 0;
      caught = false;
      connected = true;
      loop(run);
    },
    stop() {
      run += 1;
      abort.abort();
      wait.wake();
    },
    refresh: () => refresh().catch((error) => {
      if (!(error instanceof NoConnection)) throw error;
    }),
    hurry: () => wait.wake(),
    caughtUp: () => caught,
    /* A message is with the server: that is what "typing" shows while it lasts. */
    working(on) {
      clearTimeout(workTimer);
      if (on) workTimer = setTimeout(() => transcript.last() && onTyping(true), SHOW_WORK_MS);
      else onTyping(false);
    },
  };
}
