// Runs every contender over every work in one Chromium for each device pixel ratio, interleaved, and writes docs/BENCH.md.
// Usage: node bench/run.mjs [works] [repetitions] [steps of a pan], after `make bench` has put the parts into place.
import { createServer } from 'node:http';
import { spawn, execSync } from 'node:child_process';
import { readFile, readdir, writeFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, extname } from 'node:path';

const [works = 'abcde', repetitions = '5', steps = '60'] = process.argv.slice(2);
const CONTENDERS = ['empty', 'battera', 'uplot'];
const PARTS = process.env.BENCH_PARTS;
const PICTURES = 'target/bench';
const MEASURES = ['cold', 'zoom', 'pan', 'pan wide', 'whole again'];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

const version = command => execSync(command, { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();

async function runs(ratio) {
  const plan = [];
  for (let repetition = -1; repetition < Number(repetitions); repetition++) {
    for (const work of works) for (const contender of CONTENDERS) plan.push({ work, contender, repetition });
  }
  const address = ({ work, contender, repetition }) => `/page.html?work=${work}&contender=${contender}&repetition=${repetition}&steps=${steps}`;
  const results = [];
  let done;
  const finished = new Promise(resolve => { done = resolve; });
  const server = createServer(async (request, response) => {
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-store' };
    if (request.url === '/result') {
      let body = '';
      for await (const part of request) body += part;
      const result = JSON.parse(body), query = new URLSearchParams(result.run);
      const run = { work: query.get('work'), contender: query.get('contender'), repetition: Number(query.get('repetition')) };
      if (result.picture) {
        const name = `${run.work}-${run.contender}-${result.picture}-${ratio}.png`;
        await writeFile(join(PICTURES, name), Buffer.from(result.png.split(',')[1] || '', 'base64'));
        return response.writeHead(200, headers).end();
      }
      if (result.error) console.error(run, result.error);
      // The first round warms the caches.
      if (run.repetition >= 0 && result.result) results.push({ ...run, ...result.result });
      const shown = measure => `${result.result?.[measure].wall.toFixed(1)}/${result.result?.[measure].cpu.toFixed(1)}`;
      console.log(ratio, run.repetition, run.work, run.contender, MEASURES.map(shown).join(' '));
      plan.shift();
      response.writeHead(200, headers).end(plan.length ? address(plan[0]) : '/end');
      return;
    }
    if (request.url === '/cpu') return response.writeHead(200, headers).end(String(await cpuMs(browser.pid)));
    if (request.url === '/end') {
      response.writeHead(200, headers).end('done');
      return done();
    }
    const path = new URL(request.url, 'http://localhost').pathname;
    for (const folder of ['bench/page', PARTS]) {
      try {
        const file = await readFile(join(folder, path));
        return response.writeHead(200, { ...headers, 'content-type': TYPES[extname(path)] || 'text/plain' }).end(file);
      } catch {}
    }
    response.writeHead(404, headers).end();
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const profile = await mkdtemp(join(tmpdir(), 'bench-'));
  const browser = spawn(process.env.CHROMIUM || 'chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--disable-frame-rate-limit',
    '--disable-gpu-vsync', '--window-size=1200,900', `--force-device-scale-factor=${ratio}`, `--user-data-dir=${profile}`,
    `http://127.0.0.1:${server.address().port}${address(plan[0])}`,
  ], { stdio: 'ignore' });
  await finished;
  browser.kill();
  await new Promise(resolve => browser.once('exit', resolve));
  server.close();
  await rm(profile, { recursive: true, force: true });
  return results;
}

// Milliseconds computed by a process and everything it has started, from Linux's own account.
async function cpuMs(root) {
  const parents = new Map();
  for (const name of await readdir('/proc')) {
    if (/^[0-9]+$/.test(name)) {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }
  }
  const isOurs = pid => pid === root || parents.has(pid) && isOurs(parents.get(pid));
  let total = 0;
  for (const pid of parents.keys()) {
    if (!isOurs(pid)) continue;
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const stat = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
      total += Number(stat.split(' ')[0]) / 1e6;
    }
  }
  return total;
}

const median = numbers => numbers.sort((one, other) => one - other)[numbers.length >> 1];

function table(results, clock) {
  const rows = [`| ${clock} | ${MEASURES.join(' | ')} |`, `|---|${'---|'.repeat(MEASURES.length)}`];
  const numbers = (contender, measure) => results.filter(row => row.contender === contender).map(row => row[measure][clock]);
  for (const contender of CONTENDERS) {
    const cells = MEASURES.map(measure => {
      const own = numbers(contender, measure), peer = median(numbers('uplot', measure));
      if (!own.length) return '–';
      const [middle, low, high] = [median(own), Math.min(...own), Math.max(...own)];
      return `${middle.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})${contender === 'uplot' ? '' : ` **${(middle / peer).toFixed(2)}×**`}`;
    });
    rows.push(`| ${contender} | ${cells.join(' | ')} |`);
  }
  return rows.join('\n');
}

const TITLES = {
  a: '3 lines of 55,550 samples', b: '1 line of 525,600 samples', c: '20 lines of 43,200 samples',
  d: '12 panels, 10 lines of 10,080 samples each', e: '1 line of 10,000,000 samples',
};

await mkdir(PICTURES, { recursive: true });
const before = loadavg()[0];
const sections = [];
for (const ratio of [1, 2]) {
  const results = await runs(ratio);
  for (const work of works) {
    sections.push(`## (${work}) ${TITLES[work]}, device pixel ratio ${ratio}\n\n${['cpu', 'wall'].map(clock => table(results.filter(row => row.work === work), clock)).join('\n\n')}`);
  }
}
const peer = JSON.parse(await readFile(join(PARTS, 'uplot/package.json'), 'utf8')).version;
await writeFile('docs/BENCH.md', `# Bench

Written by \`make bench\`. Milliseconds as median (least–most) of ${repetitions} runs in one browser, interleaved, and the ratio to uPlot in the same runs.
\`cpu\` is what all processes of the browser computed, drawing to the screen included; \`wall\` is the time to the frame after the one that shows
the picture, of which two frames are waiting (see \`empty\`, which draws nothing). Read ratios, not absolutes: the load of the machine moves all of them.

Pictures are 1000 × 400 CSS pixels. \`cold\` begins with fetching the contender's script and ends with its first picture, \`zoom\` goes to the middle
tenth, \`pan\` is the mean of ${steps} steps with a tenth of the data in view, \`pan wide\` with four tenths, \`whole again\` goes back.

Chart crate at ${version('git rev-parse --short HEAD')}, uPlot ${peer}, ${version(`${process.env.CHROMIUM || 'chromium'} --version`)},
${cpus().length} × ${cpus()[0].model.trim()}, load ${before.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after.

${sections.join('\n\n')}
`);
