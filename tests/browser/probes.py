"""What is asked of a page in the browser; every function is JavaScript that returns what is wrong."""

SHORT_NAME = """
const name = one => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '')
  + (one.getAttribute('class') ? '.' + one.getAttribute('class').trim().split(/\\s+/).join('.') : '');
"""

TOO_WIDE = (
    "() => {"
    + SHORT_NAME
    + """
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) { return []; }
  const frames = '.ga-scroll, .md-typeset__scrollwrap, pre, svg, .md-sidebar, .md-search, .leaflet-container';
  const skipped = frames.split(', ').map(one => `${one} *`).join();
  const found = [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > room + 1 && !one.matches(skipped)).map(name);
  return found.slice(0, 3).concat(`${document.documentElement.scrollWidth}px`);
}"""
)
"""Elements that make the page wider than the window; wide tables and pictures scroll in a frame of their own."""

SMALL_TEXT = (
    "() => {"
    + SHORT_NAME
    + """
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const one = walker.currentNode.parentElement;
    if (!text || one.closest('script, style, noscript, title, desc, template, option')) { continue; }
    if (!one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) { continue; }
    const box = one.getBoundingClientRect();
    const clipped = one.closest('.visually-hidden, .ga-skip, .md-skip, .ga-plain__hidden');
    if (box.width <= 1 || box.height <= 1 || clipped) { continue; }
    const matrix = one instanceof SVGElement ? one.getScreenCTM() : null;
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < 15.95) { found.set(`${name(one)} ${size.toFixed(1)}px`, text.slice(0, 30)); }
  }
  return [...found].slice(0, 8).map(([place, text]) => `${place}: ${text}`);
}"""
)
"""Text smaller than 16 pixels as it is shown, labels of drawings included."""

SMALL_TEXT_IN_PICTURES = """async () => {
  const small = [];
  for (const one of document.querySelectorAll('article img')) {
    const source = await (await fetch(one.src)).text();
    const units = source.match(/viewBox="0 0 (\\d+) (\\d+)"/).slice(1).map(Number);
    const type = Math.min(...[...source.matchAll(/font-size:(\\d+)px/g)].map(found => Number(found[1])));
    const { width, height } = one.getBoundingClientRect();
    const size = type * Math.min(width / units[0], height / units[1]);
    if (!(size >= 15.95)) { small.push(`${one.getAttribute('src')}: ${size.toFixed(1)}px`); }
  }
  return small;
}"""
"""Pictures shown so small that their type is smaller than 16 pixels; no other probe sees into a picture."""

SPACED = """
*, *::before, *::after {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }
"""
"""Text spacing that readers may choose (WCAG 1.4.12)."""

CUT_TEXT = (
    "() => {"
    + SHORT_NAME
    + """
  const shown = [...document.querySelectorAll('article *, main *')].filter(one => one.checkVisibility());
  return shown.filter(one => {
    const style = getComputedStyle(one);
    const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    const isSmall = one.clientWidth <= 1 || one.clientHeight <= 1;
    const isOut = one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
    const isApart = one.closest('.leaflet-container, svg, .md-ellipsis, .md-sidebar');
    return cuts && !isSmall && isOut && one.textContent.trim() && !isApart;
  }).map(name).slice(0, 5);
}"""
)
"""Boxes that cut off the text in them; the drawer of the menu scrolls by itself."""

LOST_COLORS = (
    "() => {"
    + SHORT_NAME
    + """
  const canvas = getComputedStyle(document.body).backgroundColor;
  const lost = [];
  const shapes = 'svg.ga-overview path, .ga-chart svg :is(path, rect, circle), .ga-locator svg path';
  for (const one of document.querySelectorAll(shapes)) {
    if (one.closest('defs, pattern') || !one.checkVisibility()) { continue; }
    const { fill, stroke } = getComputedStyle(one);
    const isSeen = color => color !== 'none' && color !== canvas && !/^rgba.*, 0\\)$/.test(color);
    if (!isSeen(fill) && !isSeen(stroke)) { lost.push(name(one)); }
  }
  const controls = 'article :is(button, select, input), .ga-display button, .ga-badge, .marker';
  for (const one of document.querySelectorAll(controls)) {
    if (!one.checkVisibility() || one.matches('.ga-sort, [type=radio], [type=checkbox]')) { continue; }
    const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one);
    if (borderTopStyle === 'none' || borderTopWidth === '0px' || borderTopColor === canvas) { lost.push(name(one)); }
  }
  return [...new Set(lost)].slice(0, 5);
}"""
)
"""Shapes and controls that vanish when the device replaces all colours by its own few."""

HIDDEN_FOCUS = (
    "() => {"
    + SHORT_NAME
    + """
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const inner = one.querySelector('path');
  const isDrawn = inner && one.namespaceURI.endsWith('svg') && parseFloat(getComputedStyle(inner).strokeWidth) >= 4;
  const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = one.getBoundingClientRect();
  const isInside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 1;
  const covering = isInside
    ? document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1))
    : null;
  const isOther = covering && !one.contains(covering) && !covering.contains(one);
  const isCovered = isOther && covering.closest('.md-header, .md-tabs, .md-top')
    && !covering.matches('.md-search__overlay'); // a left search is still moving out
  return {
    name: name(one), text: (one.getAttribute('aria-label') || one.textContent).trim().slice(0, 40),
    isBody: one === document.body, isVisible: isOutlined || Boolean(isDrawn), isInside, isCovered: Boolean(isCovered),
    top: Math.round(box.top + scrollY), left: Math.round(box.left), isFrame: one.tagName === 'IFRAME',
  };
}"""
)
"""Where the focus is, and whether somebody who looks at the page can see it."""

UNSEEN_STOPS = (
    "() => {"
    f"const look = {HIDDEN_FOCUS};"
    """
  const all = 'a[href], button, select, input, textarea, summary, iframe, [tabindex]';
  const wrong = [];
  for (const one of document.querySelectorAll(all)) {
    const isOtherChoice = one.type === 'radio' && !one.checked; // arrow keys lead there
    if (one.tabIndex < 0 || one.disabled || isOtherChoice) { continue; }
    if (one.tabIndex > 0) { wrong.push(`${one.outerHTML.slice(0, 60)}: a place of its own in the order`); }
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) { continue; }
    const stop = look();
    const isUnseen = !stop.isFrame && !(stop.isVisible && stop.isInside);
    if (isUnseen || stop.isCovered) { wrong.push(`${stop.name} ${stop.text}: ${JSON.stringify(stop)}`); }
  }
  return wrong.slice(0, 5);
}"""
)
"""Everything that takes the focus and cannot be seen then; what is hidden takes none."""

WITHOUT_SCRIPT = (
    "() => {"
    + SHORT_NAME
    + """
  const controls = 'article :is(form, button, select, input), .ga-display, .ga-print button';
  const idle = [...document.querySelectorAll(controls)];
  const lost = [...document.querySelectorAll('article [hidden]')].filter(one => !one.matches(
    'form, form *, .ga-print, [role="status"], .ga-answer, .ga-finder, .ga-finder *, .ga-also'));
  const pictures = [...document.querySelectorAll('article img')].filter(one => !one.alt || !one.checkVisibility());
  return [
    ...idle.filter(one => one.checkVisibility()).map(one => `does nothing: ${name(one)}`),
    ...lost.map(one => `hidden: ${name(one)}`),
    ...pictures.map(one => `no picture: ${name(one)}`),
    ...(document.querySelector('article, main').innerText.trim().length > 40 ? [] : ['empty page']),
  ].slice(0, 5);
}"""
)
"""What a page without its scripts offers in vain or keeps back; words that only the search reads are no loss."""

ALL_LAID_OUT = "* { content-visibility: visible !important; }"
"""As if somebody had walked through the page: until then, what is far away takes a guessed room only."""
