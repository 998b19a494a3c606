/* Fills the map that Folium has set up (karte-grundlage.js) from data files. Text goes in as text, never as markup. */
(function () {
  "use strict";
  const atlas = window.GEBIETSATLAS;
  const data = atlas.karte;
  const map = window.map_karte;
  /* On a small phone a popup of the usual size would be cut, and the buttons at the top would cover it. */
  const ROOM = map.getSize();
  const POPUP = {
    maxWidth: Math.min(260, Math.max(120, ROOM.x - 70)), maxHeight: Math.max(130, ROOM.y - 170),
    autoPanPaddingTopLeft: [8, 104], autoPanPaddingBottomRight: [8, 8]
  };
  const shapes = atlas["grenzen-" + data.level];
  const context = atlas.orientierung;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  /* Colours repeat generator/render/colors.py and the dark ones of 01-base.css. */
  const isDark = document.documentElement.hasAttribute("data-ga-dark");
  const PETROL = isDark ? "#7cc4d4" : "#0b5d72", DARK = isDark ? "#a5dae6" : "#083f4e", PAPER = isDark ? "#10191e" : "#fff";
  const LAND = isDark ? "#26363e" : "#e6ecef", LIGHT = isDark ? "#1d4552" : "#cfe2e8", EDGE = isDark ? "#83949c" : "#5f717b";
  const WATER = isDark ? "#5fa8cf" : "#2f7fa8", HATCH = isDark ? "#7d8d95" : "#8a979e";

  /* Leaflet moves the map in many places (keys, buttons, popups at the edge); here all of them learn to jump. */
  if (calm) {
    map.setView = function (center, zoom, options) {
      return L.Map.prototype.setView.call(map, center, zoom, Object.assign({}, options, { animate: false }));
    };
    map.panBy = function (offset, options) {
      return L.Map.prototype.panBy.call(map, offset, Object.assign({}, options, { animate: false }));
    };
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function link(href, text) {
    const made = element("a", "", text);
    made.setAttribute("href", href);
    made.setAttribute("target", "_parent");
    return made;
  }

  function popup(title, lines, href, linkText) {
    const box = element("div");
    box.appendChild(element("p")).appendChild(element("strong", "", title));
    lines.forEach(function (line) { box.appendChild(element("p", "", line)); });
    box.appendChild(element("p")).appendChild(link(href, linkText));
    return box;
  }

  function shape(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(function (pair) { made.setAttribute(pair[0], pair[1]); });
    return made;
  }

  /* One pattern for each reason why there is no number, as in the picture; a nil has none. */
  function pattern(sign, id) {
    const made = shape("pattern", { id: id, width: 9, height: 9, patternUnits: "userSpaceOnUse" });
    made.appendChild(shape("rect", { width: 9, height: 9, fill: PAPER }));
    made.appendChild(shape("path", { d: sign.path, stroke: HATCH, "stroke-width": 2.5, "stroke-linecap": "round" }));
    return made;
  }

  function hatch(polygon, sign) {
    const path = polygon.getElement();
    const svg = path.ownerSVGElement;
    if (!svg.querySelector("#" + sign.id)) {
      svg.insertBefore(shape("defs", {}), svg.firstChild).appendChild(pattern(sign, sign.id));
    }
    path.setAttribute("fill", "url(#" + sign.id + ")");
    path.setAttribute("fill-opacity", "1");
  }

  /* Its own copy of the pattern: the map rebuilds its drawing at will. */
  function swatch(sign) {
    const box = shape("svg", { width: 28, height: 18, "aria-hidden": "true" });
    box.appendChild(shape("defs", {})).appendChild(pattern(sign, "legende-" + sign.id));
    box.appendChild(shape("rect", { width: 28, height: 18, fill: "url(#legende-" + sign.id + ")" }));
    return box;
  }

  function drawMark(area) {
    L.marker(area.label, {
      pane: "kreise", interactive: false, keyboard: false,
      icon: L.divIcon({ html: element("span", "", area.mark), className: "sign", iconSize: [24, 24], iconAnchor: [12, 12] })
    }).addTo(map).getElement().setAttribute("aria-hidden", "true");
  }

  function show(layer) {
    if (layer.getBounds) { map.fitBounds(layer.getBounds(), { maxZoom: 14 }); }
    else { map.setView(layer.getLatLng(), Math.max(map.getZoom(), 14)); }
    layer.openPopup();
  }

  function offerChoice(items) {
    const select = document.getElementById("choice");
    select.appendChild(element("option", "", "Bitte wählen"));
    items.forEach(function (item) { select.appendChild(element("option", "", item.text)); });
    select.addEventListener("change", function () {
      if (select.selectedIndex > 0) { show(items[select.selectedIndex - 1].layer); }
    });
    select.parentElement.hidden = items.length === 0;
  }

  function drawWater() {
    context.lines.forEach(function (line) {
      L.polyline(line.parts, { pane: "linien", color: WATER, weight: 3, dashArray: "10 5", interactive: false }).addTo(map);
    });
  }

  function legend(entries) {
    const list = element("ul", "legend");
    entries.forEach(function (entry) {
      const item = list.appendChild(element("li"));
      const box = item.appendChild(element("span", "swatch " + (entry.kind || "")));
      if (entry.color) { box.style.background = entry.color; }
      if (entry.sign && entry.sign.path) { box.appendChild(swatch(entry.sign)); }
      item.appendChild(element("span", "", entry.text));
    });
    document.getElementById("legend").appendChild(list);
  }

  function drawAreas() {
    const isFilled = data.classes.length > 0;
    const amounts = data.areas.map(function (area) { return area.amount || 0; });
    const largest = Math.max.apply(null, amounts);
    const signs = {};
    data.signs.forEach(function (one) { signs[one.sign] = one; });
    const items = data.areas.map(function (area) {
      const isPlain = area.text === "";
      const fill = isFilled && area.class ? data.classes[area.class - 1].color : LAND;
      const polygon = L.polygon(shapes[area.code], {
        pane: "flaechen", color: EDGE, weight: 1, fillColor: fill, fillOpacity: 1
      }).addTo(map);
      polygon.bindPopup(popup(area.name, isPlain ? [] : [area.text], area.href, "Zur Seite " + area.name), POPUP);
      polygon.bindTooltip(element("span", "", isPlain ? area.name : area.name + ": " + area.text), { sticky: true });
      const sign = signs[area.sign]; // none where a class explains it
      if (sign && sign.path) { hatch(polygon, sign); }
      return { text: isPlain ? area.name : area.name + ": " + area.text, layer: polygon };
    });
    drawWater();
    if (!isFilled && largest > 0) {
      data.areas.slice().sort(function (one, other) { return (other.amount || 0) - (one.amount || 0); }).forEach(function (area) {
        if (area.amount > 0) {
          L.circleMarker(area.label, {
            pane: "kreise", radius: Math.max(2, 26 * Math.sqrt(area.amount / largest)), color: PAPER, weight: 1,
            fillColor: PETROL, fillOpacity: 0.75, interactive: false
          }).addTo(map);
        }
      });
    }
    data.areas.forEach(function (area) { if (area.mark) { drawMark(area); } });
    const nil = isFilled ? data.classes[0].color : LAND;
    const entries = data.classes.map(function (one) { return { color: one.color, text: one.title }; });
    if (!isFilled && largest > 0) { entries.push({ kind: "swatch--circle", text: "Fläche des Kreises: Anzahl" }); }
    data.signs.forEach(function (one) { entries.push({ sign: one, color: one.path ? "" : nil, text: one.text }); });
    legend(entries);
    offerChoice(items);
    return L.featureGroup(items.map(function (item) { return item.layer; })).getBounds();
  }

  function marker(one) {
    const face = element("span", "", String(one.number));
    const isAbout = one.radius !== null;
    if (isAbout) {
      L.circle(one.position, {
        pane: "kreise", radius: one.radius, color: PETROL, weight: 2, dashArray: "6 5", fillOpacity: 0.06, interactive: false
      }).addTo(map);
    }
    const made = L.marker(one.position, {
      icon: L.divIcon({ html: face, className: "marker" + (isAbout ? " marker--about" : "") + (one.stale ? " marker--stale" : ""), iconSize: [34, 34], iconAnchor: [17, 17] }),
      keyboard: true,
      autoPanOnFocus: false
    }).addTo(map);
    /* Leaflet moves the map whenever a marker near the edge gets the focus, even under a mouse that is just clicking. */
    made.getElement().addEventListener("focus", function () {
      if (!map.getBounds().contains(made.getLatLng())) { map.panTo(made.getLatLng(), { animate: !calm }); }
    });
    made.bindPopup(popup(one.number + ": " + one.title, [one.kind].concat(one.lines), one.href, "In der Liste ansehen"), POPUP);
    made.getElement().setAttribute("aria-label", one.number + ": " + one.title + ", " + one.kind + (one.stale ? ", nicht bestätigt" : ""));
    return made;
  }

  /* No marker covers another: where places are too near each other, markers stand beside them, tied by a line. */
  function spread(markers) {
    const APART = 37, ROUNDS = 200, TIED = 10;
    const ties = L.layerGroup().addTo(map);
    function push(spots) {
      let hasMoved = false;
      spots.forEach(function (one, rank) {
        spots.slice(rank + 1).forEach(function (other) {
          const across = other.x - one.x, down = other.y - one.y, distance = Math.hypot(across, down);
          if (distance < APART) {
            /* Places that are the same move apart sideways first. */
            const angle = distance > 0 ? Math.atan2(down, across) : rank;
            const step = (APART - distance) / 2 + 0.1;
            one.x -= step * Math.cos(angle); one.y -= step * Math.sin(angle);
            other.x += step * Math.cos(angle); other.y += step * Math.sin(angle);
            hasMoved = true;
          }
        });
      });
      return hasMoved;
    }
    function place() {
      const homes = markers.map(function (one) { return map.latLngToLayerPoint(one.getLatLng()); });
      const spots = homes.map(function (home) { return home.clone(); });
      for (let round = 0; round < ROUNDS && push(spots); round += 1) { /* until nothing moves any more */ }
      ties.clearLayers();
      markers.forEach(function (one, rank) {
        const shift = spots[rank].subtract(homes[rank]).round();
        one.getElement().style.marginLeft = shift.x - 17 + "px";
        one.getElement().style.marginTop = shift.y - 17 + "px";
        one.getPopup().options.offset = L.point(shift.x, shift.y - 8);
        if (Math.hypot(shift.x, shift.y) > TIED) {
          L.polyline([one.getLatLng(), map.layerPointToLatLng(spots[rank])], { pane: "kreise", color: DARK, weight: 2, interactive: false }).addTo(ties);
          L.circleMarker(one.getLatLng(), { pane: "kreise", radius: 3, stroke: false, fillColor: DARK, fillOpacity: 1, interactive: false }).addTo(ties);
        }
      });
    }
    map.on("zoomend", place);
  }

  function drawStops(bounds) {
    const near = bounds.pad(0.1);
    const group = L.layerGroup();
    context.stops.forEach(function (stop) {
      if (near.contains([stop[1], stop[2]])) {
        L.circleMarker([stop[1], stop[2]], { pane: "linien", radius: 3, color: EDGE, weight: 1, fillColor: PAPER, fillOpacity: 1, interactive: false }).addTo(group);
      }
    });
    function toggle() {
      if (map.getZoom() >= 13) { group.addTo(map); } else { group.remove(); }
    }
    map.on("zoomend", toggle);
    toggle();
  }

  function drawMarkers() {
    const own = L.polygon(shapes[data.focus]);
    Object.keys(shapes).forEach(function (code) {
      const isOwn = code === data.focus;
      L.polygon(shapes[code], {
        pane: "flaechen", color: isOwn ? PETROL : EDGE, weight: isOwn ? 3 : 1,
        fillColor: isOwn ? LIGHT : LAND, fillOpacity: 1, interactive: false
      }).addTo(map);
    });
    drawWater();
    const mapped = data.markers.filter(function (one) { return one.position !== null; });
    const items = mapped.map(function (one) {
      return { text: one.number + ": " + one.title, layer: marker(one) };
    });
    spread(items.map(function (item) { return item.layer; }));
    const entries = [];
    if (mapped.some(function (one) { return one.radius === null; })) { entries.push({ kind: "swatch--exact", text: "genaue Lage" }); }
    if (mapped.some(function (one) { return one.radius !== null; })) { entries.push({ kind: "swatch--about", text: "ungefähre Lage: irgendwo im Kreis" }); }
    if (mapped.some(function (one) { return one.stale; })) { entries.push({ kind: "swatch--stale", text: "grau: lange nicht bestätigt oder ohne Datum des Belegs" }); }
    if (context.stops.length) { entries.push({ kind: "swatch--stop", text: "Haltestelle (ab mittlerer Vergrößerung)" }); }
    legend(entries);
    offerChoice(items);
    drawStops(own.getBounds());
    return own.getBounds();
  }

  L.control.scale({ imperial: false }).addTo(map);
  L.control.zoom({ zoomInTitle: "Vergrößern", zoomOutTitle: "Verkleinern" }).addTo(map);
  const bounds = data.kind === "areas" ? drawAreas() : drawMarkers();

  /* Browsers load a frame that is still folded away, when it comes from a folder: a map without size fits nothing. */
  function fit() {
    const hasSize = map.invalidateSize({ animate: false }).getSize().x > 0;
    if (hasSize) { map.fitBounds(bounds, { animate: false, padding: [8, 8] }); }
    return hasSize;
  }
  if (!fit()) {
    new ResizeObserver(function (_, observer) { if (fit()) { observer.disconnect(); } }).observe(map.getContainer());
  }
  /* Chromium puts shapes that listen to the focus, as those with a tooltip do, into the tab order; the choice has them all. */
  document.querySelectorAll("path.leaflet-interactive").forEach(function (path) { path.setAttribute("tabindex", "-1"); });

  /* The wheel scrolls the page until the map has the focus. */
  map.on("focus", function () { map.scrollWheelZoom.enable(); });
  map.on("blur", function () { map.scrollWheelZoom.disable(); });

  let origin = null;
  map.on("popupopen", function (event) {
    const box = event.popup.getElement();
    const close = box.querySelector(".leaflet-popup-close-button");
    if (close) { close.setAttribute("aria-label", "Schließen"); close.setAttribute("title", "Schließen"); }
    origin = document.activeElement;
    box.setAttribute("tabindex", "-1");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "Angaben zum gewählten Eintrag");
    box.focus({ preventScroll: true });
  });
  map.on("popupclose", function () { if (origin && origin.focus) { origin.focus({ preventScroll: true }); } });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { map.closePopup(); } });
})();
