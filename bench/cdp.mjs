// The browser's own protocol, over the pipe that `open` left: commands out, answers and events in.

// Speaks to the first page of a browser.
export async function attach(browser) {
  const waiting = new Map(), listeners = new Set();
  let next = 1, rest = '';
  browser.answers.on('data', bytes => {
    const parts = (rest + bytes).split('\0');
    rest = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part), answered = waiting.get(message.id);
      waiting.delete(message.id);
      if (!answered) listeners.forEach(hear => hear(message.method, message.params));
      else if (message.error) answered.reject(new Error(message.error.message));
      else answered.resolve(message.result);
    }
  });
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    waiting.set(next, { resolve, reject });
    browser.commands.write(JSON.stringify({ id: next++, method, params, sessionId }) + '\0');
  });
  const { targetInfos } = await send('Target.getTargets');
  const { sessionId } = await send('Target.attachToTarget', { targetId: targetInfos.find(({ type }) => type === 'page').targetId, flatten: true });
  return {
    send: (method, params) => send(method, params, sessionId),
    // Gives a function that ends the listening.
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
