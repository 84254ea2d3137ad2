// The customer's phone: what the stream says goes into the log, what the customer does goes to the phone.

import { askPlace, menu, showAppointment, signin, title } from './dialogs.js';
import { act, listen, switchTo } from './line.js';
import { Log } from './log.js';
import { make } from './parts.js';
import { lang, plain, say, translate } from './words.js';

const $ = (id) => document.getElementById(id);
const idle = 3000; // ms without a key press after which the customer counts as no longer typing
const dotsFor = 20000; // ms after which the dots go if the business does not stop them

translate(document);
const log = new Log($('log'), { tap, answer });
const openMenu = menu((settings) => perform('settings', settings), (on) => perform('consent', { on }));
let screen;
let fresh = true; // the conversation has not been shown yet
let follow = true; // the newest line is kept in view
let lastTop = 0;
let typing = false;
let idleTimer;
let dotsTimer;

listen({ entry: (entry) => log.show(entry), screen: show, reset: () => log.clear(), connected });
$('composer').addEventListener('submit', send);
$('text').addEventListener('keydown', sendOnEnter);
$('text').addEventListener('input', () => setTyping($('text').value !== ''));
$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', attach);
$('place').addEventListener('click', sharePlace);
$('person').addEventListener('click', () => perform('person', {}));
$('menu-open').addEventListener('click', () => openMenu(screen));
$('agent').addEventListener('change', changeAgent);
$('log').addEventListener('scroll', scrolled);
$('log').addEventListener('load', keepUp, true); // a picture has loaded and has a height now
document.addEventListener('visibilitychange', look);
new ResizeObserver(keepUp).observe($('log'));

/** Does something, and shows the error if it fails. */
async function perform(path, body) {
  try {
    await act(path, body);
  } catch (error) {
    status(say('failed', error.message), true);
  }
}

function show(next) {
  const first = fresh;
  [screen, fresh] = [next, false];
  $('brand').textContent = screen.brand;
  $('brand-letter').textContent = [...screen.brand][0];
  document.title = say('title', screen.brand, screen.settings.name);
  offer(screen.threads, screen.agent);
  allow(screen.features);
  // What is unusual is what must not be cut off.
  status([screen.settings.old && say('plain'), ...unusual(screen), screen.channel, plain(screen.settings.name)].filter(Boolean).join(' · '));
  finish();
  keepUp();
  $('log').setAttribute('aria-busy', 'false');
  if (first) look();
}

/** What is unusual about the device, in the words of the menu. */
function unusual({ settings, features }) {
  return (features.fields ?? []).filter(({ name, check, labels }) => settings.fields[name] && (check || labels))
    .map(({ name, label, choices, labels }) => (labels ? labels[choices.indexOf(settings.fields[name])] : label)?.[lang]);
}

/** Shows what the channel lets a customer do. */
function allow({ person, files, places, verified }) {
  const any = files?.includes('*/*');
  $('person').hidden = !person;
  $('attach').hidden = !files?.length;
  for (const name of ['aria-label', 'title']) $('attach').setAttribute(name, say(any ? 'attachFile' : 'attach'));
  $('attach').querySelector('use').setAttribute('href', any ? '#i-attach' : '#i-image');
  $('file').accept = any ? '' : (files ?? []).join();
  $('place').hidden = !places;
  $('verified').hidden = !verified;
  document.body.classList.toggle('verified', verified);
}

/** Lets the customer choose which agent to write to, and through which channel, if there are several. */
function offer(threads, agent) {
  $('to').hidden = threads.length < 2;
  const key = JSON.stringify(threads);
  if ($('agent').dataset.of !== key) {
    $('agent').dataset.of = key;
    const option = (thread) => make('option', { value: thread.agent }, title(thread, threads));
    const channels = [...new Set(threads.map(({ channel }) => channel))];
    $('agent').replaceChildren(...(channels.length < 2 ? threads.map(option) : channels.map((channel) => make(
      'optgroup', { label: channel }, ...threads.filter((thread) => thread.channel === channel).map(option),
    ))));
  }
  $('agent').value = agent;
}

function changeAgent() {
  setTyping(false);
  [fresh, follow, lastTop] = [true, true, 0];
  $('log').setAttribute('aria-busy', 'true');
  switchTo(screen.threads.find(({ agent }) => agent === $('agent').value), screen.settings.name);
}

function finish() {
  clearTimeout(dotsTimer);
  log.finish(screen.typing);
  if (screen.typing) dotsTimer = setTimeout(() => log.finish(null), dotsFor);
}

function atEnd() {
  const node = $('log');
  return node.scrollHeight - node.scrollTop - node.clientHeight < 80;
}

/** Only scrolling up stops the log from following: a picture that loads also moves the end out of view. */
function scrolled() {
  const top = $('log').scrollTop;
  if (atEnd()) follow = true;
  else if (top < lastTop) follow = false;
  lastTop = top;
}

function keepUp() {
  if (follow) $('log').scrollTop = $('log').scrollHeight;
}

/** The connection was restored or lost. Once restored, the phone has to be told again that the customer is looking. */
function connected(isUp) {
  const was = $('status').dataset.up;
  $('status').dataset.up = isUp;
  if (!isUp) status(say('offline'), true);
  else if (was === 'false') look();
}

function status(text, bad = false) {
  if ($('status').textContent !== text) $('status').textContent = text;
  $('status').classList.toggle('bad', bad);
}

function look() {
  perform('look', { open: document.visibilityState === 'visible' });
}

function sendOnEnter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('composer').requestSubmit();
}

function send(event) {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text === '') return;
  $('text').value = '';
  setTyping(false);
  perform('message', { text });
  follow = true;
  keepUp();
  $('text').focus();
}

function setTyping(on) {
  clearTimeout(idleTimer);
  if (on) idleTimer = setTimeout(() => setTyping(false), idle);
  if (on === typing || !screen?.features.typing) return;
  typing = on;
  perform('typing', { on });
}

function attach() {
  const [file] = $('file').files;
  if (file) perform('file', file);
  $('file').value = '';
}

async function sharePlace() {
  const place = await askPlace();
  if (place) perform('place', place);
}

async function tap(message, card, index, chip) {
  if (chip?.kind !== 'signin') {
    perform('tap', { message, card, index });
    if (chip?.kind === 'askPlace') sharePlace();
    if (chip?.kind === 'calendar') showAppointment(chip.appointment);
    return;
  }
  const allowed = await signin(screen.brand, chip.scopes);
  if (allowed !== undefined) perform('signin', { message, allow: allowed });
}

function answer(survey, question, option) {
  perform('survey', { survey, question, option });
}
