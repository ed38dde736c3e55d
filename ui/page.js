// What the page does by itself: filling the box, copying, opening a source, sending files, the tabs of a phone.
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

  function put(text) {
    const area = box();
    if (!area) return;
    area.value = text;
    area.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function fill(text) {
    put(text);
    box()?.focus();
    box()?.setSelectionRange(text.length, text.length);
  }

  function copy(button) {
    const text = button.parentElement.querySelector(".whole").textContent;
    const said = button.parentElement.querySelector(".said");
    navigator.clipboard.writeText(text).then(() => {
      said.textContent = button.dataset.said;
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
  }

  const answering = () => !find("#send") || find("#live .waiting, #live .writing");
  const people = () => document.querySelectorAll("#log .person").length;

  // A message that needs no more typing goes through the box like any other. It waits while the coach answers,
  // and what stands half written in the box comes back after it.
  const queue = [];
  let draft = "";
  let pressing = false;
  function say(text) {
    queue.push(text);
    next();
  }

  function next() {
    if (!queue.length || pressing || answering() || !box()) return;
    if (box().value !== queue[0]) draft = box().value || draft;
    put(queue[0]);
    // The pressed button goes away; a phone is spared the keyboard that a focused box brings up.
    if (matchMedia("(pointer: fine)").matches) box().focus();
    pressing = true;
    setTimeout(() => press(people(), 8), 40);
  }

  // Pressed in the very moment an answer ends the button is deaf, so it is pressed until it is heard.
  function press(before, tries) {
    if (!answering()) find("#send").click();
    setTimeout(() => {
      const heard = answering() || people() > before || find("#notice .trouble");
      if (!heard && tries) return press(before, tries - 1);
      queue.shift();
      pressing = false;
      rest();
    }, 200);
  }

  // What was sent leaves the box: a box with the cursor in it is not emptied while its last letter is on its way.
  let heard = 0;
  let resting = 0;
  function rest() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (answering() || pressing || !box()) return;
      const said = [...document.querySelectorAll("#log .person > p")].pop()?.textContent.trim();
      if (people() > heard && said && box().value.trim() === said) put("");
      heard = people();
      if (queue.length) return next();
      if (draft && !box().value) put(draft);
      draft = "";
    }, 120);
  }

  function compose(button) {
    const form = new FormData(button.closest("form"));
    say(button.dataset.compose.replace(/\{(\w+)\}/g, (_, name) => form.get(name) || ""));
  }

  // The partner that suits a talk is chosen with it, and said to be the suggested one.
  function suggest(form) {
    const partner = form.querySelector("select").selectedOptions[0]?.dataset.partner;
    for (const radio of form.querySelectorAll("[name=partner]")) radio.checked = radio.value === partner;
    if (!form.querySelector("[name=level]:checked")) form.querySelector("[name=level]").checked = true;
    suggested(form);
  }

  function suggested(form) {
    const partner = form.querySelector("select").selectedOptions[0]?.dataset.partner;
    const chosen = form.querySelector("[name=partner]:checked")?.value;
    form.querySelector("[data-suggested]").hidden = partner !== chosen;
  }

  // One cell of a table is one correction; a cell left as it was says nothing.
  function commit(input) {
    const text = input.value.trim();
    if (!text || text === input.defaultValue.trim()) return;
    input.defaultValue = input.value;
    say(input.dataset.cell.replace("{text}", text));
  }

  async function add(files) {
    const menu = find("details.docs");
    const input = find("[data-files]");
    if (!menu || !input || !files.length) return;
    menu.open = true;
    const results = [];
    const list = menu.querySelector(".results");
    list.replaceChildren();
    for (const file of files) {
      const row = document.createElement("li");
      row.textContent = `${file.name} – ${input.dataset.reading}`;
      list.append(row);
      const asked = new URLSearchParams({name: file.name, lang: document.documentElement.lang});
      try {
        const answer = await fetch(`/documents?${asked}`, {method: "POST", body: file});
        results.push(await answer.json());
      } catch {
        results.push({name: file.name, status: "failed", reason: ""});
      }
    }
    const done = find("[data-act=docs]");
    done.dataset.value = JSON.stringify(results);
    done.click();
  }

  // While a model is fetched its progress is asked for once a second.
  let asking = 0;
  function watch() {
    if (asking || !find("[data-fetching]")) return;
    asking = setInterval(async () => {
      const place = find("[data-fetching]");
      if (!place) { clearInterval(asking); asking = 0; return; }
      try {
        const state = await (await fetch(`/fetching?lang=${document.documentElement.lang}`)).json();
        if (state.state !== "fetching") { clearInterval(asking); asking = 0; find("[data-act=model]")?.click(); return; }
        place.querySelector("progress").value = Math.floor((100 * state.done) / Math.max(1, state.total));
        place.querySelector("[data-told]").textContent = state.told;
      } catch { /* the server is away for a moment */ }
    }, 1000);
  }

  function side(name) {
    document.documentElement.dataset.side = name;
    for (const tab of document.querySelectorAll("#tabs [data-side]")) {
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
    for (const menu of document.querySelectorAll("details.menu[open]")) {
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
    if (data.say !== undefined) say(data.say);
    if (data.compose) compose(target);
    if (data.commit !== undefined) commit(target.parentElement.querySelector("[data-cell]"));
    if (data.print !== undefined) window.print();
    if (data.side) side(data.side);
  });

  document.addEventListener("keydown", (event) => {
    const menu = find("details.menu[open]");
    if (event.key === "Escape" && menu) { menu.open = false; menu.querySelector("summary").focus(); }
    if (event.key === "Enter" && event.target.matches?.(".talks input")) {
      event.target.closest("details").querySelector("[data-act]").click();
    }
    if (event.key === "Enter" && event.target.matches?.("[data-cell]")) { event.preventDefault(); commit(event.target); }
    if (event.key === "Escape" && event.target.matches?.("[data-cell]")) event.target.value = event.target.defaultValue;
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-chooser]")) return;
    event.preventDefault();
    compose(event.target.querySelector("[data-compose]"));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-chooser]");
    if (form) (event.target.tagName === "SELECT" ? suggest : suggested)(form);
    if (event.target.matches("[data-files]")) add([...event.target.files]);
  });

  // Files dropped anywhere on the page are added; the browser must not open them in its place.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      document.documentElement.toggleAttribute("data-dragged", name === "dragover");
      if (name === "drop") add([...event.dataTransfer.files]);
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.documentElement.removeAttribute("data-dragged");
  });

  addEventListener("popstate", () => location.reload());

  // To the end, but never past the person's last message: a long answer is read from its beginning.
  function toLatest(scroll) {
    const said = [...document.querySelectorAll("#log .person")].pop();
    const top = said ? said.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop - 12 : Infinity;
    scroll.scrollTop = Math.min(scroll.scrollHeight, top);
  }

  // New words are brought into view, unless the person has scrolled up to read.
  let last = 0;
  let seen = 0;
  new MutationObserver(() => {
    rest();
    const form = find("[data-chooser]");
    if (form && !form.querySelector("[name=partner]:checked")) {
      suggest(form);
      form.scrollIntoView({block: "nearest"});
      form.querySelector("select").focus({preventScroll: true});
    }
    watch();
    const scroll = find("#scroll");
    if (!scroll || scroll.scrollHeight === last) return;
    const near = people() !== seen || last - scroll.scrollTop - scroll.clientHeight < 160;
    seen = people();
    last = scroll.scrollHeight;
    if (near && find("#log ol")) toLatest(scroll);
  }).observe(document.documentElement, {childList: true, subtree: true, characterData: true});

  return {place, moved};
})();
