import type { Conversation } from '../../../data/documents.js';
import type { Ask } from '../../../data/orders.js';
import type { Desk } from '../../../state/desk.js';
import type { Order } from '../../../state/undo.js';
import { say } from '../../../text/language.js';
import { shell } from '../../../text/shell.js';

/** What a question is about, and how it is asked. */
export interface Question {
  conversation: string;
  title: string;
  confirm: string;
  danger?: boolean;
  body: () => unknown;
  /** the action that the form describes; undefined while something is missing */
  ask: (form: FormData) => Ask | undefined;
  done: () => void;
  /** what is said while something is missing, if not where it should go */
  missing?: string;
  /** set where it can be taken back for a while; carriedOut is called when it was not */
  undo?: Pick<Order, 'action' | 'who' | 'heard' | 'steps'>;
  carriedOut?: () => void;
}

/** hold has something done in a few seconds, unless it is taken back by then. */
export async function hold(desk: Desk, what: Order, carriedOut?: () => void): Promise<void> {
  if (!(await connected(desk))) throw offline();
  void desk.undo.hold(what).then((done) => done && carriedOut?.());
}

/** latest is by when an offer has to be declined: after its time it was missed, which counts. */
export const latest = (c: Pick<Conversation, 'state' | 'offeredUntil'>): number =>
  c.state === 'offered' ? c.offeredUntil - margin : Number.POSITIVE_INFINITY;

/** How long, in milliseconds, it may take to decline. */
const margin = 2_000;

const offline = () => Object.assign(new Error(say(shell).offline), { code: 'unavailable' });

/** act has something done now or not at all: what is kept for a later connection would surprise everybody. */
export async function act(desk: Desk, conversation: string, ask: Ask): Promise<void> {
  if (!(await connected(desk))) throw offline();
  await desk.act(conversation, ask);
}

/** How long, in milliseconds, a page that has just begun may take to be connected. */
const patience = 4000;

function connected(desk: Desk): Promise<boolean> {
  if (desk.connected) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve(desk.connected);
    };
    const timer = setTimeout(end, patience);
    const stop = desk.watch(() => {
      if (desk.connected) end();
    });
  });
}
