// One run: the same data, the same size, the same steps for every contender. Posts what it measured, then goes on.
const query = new URLSearchParams(location.search);
const WORK = {
  a: { panels: 1, series: 3, samples: 55550 },
  b: { panels: 1, series: 1, samples: 525600 },
  c: { panels: 1, series: 20, samples: 43200 },
  d: { panels: 12, series: 10, samples: 10080 },
  e: { panels: 1, series: 1, samples: 10000000 },
};
const STEP = 60, START = 1700000000, PAN_STEPS = Number(query.get('steps') || 60);

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

const frame = () => new Promise(requestAnimationFrame);
// What the browser has computed so far, in all its processes.
const cpuMs = async () => Number(await (await fetch('/cpu')).text());
// Painted is the frame after the one that shows it.
const painted = async () => { await frame(); await frame(); };

async function main() {
  const work = WORK[query.get('work')], name = query.get('contender');
  const data = Array.from({ length: work.panels }, (_, seed) => columns(work, seed));
  const hosts = data.map(() => document.body.appendChild(Object.assign(document.createElement('div'), { className: 'panel' })));
  const secs = (work.samples - 1) * STEP, at = part => START + Math.round(part * secs);
  for (let warm = 0; warm < 5; warm++) await painted();

  const result = {};
  const measure = async (name, steps, act) => {
    const [cpu, begun] = [await cpuMs(), performance.now()];
    await act();
    const wall = (performance.now() - begun) / steps;
    result[name] = { wall, cpu: (await cpuMs() - cpu) / steps };
  };

  const graphs = [];
  await measure('cold', 1, async () => {
    const contender = await import(`./${name}.js`);
    for (let panel = 0; panel < work.panels; panel++) {
      graphs.push(await contender.create(hosts[panel], data[panel], { from: at(0), to: at(1) }));
    }
    await painted();
  });
  await report({ picture: 'all' }, hosts);

  const show = async (from, to) => {
    for (const graph of graphs) graph.show(at(from), at(to));
    await painted();
  };
  const pan = async width => {
    for (let step = 0; step < PAN_STEPS; step++) {
      const from = step / PAN_STEPS * (1 - width);
      await show(from, from + width);
    }
  };
  await measure('zoom', 1, () => show(0.45, 0.55));
  await report({ picture: 'tenth' }, hosts);
  await measure('pan', PAN_STEPS, () => pan(0.1));
  await measure('pan wide', PAN_STEPS, () => pan(0.4));
  await measure('whole again', 1, () => show(0, 1));
  location.replace(await report({ result }));
}

// Pictures are kept, so that nobody wins by drawing nothing.
async function report(what, hosts) {
  const body = { ...what, run: location.search, ratio: devicePixelRatio };
  if (hosts) body.png = hosts[0].querySelector('canvas')?.toDataURL('image/png') || '';
  return (await fetch('/result', { method: 'POST', body: JSON.stringify(body) })).text();
}

main().catch(error => report({ error: String(error) }).then(next => location.replace(next)));
