/* What the theme's scripts expect to find. The theme itself writes it into every page, which our policy forbids.
   Unlike the theme, this keeps nothing on the device unless the visitor has chosen it. */
"use strict";
var __md_scope = new URL(document.currentScript.dataset.base, location);
if (!__md_scope.pathname.endsWith("/")) {
  __md_scope = new URL(`${__md_scope.pathname}/`, location);
}
var __md_hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null; // storage may be switched off
  }
};
var __md_set = (() => {
  let hasChosenColors = false;
  document.addEventListener("change", (event) => {
    hasChosenColors = hasChosenColors || event.target.name === "__palette";
  }, true);
  return (key, value, storage, scope = __md_scope) => {
    if (key === "__palette" && !hasChosenColors) {
      return; // the theme notes the colours of the system on the first visit
    }
    try {
      (storage || localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // storage may be full or switched off; the choice then holds for this page
    }
  };
})();
document.documentElement.setAttribute("data-platform", navigator.platform);
document.addEventListener("DOMContentLoaded", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.name) {
    target.checked = target.name.startsWith("__tabbed_");
  }
});
