/** A data_visualization block drawn small: bars or lines over their categories; a pie as its parts in a row. */

const SPACE = "http://www.w3.org/2000/svg";
const WIDE = 480;
const HIGH = 200;
const LEFT = 34;
const TOP = 22;
const BOTTOM = HIGH - 26;

function shape(name, attributes, ...children) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** The chart as one picture; Slack gives it no words for those who cannot see it, so it has none here. */
export function chart(block) {
  const { type, segments, axis_config: axes } = block.chart;
  const series = segments ? [{ name: "", data: segments }] : block.chart.series;
  const labels = segments ? segments.map((part) => part.label) : axes.categories;
  const top = evenTop(Math.max(1, ...series.flatMap((one) => one.data.map((point) => point.value))));
  const step = (WIDE - LEFT - 8) / labels.length;
  const x = (index) => LEFT + step * (index + 0.5);
  const y = (value) => BOTTOM - (Math.max(0, value) / top) * (BOTTOM - TOP);
  const drawn = [grid(0, y), grid(top / 2, y), grid(top, y)].flat();
  series.forEach((one, number) => {
    drawn.push(...(type === "line" || type === "area" ? line(one, number, x, y) : bars(one, number, series.length, step, x, y)));
  });
  labels.forEach((label, index) => drawn.push(shape("text", { x: x(index), y: HIGH - 8 }, label)));
  return shape("svg", { class: "chart", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" }, ...drawn);
}

/** Whole numbers have a whole number half way up. */
const evenTop = (top) => (Number.isInteger(top) && top > 1 && top % 2 === 1 ? top + 1 : top);

function grid(value, y) {
  const level = Math.round(value * 10) / 10;
  return [
    shape("line", { class: "chart-grid", x1: LEFT, x2: WIDE, y1: y(value), y2: y(value) }),
    shape("text", { class: "chart-level", x: 0, y: y(value) + 4 }, String(level)),
  ];
}

function line(series, number, x, y) {
  const points = series.data.map((point, index) => [x(index), y(point.value)]);
  const dots = points.map(([cx, cy], index) =>
    shape("circle", { class: `chart-${number}`, cx, cy, r: 4 }, title(series.data[index])));
  return [shape("polyline", { class: `chart-${number}`, points: points.map((point) => point.join()).join(" ") }), ...dots];
}

function bars(series, number, of, step, x, y) {
  const width = (step * 0.6) / of;
  return series.data.map((point, index) =>
    shape(
      "rect",
      {
        class: `chart-${number}`,
        x: x(index) - (width * of) / 2 + width * number,
        y: y(point.value),
        width,
        height: Math.max(0, BOTTOM - y(point.value)),
      },
      title(point),
    ));
}

/** What the pointer is told. */
const title = (point) => shape("title", {}, `${point.label}: ${point.value}`);
