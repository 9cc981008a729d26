// Battera's chart crate alone. As in the app, the crosshair and what it reads are elements above the picture.
import init, { Graph } from './battera/bench_contender.js';

const ready = init();

export async function create(host, { times, lines }, { from, to }) {
  await ready;
  const canvas = host.appendChild(document.createElement('canvas'));
  const crosshair = host.appendChild(Object.assign(document.createElement('div'), { className: 'crosshair' }));
  const readout = crosshair.appendChild(document.createElement('pre'));
  const ratio = devicePixelRatio;
  canvas.width = 1000 * ratio;
  canvas.height = 400 * ratio;
  canvas.style = 'width: 1000px; height: 400px';
  const graph = new Graph(canvas.getContext('2d', { alpha: false }), canvas.width, canvas.height, ratio);
  graph.add(times, lines);
  const show = (from, to) => {
    shown = [from, to];
    graph.draw(from, to);
  };
  let shown;
  show(from, to);
  canvas.addEventListener('mousemove', ({ offsetX }) => {
    crosshair.style.transform = `translateX(${offsetX}px)`;
    readout.textContent = Array.from(graph.values_at(offsetX, ...shown), value => value.toFixed(2)).join('\n');
  });
  // Nanoseconds a sample, the least of some runs.
  const each = act => Math.min(...Array.from({ length: 9 }, () => {
    const begun = performance.now();
    act();
    return (performance.now() - begun) * 1e6 / times.length;
  }));
  return { show, reduce: () => ({ extent: each(() => graph.extent()), pyramid: each(() => graph.pyramid()) }) };
}
