/* HTTP to the gateway: calls, and the live events read from a fetch stream (an EventSource cannot carry the token). */

const CALL_MS = 30000; // the gateway answers within 8 s or says 503
const SILENCE_MS = 45000; // it sends a sign of life every 15 s

export class NoConnection extends Error {}

/* { status, body, wait }: `body` parsed or null; `wait` in milliseconds from Retry-After, or 0. Throws NoConnection. */
export async function call(address, { method = "GET", token, json, form, keepalive } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = "Bearer " + token;
  if (json) headers["Content-Type"] = "application/json";
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), CALL_MS);
  try {
    const response = await fetch(address, {
      method,
      headers,
      body: json ? JSON.stringify(json) : form,
      signal: abort.signal,
      credentials: "omit",
      cache: "no-store",
      keepalive: Boolean(keepalive),
    });
    const type = response.headers.get("Content-Type") || "";
    const body = /json/.test(type) ? await response.json() : null;
    const seconds = Number(response.headers.get("Retry-After"));
    return { status: response.status, body, problem: /problem/.test(type), wait: seconds > 0 ? seconds * 1000 : 0 };
  } catch (error) {
    throw new NoConnection(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/* A file of the conversation, fetched with the token, as an address of this page. */
export async function fetchFile(address, token) {
  const response = await fetch(address, { headers: { Authorization: "Bearer " + token }, credentials: "omit" });
  if (!response.ok) throw new NoConnection("file: " + response.status);
  return URL.createObjectURL(await response.blob());
}

/* Reads events until the stream ends; `onEvent({ id, name, data })` for each, `onOpen` once. Resolves when the server
   closes it, throws NoConnection when it breaks or falls silent, and { status } as a number when it is refused. */
export async function listen(address, { token, lastId, signal, onOpen, onEvent }) {
  const abort = new AbortController();
  const stop = () => abort.abort();
  let watchdog = setTimeout(stop, SILENCE_MS);
  signal.addEventListener("abort", stop);
  try {
    const headers = { Accept: "text/event-stream", Authorization: "Bearer " + token };
    if (lastId) headers["Last-Event-ID"] = String(lastId);
    const response = await fetch(address, { headers, signal: abort.signal, credentials: "omit", cache: "no-store" });
    if (!response.ok || !response.body) return response.status;
    onOpen();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parse = eventParser(onEvent);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 0;
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE_MS);
      parse(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    throw new NoConnection(String(error));
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", stop);
    abort.abort();
  }
}

/* Server-sent events out of pieces of text; a piece may end anywhere, also between \r and \n. */
export function eventParser(onEvent) {
  let rest = "";
  let event = { id: "", name: "message", data: [] };
  return (piece) => {
    rest += piece;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length) onEvent({ id: event.id, name: event.name, data: event.data.join("\n") });
        event = { id: event.id, name: "message", data: [] };
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") event.data.push(value);
      else if (field === "event") event.name = value;
      else if (field === "id") event.id = value;
    }
  };
}

/* Waits that a change for the better (back online, tab shown, something to send) can cut short. */
export function pauser() {
  let wake = () => {};
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}

/* 1, 2, 4 … 30 seconds, each up to a quarter longer, so that a restarted server is not met by everyone at once. */
export function backOff(tries) {
  return Math.min(30000, 1000 * 2 ** Math.min(tries, 5)) * (1 + Math.random() / 4);
}
