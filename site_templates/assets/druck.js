// Printing: buttons for normal and large type, `?druck=gross` for links, and everything folded is opened on paper.
(() => {
  "use strict";
  const root = document.documentElement;
  const LARGE = "large";
  const asked = new URLSearchParams(location.search).get("druck") === "gross" ? LARGE : "";
  const setSize = (size) => {
    if (size === LARGE) root.dataset.gaPrint = LARGE;
    else delete root.dataset.gaPrint;
  };
  setSize(asked);

  for (const box of document.querySelectorAll("[data-ga-print-buttons]")) {
    box.hidden = false;
    for (const button of box.querySelectorAll("[data-ga-print-as]")) {
      button.addEventListener("click", () => {
        setSize(button.dataset.gaPrintAs);
        window.print();
      });
    }
  }

  // A map in a frame would only start to load; its picture stands beside it.
  const folded = () => document.querySelectorAll("article details:not([open]):not(.ga-map__open)");
  // Chromium leaves buttons out of headers that it repeats on the next sheet, so words stand in for them.
  const sorting = () => document.querySelectorAll("article thead th > button");
  let opened = [];
  let words = [];
  window.addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const one of opened) one.open = true;
    words = [...sorting()].map((button) => {
      const word = document.createElement("span");
      word.textContent = button.textContent.trim();
      button.hidden = true;
      button.before(word);
      return { button, word };
    });
  });
  window.addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    for (const { button, word } of words) {
      word.remove();
      button.hidden = false;
    }
    opened = [];
    words = [];
    setSize(asked);
  });

  const address = document.querySelector("[data-ga-address='']");
  if (address && location.protocol.startsWith("http")) address.textContent = location.origin + location.pathname;
})();
