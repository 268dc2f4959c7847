"use strict";
(() => {
  const one = (root, what) => root.querySelector(what);
  const all = (root, what) => Array.from(root.querySelectorAll(what));
  const reports = all(document, "main.report");
  const views = reports.map(view);
  const which = one(document, "#which");
  let current = views[0];

  function show(i) {
    reports.forEach((r, k) => { r.hidden = k !== i; });
    current = views[i];
    if (which) which.value = String(i);
  }
  if (which) which.addEventListener("change", () => show(Number(which.value)));

  function view(root) {
    const paper = one(root, ".paper"), list = one(root, ".list");
    const findings = all(root, ".finding[data-f]"), listed = all(root, ".finding");
    const search = one(root, ".search"), rule = one(root, ".rule"), shown = one(root, ".shown");
    const chips = all(root, ".chip[data-severity], .chip[data-status]"), shade = one(root, ".shade");
    let active = null, at = -1;
    paper.classList.add("shaded");

    // The printed page numbers the findings at their marks.
    for (const f of findings) {
      const mark = one(paper, `mark.p[data-e~="${f.dataset.f}.0"]`);
      if (mark) mark.dataset.n = mark.dataset.n ? `${mark.dataset.n},${f.dataset.n}` : f.dataset.n;
    }

    const visible = () => findings.filter((f) => !f.hidden);
    const evidence = () => (active ? all(active, ".go:not(:disabled)") : []);

    function dark() {
      for (const m of all(paper, "mark.lit-p, mark.lit-w, mark.phrase, mark.here")) {
        m.classList.remove("lit-p", "lit-w", "phrase", "here");
      }
      for (const f of findings) f.classList.remove("active");
      for (const li of all(root, ".quotes li.here")) li.classList.remove("here");
      active = null;
      at = -1;
    }

    function light(finding) {
      dark();
      active = finding;
      active.classList.add("active");
      for (const go of all(active, ".go")) {
        const primary = go.parentElement.classList.contains("p");
        for (const m of all(paper, `mark[data-q~="${go.dataset.go}"]`)) m.classList.add("phrase");
        for (const m of all(paper, `mark[data-e~="${go.dataset.go}"]`)) m.classList.add(primary ? "lit-p" : "lit-w");
      }
      scroll(list, active, 0.02);
      go(0);
    }

    // Brings one piece of evidence into view and says which it is.
    function go(n) {
      const links = evidence();
      for (const m of all(paper, "mark.here")) m.classList.remove("here");
      for (const li of all(active, "li.here")) li.classList.remove("here");
      if (!links.length) return;
      at = ((n % links.length) + links.length) % links.length;
      const link = links[at];
      link.parentElement.classList.add("here");
      const marks = all(paper, `mark[data-e~="${link.dataset.go}"]`);
      for (const m of marks) m.classList.add("here");
      if (marks.length) scroll(paper, marks[0], 0.4);
    }

    // Scrolls what holds it, and nothing else; on a narrow screen the list is held by the whole side.
    function scroll(box, target, share) {
      while (box !== root && getComputedStyle(box).overflowY !== "auto") box = box.parentElement;
      const b = box.getBoundingClientRect(), t = target.getBoundingClientRect();
      box.scrollTop += t.top - b.top - b.height * share;
      const wide = target.closest(".wide");
      if (wide && box === paper) {
        const w = wide.getBoundingClientRect();
        if (t.left < w.left || t.right > w.right) wide.scrollLeft += t.left - w.left - w.width / 2;
      }
    }

    function filter() {
      if (!search) return;
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const off = (name) => new Set(chips.filter((c) => c.dataset[name] && c.getAttribute("aria-pressed") === "false").map((c) => c.dataset[name]));
      const severities = off("severity"), states = off("status");
      let n = 0;
      for (const f of listed) {
        const text = f.textContent.toLowerCase();
        f.hidden = severities.has(f.dataset.severity) || states.has(f.dataset.status)
          || (rule.value !== "" && f.dataset.rule !== rule.value) || !words.every((w) => text.includes(w));
        if (!f.hidden) n += 1;
      }
      shown.textContent = n === listed.length ? "" : `显示 ${n} / ${listed.length}`;
      if (active && active.hidden) dark();
    }

    function step(by) {
      const now = visible();
      if (!now.length) return;
      const k = active ? now.indexOf(active) : by > 0 ? -1 : now.length;
      light(now[Math.min(Math.max(k + by, 0), now.length - 1)]);
    }

    for (const c of [...chips, shade].filter(Boolean)) {
      c.addEventListener("click", () => {
        c.setAttribute("aria-pressed", String(c.getAttribute("aria-pressed") === "false"));
        if (c === shade) paper.classList.toggle("shaded");
        else filter();
      });
    }
    if (search) {
      search.addEventListener("input", filter);
      rule.addEventListener("change", filter);
    }
    if (list) {
      list.addEventListener("click", (event) => {
        const finding = event.target.closest(".finding[data-f]");
        if (!finding) return;
        const link = event.target.closest(".go");
        if (finding !== active) light(finding);
        else if (!link && !String(getSelection())) go(0);
        if (link && !link.disabled) go(evidence().indexOf(link));
      });
    }
    paper.addEventListener("click", (event) => {
      const mark = event.target.closest("mark[data-e]");
      if (!mark) return;
      const keys = mark.dataset.e.split(" ");
      // A figure of several findings leads from one to the next.
      const of = [...new Set(keys.map((k) => k.split(".")[0]))].map((i) => findings.find((f) => f.dataset.f === i)).filter((f) => f && !f.hidden);
      if (!of.length) return;
      const finding = of[(of.indexOf(active) + 1) % of.length];
      light(finding);
      const here = evidence().findIndex((g) => keys.includes(g.dataset.go));
      if (here > 0) go(here);
    });
    return { dark, step, filter, search, next: () => active && go(at + 1), open: () => { const f = document.activeElement.closest(".finding[data-f]"); if (f && f !== active) { light(f); return true; } return false; } };
  }

  document.addEventListener("keydown", (event) => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      if (typing) {
        if (event.target === current.search) { current.search.value = ""; current.filter(); }
        event.target.blur();
      } else current.dark();
      return;
    }
    if (typing) {
      if (event.key === "Enter" && event.target === current.search) { event.target.blur(); current.step(1); }
      return;
    }
    if (event.key === "j") current.step(1);
    else if (event.key === "k") current.step(-1);
    else if (event.key === "/" && current.search) current.search.focus();
    else if (event.key === "Enter" && !event.target.closest("button, a, summary")) { if (!current.open()) current.next(); }
    else return;
    event.preventDefault();
  });
})();
