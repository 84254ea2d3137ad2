// The two dialogs: the menu of customer and device, and the request to sign in.

import { make } from './parts.js';
import { conversation, customers } from './line.js';
import { say } from './words.js';

const $ = (id) => document.getElementById(id);

/** Prepares the menu. change(settings) is called when a setting has changed. Gives a function that opens it. */
export function menu(change) {
  const form = $('settings');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    const data = new FormData(form);
    change({ ...Object.fromEntries(data), old: data.has('old') });
  });
  closable($('menu'));
  return async ({ settings, threads }) => {
    for (const [name, value] of Object.entries(settings)) fill(form.elements[name], value);
    $('menu').showModal();
    list(await customers(), threads.length > 1);
  };
}

function fill(field, value) {
  if (!field) return;
  if (field.type === 'checkbox') field.checked = value;
  else field.value = value;
}

function list(all, several) {
  $('customers').replaceChildren(...all.map(({ conversation: id, agent, name, brand }) => make('li', {}, make('a', {
    href: `?${new URLSearchParams({ ...keepLanguage(), conversation: id, ...(several && { agent }) })}`,
    'aria-current': id === conversation && 'page',
  }, several ? say('withBrand', name || id, brand) : name || id))));
  $('new-customer').href = `?${new URLSearchParams({ ...keepLanguage(), new: 1 })}`;
}

function keepLanguage() {
  const lang = new URLSearchParams(location.search).get('lang');
  return lang ? { lang } : {};
}

function closable(dialog) {
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
}

/** Asks the customer; gives whether they allow it, or undefined when they turn away. */
export function signin(brand, scopes) {
  const dialog = $('signin');
  $('signin-title').textContent = say('signinTitle', brand);
  $('scopes').replaceChildren(...scopes.map((scope) => make('li', {}, scope)));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      resolve({ allow: true, deny: false }[dialog.returnValue]);
    }, { once: true });
  });
}
