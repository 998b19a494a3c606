/* A map from another server below ours: only for visitors who ask for it, and only for this visit. */
"use strict";
(() => {
  const KEY = "gebietsatlas.hintergrundkarte";
  const map = window.map_karte;
  const part = (name) => document.getElementById(name ? `background-${name}` : "background");
  const ask = part("ask"), note = part("note"), status = part("status");
  const layer = L.tileLayer(part("").dataset.tiles, {
    maxZoom: 19,
    maxNativeZoom: 18,
    referrerPolicy: "no-referrer",
    zz: (tile) => String(tile.z).padStart(2, "0")
  });

  /* Storage may be switched off; then the choice holds for this page. */
  function remember(isOn) {
    try {
      if (isOn) { sessionStorage.setItem(KEY, "1"); } else { sessionStorage.removeItem(KEY); }
    } catch { /* see above */ }
  }

  function isRemembered() {
    try { return sessionStorage.getItem(KEY) === "1"; } catch { return false; }
  }

  function unfold(isOpen) {
    note.hidden = !isOpen;
    ask.setAttribute("aria-expanded", String(isOpen));
  }

  function show(isOn) {
    if (isOn) { layer.addTo(map); } else { layer.remove(); }
    map.getContainer().classList.toggle("map--background", isOn);
    part("source").hidden = !isOn;
    ask.textContent = isOn ? "Hintergrundkarte ausschalten" : "Hintergrundkarte zeigen …";
    unfold(false);
    if (isOn) { ask.removeAttribute("aria-expanded"); }
  }

  ask.addEventListener("click", () => {
    if (!map.hasLayer(layer)) { unfold(note.hidden); return; }
    show(false);
    remember(false);
    status.textContent = "Die Hintergrundkarte ist ausgeschaltet.";
  });
  part("load").addEventListener("click", () => {
    show(true);
    remember(true);
    status.textContent = "Die Hintergrundkarte ist eingeschaltet.";
    ask.focus();
  });
  part("cancel").addEventListener("click", () => { unfold(false); ask.focus(); });
  layer.on("tileerror", () => { status.textContent = "Die Hintergrundkarte lässt sich gerade nicht vollständig laden."; });

  part("").hidden = false;
  if (isRemembered()) { show(true); }
})();
