// Why something is as it is: a code, and what a sentence made of it names.

import { type Fields, fields, list, text } from './values.js';

export interface Reason {
  code: string;
  args: Fields;
}

/** reason is the reason in a field, or undefined where there is none. */
export function reason(v: unknown): Reason | undefined {
  const code = text(fields(v).code);
  return code === '' ? undefined : { code, args: fields(fields(v).args) };
}

export const reasons = (v: unknown): Reason[] => list(v).flatMap((x) => reason(x) ?? []);
