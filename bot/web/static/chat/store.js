/* What this tab keeps: the conversation's token, unsent lines, the draft. In sessionStorage, because shared phones and
   family computers are normal here: closing the last tab ends it. The transcript is not kept; it is the server's. */

const KEY = "evenkeel";

export function openStore() {
  let state = read();

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) || {};
    } catch (error) {
      return {}; // storage is off or holds something else: the conversation then lives as long as the page
    }
  }

  function write() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch (error) {
      // full or off: go on with what is in memory
    }
  }

  return {
    get: (name) => state[name],
    set(changes) {
      state = { ...state, ...changes };
      write();
    },
    clear() {
      state = {};
      try {
        sessionStorage.removeItem(KEY);
      } catch (error) {
        // nothing was kept
      }
    },
  };
}

/* The tabs of one browser at one address. A new tab asks a living one for the conversation, so the token need not be
   kept anywhere that outlives the tabs. */
export function openTabs(base, { session, onForgotten }) {
  if (typeof BroadcastChannel === "undefined") return { ask: () => Promise.resolve(null), forgotten() {} };
  const channel = new BroadcastChannel(KEY + " " + base);
  let answer = null;
  channel.onmessage = (event) => {
    const message = event.data;
    if (message.type === "who" && session()) channel.postMessage({ type: "session", session: session() });
    else if (message.type === "session" && answer) answer(message.session);
    else if (message.type === "forgotten") onForgotten();
  };
  return {
    /* The conversation of another tab, or null when none answers in time. */
    ask: () =>
      new Promise((resolve) => {
        answer = (found) => {
          answer = null;
          resolve(found);
        };
        channel.postMessage({ type: "who" });
        setTimeout(() => answer && answer(null), 200);
      }),
    forgotten: () => channel.postMessage({ type: "forgotten" }),
  };
}

/* An id that no other tab or device chooses: the server knows a message by it, however often it is sent. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
