// How a dashboard of 40 widgets and 400 series opens and scrolls, from Chromium's own performance trace, beside an
// empty page. Usage: node bench/scroll.mjs EXECUTABLE [rounds]; `make scroll` builds the executable first.
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { open } from './browser.mjs';
import { attach } from './cdp.mjs';
import { demo } from './demo.mjs';

const [executable, rounds = '5'] = process.argv.slice(2);
const WIDGETS = 40, SERIES = 400;
const SCROLL = { distance: 4000, speed: 1200 };
const CATEGORIES = ['cc', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];
const LONG_MS = 50;

const server = await demo(executable);
const browser = await open('about:blank', { ratio: 1, size: '1440,900' });
const page = await attach(browser);
const run = async expression => (await page.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value;

// Everything traced while something is done.
async function traced(act) {
  const events = [];
  let complete;
  const ended = new Promise(resolve => { complete = resolve; });
  const deaf = page.hear((method, params) => {
    if (method === 'Tracing.dataCollected') events.push(...params.value);
    if (method === 'Tracing.tracingComplete') complete();
  });
  await page.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES } });
  await act();
  await page.send('Tracing.end');
  await ended;
  deaf();
  return events;
}

async function until(expression) {
  const deadline = Date.now() + 60000;
  while (!await run(expression)) {
    if (Date.now() > deadline) throw new Error(`waited for ${expression}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

// Tasks of the main thread: the one that runs the page's frames. On a busy machine they last longer than they compute.
function tasks(events) {
  const counts = new Map();
  for (const event of events) {
    if (event.name === 'FireAnimationFrame' || event.name === 'BeginMainThreadFrame') {
      const thread = `${event.pid} ${event.tid}`;
      counts.set(thread, (counts.get(thread) || 0) + 1);
    }
  }
  const main = [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
  const own = events.filter(event => event.name === 'RunTask' && `${event.pid} ${event.tid}` === main && event.dur);
  const most = key => Math.max(0, ...own.map(event => event[key] || 0)) / 1000;
  return {
    'longest task ms': most('dur'),
    'computing in one task ms': most('tdur'),
    'long tasks': own.filter(event => event.dur > LONG_MS * 1000).length,
  };
}

const scroll = distance => traced(() => page.send('Input.synthesizeScrollGesture', {
  x: 700, y: 450, yDistance: -distance, speed: SCROLL.speed, gestureSourceType: 'mouse',
}));

// Frames that moved the page, from the first to the last of them.
function moved(events) {
  const moments = events.filter(event => event.name === 'Scroll Delta This Frame').map(event => event.ts / 1000).sort((one, other) => one - other);
  const gaps = moments.slice(1).map((moment, at) => moment - moments[at]);
  return {
    'frames/s': gaps.length / (moments.at(-1) - moments[0]) * 1000,
    'longest gap ms': Math.max(...gaps),
    dropped: events.filter(event => event.name === 'DroppedFrame').length,
    ...tasks(events),
  };
}

async function wall() {
  const pool = [];
  for (const host of (await server.call('GET', '/hosts')).hosts.filter(host => !host.name.includes('sentinel'))) {
    const { names } = await server.call('GET', `/hosts/${host.id}/metric-names`);
    pool.push(...names.filter(name => !name.startsWith('custom.')).slice(0, 12).map(name => `host(${host.id}, ${name})`));
  }
  if (pool.length < SERIES) throw new Error(`the demo has only ${pool.length} series`);
  const each = SERIES / WIDGETS;
  const widgets = Array.from({ length: WIDGETS }, (_, at) => ({
    type: 'graph', title: `wall ${at}`, layout: { x: at % 2 * 12, y: Math.floor(at / 2) * 8, width: 12, height: 8 },
    graph: { type: 'expression', expression: `group(${pool.slice(at * each, (at + 1) * each).join(', ')})` },
  }));
  return server.call('POST', '/dashboards', { title: 'A wall', memo: '', urlPath: 'bench/wall', widgets });
}

const SETTLED = `(() => {
  const graphs = [...document.querySelectorAll('section.graph')].filter(e => { const box = e.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; });
  return graphs.length > 0 && graphs.every(e => e.querySelector('canvas').dataset.paints && !e.querySelector('.graph-state.loading, .graph-progress'));
})()`;

const median = numbers => numbers.sort((one, other) => one - other)[numbers.length >> 1];
const results = {};
function note(what, numbers) {
  for (const [name, value] of Object.entries(numbers)) ((results[what] ??= {})[name] ??= []).push(value);
}

const { id } = await wall();
for (let round = 0; round < Number(rounds); round++) {
  const opening = await traced(async () => {
    await page.send('Page.navigate', { url: `${server.site}/dashboards/${id}` });
    await until(SETTLED);
  });
  note('opening', { 'first screen ms': await run('performance.now()'), ...tasks(opening) });
  const down = await scroll(SCROLL.distance);
  if (process.env.SCROLL_TRACE) await writeFile(process.env.SCROLL_TRACE, JSON.stringify(down));
  note('wall, first time down', moved(down));
  await until(SETTLED);
  note('wall, back up', moved(await scroll(-SCROLL.distance)));
  await until(SETTLED);
  note('wall, down again', moved(await scroll(SCROLL.distance)));
  await page.send('Page.navigate', { url: `${server.site}/api/v0/org` });
  await run("document.documentElement.innerHTML = ''; document.body.style.height = '6000px'; new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  note('empty page', moved(await scroll(SCROLL.distance)));
}

console.log(`${WIDGETS} widgets, ${SERIES} series of 6 hours, ${SCROLL.distance} px at ${SCROLL.speed} px/s; median (least–most) of ${rounds}`);
console.log(`${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)}`);
for (const [what, rows] of Object.entries(results)) {
  const cells = Object.entries(rows).map(([name, all]) => `${name} ${median(all).toFixed(1)} (${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)})`);
  console.log(`${what}: ${cells.join(', ')}`);
}
await browser.close();
await server.close();
