/* Larger text and more contrast, for pages and for maps in frames. Loaded before anything is drawn, so nothing jumps.
   Nothing is kept on the device until somebody presses a button, and nothing when all is as usual again. */
"use strict";
(() => {
  const KEY = "gebietsatlas.darstellung";
  const NAMES = ["text", "contrast"];
  const root = document.documentElement;

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? NAMES.filter((name) => kept.includes(name)) : [];
    } catch {
      return []; // storage may be switched off, or hold something else
    }
  };

  const keep = (chosen) => {
    try {
      if (chosen.length === 0) {
        localStorage.removeItem(KEY);
      } else {
        localStorage.setItem(KEY, JSON.stringify(chosen));
      }
    } catch {
      // storage may be switched off; the choice then holds for this page
    }
  };

  const current = () => NAMES.filter((name) => root.hasAttribute(`data-ga-${name}`));

  const show = (chosen) => {
    for (const name of NAMES) {
      root.toggleAttribute(`data-ga-${name}`, chosen.includes(name));
    }
    for (const button of document.querySelectorAll("[data-ga-display]")) {
      button.setAttribute("aria-pressed", String(chosen.includes(button.dataset.gaDisplay)));
    }
  };

  // A map is no page of the theme: it learns here which colours its reader chose there, or has in the system.
  const PALETTE = ".__palette";
  const wantsDark = () => {
    try {
      const around = window.parent.document.body.dataset.mdColorScheme;
      if (around) {
        return around === "slate";
      }
    } catch {
      // alone in its window, or in a page of somebody else
    }
    try {
      const key = Object.keys(localStorage).find((one) => one.endsWith(PALETTE));
      return JSON.parse(localStorage.getItem(key)).color.scheme === "slate";
    } catch {
      return window.matchMedia("(prefers-color-scheme: dark)").matches; // nobody has chosen
    }
  };
  const isMap = root.hasAttribute("data-ga-map");

  root.setAttribute("data-ga-script", "");
  root.toggleAttribute("data-ga-dark", isMap && wantsDark());
  show(read());

  document.addEventListener("DOMContentLoaded", () => {
    show(current());
    for (const button of document.querySelectorAll("[data-ga-display]")) {
      button.addEventListener("click", () => {
        const name = button.dataset.gaDisplay;
        const before = current();
        const chosen = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
        keep(chosen);
        show(chosen);
      });
    }
  });

  // Other pages of the site, and maps in frames of this one, hear of it from the browser.
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) {
      show(read());
    }
    if (isMap && event.key?.endsWith(PALETTE) && wantsDark() !== root.hasAttribute("data-ga-dark")) {
      location.reload(); // what the map has drawn keeps its colours
    }
  });
  // A page that comes back from the browser's memory has missed that.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      show(read());
    }
  });
})();
