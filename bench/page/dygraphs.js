// dygraphs in its native format, without points, legend or animation.
import { COLORS, script } from './parts.js';

export async function create(host, { times, lines }, { from, to }) {
  await script('dygraphs/dygraph.min.js');
  const rows = Array.from(times, (time, at) => [time, ...lines.map(values => values[at])]);
  const graph = new Dygraph(host, rows, {
    width: 1000, height: 400, labels: ['time', ...lines.map((_, at) => `line ${at}`)], colors: COLORS, legend: 'never',
    strokeWidth: lines.length > 12 ? 1 : 1.5, dateWindow: [from, to],
  });
  return { show: (from, to) => graph.updateOptions({ dateWindow: [from, to] }) };
}
