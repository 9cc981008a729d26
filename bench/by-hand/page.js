// What one would write without Battera: fetch, JSON, uPlot; every panel as soon as its lines are there.
import uPlot from '/by-hand/uplot/uPlot.esm.js';

const query = new URLSearchParams(location.search);
const [hosts, metrics, [width, height]] = ['hosts', 'metrics', 'size'].map(name => query.get(name).split(','));
const COLORS = ['#3a95e0', '#00786f', '#8a6cf0', '#b88060', '#a64ca6'];

async function line(host, metric) {
  const address = `/api/v0/hosts/${host}/metrics?name=${metric}&from=${query.get('from')}&to=${query.get('to')}&step=60`;
  return (await (await fetch(address)).json()).metrics;
}

async function panel(metric) {
  const host = document.querySelector('main').appendChild(document.createElement('div'));
  const lines = await Promise.all(hosts.map(host => line(host, metric)));
  const tables = lines.map(points => [points.map(point => point.time), points.map(point => point.value)]);
  const series = tables.map((_, at) => ({ stroke: COLORS[at % COLORS.length], width: 1.5, points: { show: false } }));
  new uPlot({ width: Number(width), height: Number(height), title: metric, series: [{}, ...series], legend: { show: false } }, uPlot.join(tables), host);
}

await Promise.all(metrics.map(panel));
globalThis.benchDone = true;
