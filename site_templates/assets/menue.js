/* On narrow windows the theme opens its menu and its search with labels that no keyboard reaches; here they are buttons. */
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

  // Who walks with the keyboard gets all of the page laid out before the first step.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      document.documentElement.setAttribute("data-ga-keys", "");
    }
  }, true);
})();
