// Narrows the list of measures. Without this script the whole list is there, and the form stays hidden.
"use strict";
(() => {
  const form = document.querySelector("[data-ga-filter]");
  const table = document.querySelector("[data-ga-filtered]");
  if (!form || !table) {
    return;
  }
  const rows = [...table.querySelectorAll("tbody tr")];
  const choices = [...form.querySelectorAll("select")];
  const count = form.querySelector("[data-ga-count]");

  const fits = (row, choice) => {
    const keys = (row.getAttribute(`data-${choice.name}`) || "").split("|");
    return choice.value === "" || keys.includes("*") || keys.includes(choice.value);
  };

  const narrow = () => {
    for (const row of rows) {
      row.hidden = !choices.every((choice) => fits(row, choice));
    }
    count.textContent = String(rows.filter((row) => !row.hidden).length);
  };

  form.addEventListener("change", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => window.setTimeout(narrow));
  form.hidden = false;
  narrow();
})();
