/* Evenkeel's launcher: a button, and on its first press chat.js and chat.css. Settings on the tag are in docs/widget.md. */
(function () {
  "use strict";
  if (window.Evenkeel) return; // a page that has the tag twice still has one chat
  const tag = document.currentScript;
  const options = tag.dataset;
  const base = new URL(".", tag.src).href;
  const assets = base + "static/";
  const page = options.mode === "page";
  const LABELS = { en: "Get help", zh: "在线帮助" };
  const FAILED = { en: "Could not load. Try again", zh: "加载失败，请重试" };
  const handlers = {};
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  let stored = {};
  let loading;

  try {
    stored = JSON.parse(sessionStorage.evenkeel) || {};
  } catch (error) {
    // nothing stored, or storage is off
  }
  let language = stored.language || code(options.language || document.documentElement.lang || navigator.language);

  function code(value) {
    return /^zh/i.test(value) ? "zh" : "en";
  }

  function paint(text) {
    button.lang = language === "zh" ? "zh-Hans" : "en";
    button.textContent = text;
  }

  /* Adds a script or a style sheet; resolves when it is there. */
  function add(parent, name, properties) {
    return new Promise(function (resolve, reject) {
      const element = Object.assign(document.createElement(name), properties, { onload: resolve, onerror: reject });
      parent.append(element);
    });
  }

  function sheet(name) {
    return add(root, "link", { rel: "stylesheet", href: assets + name });
  }

  function load() {
    if (!loading) {
      button.setAttribute("aria-busy", true);
      loading = Promise.all([
        add(document.head, "script", { type: "module", src: assets + "chat.js" }),
        sheet("chat.css"),
      ]).then(() => Evenkeel.start({ host, root, button, options, base, language, page, emit }));
      loading
        .catch(function () {
          loading = null;
          paint(FAILED[language]);
        })
        .then(() => button.removeAttribute("aria-busy"));
    }
    return loading;
  }

  function emit(name, detail) {
    (handlers[name] || []).forEach((handler) => handler(detail));
  }

  function call(method, argument) {
    return load().then((chat) => chat[method](argument));
  }

  const Evenkeel = (window.Evenkeel = {
    open: () => call("open"),
    close: () => loading && call("close"),
    reset: () => call("reset"),
    setLanguage(value) {
      language = code(value);
      paint(options.label || LABELS[language]);
      return loading && call("setLanguage", language);
    },
    on(name, handler) {
      (handlers[name] = handlers[name] || []).push(handler);
    },
    off(name, handler) {
      handlers[name] = (handlers[name] || []).filter((one) => one !== handler);
    },
  });

  function mount() {
    host.id = "evenkeel";
    button.className = "launcher";
    button.hidden = true;
    button.setAttribute("aria-expanded", false);
    button.onclick = Evenkeel.open;
    root.append(button);
    paint(options.label || LABELS[language]);
    ((page && document.querySelector("[data-evenkeel]")) || document.body).append(host);
    sheet("launcher.css").then(() => (button.hidden = page || host.hasAttribute("data-open")));
    if (page || stored.open || /[?&]link=/.test(location.search)) call("restore");
  }

  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
