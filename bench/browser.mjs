// Chromium as the bench starts it, and what Linux's own accounts say of it.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const CHROMIUM = process.env.CHROMIUM || 'chromium';

// Starts a browser at an address. The pages may collect their garbage before they measure.
export async function open(address, { ratio, size }) {
  const profile = await mkdtemp(join(tmpdir(), 'bench-'));
  const browser = spawn(CHROMIUM, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--js-flags=--expose-gc',
    '--remote-debugging-pipe', `--window-size=${size}`, `--force-device-scale-factor=${ratio}`, `--user-data-dir=${profile}`, address,
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise(resolve => browser.once('exit', resolve));
  return {
    pid: browser.pid,
    commands: browser.stdio[3],
    answers: browser.stdio[4].setEncoding('utf8'),
    async close() {
      browser.kill();
      await ended;
      // The last of its processes may still be writing.
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

// Milliseconds computed by a process and everything it has started.
export async function cpuMs(root) {
  let total = 0;
  for (const pid of await family(root)) {
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const stat = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
      total += Number(stat.split(' ')[0]) / 1e6;
    }
  }
  return total;
}

// From now on the peak of memory counts anew.
export async function forgetPeak(root) {
  for (const pid of await renderers(root)) await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {});
}

// The most memory that the renderers had in use, without the pages of the program itself, in megabytes.
export async function peakMb(root) {
  let total = 0;
  for (const pid of await renderers(root)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const [most, ofFiles] = ['VmHWM', 'RssFile'].map(name => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] || 0));
    total += (most - ofFiles) / 1024;
  }
  return total;
}

async function renderers(root) {
  const found = [];
  for (const pid of await family(root)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('--type=renderer')) found.push(pid);
  }
  return found;
}

async function family(root) {
  const parents = new Map();
  for (const name of await readdir('/proc')) {
    if (/^[0-9]+$/.test(name)) {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }
  }
  const isOurs = pid => pid === root || parents.has(pid) && isOurs(parents.get(pid));
  return [...parents.keys()].filter(isOurs);
}
