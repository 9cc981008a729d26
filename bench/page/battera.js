// Battera's chart crate alone.
import init, { Graph } from './battera/bench_contender.js';

const ready = init();

export async function create(host, { times, lines }, { from, to }) {
  await ready;
  const canvas = host.appendChild(document.createElement('canvas'));
  const ratio = devicePixelRatio;
  canvas.width = 1000 * ratio;
  canvas.height = 400 * ratio;
  canvas.style = 'width: 1000px; height: 400px';
  const graph = new Graph(canvas.getContext('2d'), canvas.width, canvas.height, ratio);
  for (const values of lines) graph.add(times, values);
  graph.draw(from, to);
  return { show: (from, to) => graph.draw(from, to) };
}
