// Finds streets by name, however they are typed: ß or ss, ä or ae, "Str.", hyphens, case, small mistakes.
"use strict";
(() => {
  const SPELLED = { "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss" };
  const SHORT = [[/str(?:\.|(?![a-z0-9]))/g, "strasse "], [/\bpl(?:\.|(?![a-z0-9]))/g, "platz "], [/\bst(?:\.|(?![a-z0-9]))/g, "sankt "]];
  const HOUSE_NUMBER = /\s+\d+\s*[a-z]?\s*$/i;
  const MISTAKE = 10;

  const spell = (text) => text.normalize("NFC").toLowerCase().replace(/[äöüß]/g, (sign) => SPELLED[sign])
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  const words = (text) => text.split(/[^a-z0-9]+/).filter(Boolean);

  // The words of a name in one spelling; abbreviations written out.
  const fold = (text) => words(SHORT.reduce((done, pair) => done.replace(pair[0], pair[1]), spell(text)));

  // What the words become when written together, and where each of them begins.
  const key = (list) => {
    let length = 0;
    const starts = list.map((word) => {
      const start = length;
      length += word.length;
      return start;
    });
    return { text: list.join(""), starts };
  };

  // Smallest number of wrong, missing, additional or swapped letters between a text and any beginning of another.
  const distance = (typed, text, limit) => {
    let before = [];
    let above = Array.from({ length: text.length + 1 }, (_, column) => column);
    for (let row = 1; row <= typed.length; row += 1) {
      const current = [row];
      for (let column = 1; column <= text.length; column += 1) {
        const same = typed[row - 1] === text[column - 1];
        let least = Math.min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1));
        if (row > 1 && column > 1 && typed[row - 1] === text[column - 2] && typed[row - 2] === text[column - 1]) {
          least = Math.min(least, before[column - 2] + 1);
        }
        current.push(least);
      }
      if (Math.min(...current) > limit) {
        return limit + 1;
      }
      before = above;
      above = current;
    }
    return Math.min(...above);
  };

  const allowance = (text) => (text.length < 4 ? 0 : text.length < 8 ? 1 : 2);

  // 0 is the name itself, 1 its beginning, 2 the beginning of a word in it, 3 anything else in it.
  const score = (typed, name) => {
    const place = name.text.indexOf(typed);
    if (place < 0) {
      return Infinity;
    }
    if (place === 0) {
      return typed.length === name.text.length ? 0 : 1;
    }
    return name.starts.some((start) => name.text.startsWith(typed, start)) ? 2 : 3;
  };

  const mistakes = (typed, name) => {
    const limit = allowance(typed);
    const found = Math.min(...name.starts.map((start) => distance(typed, name.text.slice(start), limit)));
    return found > limit ? Infinity : MISTAKE + found;
  };

  const rank = (typed, streets, judge) => {
    const judged = streets.map((street) => ({ street, score: Math.min(...typed.map((one) => judge(one, street.key))) }));
    return judged.filter((one) => one.score < Infinity).sort((one, other) => one.score - other.score);
  };

  // With and without a house number, with and without writing out "str": people may still be typing.
  const variants = (text) => {
    const bare = text.replace(HOUSE_NUMBER, "");
    const all = [fold(text), fold(bare), words(spell(text))].map((list) => list.join(""));
    return [...new Set(all)].filter(Boolean);
  };

  const prepare = (names) => names.map((name, number) => ({ name, number, key: key(fold(name)) }));

  // Streets in the order in which they fit; only if none fits, those that are spelled much alike.
  const find = (text, streets) => {
    const typed = variants(text);
    if (typed.length === 0) {
      return { streets: [], isGuess: false };
    }
    const exact = rank(typed, streets, score);
    const found = exact.length > 0 ? exact : rank(typed, streets, mistakes);
    return { streets: found.map((one) => one.street), isGuess: exact.length === 0 && found.length > 0, best: found.length ? found[0].score : Infinity };
  };

  const atlas = (window.GEBIETSATLAS = window.GEBIETSATLAS || {});
  atlas.strassensuche = { fold, prepare, find };
})();
