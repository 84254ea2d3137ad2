/** What a channel can carry, as shared/channel.Limits has it; lengths are UTF-16 code units. */
export interface Limits {
  channel: string;
  /** what people call it, and the path of the picture beside it */
  title: string;
  icon: string;
  kinds: string[];
  choiceKinds: string[];
  cardChoiceKinds: string[];
  markup: boolean;
  text: number;
  fallback: number;
  label: number;
  postback: number;
  choices: number;
  cards: number;
  cardChoices: number;
  cardTitle: number;
  cardBody: number;
  /** how much of the messaging app a page can take, besides opening in the browser */
  views: string[] | null;
  appointmentTitle: number;
  appointmentBody: number;
  fileTypes: string[];
  fileSize: number;
  /** nanoseconds, 0 for ever */
  window: number;
  perMinute: number;
}

/** What the function that serves the client says of where it is. */
export interface Settings {
  project: string;
  apiKey: string;
  authDomain: string;
  database: string;
  signIn: ('google' | 'email' | 'agents')[];
  /** whether a password needs the code of an authenticator app as well */
  secondFactor: boolean;
  emulators?: { firestore?: string; auth?: string };
  channels: Limits[];
  /** seconds between two heartbeats, and how long one holds */
  heartbeat: number;
  lease: number;
  /** bytes */
  maxFile: number;
  /** the ends of the names of files that are sent to nobody */
  refused: string[];
  /** seconds without a sign of anybody, after which an agent is signed out */
  idleTimeout: number;
  version: string;
}

const read = (more: RequestInit = {}): Promise<Response> =>
  fetch('/settings.json', { cache: 'no-store', ...more });

export async function readSettings(): Promise<Settings> {
  const answer = await read();
  if (!answer.ok) throw new Error(`/settings.json: ${answer.status} ${answer.statusText}`);
  return (await answer.json()) as Settings;
}

/** How long the server's time is waited for, in milliseconds. */
const patience = 10_000;

/** The server's time now, in milliseconds and whole seconds. */
export async function askTime(): Promise<number> {
  const time = Date.parse((await read({ signal: AbortSignal.timeout(patience) })).headers.get('date') ?? '');
  if (Number.isNaN(time)) throw new Error('/settings.json: no date');
  return time;
}

/** What can be sent on a channel: the default one's numbers where the server does not name it. */
export function limitsOf(settings: Settings, channel: string): Limits | undefined {
  return settings.channels.find((l) => l.channel === channel) ?? settings.channels[0];
}

/** How far an emulator's clock was moved, in milliseconds; 0 in the cloud, whose clock nobody moves. */
export const askAhead = async (): Promise<number> =>
  Number((await read()).headers.get('clock-ahead') ?? 0) || 0;
