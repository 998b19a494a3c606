/* The theme opens its menu and its search, on narrow windows, with labels that no keyboard reaches, and lets its colours
   be chosen among choices of which some are out of sight; here all of them are buttons. */
"use strict";
(() => {
  const makeButton = (id, name, focusInside) => {
    const toggle = document.getElementById(id);
    const label = document.querySelector(`.md-header label[for="${id}"].md-header__button`);
    if (!toggle || !label) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.dataset.gaToggle = id;
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    label.replaceWith(button);

    const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
    tell();
    toggle.addEventListener("change", tell);
    button.addEventListener("click", () => {
      toggle.click(); // the theme listens to this
      if (toggle.checked) {
        // What opens is still moving in; a browser focuses nothing that it does not show yet.
        window.setTimeout(focusInside, 300);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && toggle.checked) {
        toggle.click();
        button.focus();
      }
    }, true);
  };

  makeButton("__drawer", "Menü", () => {
    const stops = document.querySelectorAll(".md-sidebar--primary :is(a, label[tabindex])");
    const first = [...stops].find((one) => one.checkVisibility({ checkVisibilityCSS: true }));
    if (first) {
      first.focus();
    }
  });
  makeButton("__search", "Suche öffnen", () => document.querySelector(".md-search__input").focus());

  const makeColorButton = () => {
    const form = document.querySelector("[data-md-component=palette]");
    const labels = form ? [...form.querySelectorAll("input + label")] : [];
    if (labels.length < 2) {
      return;
    }
    const names = labels.map((one) => one.title);
    const button = document.createElement("button");
    button.type = "button";
    button.className = labels[0].className;
    button.dataset.gaColors = "";
    labels.forEach((one) => one.removeAttribute("title"));

    // The theme shows the label beside what is chosen; it names and leads to what comes next.
    const current = () => Math.max(0, labels.findIndex((one) => !one.hidden));
    const tell = () => {
      const place = current();
      button.title = names[place];
      button.setAttribute("aria-label", names[place]);
      button.replaceChildren(labels[place].querySelector("svg").cloneNode(true));
    };
    tell();
    new MutationObserver(tell).observe(form, { subtree: true, attributeFilter: ["hidden"] });
    button.addEventListener("click", () => labels[current()].control.click()); // the theme listens to this
    form.after(button);
  };
  makeColorButton();

  // Who walks with the keyboard gets all of the page laid out before the first step.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      document.documentElement.setAttribute("data-ga-keys", "");
    }
  }, true);
})();
