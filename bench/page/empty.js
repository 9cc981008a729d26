// Draws nothing: what the measuring itself costs.
export async function create(host) {
  host.appendChild(document.createElement('canvas'));
  return { show: () => {} };
}
