// What an account is called, and whether it still takes sessions.

import type { Configuration } from '../data/configuration.js';
import { customer } from '../text/customer.js';
import { say } from '../text/language.js';

/** accountTitle is an account's name, with a word where it takes no more sessions. */
export function accountTitle(config: Configuration | undefined, account: string): string {
  const a = config?.accounts[account];
  const name = a?.displayName || account;
  if (!config || (a && !a.closing)) return name;
  return a ? say(customer).closing(name) : say(customer).removed(name);
}
