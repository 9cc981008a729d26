// What several contenders need.
export const COLORS = ['#3a95e0', '#00786f', '#8a6cf0', '#b88060', '#a64ca6'];

// Runs a classic script once.
export const script = address => scripts[address] ??= new Promise((resolve, reject) => {
  const element = Object.assign(document.createElement('script'), { src: address, onload: resolve, onerror: reject });
  document.head.append(element);
});

const scripts = {};
