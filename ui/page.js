// What needs no server: filling the box, copying, saving, opening a source, the tabs of a narrow screen.
// Nothing of a conversation is put in the browser's storage: only the language someone chose.
window.coach = (() => {
  const LANG = "coach-lang";
  const find = (selector) => document.querySelector(selector);
  const box = () => find("#box textarea");

  function place() {
    const search = new URLSearchParams(location.search);
    return [search.get("lang") || localStorage.getItem(LANG) || "", search.get("mode") || "", search.get("s") || ""];
  }

  function moved(lang, mode, session) {
    if (!lang) return;
    document.documentElement.lang = lang;
    const search = new URLSearchParams();
    if (session) search.set("s", session);
    else if (mode) search.set("mode", mode);
    const before = new URLSearchParams(location.search);
    const address = `${location.pathname}?${search}`;
    if ((before.get("s") || "") === session) history.replaceState(null, "", address);
    else {
      history.pushState(null, "", address);
      side("talk");
      if (find("#side")) find("#side").scrollTop = 0;
    }
  }

  function fill(text) {
    const area = box();
    if (!area) return;
    area.value = text;
    area.dispatchEvent(new Event("input", {bubbles: true}));
    area.focus();
    area.setSelectionRange(text.length, text.length);
  }

  function copy(button) {
    const text = button.parentElement.querySelector(".whole").textContent;
    const said = button.parentElement.querySelector(".said");
    navigator.clipboard.writeText(text).then(() => {
      said.textContent = button.dataset.said;
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
  }

  // Made from what the page already holds: no file is written on the server.
  function save(button) {
    const text = button.parentElement.querySelector(".whole").textContent;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "text/markdown;charset=utf-8"}));
    link.download = button.dataset.save;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function side(name) {
    document.documentElement.dataset.side = name;
    for (const tab of document.querySelectorAll("[data-side]")) {
      if (tab.tagName === "BUTTON") tab.setAttribute("aria-pressed", String(tab.dataset.side === name));
    }
  }

  function show(id) {
    const source = document.getElementById(id);
    if (!source) return;
    side("paper");
    source.open = true;
    (source.querySelector("mark") || source).scrollIntoView({block: "center"});
    source.querySelector("summary").focus({preventScroll: true});
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a[data-to-box]");
    for (const menu of document.querySelectorAll("details.talks[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!target) return;
    const data = target.dataset;
    if (target.matches("a[data-to-box]")) { event.preventDefault(); box()?.focus(); }
    if (data.act === "lang") localStorage.setItem(LANG, data.value);
    if (data.fill !== undefined) fill(data.fill);
    if (data.focus !== undefined) box()?.focus();
    if (data.show) show(data.show);
    if (data.copy !== undefined) copy(target);
    if (data.save) save(target);
    if (data.side) side(data.side);
  });

  document.addEventListener("keydown", (event) => {
    const menu = find("details.talks[open]");
    if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (event.key === "Enter" && event.target.matches?.(".talks input")) {
      event.target.closest("details").querySelector("[data-act]").click();
    }
  });

  addEventListener("popstate", () => location.reload());

  // New words are brought into view, unless the person has scrolled up to read.
  let last = 0;
  new MutationObserver(() => {
    const scroll = find("#scroll");
    if (!scroll || scroll.scrollHeight === last) return;
    const near = last - scroll.scrollTop - scroll.clientHeight < 160;
    last = scroll.scrollHeight;
    if (near && find("#log ol")) scroll.scrollTop = scroll.scrollHeight;
  }).observe(document.documentElement, {childList: true, subtree: true, characterData: true});

  return {place, moved};
})();
