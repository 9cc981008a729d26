// One run: the same data, the same size, the same steps for every contender. Posts what it measured, then goes on.
const query = new URLSearchParams(location.search);
const WORK = {
  a: { panels: 1, series: 3, samples: 55550 },
  b: { panels: 1, series: 1, samples: 525600 },
  c: { panels: 1, series: 20, samples: 43200 },
  d: { panels: 12, series: 10, samples: 10080 },
  e: { panels: 1, series: 1, samples: 10000000 },
};
const STEP = 60, START = 1700000000, STEPS = Number(query.get('steps'));
// Who needs longer for a pan than this does not go through all of its steps; what counts is the mean of one.
const LONGEST_PAN_MS = 1200, FEWEST_STEPS = 5;

// Noise on a slow wave, each line around a middle of its own; always the same.
function columns({ series, samples }, seed) {
  const times = new Float64Array(samples), lines = [];
  for (let at = 0; at < samples; at++) times[at] = START + at * STEP;
  let state = seed + 1;
  for (let line = 0; line < series; line++) {
    const values = new Float64Array(samples);
    for (let at = 0; at < samples; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      values[at] = line * 5 + Math.sin(at / 2000) * 8 + state / 4294967296 * 10;
    }
    values[samples >> 1] += 60;
    lines.push(values);
  }
  return { times, lines };
}

const ask = async path => Number(await (await fetch(path)).text());
// What the browser has computed so far, in all its processes.
const cpuMs = () => ask('/cpu');

// The first task after the next frame was handed to the compositor.
const painted = () => new Promise(resolve => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = resolve;
  port2.postMessage(0);
}));

async function main() {
  const work = WORK[query.get('work')], name = query.get('contender');
  const data = Array.from({ length: work.panels }, (_, seed) => columns(work, seed));
  const hosts = data.map(() => document.body.appendChild(Object.assign(document.createElement('div'), { className: 'panel' })));
  const secs = (work.samples - 1) * STEP, at = part => START + Math.round(part * secs);
  globalThis.gc?.();
  for (let warm = 0; warm < 5; warm++) await painted();
  await ask('/quiet');

  const result = {};
  // `act` gives the number of steps it took.
  const measure = async (name, act) => {
    const [cpu, begun] = [await cpuMs(), performance.now()];
    const steps = await act();
    const wall = (performance.now() - begun) / steps;
    // The frame may still be on its way to the screen.
    await painted();
    result[name] = { wall, cpu: (await cpuMs() - cpu) / steps };
  };
  const go = async step => {
    const begun = performance.now();
    let steps = 0;
    while (steps < STEPS && (steps < FEWEST_STEPS || performance.now() - begun < LONGEST_PAN_MS)) {
      step(steps++);
      await painted();
    }
    return steps;
  };

  const graphs = [];
  await measure('cold', async () => {
    const contender = await import(`./${name}.js`);
    for (let panel = 0; panel < work.panels; panel++) {
      graphs.push(await contender.create(hosts[panel], data[panel], { from: at(0), to: at(1) }));
    }
    await painted();
    return 1;
  });
  await report({ picture: 'all' }, hosts);

  const show = (from, to) => graphs.forEach(graph => graph.show(at(from), at(to)));
  const once = (from, to) => async () => {
    show(from, to);
    await painted();
    return 1;
  };
  const pan = width => () => go(step => show(step / STEPS * (1 - width), step / STEPS * (1 - width) + width));
  await measure('zoom', once(0.45, 0.55));
  await report({ picture: 'tenth' }, hosts);
  await measure('pan', pan(0.1));
  await measure('pan wide', pan(0.4));
  await measure('whole again', once(0, 1));
  await measure('hover', () => go(step => point(100 + 800 * step / STEPS, 200)));
  result.memory = { mb: await ask('/peak') };
  result.reduce = graphs[0].reduce?.();
  // For the picture, of which one work is enough.
  if (query.get('work') === 'c') result.steps = { cpu: await stepByStep(step => show(step / STEPS * 0.6, step / STEPS * 0.6 + 0.4)) };
  location.replace(await report({ result }));
}

// What each step of a pan computes, one by one; asking for it costs a little itself, see `empty`.
async function stepByStep(step) {
  const all = [];
  for (let at = 0; at < Math.min(STEPS, 20); at++) {
    const before = await cpuMs();
    step(at);
    await painted();
    await painted();
    all.push(await cpuMs() - before);
  }
  return all;
}

// Moves the pointer over the first panel.
function point(clientX, clientY) {
  for (const type of ['pointermove', 'mousemove']) {
    const Kind = type === 'mousemove' ? MouseEvent : PointerEvent;
    document.elementFromPoint(clientX, clientY).dispatchEvent(new Kind(type, { clientX, clientY, bubbles: true, view: window }));
  }
}

// Pictures are kept, so that nobody wins by drawing nothing.
async function report(what, hosts) {
  const body = { ...what, run: location.search, ratio: devicePixelRatio };
  if (hosts) body.png = hosts[0].querySelector('canvas')?.toDataURL('image/png') || '';
  return (await fetch('/result', { method: 'POST', body: JSON.stringify(body) })).text();
}

main().catch(error => report({ error: String(error?.stack || error) }).then(next => location.replace(next)));
