import { nothing } from 'lit';
import { type Shortcut, shortcuts } from '../state/keys.js';
import type { Office } from '../state/office.js';

/** keyShortcut is the keys of a command, for aria-keyshortcuts, unless single keys are switched off. */
export const keyShortcut = (office: Office, id: Shortcut): string | typeof nothing =>
  office.keep.get('keys', true) ? shortcuts[id] : nothing;
