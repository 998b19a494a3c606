/* Tables that can be sorted by any column; what is wider than the window can be scrolled with the keyboard.
   Without this script every table stands in the order it was written. Nothing is remembered. */
"use strict";
(() => {
  const LEAST_ROWS = 4;
  const collator = new Intl.Collator("de", { numeric: true });
  const DATE = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
  const NUMBER = /^[+\-−±]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?/;

  /* What a cell is sorted by: a number, a word, or null where there is none; "–" is a real zero. */
  const valueOf = (cell, isNumeric) => {
    const text = cell.textContent.trim();
    const date = DATE.exec(text);
    if (date) {
      return Number(date[3]) * 10000 + Number(date[2]) * 100 + Number(date[1]);
    }
    if (!isNumeric) {
      return text === "" ? null : text;
    }
    if (text === "–") {
      return 0;
    }
    const number = NUMBER.exec(text);
    return number ? Number(number[0].replace(/[+±.]/g, "").replace("−", "-").replace(",", ".")) : null;
  };

  const compare = (one, other) => {
    if (typeof one === "number" && typeof other === "number") {
      return one - other;
    }
    return collator.compare(String(one), String(other));
  };

  const sort = (table, place, direction) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, rank: Number(row.dataset.gaRank) }));
    // A column of numbers may hold words for places without one; a column without any number is one of words.
    const isNumeric = rows.some(({ row }) => typeof valueOf(row.cells[place], true) === "number");
    for (const entry of rows) {
      entry.value = valueOf(entry.row.cells[place], isNumeric);
      entry.isLast = entry.row.classList.contains("ga-strong");
    }
    rows.sort((one, other) => {
      if (one.isLast !== other.isLast) {
        return one.isLast ? 1 : -1; // the whole stays below its parts
      }
      if (direction === 0 || one.value === other.value) {
        return one.rank - other.rank;
      }
      if (one.value === null || other.value === null) {
        return one.value === null ? 1 : -1; // gaps come last in both directions
      }
      return direction * compare(one.value, other.value) || one.rank - other.rank;
    });
    body.append(...rows.map(({ row }) => row));
  };

  const isPlain = (table) => table.tHead && table.tBodies.length === 1 && table.tHead.rows.length === 1
    && table.tBodies[0].rows.length >= LEAST_ROWS
    && [...table.rows].every((row) => row.cells.length === table.tHead.rows[0].cells.length)
    && !table.querySelector("[colspan], [rowspan]") && !table.classList.contains("ga-matrix");

  const STATES = [["none", 0], ["ascending", 1], ["descending", -1]];

  const makeSortable = (table) => {
    [...table.tBodies[0].rows].forEach((row, rank) => { row.dataset.gaRank = String(rank); });
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ga-sort";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const before = STATES.findIndex(([name]) => name === (header.getAttribute("aria-sort") || "none"));
        const [name, direction] = STATES[(before + 1) % STATES.length];
        headers.forEach((one) => one.removeAttribute("aria-sort"));
        if (direction !== 0) {
          header.setAttribute("aria-sort", name);
        }
        sort(table, place, direction);
      });
    });
    if (table.caption) {
      const hint = document.createElement("span");
      hint.className = "visually-hidden";
      hint.textContent = " (nach jeder Spalte sortierbar)";
      table.caption.append(hint);
    }
  };

  const openToKeyboard = (wrap, rank) => {
    const heading = [...document.querySelectorAll("article :is(h1, h2, h3)")]
      .filter((one) => one.compareDocumentPosition(wrap) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", `Tabelle ${rank + 1}: ${heading ? heading.firstChild.textContent.trim() : document.title}`);
  };

  const start = () => {
    document.querySelectorAll("table.ga-table").forEach((table) => {
      if (isPlain(table)) {
        makeSortable(table);
      }
    });
    // The theme puts a frame around tables of written pages, and forgets that a frame is scrolled with keys, too.
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(openToKeyboard);
    // A picture of a map that is wider than the window starts in its middle.
    document.querySelectorAll(".ga-map__picture").forEach((one) => {
      one.scrollLeft = (one.scrollWidth - one.clientWidth) / 2;
    });
  };

  if (document.readyState === "complete") {
    start();
  } else {
    window.addEventListener("load", start);
  }
})();
