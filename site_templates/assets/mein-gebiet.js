// "In welchem Gebiet wohne ich?": by the name of a street, or by the position of the device on request.
// Nothing that is typed or measured leaves the page. Without this script the forms stay hidden; the list is there.
"use strict";
(() => {
  const atlas = (window.GEBIETSATLAS = window.GEBIETSATLAS || {});
  const finder = document.querySelector("[data-ga-finder]");
  const locator = document.querySelector("[data-ga-locator]");
  const MOST_SHOWN = 8;
  const METRES_PER_DEGREE = 111195;

  const make = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text || "";
    if (className) {
      made.className = className;
    }
    return made;
  };

  // Data files are scripts that assign a value: so they can be read from a folder, too.
  const loaded = new Map();
  const load = (address) => {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          loaded.delete(address);
          reject(new Error(address));
        });
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  };

  const districts = () => atlas.gebiete.districts;

  // A district with those around it, such as a quarter with its area.
  const name = (code, root) => {
    const line = document.createElement("span");
    [code, ...districts()[code].parents].forEach((each, place) => {
      const one = districts()[each];
      const link = make("a", one.name);
      link.href = root + one.href;
      line.append(`${place > 0 ? ", " : ""}${one.kind} `, link, one.note ? ` (${one.note})` : "");
    });
    return line;
  };

  // The answer stands in the box that was asked: a title, sentences, and districts with a note each.
  const show = (box, title, texts, codes, notes) => {
    const answer = box.querySelector("[data-ga-answer]");
    const list = make("ul", "", "ga-answer__list");
    codes.forEach((code, place) => {
      const item = make("li");
      item.append(name(code, box.dataset.root), notes && notes[place] ? `: ${notes[place]}` : "");
      list.append(item);
    });
    answer.replaceChildren(make("p", title, "ga-answer__title"), ...texts.map((text) => make("p", text)));
    answer.append(list);
    answer.hidden = false;
    return answer;
  };

  const clear = (box) => {
    const answer = box.querySelector("[data-ga-answer]");
    answer.replaceChildren();
    answer.hidden = true;
  };

  /* ---- by street ------------------------------------------------------------------------------------------------ */

  const showStreet = (street) => {
    const [title, parts] = atlas.gebiete.streets[street.number];
    const known = parts.every((part) => part[1] !== null);
    const missing = 100 - parts.reduce((sum, part) => sum + part[1], 0);
    const texts = [];
    if (parts.length > 1) {
      texts.push(`Die Straße führt durch ${parts.length} Gebiete. Zu welchem Ihr Haus gehört, ist hier nicht erfasst. In Frage kommen:`);
    }
    const notes = parts.map((part) => (parts.length > 1 && part[1] !== null ? `etwa ${part[1]} % der Straße` : ""));
    const answer = show(finder, title, texts, parts.map((part) => part[0]), notes);
    // Shares are rounded; less than that is no gap.
    if (known && missing > parts.length) {
      answer.append(make("p", `Für etwa ${missing} % der Straße nennt das Verzeichnis kein Gebiet.`));
    }
  };

  const setUpFinder = () => {
    const input = finder.querySelector("input");
    const list = finder.querySelector("[role=listbox]");
    const status = finder.querySelector("[role=status]");
    let streets = null;
    let shown = [];
    let active = -1;

    const close = () => {
      list.hidden = true;
      shown = [];
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (street) => {
      input.value = street.name;
      close();
      status.textContent = `${street.name}: Das Ergebnis steht darunter.`;
      showStreet(street);
    };

    const mark = (place) => {
      active = place;
      [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    };

    const option = (street, place) => {
      const made = make("li", street.name);
      made.id = `${list.id}-${place}`;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      // The field keeps the focus while the pointer goes down.
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => choose(street));
      return made;
    };

    const tell = (found) => {
      const count = found.streets.length;
      if (count === 0) {
        return `Nichts gefunden. ${finder.dataset.missing}`;
      }
      const words = count === 1 ? "1 Straße" : `${count} Straßen`;
      const more = count > MOST_SHOWN ? ` Gezeigt sind die ersten ${MOST_SHOWN}; tippen Sie weiter.` : "";
      const way = " Wählen Sie mit den Pfeiltasten und der Eingabetaste oder durch Antippen.";
      return (found.isGuess ? `Genau so heißt keine Straße im Verzeichnis. Ähnlich: ${words}.` : `${words} gefunden.`) + more + way;
    };

    const search = () => {
      clear(finder);
      const found = atlas.strassensuche.find(input.value, streets);
      close();
      if (input.value.trim() === "") {
        status.textContent = "";
        return found;
      }
      shown = found.streets.slice(0, MOST_SHOWN);
      list.replaceChildren(...shown.map(option));
      list.hidden = shown.length === 0;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      status.textContent = tell(found);
      return found;
    };

    const prepare = async () => {
      await load(finder.dataset.names);
      streets = streets || atlas.strassensuche.prepare(atlas.gebiete.streets.map((street) => street[0]));
    };

    const withStreets = (task) => prepare().then(task, () => {
      status.textContent = "Das Verzeichnis der Straßen konnte nicht geladen werden. Benutzen Sie die Karte oder die Liste.";
    });

    // What is asked for in full, or is the only one that fits, needs no choice.
    const submit = () => {
      if (active >= 0) {
        choose(shown[active]);
        return;
      }
      const found = search();
      if (!found.isGuess && (found.best === 0 || found.streets.length === 1)) {
        choose(found.streets[0]);
      } else if (input.value.trim() === "") {
        status.textContent = "Bitte geben Sie den Namen einer Straße ein.";
      }
    };

    const move = (step) => {
      if (list.hidden) {
        search();
      }
      if (shown.length > 0) {
        const start = active < 0 && step < 0 ? 0 : active;
        mark((start + step + shown.length) % shown.length);
      }
    };

    input.addEventListener("focus", () => withStreets(() => {}));
    input.addEventListener("input", () => withStreets(search));
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        withStreets(() => move(event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape") {
        if (list.hidden) {
          input.value = "";
          status.textContent = "";
          clear(finder);
        }
        close();
      }
    });
    finder.addEventListener("submit", (event) => {
      event.preventDefault();
      withStreets(submit);
    });
    finder.hidden = false;
  };

  /* ---- by position ---------------------------------------------------------------------------------------------- */

  // Metres east and north of the position; exact enough for a city.
  const place = (point, here) => [
    (point[1] - here.longitude) * Math.cos((here.latitude * Math.PI) / 180) * METRES_PER_DEGREE,
    (point[0] - here.latitude) * METRES_PER_DEGREE,
  ];

  const rings = (shape, here) => shape.flat().map((ring) => ring.map((point) => place(point, here)));

  // A ray to the east crosses the border of the district around the position an odd number of times.
  const isInside = (lines) => {
    let inside = false;
    for (const line of lines) {
      for (let at = 1; at < line.length; at += 1) {
        const [[x, y], [nextX, nextY]] = [line[at - 1], line[at]];
        if ((y > 0) !== (nextY > 0) && x - (y * (nextX - x)) / (nextY - y) > 0) {
          inside = !inside;
        }
      }
    }
    return inside;
  };

  const distanceToBorder = (lines) => {
    let least = Infinity;
    for (const line of lines) {
      for (let at = 1; at < line.length; at += 1) {
        const [[x, y], [nextX, nextY]] = [line[at - 1], line[at]];
        const [dx, dy] = [nextX - x, nextY - y];
        const length = dx * dx + dy * dy;
        const part = length === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / length));
        least = Math.min(least, Math.hypot(x + part * dx, y + part * dy));
      }
    }
    return least;
  };

  const locate = (here, shapes) => {
    const near = [];
    let own = null;
    for (const [code, shape] of Object.entries(shapes)) {
      const lines = rings(shape, here);
      if (isInside(lines)) {
        own = code;
      } else if (distanceToBorder(lines) <= here.accuracy) {
        near.push(code);
      }
    }
    return { own, near };
  };

  const FAILURES = {
    1: "Der Standort wurde nicht freigegeben. Sie können ihn in den Einstellungen des Browsers erlauben, oder Sie suchen über Straße, Karte oder Liste.",
    2: "Ihr Gerät kennt den Standort gerade nicht. Suchen Sie über Straße, Karte oder Liste.",
    3: "Ihr Gerät hat den Standort nicht rechtzeitig gefunden. Versuchen Sie es noch einmal, am besten draußen oder am Fenster.",
  };

  const setUpLocator = () => {
    const button = locator.querySelector("button");
    const status = locator.querySelector("[role=status]");
    const { shapes, names, shapesName, city } = locator.dataset;
    const most = Number(locator.dataset.most);
    const write = (count) => Math.round(count).toLocaleString("de-DE");

    const end = (text) => {
      status.textContent = text;
      button.disabled = false;
    };

    const judge = (here) => {
      const about = `Ihr Gerät kennt den Standort auf etwa ${write(here.accuracy)} Meter genau.`;
      if (here.accuracy > most) {
        end(`${about} Das reicht nicht, um Ihr Gebiet zu nennen; nötig sind ${write(most)} Meter. Suchen Sie über Straße, Karte oder Liste.`);
        return;
      }
      const found = locate(here, atlas[shapesName]);
      const codes = found.own ? [found.own, ...found.near] : found.near;
      if (codes.length === 0) {
        end(`Ihr Standort liegt außerhalb von ${city}.`);
        return;
      }
      const title = found.own ? "Hier sind Sie jetzt" : `Ihr Standort liegt am Rand von ${city} oder knapp außerhalb`;
      const doubt = found.near.length > 0 ? `${about} Deshalb kommen mehrere Gebiete in Frage${found.own ? "; das erste ist das wahrscheinlichste" : ""}.` : about;
      show(locator, title, [doubt], codes);
      end("Standort gefunden. Das Ergebnis steht darunter.");
    };

    button.addEventListener("click", () => {
      clear(locator);
      if (!navigator.geolocation || !window.isSecureContext) {
        end("Der Browser gibt den Standort hier nicht heraus: Das geht nur über eine verschlüsselte Verbindung (https). Suchen Sie über Straße, Karte oder Liste.");
        return;
      }
      button.disabled = true;
      status.textContent = "Der Standort wird bestimmt …";
      const files = Promise.all([load(names), load(shapes)]);
      navigator.geolocation.getCurrentPosition(
        (position) => files.then(() => judge(position.coords), () => end("Die Grenzen der Gebiete konnten nicht geladen werden.")),
        (error) => end(FAILURES[error.code]),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
      );
    });
    locator.hidden = false;
  };

  if (finder) {
    setUpFinder();
  }
  if (locator) {
    setUpLocator();
  }
})();
