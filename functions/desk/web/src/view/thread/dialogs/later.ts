// Dialogs that are loaded when they are first needed, all at once: the page begins without.

export { declineReason } from '../../declines.js';
export { askMacro } from './macro.js';
export { askOutcome } from './outcome.js';
export { askPark } from './park.js';
export { ask } from './questions.js';
