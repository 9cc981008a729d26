// Runs every contender over every work, interleaved, in one Chromium for each work and device pixel ratio.
// What was measured is kept in target/bench; docs/BENCH.md is written from all of it.
// Usage: node bench/run.mjs [works] [repetitions] [steps of a pan] [ratios], after scripts/bench.sh has put the parts into place.
import { createServer } from 'node:http';
import { execSync } from 'node:child_process';
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join, extname } from 'node:path';
import { CHROMIUM, cpuMs, forgetPeak, open, peakMb } from './browser.mjs';

const [works = 'abcde', repetitions = '5', steps = '60', ratios = '12'] = process.argv.slice(2);
const CONTENDERS = (process.env.BENCH_CONTENDERS || 'empty battera uplot echarts chartjs dygraphs').split(' ');
// Ten million rows of arrays are more than a tab may have.
const LEFT_OUT = { e: ['dygraphs'] };
const PARTS = process.env.BENCH_PARTS;
const KEPT = 'target/bench';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

const command = line => execSync(line, { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();

async function runs(work, ratio) {
  const plan = [];
  const contenders = CONTENDERS.filter(name => !LEFT_OUT[work]?.includes(name));
  for (let repetition = -1; repetition < Number(repetitions); repetition++) {
    // The first round warms the caches, for which a few steps are enough.
    for (const contender of contenders) plan.push({ work, contender, repetition, steps: repetition < 0 ? 5 : steps });
  }
  // A site of its own for each run, and with it a process that holds nothing of the run before.
  const address = run => `http://${run.contender}${run.repetition + 1}.localhost:${server.address().port}/page.html?${new URLSearchParams(run)}`;
  const results = [];
  let browser, done;
  const finished = new Promise(resolve => { done = resolve; });
  const server = createServer(async (request, response) => {
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-store' };
    const say = text => response.writeHead(200, headers).end(String(text));
    const path = new URL(request.url, 'http://localhost').pathname;
    if (path === '/cpu') return say(await cpuMs(browser.pid));
    if (path === '/quiet') return say(await forgetPeak(browser.pid) ?? 0);
    if (path === '/peak') return say(await peakMb(browser.pid));
    if (path === '/end') {
      say('done');
      return done();
    }
    if (path === '/result') {
      let body = '';
      for await (const part of request) body += part;
      const result = JSON.parse(body), run = Object.fromEntries(new URLSearchParams(result.run));
      if (result.picture) {
        await writeFile(join(KEPT, `${work}-${run.contender}-${result.picture}-${ratio}.png`), Buffer.from(result.png.split(',')[1] || '', 'base64'));
        return say('');
      }
      if (result.error) console.error(run, result.error);
      if (run.repetition >= 0 && result.result) results.push({ contender: run.contender, ...result.result });
      const shown = Object.entries(result.result || {}).filter(([name]) => name !== 'steps' && name !== 'reduce').map(([name, { wall, cpu, mb }]) => `${name} ${mb?.toFixed(0) ?? `${wall.toFixed(1)}/${cpu.toFixed(1)}`}`);
      console.log(`${work}@${ratio} ${run.repetition} ${run.contender}: ${shown.join(', ')}`);
      plan.shift();
      return say(plan.length ? address(plan[0]) : '/end');
    }
    for (const folder of ['bench/page', PARTS]) {
      const file = await readFile(join(folder, path)).catch(() => null);
      if (file) return response.writeHead(200, { ...headers, 'content-type': TYPES[extname(path)] || 'text/plain' }).end(file);
    }
    response.writeHead(404, headers).end();
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  // All panels are in sight, so that nobody gains by leaving some out.
  const size = work === 'd' ? '3040,1760' : '1200,900';
  const before = loadavg()[0];
  browser = await open(address(plan[0]), { ratio, size });
  await finished;
  await browser.close();
  server.close();
  const load = [before, loadavg()[0]];
  const measured = { work, ratio, repetitions, steps, load, commit: command('git describe --always --dirty'), results };
  await writeFile(join(KEPT, `${work}-${ratio}.json`), JSON.stringify(measured));
}

await mkdir(KEPT, { recursive: true });
const machine = { browser: command(`${CHROMIUM} --version`), processor: `${cpus().length} × ${cpus()[0].model.trim()}`, versions: {} };
for (const name of ['uplot', 'echarts', 'chartjs', 'dygraphs']) {
  machine.versions[name] = JSON.parse(await readFile(join(PARTS, name, 'package.json'), 'utf8')).version;
}
await writeFile(join(KEPT, 'machine.json'), JSON.stringify(machine));
for (const ratio of ratios) for (const work of works) await runs(work, Number(ratio));
