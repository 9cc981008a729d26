// Chart.js as its authors advise for speed: parsed and sorted data, its own decimation, no points, no animation.
import { COLORS, script } from './parts.js';

export async function create(host, { times, lines }, { from, to }) {
  await script('chartjs/chart.umd.min.js');
  const canvas = host.appendChild(document.createElement('canvas'));
  const datasets = lines.map((values, at) => ({
    data: Array.from(values, (y, at) => ({ x: times[at], y })),
    borderColor: COLORS[at % COLORS.length], borderWidth: lines.length > 12 ? 1 : 1.5, pointRadius: 0,
  }));
  const chart = new Chart(canvas, {
    type: 'line', data: { datasets },
    options: {
      animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false,
      interaction: { mode: 'index', axis: 'x', intersect: false },
      scales: { x: { type: 'linear', min: from, max: to }, y: {} },
      plugins: { decimation: { enabled: true, algorithm: 'min-max' }, legend: { display: false } },
    },
  });
  return {
    show: (min, max) => {
      Object.assign(chart.options.scales.x, { min, max });
      chart.update('none');
    },
  };
}
