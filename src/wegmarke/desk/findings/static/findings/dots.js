// Dots with intervals: one row a touchpoint, one dot a group. Drawn on a canvas; the table below says the same.
(() => {
  "use strict";
  if (!window.echarts) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = { a: "--desk-a", b: "--desk-b", unclear: "--map-unclear" };
  const locale = document.documentElement.lang;
  const tick = (value, signed, unit, currency) => {
    if (unit === "money") return new Intl.NumberFormat(locale, { style: "currency", currency, notation: value < 10000 ? "standard" : "compact", maximumFractionDigits: value < 10000 ? 0 : 1 }).format(value);
    if (unit === "count") return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value).replace("-", "\u2212");
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: signed ? "exceptZero" : "auto" }).format(value * 100);
    return signed ? number : `${number}${locale === "de" ? "\u202f" : ""}%`;
  };

  const draw = (box, data) => {
    const narrow = box.clientWidth < 520;
    const top = narrow ? 14 + 20 * data.groups.length : 34;
    const rows = [...data.rows].reverse();
    box.style.height = `${rows.length * 28 + 60 + top}px`;
    const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "canvas" });
    const lines = [];
    const dots = [];
    rows.forEach((row, place) => {
      const spread = row.dots.length > 1 ? 0.18 : 0;
      row.dots.forEach((dot, which) => {
        const y = place + (which - (row.dots.length - 1) / 2) * -2 * spread;
        lines.push({ value: [dot.low, dot.high, y], paint: colour(COLOURS[dot.colour]) });
        dots.push({ value: [dot.value, y], said: `${row.label}\n${dot.text}`, itemStyle: { color: colour(COLOURS[dot.colour]) } });
      });
    });
    const furthest = Math.max(...rows.flatMap((row) => row.dots.flatMap((dot) => [Math.abs(dot.low), Math.abs(dot.high)])), 0.01);
    const counts = data.unit !== "share";
    const step = counts ? 10 ** Math.floor(Math.log10(furthest)) / 2 : furthest > 0.5 ? 0.25 : furthest > 0.1 ? 0.1 : 0.02;
    const reach = counts ? Math.ceil(furthest / step) * step : Math.min(Math.ceil(furthest / step) * step, 1);
    const lowest = counts ? Math.floor(Math.min(0, ...rows.flatMap((row) => row.dots.map((dot) => dot.low))) / step) * step : -reach;
    const quiet = colour("--desk-quiet");
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Inter Variable, Inter, sans-serif" },
      grid: { left: narrow ? 130 : 260, right: 24, top, bottom: 26 },
      tooltip: { renderMode: "richText", trigger: "item", confine: true, formatter: (item) => item.data.said, backgroundColor: colour("--desk-surface"), borderColor: colour("--desk-line"), textStyle: { color: colour("--tblr-body-color"), fontSize: 12 } },
      xAxis: { type: "value", min: data.signed ? lowest : 0, max: data.signed ? reach : undefined, axisLine: { onZero: false, lineStyle: { color: colour("--desk-line") } }, axisLabel: { color: quiet, formatter: (value) => tick(value, data.signed, data.unit, data.currency) }, splitLine: { lineStyle: { color: colour("--desk-line") } }, splitNumber: narrow ? 3 : 6 },
      yAxis: { type: "value", min: -0.6, max: rows.length - 0.4, interval: 1, show: false },
      graphic: data.groups.map((group, place) => ({ type: "group", left: narrow ? 4 : 260 + place * 190, top: narrow ? 6 + place * 20 : 6, children: [
        { type: "circle", shape: { cx: 6, cy: 7, r: 5 }, style: { fill: colour(COLOURS[group.colour]) } },
        { type: "text", style: { x: 16, y: 1, text: group.label, fill: colour("--tblr-body-color"), font: "12px Inter Variable, Inter, sans-serif" } },
      ] })),
      series: [
        { type: "custom", silent: true, data: lines.map((line) => line.value), renderItem: (parameters, api) => {
          const from = api.coord([api.value(0), api.value(2)]);
          const to = api.coord([api.value(1), api.value(2)]);
          return { type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: lines[parameters.dataIndex].paint, lineWidth: 3, opacity: 0.45, lineCap: "round" } };
        }, encode: { x: [0, 1], y: 2 } },
        { type: "scatter", symbolSize: 10, data: dots },
        { type: "custom", silent: true, data: rows.map((row, place) => [0, place]), renderItem: (parameters, api) => {
          const at = api.coord([0, api.value(1)]);
          return { type: "text", style: { text: rows[parameters.dataIndex].label, x: (narrow ? 130 : 260) - 10, y: at[1], align: "right", verticalAlign: "middle", fill: colour("--tblr-body-color"), font: `${narrow ? 11 : 12}px Inter Variable, Inter, sans-serif`, width: narrow ? 118 : 245, overflow: "break", lineHeight: 13, height: 26, lineOverflow: "truncate", ellipsis: "…" } };
        } },
      ],
    }, true);
    chart.resize();
    box.dataset.drawn = "true";
    return chart;
  };

  const begin = () => {
    for (const box of document.querySelectorAll("[data-dots]:not([data-begun])")) {
      box.dataset.begun = "true";
      fill(box);
    }
  };
  const fill = (box) => {
    fetch(box.dataset.dots).then((answer) => answer.json()).then((data) => {
      window.wegmarkeKeepDrawn(box, () => draw(box, data));
    });
  };
  begin();
  document.addEventListener("htmx:after:swap", begin); // a part of the page that came later
})();
