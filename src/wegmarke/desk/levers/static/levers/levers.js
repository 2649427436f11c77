// Price against process: sliders that ask again when they are let go, and both distributions on one axis.
(() => {
  "use strict";
  const locale = document.documentElement.lang;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = { price: "--desk-a", process: "--desk-b", with_premium: "--desk-middle", with_spending: "--desk-middle" };

  const tellSliders = (form) => {
    for (const slider of form.querySelectorAll("input[type=range]")) {
      const said = form.querySelector(`output[for="${slider.id}"]`);
      const tell = () => {
        said.textContent = new Intl.NumberFormat(locale, { style: "percent", signDisplay: slider.name === "price" ? "exceptZero" : "auto" }).format(slider.value / 100);
      };
      tell();
      slider.addEventListener("input", tell);
      slider.addEventListener("change", () => form.requestSubmit());
    }
    // What nobody filled in does not stand in the address.
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData.entries()]) if (value === "") event.formData.delete(name);
    });
  };

  const amount = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

  const draw = (box, data) => {
    const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "canvas" });
    const narrow = box.clientWidth < 520;
    const quiet = colour("--desk-quiet");
    const ends = data.levers.flatMap((one) => one.points.map((point) => point[0]));
    const reach = [Math.min(0, ...ends), Math.max(0, ...ends)];
    const room = (reach[1] - reach[0]) * 0.04 || 1;
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Inter Variable, Inter, sans-serif" },
      grid: { left: 16, right: 24, top: 16 + 22 * data.levers.length, bottom: 48 },
      tooltip: { renderMode: "richText", trigger: "item", confine: true, formatter: (item) => `${data.levers[item.seriesIndex].label}`, backgroundColor: colour("--desk-surface"), borderColor: colour("--desk-line"), textStyle: { color: colour("--tblr-body-color"), fontSize: 12 } },
      xAxis: { type: "value", min: reach[0] - room, max: reach[1] + room, name: data.axis, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: quiet }, axisLine: { onZero: false, lineStyle: { color: colour("--desk-line") } }, axisLabel: { color: quiet, formatter: (value) => (Math.abs(value) < 1000 ? whole : amount).format(value), showMinLabel: false, showMaxLabel: false }, splitLine: { lineStyle: { color: colour("--desk-line") } }, splitNumber: narrow ? 3 : 6 },
      yAxis: { type: "value", min: 0, max: 1.05, show: false },
      graphic: data.levers.map((one, place) => ({ type: "group", left: 16, top: 6 + place * 22, children: [
        { type: "circle", shape: { cx: 6, cy: 8, r: 5 }, style: { fill: colour(COLOURS[one.key]) } },
        { type: "text", style: { x: 18, y: 2, text: one.label, fill: colour("--tblr-body-color"), font: "13px Inter Variable, Inter, sans-serif" } },
      ] })),
      series: data.levers.map((one, place) => {
        const paint = colour(COLOURS[one.key]);
        // Each curve is as high as the other: a sure gain would press a doubtful one flat. What counts is where they lie.
        const scale = Math.max(...one.points.map((point) => point[1])) || 1;
        const points = one.points.length > 1 ? one.points.map((point) => [point[0], point[1] / scale]) : [[one.points[0][0], 0], [one.points[0][0], 1]];
        return {
          type: "line", showSymbol: false, smooth: 0.2, data: points, itemStyle: { color: paint }, lineStyle: { color: paint, width: 2 }, areaStyle: { color: paint, opacity: 0.25 },
          markLine: { silent: true, symbol: "none", label: { show: false }, data: [
            { xAxis: one.mean, lineStyle: { color: paint, width: 1.5, type: "dashed" } },
            ...(place === 0 ? [{ xAxis: 0, lineStyle: { color: colour("--tblr-body-color"), width: 1.5, type: "solid" } }] : []),
          ] },
        };
      }),
    }, true);
    chart.resize();
    box.dataset.drawn = "true";
    return chart;
  };

  const begin = () => {
    const form = document.querySelector("#levers-form:not([data-begun])");
    if (form) {
      form.dataset.begun = "true";
      tellSliders(form);
    }
    for (const button of document.querySelectorAll("[data-print]:not([data-begun])")) {
      button.dataset.begun = "true";
      button.addEventListener("click", () => window.print());
    }
    const box = document.querySelector("#levers-chart:not([data-begun])");
    if (!box || !window.echarts) return;
    box.dataset.begun = "true";
    const data = JSON.parse(box.dataset.levers);
    window.wegmarkeKeepDrawn(box, () => draw(box, data), "levers");
  };
  begin();
  document.addEventListener("htmx:after:swap", begin); // a part of the page that came later
})();
