// What a person with a keyboard, a screen reader or weak sight needs of every view: returns the faults found.
() => {
  const faults = [];
  const seen = (el) => el.checkVisibility({opacityProperty: false, visibilityProperty: true}) && el.getClientRects().length > 0;
  const tell = (what, el) => faults.push(`${what}: ${el.outerHTML.slice(0, 110)}`);
  const name = (el) => {
    const by = (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const own = by.map((id) => document.getElementById(id)?.textContent || "").join(" ") || el.getAttribute("aria-label");
    return (own || [...(el.labels || [])].map((l) => l.textContent).join(" ") || el.textContent || el.title || "").trim();
  };
  for (const el of document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=img], [role=log], [role=group]")) {
    if (seen(el) && el.type !== "hidden" && !name(el)) tell("without a name", el);
  }
  for (const el of document.querySelectorAll("img")) if (!el.alt) tell("picture without words", el);
  for (const el of document.querySelectorAll("[tabindex]")) if (el.tabIndex > 0) tell("tab order forced", el);
  const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) faults.push(`id twice: ${id}`);
  let level = 0;
  for (const el of document.querySelectorAll("h1, h2, h3, h4")) {
    if (!seen(el)) continue;
    const now = Number(el.tagName[1]);
    if (now > level + 1) tell(`heading ${now} after ${level}`, el);
    level = now;
  }
  for (const el of document.querySelectorAll("button, select, textarea, summary")) {
    const box = el.getBoundingClientRect();
    if (seen(el) && (box.height < 24 || box.width < 24)) tell(`small target ${box.width}x${box.height}`, el);
  }
  const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (el) => {
    for (let at = el; at; at = at.parentElement) {
      const c = parse(getComputedStyle(at).backgroundColor);
      if (c.length && (c.length === 3 || c[3] > 0.99)) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || told.has(el) || !seen(el)) continue;
    if (el.closest("svg, script, style, option, .unseen")) continue;
    told.add(el);
    const style = getComputedStyle(el);
    const [a, b] = [light(parse(style.color).slice(0, 3)), light(ground(el))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) tell(`contrast ${ratio.toFixed(2)}`, el);
  }
  const lang = document.documentElement.lang;
  if (!["sv", "en"].includes(lang)) faults.push(`language ${lang}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) faults.push(`${wide} px sideways`);
  return faults;
}
