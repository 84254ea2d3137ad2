// The two dialogs: the menu of customer and device, and the request to sign in.

import { make } from './parts.js';
import { conversation, customers } from './line.js';
import { lang, say } from './words.js';

const $ = (id) => document.getElementById(id);

/** Prepares the menu. change(settings) is called when a setting has changed. Returns a function that opens it. */
export function menu(change) {
  const form = $('settings');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    const { name, locale, old, ...fields } = Object.fromEntries(new FormData(form));
    change({ name, locale, old: old !== undefined, fields });
  });
  closable($('menu'));
  return async ({ settings, features, threads }) => {
    $('channel').hidden = !features.fields?.length;
    $('fields').replaceChildren(...(features.fields ?? []).map(field));
    for (const [name, value] of Object.entries({ ...settings, ...settings.fields })) fill(form.elements[name], value);
    $('menu').showModal();
    list(await customers(), threads.length > 1);
  };
}

/** A setting that only this channel has. */
function field({ name, label, choices, locale, max }) {
  return make('label', {}, make('span', {}, label[lang]), choices
    ? make('select', { name }, ...choices.map((choice) => make('option', {}, choice)))
    : make('input', { name, list: locale && 'locales', maxlength: max, spellcheck: 'false' }));
}

function fill(input, value) {
  if (!input) return;
  if (input.type === 'checkbox') input.checked = value;
  else input.value = value;
}

function list(all, several) {
  $('customers').replaceChildren(...all.map(({ conversation: id, agent, name, brand }) => make('li', {}, make('a', {
    href: `?${new URLSearchParams({ ...keepLanguage(), conversation: id, ...(several && { agent }) })}`,
    'aria-current': id === conversation && 'page',
  }, several ? say('withBrand', name || id, brand) : name || id))));
  $('new-customer').href = `?${new URLSearchParams({ ...keepLanguage(), new: 1 })}`;
}

function keepLanguage() {
  const chosen = new URLSearchParams(location.search).get('lang');
  return chosen ? { lang: chosen } : {};
}

function closable(dialog) {
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
}

/** Asks the customer; resolves to whether they allow it, or to undefined if they close the dialog. */
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
