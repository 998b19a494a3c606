// Narrows a list by what a form asks for and keeps the choice in the address, so that it can be passed on.
// Without this script the whole list is there, and the form stays hidden.
"use strict";
(() => {
  const form = document.querySelector("[data-ga-filter]");
  const items = [...document.querySelectorAll("[data-ga-item]")];
  if (!form || items.length === 0) {
    return;
  }
  const choices = [...form.querySelectorAll("select")];
  const groups = [...document.querySelectorAll("[data-ga-group]")];
  const count = form.querySelector("[data-ga-count]");
  const verb = form.querySelector("[data-ga-verb]");
  const none = form.querySelector("[data-ga-none]");

  const fits = (item, choice) => {
    const keys = (item.getAttribute(`data-${choice.name}`) || "").split("|");
    return choice.value === "" || keys.includes("*") || keys.includes(choice.value);
  };

  // A heading goes with its list; so does its line in the table of contents.
  const hideEmptyGroups = () => {
    const used = new Set();
    for (const item of items) {
      const group = item.closest("[data-ga-group]");
      if (group && !item.hidden) {
        used.add(group.dataset.gaGroup);
      }
    }
    for (const group of groups) {
      group.hidden = !used.has(group.dataset.gaGroup);
      for (const link of document.querySelectorAll(".md-nav--secondary a")) {
        if (group.id && link.hash === `#${group.id}`) {
          link.parentElement.hidden = group.hidden;
        }
      }
    }
  };

  const narrow = () => {
    for (const item of items) {
      item.hidden = !choices.every((choice) => fits(item, choice));
    }
    hideEmptyGroups();
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = String(shown);
    verb.textContent = shown === 1 ? "passt" : "passen";
    none.hidden = shown > 0;
  };

  // What the address asks for and the form does not know stays without effect.
  const read = () => {
    const wanted = new URLSearchParams(window.location.search);
    for (const choice of choices) {
      const value = wanted.get(choice.name) || "";
      choice.value = [...choice.options].some((option) => option.value === value) ? value : "";
    }
  };

  const write = () => {
    const address = new URL(window.location.href);
    for (const choice of choices) {
      if (choice.value === "") {
        address.searchParams.delete(choice.name);
      } else {
        address.searchParams.set(choice.name, choice.value);
      }
    }
    window.history.replaceState(window.history.state, "", address);
  };

  const update = () => {
    narrow();
    write();
  };

  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => window.setTimeout(update));
  // A browser that comes back to the page puts old choices into the form.
  window.addEventListener("pageshow", () => {
    read();
    narrow();
  });
  form.hidden = false;
  read();
  narrow();
})();
