// The line to the phone in the emulator: a stream of what it shows, and what the customer does.

const query = new URLSearchParams(location.search);
const storageKey = 'frontdesk.phone';
const names = ['Dana Okafor', 'Sam Reyes', 'Mina Larsen', 'Tomas Novak', 'Aiko Mori', 'Lena Fischer', 'Noor Haddad', 'Pau Soler'];

/** The conversation of this tab: of the address, a new one for ?new, or this browser's own. */
export let conversation = choose();

let agent = query.get('agent') ?? ''; // the agent of a new conversation; the first one if empty
let name = query.get('name') ?? names[Math.floor(Math.random() * names.length)];

function choose() {
  const named = query.get('conversation');
  if (named) return named;
  if (query.has('new')) {
    const id = crypto.randomUUID();
    query.delete('new');
    query.set('conversation', id);
    history.replaceState(null, '', `?${query}`); // a reload stays with this customer
    return id;
  }
  const own = localStorage.getItem(storageKey) ?? crypto.randomUUID();
  localStorage.setItem(storageKey, own);
  return own;
}

let handlers;
let source;
let last = Promise.resolve(); // what was done last, or the beginning of the stream
let begun = () => undefined;

/** Opens the stream; the handlers get an entry, the screen, nothing for a reset, and whether there is a connection. */
export function listen(all) {
  handlers = all;
  open();
}

function open(like = '') {
  begun(); // releases what waits for an earlier stream
  source?.close();
  source = new EventSource(`events?${new URLSearchParams({ conversation, agent, name, like, locale: navigator.language })}`);
  source.addEventListener('entry', (event) => handlers.entry(JSON.parse(event.data)));
  source.addEventListener('screen', (event) => { handlers.connected(true); handlers.screen(JSON.parse(event.data)); });
  source.addEventListener('reset', () => handlers.reset());
  source.addEventListener('error', broken);
  const first = new Promise((resolve) => { begun = resolve; }); // there is no phone before
  source.addEventListener('screen', begun, { once: true });
  last = last.then(() => first);
}

/** A stream is refused if the address names a brand agent that no longer exists: the customer starts over with another. */
function broken() {
  handlers.connected(false);
  if (source.readyState !== EventSource.CLOSED || agent === '') return;
  for (const part of ['agent', 'conversation']) query.delete(part);
  location.replace(`?${query}`);
}

/** Switches to another conversation of the same customer. */
export function switchTo(thread, customer) {
  const like = conversation;
  ({ conversation, agent } = thread);
  name = customer;
  query.set('conversation', conversation);
  query.set('agent', agent);
  history.replaceState(null, '', `?${query}`); // a reload stays with this one
  open(like);
}

/** Does something, one thing after the other in the order of the calls. It throws the phone's error. */
export function act(path, body) {
  const headers = { 'Content-Type': body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json' };
  const data = body instanceof Blob ? body : JSON.stringify(body);
  const address = `${path}?${new URLSearchParams({ conversation, ...(body instanceof File && { name: body.name }) })}`;
  const done = last.then(() => post(address, headers, data));
  last = done.catch(() => undefined);
  return done;
}

async function post(address, headers, body) {
  const answer = await fetch(address, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error((await answer.json()).error);
}

/** All customers: [{conversation, name, agent, brand}]. */
export async function customers() {
  const answer = await fetch('phones');
  return answer.json();
}
