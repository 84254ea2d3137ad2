// Who can write to a customer first.

import type { Configuration } from '../data/configuration.js';
import type { FirstWord } from '../data/firstword.js';

/** Sender is a brand agent in whose name agents may write first. */
export interface Sender {
  account: string;
  brandAgent: string;
  title: string;
  /** where a number is from that has no country's code, such as FR; empty if it has to have one */
  country: string;
}

/** senders is who can write first, by the settings; usually there is none or one. */
export function senders(config: Configuration | undefined): Sender[] {
  return Object.entries(config?.accounts ?? {})
    .filter(([, a]) => a.outbound)
    .flatMap(([account, a]) =>
      a.brandAgents.map((brandAgent) => ({
        account,
        brandAgent,
        title: (a.displayName || account) + (a.brandAgents.length > 1 ? ` · ${brandAgent}` : ''),
        country: a.country,
      })),
    );
}

export type Gap = 'number' | 'purpose' | 'text';

/** gap is the first thing that is missing, in the order of the form. */
export function gap(w: Omit<FirstWord, 'purpose'> & { purpose: string }): Gap | undefined {
  if (!/\d/.test(w.number)) return 'number';
  if (w.purpose === '') return 'purpose';
  return w.text.trim() === '' ? 'text' : undefined;
}
