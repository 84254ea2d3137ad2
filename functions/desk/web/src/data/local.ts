// Signing in on a local machine: agents just say who they are.

import type { Settings } from '../settings.js';
import { claims, type Person } from './connect.js';

/** A demo agent to choose from, on one's own machine. */
export interface Candidate {
  email: string;
  name: string;
  role: string;
  queues: string[];
}

/** candidates reads the emulator's roster as its owner, who may do everything. */
export async function candidates(settings: Settings): Promise<Candidate[]> {
  const { documents = [] } = (await read(settings, 'agents?pageSize=300')) as { documents?: Stored[] };
  const { queues = {} } = await routing(settings);
  return documents
    .map(({ name, fields }) => ({
      email: decodeURIComponent(name.slice(name.lastIndexOf('/') + 1)),
      name: fields.displayName?.stringValue ?? '',
      role: fields.role?.stringValue ?? '',
      queues: (fields.queues?.arrayValue?.values ?? [])
        .map((q) => q.stringValue ?? '')
        .map((q) => queues[q]?.display_name ?? q),
    }))
    .filter((c) => c.role !== '' && c.role !== 'none');
}

type Value = { stringValue?: string; arrayValue?: { values?: Value[] } };
type Stored = { name: string; fields: Record<string, Value> };

/** routing is what queues are called, as far as there is a configuration yet. */
async function routing(settings: Settings): Promise<{ queues?: Record<string, { display_name?: string }> }> {
  try {
    const { fields } = (await read(settings, 'config/current')) as Stored;
    return JSON.parse(fields.routing?.stringValue ?? '{}');
  } catch {
    return {};
  }
}

async function read(settings: Settings, path: string): Promise<unknown> {
  const host = settings.emulators?.firestore;
  const url = `http://${host}/v1/projects/${settings.project}/databases/(default)/documents/${path}`;
  const answer = await fetch(url, { headers: { authorization: 'Bearer owner' } });
  if (!answer.ok) throw new Error(`Firestore emulator: ${answer.status}`);
  return answer.json();
}

const encode = (part: object): string =>
  btoa(JSON.stringify(part)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** unsigned is a token that only emulators take. */
export function unsigned(p: Person): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({
    ...claims(p),
    user_id: p.id,
  })}.`;
}
