// The dialogs: the menu of customer and device, a place to send, an appointment, and the request to sign in.

import { make } from './parts.js';
import { conversation, customers } from './line.js';
import { lang, say, span } from './words.js';

const $ = (id) => document.getElementById(id);

/**
 * Prepares the menu. change(settings) is called when a setting has changed, and consent(on) when the customer ends the
 * messages or allows them again. Returns a function that opens it.
 */
export function menu(change, consent) {
  const form = $('settings');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    const { name, locale, old, ...fields } = Object.fromEntries(new FormData(form));
    change({ name, locale, old: old !== undefined, fields });
  });
  closable($('menu'));
  for (const [id, on] of [['unsubscribe', false], ['subscribe', true]]) {
    $(id).addEventListener('click', () => { $('menu').close(); consent(on); });
  }
  return async ({ settings, features, threads, agent }) => {
    const fields = Object.groupBy(features.fields ?? [], ({ check, labels }) => (check || labels ? 'device' : 'channel'));
    $('channel').hidden = !fields.channel;
    $('old').hidden = Boolean(fields.device); // the channel has devices of its own
    $('consent').hidden = !features.consent;
    $('address').hidden = !features.address;
    $('address').textContent = features.address ? say('address', features.address) : '';
    $('device').replaceChildren(...(fields.device ?? []).map(field));
    $('fields').replaceChildren(...(fields.channel ?? []).map(field));
    for (const [name, value] of Object.entries({ ...settings, ...settings.fields })) fill(form.elements[name], value);
    $('menu').showModal();
    list(await customers(), threads, agent);
  };
}

/** A setting that only this channel has. */
function field({ name, label, choices, labels, check, locale, max }) {
  if (check) return make('label', { class: 'check' }, make('input', { type: 'checkbox', name }), make('span', {}, label[lang]));
  return make('label', {}, make('span', {}, label[lang]), choices
    ? make('select', { name }, ...choices.map((choice, i) => make('option', { value: choice }, labels?.[i]?.[lang] ?? choice)))
    : make('input', { name, list: locale && 'locales', maxlength: max, spellcheck: 'false' }));
}

function fill(input, value) {
  if (!input) return;
  if (input.type === 'checkbox') input.checked = Boolean(value);
  else input.value = value;
}

/** The customers, with the brand that they write to if there are several, and a new one who writes to the same. */
function list(all, threads, current) {
  const several = threads.length > 1;
  const to = (agent, brand) => (several ? title(threads.find((thread) => thread.agent === agent) ?? { brand }, threads) : '');
  $('customers').replaceChildren(...all.map(({ conversation: id, agent, name, brand }) => make('li', {}, make('a', {
    href: `?${new URLSearchParams({ ...keepLanguage(), conversation: id, ...(several && { agent }) })}`,
    'aria-current': id === conversation && 'page',
  }, several ? say('withBrand', name || id, to(agent, brand)) : name || id))));
  $('new-customer').href = `?${new URLSearchParams({ ...keepLanguage(), ...(several && { agent: current }), new: 1 })}`;
}

/** What a thread is called: by its brand, and by its channel if the brand is there through another one too. */
export function title({ brand, channel }, threads) {
  const twice = threads.some((other) => other.brand === brand && other.channel !== channel);
  return twice && channel ? say('onChannel', brand, channel) : brand;
}

function keepLanguage() {
  const chosen = new URLSearchParams(location.search).get('lang');
  return chosen ? { lang: chosen } : {};
}

function closable(dialog) {
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
}

/** Asks for a place; resolves to it, or to undefined. */
export function askPlace() {
  const dialog = $('place-menu');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const { latitude, longitude } = $('place-form').elements;
      resolve(dialog.returnValue === 'share' ? { latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber } : undefined);
    }, { once: true });
  });
}

/** Shows what was put into the calendar. */
export function showAppointment({ title, description, start, end }) {
  $('appointment-title').textContent = title;
  $('appointment-time').textContent = say('inCalendar', span(start, end));
  $('appointment-text').textContent = description ?? '';
  $('appointment').showModal();
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
