// ECharts as its authors advise for speed: a flat typed array, its own sampling, no symbols, no animation.
import { COLORS, script } from './parts.js';

export async function create(host, { times, lines }, { from, to }) {
  await script('echarts/echarts.min.js');
  const width = lines.length + 1, rows = new Float64Array(times.length * width);
  for (let at = 0; at < times.length; at++) {
    rows[at * width] = times[at];
    for (let line = 0; line < lines.length; line++) rows[at * width + line + 1] = lines[line][at];
  }
  const chart = echarts.init(host, null, { width: 1000, height: 400 });
  chart.setOption({
    animation: false,
    color: COLORS,
    dataset: { source: rows, dimensions: ['time', ...lines.map((_, at) => `line ${at}`)] },
    grid: { left: 50, right: 12, top: 8, bottom: 35 },
    tooltip: { trigger: 'axis', transitionDuration: 0, axisPointer: { animation: false } },
    xAxis: { type: 'value', min: 'dataMin', max: 'dataMax' },
    yAxis: { type: 'value', scale: true },
    dataZoom: [{ type: 'inside', startValue: from, endValue: to, throttle: 0 }],
    series: lines.map((_, at) => ({
      type: 'line', encode: { x: 0, y: at + 1 }, sampling: 'minmax', showSymbol: false, lineStyle: { width: lines.length > 12 ? 1 : 1.5 },
    })),
  });
  return { show: (startValue, endValue) => chart.dispatchAction({ type: 'dataZoom', startValue, endValue }) };
}
