"use strict";

// What the terminal's script does not do. It comes first, and opens the terminal once the window has loaded.
const openTerminal = window.onload;
const openWindow = window.open.bind(window);
const onMac = navigator.platform.startsWith("Mac");

window.onload = async (event) => {
  // A cell is measured once, by the font that is there.
  await Promise.allSettled([...document.fonts].map((font) => font.load()));
  const terminal = document.querySelector("#terminal");
  terminal.dataset.sessionWebsocketUrl = `ws://${location.host}/ws/${nameOfTab()}`;
  document.querySelector("#ended button").onclick = () => location.reload();
  // Once the chat is drawn: as it begins, it takes itself for one that nobody looks at. Each picture of it
  // sets the class again, which is not to take the focus from where it is.
  let isDrawn = false;
  new MutationObserver(() => {
    if (document.body.classList.contains("-closed")) document.querySelector("#ended button").focus();
    else if (!isDrawn && document.body.classList.contains("-first-byte")) {
      isDrawn = true;
      focusTerminal();
    }
  }).observe(document.body, { attributeFilter: ["class"] });
  openTerminal.call(window, event);
};

window.addEventListener("focus", focusTerminal);

// The same as long as the tab is there, also when it is loaded anew: its conversation goes on.
function nameOfTab() {
  const name = sessionStorage.getItem("tab") ?? crypto.randomUUID().replaceAll("-", "");
  sessionStorage.setItem("tab", name);
  return name;
}

function focusTerminal() {
  const keys = document.querySelector("#terminal textarea");
  keys?.blur(); // or it is not told where it had the focus before
  keys?.focus();
}

// A terminal takes every key. These are a browser's: paste, load anew, full screen, its tools.
function isTheBrowsers(event) {
  if (event.ctrlKey && event.code === "KeyV") return !onMac && !event.altKey && !event.metaKey;
  return ["F5", "F11", "F12"].includes(event.key);
}

window.addEventListener(
  "keydown",
  (event) => {
    if (isTheBrowsers(event)) event.stopImmediatePropagation();
  },
  true,
);

// Another site gets no hold of this page; a file of ours is saved, without a tab that opens and closes.
window.open = (address, ...rest) => {
  if (!address) return openWindow(address, ...rest); // a link in the text, which lets go of its opener itself
  const url = new URL(address, location);
  if (url.origin !== location.origin) return openWindow(url, "_blank", "noopener,noreferrer");
  const link = Object.assign(document.createElement("a"), { href: url, download: "" });
  link.click();
  return null;
};
