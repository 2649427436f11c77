// The picture of the journeys: touchpoints as boxes sized by customers, steps as lines. All numbers come worded from the
// server; here they are only drawn, hidden by the sliders, and selected.
(() => {
  "use strict";
  const box = document.getElementById("map");
  if (!box || !window.cytoscape) return;
  const words = JSON.parse(document.getElementById("map-words").textContent);
  const byId = (id) => document.getElementById(id);
  const small = window.matchMedia("(max-width: 991.98px)").matches;
  const locale = document.documentElement.lang;
  const percent = (share) => new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const DEPARTMENTS = ["#1b5a92", "#b4500b", "#3f7d4e", "#7a4a9c", "#8a6d00", "#0f7c86", "#9c3b5e", "#5a6472"];
  const START = "<", END = ">";
  const HALF = 0.5;

  let data = null;
  let cy = null;
  const state = { nodes: 0, edges: 0, width: "customers", coloured: false };

  // --- what is shown -----------------------------------------------------------------------------------------------
  // Every touchpoint shown keeps its strongest step in and out, so that none floats; then the commonest steps follow.
  const shownNodes = () => data.nodes.slice(0, state.nodes);
  const stepsOf = (kind) => data.edges.filter((edge) => edge.kind === kind);

  const chosen = () => {
    const nodes = new Set(shownNodes().map((node) => node.id));
    const possible = stepsOf("step").filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
    const picked = new Set(possible.slice(0, state.edges).map((edge) => edge.id));
    for (const id of nodes) {
      const others = possible.filter((edge) => edge.source !== edge.target);
      const into = others.find((edge) => edge.target === id);
      const out = others.find((edge) => edge.source === id);
      if (into) picked.add(into.id);
      if (out) picked.add(out.id);
    }
    const steps = possible.filter((edge) => picked.has(edge.id));
    const share = data.steps ? steps.reduce((sum, edge) => sum + edge.steps, 0) / data.steps : 1;
    const ends = ["start", "end"].flatMap((kind) => {
      const all = stepsOf(kind).filter((edge) => nodes.has(kind === "start" ? edge.target : edge.source));
      const total = all.reduce((sum, edge) => sum + edge.steps, 0);
      return all.filter((edge, place) => place < 1 || edge.steps > 0.03 * total);
    });
    return { nodes, edges: [...steps, ...ends], share };
  };

  // --- how it looks ------------------------------------------------------------------------------------------------
  const scale = (value, most) => (most > 0 ? Math.sqrt(value / most) : 0);
  const widthOf = (edge, most) => {
    if (data.compared && edge.kind === "step") return 1 + 9 * Math.min(Math.abs(edge.difference || 0), 1);
    if (state.width === "time") return edge.median === null ? 1 : 1 + Math.min(Math.log10(1 + edge.median) * 1.2, 8);
    return 1 + 8 * scale(edge.customers, most);
  };
  const labelOf = (edge) => {
    if (data.compared && edge.kind === "step") return edge.difference_text;
    return state.width === "time" ? edge.median_text : edge.customers_text;
  };
  const lineColour = (edge) => {
    if (!data.compared || edge.kind !== "step") return colour("--desk-middle");
    if (!edge.clear || edge.difference === null) return colour("--map-unclear");
    return colour(edge.difference > 0 ? "--desk-a" : "--desk-b");
  };
  const nodeColour = (node) => {
    if (data.compared) {
      if (!node.clear || node.difference === null) return colour("--map-unclear");
      return colour(node.difference > 0 ? "--desk-a" : "--desk-b");
    }
    if (!state.coloured || !node.department) return colour("--map-node-line");
    return DEPARTMENTS[data.departments.indexOf(node.department) % DEPARTMENTS.length];
  };

  const elements = () => {
    const { nodes, edges, share } = chosen();
    const mostNode = Math.max(...data.nodes.map((node) => node.customers), 1);
    const mostEdge = Math.max(...stepsOf("step").map((edge) => edge.customers), 1);
    const drawn = shownNodes().map((node) => {
      const size = scale(node.customers, mostNode);
      const second = data.compared ? node.difference_text : node.customers_text;
      const department = state.coloured && node.department ? `\n${node.department}` : "";
      return {
        data: {
          id: node.id, label: `${node.label}${department}\n${second}`, w: 150 + 50 * size, h: (department ? 60 : 42) + 16 * size,
          line: nodeColour(node), kind: "touchpoint",
        },
      };
    });
    const kinds = new Set(edges.map((edge) => edge.kind));
    // First, so that the layout begins where journeys begin and takes what leads back for steps back.
    if (kinds.has("start")) drawn.unshift({ data: { id: START, label: words.start, kind: "far", w: 62, h: 32, line: colour("--desk-quiet") } });
    if (kinds.has("end")) drawn.push({ data: { id: END, label: words.end, kind: "far", w: 62, h: 32, line: colour("--desk-quiet") } });
    const lines = edges.map((edge) => ({
      data: {
        id: edge.id, source: edge.source, target: edge.target, label: labelOf(edge), w: widthOf(edge, mostEdge),
        line: lineColour(edge), kind: edge.kind, weight: edge.steps,
      },
    }));
    const shown = words.shown.replace("%(nodes)s", `${nodes.size} / ${data.touchpoints}`).replace("%(share)s", percent(share));
    byId("map-foot").textContent = `${shown}. ${data.compared ? words.compared : words[state.width]}`;
    return [...drawn, ...lines];
  };

  const look = () => [
    { selector: "node", style: {
      shape: "round-rectangle", width: "data(w)", height: "data(h)", label: "data(label)", "text-wrap": "wrap",
      "text-max-width": "190px", "text-valign": "center", "text-halign": "center", "font-family": "Inter Variable, Inter, sans-serif",
      "font-size": 14, "line-height": 1.25, color: colour("--tblr-body-color"), "background-color": colour("--desk-surface"),
      "border-width": 2, "border-color": "data(line)" } },
    { selector: "node[kind = 'far']", style: { shape: "ellipse", "background-color": colour("--desk-accent-soft"), "border-width": 1, "font-size": 12 } },
    { selector: "edge", style: {
      width: "data(w)", "line-color": "data(line)", "target-arrow-color": "data(line)", "target-arrow-shape": "triangle",
      "arrow-scale": 0.8, label: "data(label)", "font-size": 12, "font-family": "Inter Variable, Inter, sans-serif",
      color: colour("--tblr-body-color"), "text-background-color": colour("--desk-surface"), "text-background-opacity": 0.85,
      "text-background-padding": "2px", "line-opacity": 0.75, "curve-style": "bezier" } },
    { selector: "edge[kind != 'step']", style: { "line-style": "dashed", "line-color": colour("--desk-quiet"), "target-arrow-color": colour("--desk-quiet"), "line-opacity": 0.5 } },
    // The bends that dagre found, so that lines go round the boxes and not through them.
    { selector: "edge.bent", style: {
      "curve-style": "unbundled-bezier", "control-point-weights": (edge) => edge.scratch("controlPointWeights"),
      "control-point-distances": (edge) => edge.scratch("controlPointDistances"), "edge-distances": "intersection" } },
    { selector: "edge:loop", style: { "curve-style": "bezier", "loop-direction": "90deg", "loop-sweep": "36deg", "control-point-step-size": (edge) => edge.source().width() * 0.8 } },
    { selector: ":selected", style: { "border-color": colour("--desk-focus"), "border-width": 4, "line-color": colour("--desk-focus"), "target-arrow-color": colour("--desk-focus"), "line-opacity": 1, "z-index": 10 } },
  ];

  const layout = () => ({
    name: "dagre", rankDir: "TB", nodeSep: 30, rankSep: 34, edgeSep: 16, fit: true, padding: 12, animate: false,
    nodeDimensionsIncludeLabels: false, useDagreEdgeControlPoints: true, automaticDagreEdgeStyle: false,
    edgeWeight: (edge) => 1 + Math.log10(1 + edge.data("weight")),
  });

  const draw = () => {
    const kept = cy.elements(":selected").map((element) => element.id());
    cy.batch(() => {
      cy.elements().remove();
      cy.add(elements());
    });
    cy.style(look());
    cy.layout(layout()).run();
    cy.edges().filter((edge) => !edge.isLoop() && edge.scratch("controlPointWeights")).addClass("bent");
    // Where a bend lies inside a box the line could not be drawn; a plain curve can.
    cy.edges(".bent").filter((edge) => !Number.isFinite(edge.sourceEndpoint()?.x)).removeClass("bent");
    for (const id of kept) cy.getElementById(id).select();
  };

  // --- the address remembers what is shown --------------------------------------------------------------------------
  const remember = () => {
    const address = new URL(location.href);
    address.searchParams.set("nodes", state.nodes);
    address.searchParams.set("edges", state.edges);
    if (state.width === "time") address.searchParams.set("width", "time");
    else address.searchParams.delete("width");
    history.replaceState(history.state, "", address);
  };

  // --- the panel ----------------------------------------------------------------------------------------------------
  const panel = (query) => {
    const address = new URL(box.dataset.panel, location.origin);
    for (const name of ["where", "level", "a", "b"]) if (box.dataset[name]) address.searchParams.set(name, box.dataset[name]);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    window.htmx.ajax("GET", address.pathname + address.search, { target: "#map-panel", swap: "innerHTML" });
  };
  const pickEdge = (source, target) => {
    panel({ source, target });
    const edge = cy.getElementById(`${source}>${target}`);
    cy.elements().unselect();
    if (edge.nonempty()) edge.select();
  };

  const listen = () => {
    cy.on("tap", "node[kind = 'touchpoint']", (event) => panel({ touchpoint: event.target.id() }));
    cy.on("tap", "edge", (event) => panel({ source: event.target.data("source"), target: event.target.data("target") }));
    cy.on("dbltap", "node[kind = 'touchpoint']", (event) => {
      const address = new URL(box.dataset.touchpoint.replace("KEY", event.target.id()), location.origin);
      for (const name of ["where", "level"]) if (box.dataset[name]) address.searchParams.set(name, box.dataset[name]);
      location.assign(address.pathname + address.search);
    });
    cy.on("mouseover", "node, edge", () => box.classList.add("is-pointing"));
    cy.on("mouseout", "node, edge", () => box.classList.remove("is-pointing"));
    document.addEventListener("click", (event) => {
      const pick = event.target.closest(".map-pick");
      if (pick) pickEdge(pick.dataset.source, pick.dataset.target);
    });
    const slide = (name) => {
      const input = byId(`map-${name}`);
      input.addEventListener("input", () => {
        state[name] = Number(input.value);
        byId(`map-${name}-shown`).textContent = input.value;
      });
      input.addEventListener("change", () => {
        draw();
        remember();
      });
    };
    slide("nodes");
    slide("edges");
    for (const radio of document.querySelectorAll("[name=map-width]")) {
      radio.addEventListener("change", () => {
        state.width = radio.value;
        draw();
        remember();
      });
    }
    byId("map-colour").addEventListener("change", (event) => {
      state.coloured = event.target.checked;
      draw();
    });
    byId("map-fit").addEventListener("click", () => cy.fit(undefined, 16));
    byId("map-in").addEventListener("click", () => zoom(1.3));
    byId("map-out").addEventListener("click", () => zoom(1 / 1.3));
    // The wheel scrolls the page, as everywhere; with Ctrl it enlarges the map.
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
    }, { passive: false });
    byId("map-png").addEventListener("click", () => {
      const picture = cy.png({ output: "blob", full: true, scale: 2, bg: colour("--desk-surface") });
      window.wegmarkeSave(picture, "wegmarke-map.png");
    });
    document.addEventListener("wegmarke:theme", draw);
  };
  const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() * HALF, y: cy.height() * HALF } });

  const begin = () => {
    const query = new URL(location.href).searchParams;
    const steps = stepsOf("step").length;
    const within = (name, most, usual) => Math.min(Math.max(Number(query.get(name)) || usual, 1), Math.max(most, 1));
    state.nodes = within("nodes", data.nodes.length, small ? 8 : 12);
    state.edges = within("edges", steps, small ? 10 : 18);
    state.width = query.get("width") === "time" ? "time" : "customers";
    byId("width-time").checked = state.width === "time";
    for (const [name, most] of [["nodes", data.nodes.length], ["edges", steps]]) {
      const input = byId(`map-${name}`);
      input.max = Math.max(most, 1);
      input.value = state[name];
      byId(`map-${name}-shown`).textContent = String(state[name]);
    }
    byId("map-colour-label").hidden = data.departments.length === 0 || data.compared;
    state.coloured = data.departments.length > 0 && !data.compared;
    byId("map-colour").checked = state.coloured;
    byId("map-tools").hidden = false;
    byId("map-wait").hidden = true;
    cy = window.cytoscape({
      container: box, elements: [], style: look(), minZoom: 0.15, maxZoom: 3, boxSelectionEnabled: false,
      userZoomingEnabled: false,
    });
    draw();
    listen();
    box.dataset.drawn = "true";
    window.wegmarkeMap = { pickEdge, pickNode: (id) => panel({ touchpoint: id }) };
  };

  fetch(box.dataset.url, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((found) => {
      data = found;
      begin();
    })
    .catch(() => {
      byId("map-wait").textContent = words.failed;
    });
})();
