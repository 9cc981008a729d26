// The executable with its demonstration, as the bench starts it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Gives where it is, and a way to call its API that fails loudly.
export async function demo(executable) {
  const data = await mkdtemp(join(tmpdir(), 'bench-'));
  const server = spawn(executable, ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'ignore'] });
  const site = await new Promise(resolve => createInterface(server.stdout).on('line', line => {
    const found = line.match(/http:\/\/[0-9.:]+/);
    if (found) resolve(found[0]);
  }));
  return {
    site,
    async call(method, path, body) {
      const reply = await fetch(`${site}/api/v0${path}`, { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } });
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
      return reply.json();
    },
    async close() {
      server.kill();
      await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
