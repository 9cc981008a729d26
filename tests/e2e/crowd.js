// Waits until the list knows so many alerts, then scrolls through it, and says how long that took and what it costs.
const [wanted, done] = arguments;
const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
const count = () => {
  const said = [...document.querySelectorAll('[role=status].push')].map(e => e.innerText.match(/^([0-9]+) /)).find(Boolean);
  return said ? Number(said[1]) : 0;
};
const rounded = number => Math.round(number * 10) / 10;
(async () => {
  while (count() < wanted || document.querySelector('progress')) await frame();
  const listed = performance.now();
  // The list answers a key: the first alert has the focus in the next frame.
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  while (!document.activeElement.closest('.alert-lines')) await frame();
  const answered = performance.now();
  const reads = performance.getEntriesByType('resource').filter(entry => entry.name.includes('/api/v0/alerts?withClosed'));
  const last = Math.max(...reads.map(entry => entry.responseEnd));
  const scroller = document.querySelector('.alert-scroll');
  const frames = [];
  let mostLines = 0, before = performance.now();
  for (let at = 0; at < 240; at++) {
    // Slowly at first, then by leaps through the whole list.
    scroller.scrollTop += at < 120 ? 120 : scroller.scrollHeight / 120;
    await frame();
    const now = performance.now();
    frames.push(now - before);
    before = now;
    mostLines = Math.max(mostLines, document.querySelectorAll('.alert-lines li').length);
  }
  scroller.scrollTop = scroller.scrollHeight;
  await frame(); await frame(); await frame();
  const box = scroller.getBoundingClientRect(), lines = [...document.querySelectorAll('.alert-lines li')];
  const reachedEnd = lines.some(e => Math.abs(e.getBoundingClientRect().bottom - box.bottom) < 4);
  frames.sort((a, b) => a - b);
  done({
    count: count(), mostLines, reachedEnd,
    reads: reads.length, readMs: rounded(last - Math.min(...reads.map(entry => entry.startTime))),
    listedAfterDataMs: rounded(listed - last), answeredAfterDataMs: rounded(answered - last),
    frameMs: { median: rounded(frames[120]), p95: rounded(frames[228]), worst: rounded(frames[239]) },
    scriptHeapMb: rounded((performance.memory?.usedJSHeapSize || 0) / 1048576),
  });
})();
