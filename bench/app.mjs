// The app against a page written by hand: the same dashboard, the same replies over HTTP, from navigation to the last panel.
// Usage: node bench/app.mjs EXECUTABLE [repetitions], after scripts/bench.sh has put the parts into place.
import { execSync } from 'node:child_process';
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join, extname } from 'node:path';
import { cpuMs, forgetPeak, open, peakMb } from './browser.mjs';
import { attach } from './cdp.mjs';
import { demo } from './demo.mjs';

const [executable, repetitions = '5'] = process.argv.slice(2);
const PARTS = process.env.BENCH_PARTS, KEPT = 'target/bench';
const DAYS = 7, HOSTS = 10, ROLE = 'ten';
const METRICS = [
  'loadavg1', 'loadavg5', 'loadavg15', 'cpu.user.percentage', 'cpu.system.percentage', 'cpu.iowait.percentage',
  'cpu.idle.percentage', 'memory.used', 'memory.mem_available', 'interface.eth0.rxBytes.delta', 'interface.eth0.txBytes.delta',
  'memory.swap_free',
];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

// Ten of the demo's hosts in a role, and a dashboard of twelve graphs of that role.
async function dashboard({ call }) {
  const { hosts } = await call('GET', '/hosts');
  const chosen = hosts.filter(host => host.roles.batch?.includes('log-agent')).slice(0, HOSTS).map(host => host.id);
  await call('POST', '/services', { name: 'bench', memo: '' });
  await call('POST', '/services/bench/roles', { name: ROLE, memo: '' });
  for (const id of chosen) await call('PUT', `/hosts/${id}/role-fullnames`, { roleFullnames: [`bench:${ROLE}`] });
  const to = Math.floor(Date.now() / 60000) * 60 - 600, from = to - DAYS * 86400 + 60;
  const widgets = METRICS.map((name, at) => ({
    type: 'graph', title: name, graph: { type: 'role', roleFullname: `bench:${ROLE}`, name, isStacked: false },
    range: { type: 'absolute', start: from, end: to }, layout: { x: at % 3 * 8, y: Math.floor(at / 3) * 10, width: 8, height: 10 },
  }));
  const { id } = await call('POST', '/dashboards', { title: 'Bench', urlPath: 'bench', memo: '', widgets });
  return { chosen, from, to, path: `/dashboards/${id}` };
}

// The page by hand is handed to the browser as if it came from the server, so that both ask the same one.
async function handOver(page) {
  page.hear(async (method, { requestId, request }) => {
    if (method !== 'Fetch.requestPaused') return;
    const name = new URL(request.url).pathname.replace('/by-hand/', '');
    const body = await readFile(join('bench/by-hand', name)).catch(() => readFile(join(PARTS, name)));
    const responseHeaders = [{ name: 'content-type', value: TYPES[extname(name)] }];
    await page.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body: body.toString('base64') });
  });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*/by-hand/*' }] });
}

// Runs in the page before anything else: when were all panels painted, and which tasks were long.
const WATCH = `
  globalThis.benchLong = [];
  new PerformanceObserver(list => benchLong.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]))).observe({ type: 'longtask', buffered: true });
  const isDone = () => globalThis.benchDone || document.querySelectorAll('main canvas').length >= ${METRICS.length}
    && !document.querySelector('.graph-state.loading, .graph-progress');
  const shell = () => performance.getEntriesByType('paint').at(-1)?.startTime;
  requestAnimationFrame(function look() {
    if (!isDone()) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      globalThis.benchResult = { wall: performance.now(), shell: shell(), long: benchLong };
    }));
  });
`;

async function visit(address, ratio) {
  const browser = await open('about:blank', { ratio, size: '3040,1760' });
  const page = await attach(browser);
  await page.send('Page.enable');
  if (address.includes('/by-hand/')) await handOver(page);
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH });
  await new Promise(resolve => setTimeout(resolve, 500));
  await forgetPeak(browser.pid);
  const before = await cpuMs(browser.pid);
  await page.send('Page.navigate', { url: address });
  let result;
  while (!result) {
    await new Promise(resolve => setTimeout(resolve, 50));
    result = (await page.send('Runtime.evaluate', { expression: 'globalThis.benchResult', returnByValue: true })).result.value;
  }
  const cpu = await cpuMs(browser.pid) - before, mb = await peakMb(browser.pid);
  const { data } = await page.send('Page.captureScreenshot', { format: 'png' });
  const sizes = await page.send('Runtime.evaluate', { expression: '[...document.querySelectorAll("main canvas")].map(c => [c.clientWidth, c.clientHeight])[0]', returnByValue: true });
  await browser.close();
  return { ...result, cpu, mb, picture: Buffer.from(data, 'base64'), size: sizes.result.value };
}

const server = await demo(executable);
const { chosen, from, to, path } = await dashboard(server);
await mkdir(KEPT, { recursive: true });
const before = loadavg()[0];
const results = [];
for (const ratio of [1, 2]) {
  let size;
  for (let repetition = -1; repetition < Number(repetitions); repetition++) {
    const app = await visit(`${server.site}${path}`, ratio);
    size = app.size;
    const query = new URLSearchParams({ hosts: chosen, metrics: METRICS, from, to, size });
    const byHand = await visit(`${server.site}/by-hand/page.html?${query}`, ratio);
    for (const [contender, { picture, ...measured }] of Object.entries({ battera: app, 'by hand': byHand })) {
      await writeFile(join(KEPT, `f-${contender.replace(' ', '-')}-${ratio}.png`), picture);
      // The first round fills the caches of the disk.
      if (repetition >= 0) results.push({ contender, ratio, ...measured });
      const longest = measured.long.filter(([start]) => start > (measured.shell ?? 0)).map(([, duration]) => duration);
      console.log(`f@${ratio} ${repetition} ${contender}: ${measured.wall.toFixed(0)} ms, cpu ${measured.cpu.toFixed(0)}, ${measured.mb.toFixed(0)} MB, ${measured.size}, longest task ${Math.max(0, ...longest).toFixed(0)}`);
    }
  }
}
await writeFile(join(KEPT, 'f.json'), JSON.stringify({ repetitions, commit: execSync('git describe --always --dirty').toString().trim(), load: [before, loadavg()[0]], results }));
await server.close();
