// Writes docs/BENCH.md from what the runs of the bench left in target/bench. What stands below KEPT_FROM is left as it is.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'target/bench', PAGE = 'docs/BENCH.md';
const KEPT_FROM = '<!-- What follows was not written by `make bench`. -->';
const MEASURES = ['cold', 'zoom', 'pan', 'pan wide', 'whole again', 'hover'];
const TITLES = {
  a: '3 lines of 55,550 samples', b: '1 line of 525,600 samples', c: '20 lines of 43,200 samples',
  d: '12 panels, 10 lines of 10,080 samples each', e: '1 line of 10,000,000 samples',
};
// What was promised: work, measure, and the most that Battera may take of uPlot's at ratio 1 and at ratio 2.
const GOALS = [
  ['a', 'cold', 0.5, 0.4],
  ['c', 'cold', 0.45, 0.15], ['c', 'pan', 0.35, 0.08], ['c', 'pan wide', 0.25, 0.05], ['c', 'memory', 0.55, null],
  ['d', 'cold', 0.6, 0.2], ['d', 'pan', 0.4, 0.1], ['d', 'pan wide', 0.2, 0.08], ['d', 'memory', 0.45, null],
  ['e', 'cold', 0.6, 0.35], ['e', 'pan wide', 0.12, 0.1],
];

const median = numbers => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
const read = async name => JSON.parse(await readFile(join(FOLDER, name), 'utf8'));

const files = (await readdir(FOLDER)).filter(name => /^[a-e]-[12]\.json$/.test(name)).toSorted((one, other) => one.split('-').reverse().join() < other.split('-').reverse().join() ? -1 : 1);
const runs = await Promise.all(files.map(read));
const machine = await read('machine.json');

const numbers = (run, contender, measure, clock) => run.results.filter(row => row.contender === contender).map(row => row[measure]?.[clock]).filter(Number.isFinite);
const ratio = (run, contender, measure, clock) => median(numbers(run, contender, measure, clock)) / median(numbers(run, 'uplot', measure, clock));

function table(run, title, measures, clock) {
  const contenders = [...new Set(run.results.map(row => row.contender))];
  const cell = (contender, measure) => {
    const own = numbers(run, contender, measure, clock);
    if (!own.length) return '–';
    const times = contender === 'uplot' ? '' : ` **${ratio(run, contender, measure, clock).toFixed(2)}×**`;
    return `${median(own).toFixed(1)} (${Math.min(...own).toFixed(1)}–${Math.max(...own).toFixed(1)})${times}`;
  };
  const rows = contenders.map(contender => `| ${contender} | ${measures.map(measure => cell(contender, measure)).join(' | ')} |`);
  return [`| ${title} | ${measures.join(' | ')} |`, `|---|${'---|'.repeat(measures.length)}`, ...rows].join('\n');
}

const section = run => `## (${run.work}) ${TITLES[run.work]}, device pixel ratio ${run.ratio}

${run.repetitions} runs at ${run.commit}, load ${run.load.map(load => load.toFixed(1)).join(' before and ')} after.

${table(run, 'cpu, ms', MEASURES, 'cpu')}

${table(run, 'wall, ms', MEASURES, 'wall')}

${table(run, 'most memory, MB', ['memory'], 'mb')}${reduction(run)}`;

// What the crate does with all samples, in WebAssembly.
function reduction(run) {
  const [extent, pyramid] = ['extent', 'pyramid'].map(name => numbers(run, 'battera', 'reduce', name));
  if (run.work !== 'e' || !extent.length) return '';
  return `\n\nNanoseconds a sample in WebAssembly: lowest and highest ${median(extent).toFixed(2)}, building the pyramid ${median(pyramid).toFixed(2)}.`;
}

// The whole app: how much of the page by hand, and its longest task once the shell is there.
function app({ repetitions, commit, load, results }) {
  const of = (contender, ratio, read) => results.filter(row => row.contender === contender && row.ratio === ratio).map(read);
  const longest = row => Math.max(0, ...row.long.filter(([start]) => start > row.shell).map(([, duration]) => duration));
  const reads = { 'to the last panel, ms': row => row.wall, 'shell, ms': row => row.shell, 'cpu, ms': row => row.cpu, 'longest task after the shell, ms': longest, 'most memory, MB': row => row.mb };
  const rows = [1, 2].flatMap(ratio => ['battera', 'by hand'].map(contender => {
    const cells = Object.values(reads).map(read => {
      const own = of(contender, ratio, read), peer = median(of('by hand', ratio, read));
      return `${median(own).toFixed(0)} (${Math.min(...own).toFixed(0)}–${Math.max(...own).toFixed(0)})${contender === 'battera' ? ` **${(median(own) / peer).toFixed(2)}×**` : ''}`;
    });
    return `| ${contender}, ratio ${ratio} | ${cells.join(' | ')} |`;
  }));
  return `## (f) The app: 12 panels of 10 lines of 10,080 samples over HTTP

From navigation to the last painted panel, ${repetitions} runs at ${commit}, load ${load.map(load => load.toFixed(1)).join(' before and ')} after, each in a browser of its own.
\`by hand\` is a page that asks the same server for the same replies and draws them with uPlot. The goals are 0.7 at ratio 1 and 0.35 at ratio 2.

${[`| | ${Object.keys(reads).join(' | ')} |`, `|---|${'---|'.repeat(Object.keys(reads).length)}`, ...rows].join('\n')}

`;
}

function goals() {
  const measured = (work, ratioOfPixels, measure, most) => {
    const run = runs.find(run => run.work === work && run.ratio === ratioOfPixels);
    if (!run || most === null) return '–';
    const found = ratio(run, 'battera', measure, { memory: 'mb', cold: 'wall' }[measure] ?? 'cpu');
    return `${found.toFixed(2)} of ${most} ${found <= most ? '✓' : '✗'}`;
  };
  const rows = GOALS.map(([work, measure, one, two]) => `| (${work}) ${measure} | ${measured(work, 1, measure, one)} | ${measured(work, 2, measure, two)} |`);
  return ['| battera ÷ uPlot | ratio 1 | ratio 2 |', '|---|---|---|', ...rows].join('\n');
}

const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`).join(', ');
const before = await readFile(PAGE, 'utf8').catch(() => '');
const kept = before.includes(KEPT_FROM) ? before.slice(before.indexOf(KEPT_FROM)) : `${KEPT_FROM}\n`;
await writeFile(PAGE, `# Bench

Written by \`make bench\`. Median (least–most) of interleaved runs in one browser for each section, and the ratio to uPlot in the same runs.
\`cpu\` is what all processes of the browser computed, drawing to the screen and compiling in the background included; \`wall\` is the time until a
frame was handed over, and a headless browser hands over no more than sixty in a second: an act that takes less waits for the next one. So the
goals are held against \`cpu\`, and \`cold\`, which takes several frames, against \`wall\`. Memory is what the renderer had of its own at most.
Read ratios, not absolutes: the load of the machine moves all of them. \`empty\` draws nothing, and is what measuring costs.

Pictures are 1000 × 400 CSS pixels. \`cold\` begins with fetching the contender's script and ends with its first picture, its own copies of the
data included; \`zoom\` goes to the middle tenth, \`pan\` is the mean of up to ${runs[0]?.steps} steps of one percent with a tenth of the data in view (who needs
more than a second stops there), \`pan wide\` with four tenths, \`whole again\` goes back, \`hover\` moves the pointer over the first panel.

${machine.browser}, ${machine.processor}, ${versions}.

![Milliseconds of computing for each step of a pan](bench.svg)

## Goals

${goals()}

${runs.map(section).join('\n\n')}

${await read('f.json').then(app, () => '')}${kept}`);
