// How comparable the visits with and without an event are: where on the likelihood of the event both groups lie.
(() => {
  "use strict";
  if (!window.echarts) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = { exposed: "--desk-b", unexposed: "--map-unclear", weighted: "--desk-a" };
  const locale = document.documentElement.lang;
  const percent = (value, digits) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(value);

  // A name of an axis in two lines, where one is too long.
  const halves = (text) => {
    const at = text.indexOf(" ", text.length / 2);
    return at < 0 ? text : `${text.slice(0, at)}\n${text.slice(at + 1)}`;
  };

  const draw = (box, data) => {
    const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "canvas" });
    const narrow = box.clientWidth < 480;
    const quiet = colour("--desk-quiet");
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Inter Variable, Inter, sans-serif" },
      legend: { top: 0, left: 12, itemWidth: 14, itemHeight: 8, textStyle: { color: colour("--tblr-body-color"), fontSize: narrow ? 11 : 12 }, data: data.series.map((one) => one.label) },
      grid: { left: 44, right: 16, top: box.clientWidth < 600 ? 64 : 34, bottom: narrow ? 60 : 44 },
      tooltip: { renderMode: "richText", trigger: "axis", confine: true, backgroundColor: colour("--desk-surface"), borderColor: colour("--desk-line"), textStyle: { color: colour("--tblr-body-color"), fontSize: 12 }, formatter: (items) => [`${percent(data.ends[items[0].dataIndex][0], 0)}–${percent(data.ends[items[0].dataIndex][1], 0)}`, ...items.map((item) => `${item.seriesName}: ${percent(item.value, 1)}`)].join("\n") },
      xAxis: { type: "category", data: data.ends.map((ends) => percent(ends[0], 0)), name: narrow ? halves(data.axis) : data.axis, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: quiet, lineHeight: 14 }, axisLabel: { color: quiet, interval: narrow ? 4 : 3 }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--desk-line") } } },
      yAxis: { type: "value", axisLabel: { color: quiet, formatter: (value) => percent(value, 0) }, splitNumber: 3, splitLine: { lineStyle: { color: colour("--desk-line") } } },
      series: data.series.map((one) => {
        const paint = colour(COLOURS[one.key]);
        const isLine = one.key === "weighted";
        return { name: one.label, type: isLine ? "line" : "bar", data: one.values, showSymbol: false, itemStyle: { color: paint }, lineStyle: { color: paint, width: 2 }, barGap: "-100%", barCategoryGap: "12%", ...(isLine ? {} : { itemStyle: { color: paint, opacity: 0.5 } }) };
      }),
    }, true);
    chart.resize();
    box.dataset.drawn = "true";
    return chart;
  };

  const begin = () => {
    for (const box of document.querySelectorAll("[data-overlap]:not([data-begun])")) {
      box.dataset.begun = "true";
      const data = JSON.parse(box.dataset.overlap);
      window.wegmarkeKeepDrawn(box, () => draw(box, data));
    }
  };
  begin();
  document.addEventListener("htmx:after:swap", begin); // a part of the page that came later
})();
