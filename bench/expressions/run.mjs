// Evaluates expressions in Chromium and prints how long it took: node bench/expressions/run.mjs FOLDER [rounds], after
// `make bench-expressions` has put the module into the folder.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { open } from '../browser.mjs';

const [folder, rounds = '15'] = process.argv.slice(2);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
// Isolated pages have a finer clock.
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-store' };

let done;
const measured = new Promise(resolve => { done = resolve; });
const server = createServer(async (request, response) => {
  if (request.url === '/result') {
    let body = '';
    for await (const part of request) body += part;
    response.writeHead(200, HEADERS).end();
    return done(JSON.parse(body));
  }
  const name = new URL(request.url, 'http://localhost').pathname.slice(1);
  try {
    const file = await readFile(name === 'page.html' ? 'bench/expressions/page.html' : join(folder, name));
    response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(name)] || 'text/plain' }).end(file);
  } catch {
    response.writeHead(404, HEADERS).end();
  }
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const browser = await open(`http://127.0.0.1:${server.address().port}/page.html?rounds=${rounds}`, { ratio: 1, size: '1200,900' });
const { size, rows, error } = await measured;
await browser.close();
server.close();
if (error) throw new Error(error);

console.log(`${size}, milliseconds in the browser as median (least–most) of ${rounds}`);
console.log(`${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)}`);
for (const { text, gaps, points, times } of rows) {
  times.sort((one, other) => one - other);
  const numbers = `${times[times.length >> 1].toFixed(1)} (${times[0].toFixed(1)}–${times.at(-1).toFixed(1)})`;
  console.log(`${text}${gaps ? ' with gaps' : ''}: ${numbers}, ${points} points`);
}
