/** What a channel can carry, as shared/channel.Limits has it; lengths are UTF-16 code units. */
export interface Limits {
  channel: string;
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
  emulators?: { firestore?: string; auth?: string };
  channels: Limits[];
  /** seconds between two heartbeats, and how long one holds */
  heartbeat: number;
  lease: number;
  /** bytes */
  maxFile: number;
  version: string;
  /** milliseconds that the server's clock is ahead of this machine's */
  skew: number;
}

/** How far two clocks may differ before it is this machine's that is wrong: Date has whole seconds. */
const tolerance = 2_000;

export async function readSettings(): Promise<Settings> {
  const began = Date.now();
  const answer = await fetch('/settings.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`/settings.json: ${answer.status} ${answer.statusText}`);
  const settings = (await answer.json()) as Settings;
  const server = Date.parse(answer.headers.get('date') ?? '');
  const skew = server - (began + Date.now()) / 2;
  return { ...settings, skew: Math.abs(skew) > tolerance ? skew : 0 };
}

/** Business Messages' numbers, for a channel that the server does not name. */
export function limitsOf(settings: Settings, channel: string): Limits | undefined {
  return settings.channels.find((l) => l.channel === channel) ?? settings.channels[0];
}
