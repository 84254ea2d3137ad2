// The line to the phone in the emulator: a stream of what it shows, and what the customer does.

const query = new URLSearchParams(location.search);
const storageKey = 'frontdesk.phone';
const names = ['Dana Okafor', 'Sam Reyes', 'Mina Larsen', 'Tomas Novak', 'Aiko Mori', 'Lena Fischer', 'Noor Haddad', 'Pau Soler'];

/** The conversation of this tab: of the address, a new one for ?new, or this browser's own. */
export const conversation = choose();

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

/** Opens the stream; the handlers get an entry, the screen, nothing for a reset, and whether the line is up. */
export function listen({ entry, screen, reset, up }) {
  const name = query.get('name') ?? names[Math.floor(Math.random() * names.length)];
  const source = new EventSource(`events?${new URLSearchParams({ conversation, name, locale: navigator.language })}`);
  source.addEventListener('entry', (event) => entry(JSON.parse(event.data)));
  source.addEventListener('screen', (event) => { up(true); screen(JSON.parse(event.data)); });
  source.addEventListener('reset', () => reset());
  source.addEventListener('error', () => up(false));
}

let last = Promise.resolve();

/** Does something; one thing after the other, in the order of the calls. It throws what the phone says about it. */
export function act(path, body) {
  const headers = { 'Content-Type': body instanceof Blob ? body.type : 'application/json' };
  const data = body instanceof Blob ? body : JSON.stringify(body);
  const done = last.then(() => post(path, headers, data));
  last = done.catch(() => undefined);
  return done;
}

async function post(path, headers, body) {
  const answer = await fetch(`${path}?${new URLSearchParams({ conversation })}`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error((await answer.json()).error);
}

/** The customers there are: [{conversation, name}]. */
export async function customers() {
  const answer = await fetch('phones');
  return answer.json();
}
