// Runs inside the page: finds elements as a person with a screen reader would, by role and accessible name.
const implicit = {
  A: e => (e.hasAttribute('href') ? 'link' : ''), BUTTON: () => 'button', NAV: () => 'navigation', MAIN: () => 'main',
  HEADER: () => 'banner', TABLE: () => 'table', TR: () => 'row', DIALOG: () => 'dialog', SELECT: () => 'combobox',
  TEXTAREA: () => 'textbox', H1: () => 'heading', H2: () => 'heading', H3: () => 'heading', H4: () => 'heading',
  ARTICLE: () => 'article', SECTION: e => (e.hasAttribute('aria-label') || e.hasAttribute('aria-labelledby') ? 'region' : ''),
  LI: () => 'listitem', UL: () => 'list', OL: () => 'list', IMG: () => 'img', OPTION: () => 'option',
  FIGURE: () => 'figure', FORM: () => 'form', SUMMARY: () => 'button', TD: () => 'cell', TH: () => 'columnheader',
  INPUT: e => ({ checkbox: 'checkbox', radio: 'radio', search: 'searchbox', button: 'button', submit: 'button', range: 'slider',
    number: 'spinbutton' }[e.type] || 'textbox'),
};
const tidy = text => (text || '').replace(/\s+/g, ' ').trim();
const role = e => e.getAttribute('role') || (implicit[e.tagName] ? implicit[e.tagName](e) : '');
const name = e => {
  const by = e.getAttribute('aria-labelledby');
  if (by) return tidy(by.split(' ').map(id => document.getElementById(id)?.textContent || '').join(' '));
  if (e.getAttribute('aria-label')) return tidy(e.getAttribute('aria-label'));
  if (e.labels && e.labels.length) return tidy([...e.labels].map(l => l.textContent).join(' '));
  if (e.tagName === 'TABLE' && e.caption) return tidy(e.caption.textContent);
  if (e.tagName === 'FIELDSET') return tidy(e.querySelector('legend')?.textContent);
  return tidy(e.getAttribute('alt') || e.textContent || e.getAttribute('title') || e.getAttribute('placeholder'));
};
const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
const all = (wanted, text) => [...document.querySelectorAll('*')]
  .filter(e => role(e) === wanted && shown(e) && name(e).includes(text))
  .sort((a, b) => (name(b) === text) - (name(a) === text) || name(a).length - name(b).length);
const text = () => tidy(document.body.innerText);
