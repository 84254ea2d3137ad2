import type { Shortcut } from '../state/keys.js';
import { say, type Texts } from './language.js';

interface Keys {
  title: string;
  always: string;
  alwaysKeys: Record<'palette' | 'send' | 'line' | 'quick' | 'mention' | 'leave', string>;
  elsewhere: string;
  elsewhereWhat: string;
  off: string;
  /** the setting */
  single: string;
  names: Record<Shortcut, string>;
  control: string;
  shift: string;
  enter: string;
  escape: string;
  close: string;
}

export const keys: Texts<Keys> = {
  en: {
    title: 'Keyboard shortcuts',
    always: 'While you write',
    alwaysKeys: {
      palette: 'All commands and conversations (everywhere)',
      send: 'Send',
      line: 'New line',
      quick: 'Quick replies',
      mention: 'Mention a colleague, in a note',
      leave: 'Leave the text',
    },
    elsewhere: 'While you are not writing',
    elsewhereWhat: 'Press the key that has the letter printed on it.',
    off: 'Single keys are switched off in the settings.',
    single: 'Single keys as shortcuts',
    names: {
      accept: 'Accept the first offer',
      unread: 'Next unread conversation',
      next: 'Next conversation',
      previous: 'Previous conversation',
      undo: 'Take the last action back',
      begin: 'Write to a customer first',
      search: 'Search all sessions',
      write: 'Write an answer',
      'thread/note': 'Write a note, or a reply again',
      'thread/pick': 'Take the conversation',
      'thread/revive': 'Resume the conversation',
      'thread/transfer': 'Transfer the conversation',
      'thread/panel': 'About the customer',
      'thread/why': 'Why is this here?',
      'thread/park': 'Set the conversation aside',
      'thread/end': 'End the conversation',
      'thread/done': 'Finish the wrap-up',
      'thread/decline': 'Decline the offer',
      'thread/release': 'Back into the queue',
      keys: 'This list',
    },
    control: 'Ctrl',
    shift: 'Shift',
    enter: 'Enter',
    escape: 'Esc',
    close: 'Close',
  },
  fr: {
    title: 'Raccourcis clavier',
    always: 'En écrivant',
    alwaysKeys: {
      palette: 'Toutes les commandes et conversations (partout)',
      send: 'Envoyer',
      line: 'Nouvelle ligne',
      quick: 'Réponses rapides',
      mention: 'Mentionner un collègue, dans une note',
      leave: 'Quitter le texte',
    },
    elsewhere: 'Quand vous n’écrivez pas',
    elsewhereWhat: 'Appuyez sur la touche où la lettre est imprimée.',
    off: 'Les touches seules sont désactivées dans les réglages.',
    single: 'Touches seules comme raccourcis',
    names: {
      accept: 'Accepter la première proposition',
      unread: 'Conversation non lue suivante',
      next: 'Conversation suivante',
      previous: 'Conversation précédente',
      undo: 'Annuler la dernière action',
      begin: 'Écrire en premier à un client',
      search: 'Rechercher dans toutes les sessions',
      write: 'Écrire une réponse',
      'thread/note': 'Écrire une note, ou de nouveau une réponse',
      'thread/pick': 'Prendre la conversation',
      'thread/revive': 'Reprendre la conversation',
      'thread/transfer': 'Transférer la conversation',
      'thread/panel': 'À propos du client',
      'thread/why': 'Pourquoi est-elle ici ?',
      'thread/park': 'Mettre la conversation de côté',
      'thread/end': 'Terminer la conversation',
      'thread/done': 'Finaliser la conversation',
      'thread/decline': 'Refuser la proposition',
      'thread/release': 'Remettre dans la file',
      keys: 'Cette liste',
    },
    control: 'Ctrl',
    shift: 'Maj',
    enter: 'Entrée',
    escape: 'Échap',
    close: 'Fermer',
  },
};

/** Whether this machine's keyboard has ⌘ where others have Ctrl. */
const apple = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** keysWord is keys as they are printed: Shift+E is Maj+E on a French keyboard. */
export function keysWord(keyNames: string): string {
  const t = say(keys);
  const words: Record<string, string> = apple()
    ? { Control: '⌘', Shift: '⇧', Enter: '↩', Escape: '⎋' }
    : { Control: t.control, Shift: t.shift, Enter: t.enter, Escape: t.escape };
  return keyNames
    .split('+')
    .map((k) => words[k] ?? k)
    .join(apple() ? '' : '+');
}
