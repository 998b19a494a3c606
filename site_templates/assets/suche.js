/* The theme fetches the whole search index with every page. Here it waits until somebody turns to the search. */
(function () {
  "use strict";
  const INDEX = /\/search\/search_index\.json$/;
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  const addresses = new WeakMap();
  const waiting = [];
  let isWanted = new URLSearchParams(location.search).has("q");

  function want() {
    isWanted = true;
    waiting.splice(0).forEach(function (start) { start(); });
  }

  XMLHttpRequest.prototype.open = function (method, address) {
    addresses.set(this, String(address));
    return open.apply(this, arguments);
  };

  XMLHttpRequest.prototype.send = function (body) {
    const request = this;
    if (isWanted || !INDEX.test(addresses.get(request))) { return send.call(request, body); }
    waiting.push(function () { send.call(request, body); });
    return undefined;
  };

  document.addEventListener("focusin", function (event) {
    if (event.target.matches(".md-search__input")) { want(); }
  });
  document.addEventListener("change", function (event) {
    if (event.target.id === "__search" && event.target.checked) { want(); }
  });
})();
