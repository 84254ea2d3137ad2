import type { Silence } from '../state/actions.js';
import type { ChoiceKind, Composed, Needed } from '../state/choice.js';
import type { Fault } from '../state/pad.js';
import type { Unfit } from '../state/upload.js';
import { bytes, type Texts } from './language.js';

interface Compose {
  kinds: string;
  reply: string;
  note: string;
  replyTo: (who: string) => string;
  replyHint: string;
  noteLabel: string;
  noteHint: string;
  send: string;
  save: string;
  waiting: string;
  sendBy: Record<'enter' | 'ctrl', string>;
  silences: Record<Exclude<Silence, ''>, (owner: string) => string>;
  stepIn: string;
  tooLong: (n: number) => string;
  longNote: string;
  longReply: string;
  pieces: (n: number) => string;
  faults: Record<Exclude<Fault, '' | 'empty' | 'long' | 'uploading' | 'choice'>, string>;
  amiss: Record<Needed, (n: number) => string>;
  full: (n: number) => string;
  fullPlaced: (n: number) => string;
  noteOffline: string;
  markup: string;
  emoji: string;
  findEmoji: string;
  found: (n: number) => string;
  loading: string;
  quickReplies: string;
  colleagues: string;
  suggestKeys: string;
  // files
  files: string;
  attach: string;
  noAttachments: string;
  noFilesHere: string;
  unfit: Record<Unfit, (name: string, most: number) => string>;
  asLink: string;
  alt: string;
  uploading: (name: string) => string;
  removeFile: (name: string) => string;
  retry: string;
  // choices
  choices: string;
  choice: (n: number) => string;
  addChoice: string;
  removeChoice: (label: string) => string;
  choiceKind: (n: number) => string;
  choiceKinds: Record<ChoiceKind, string>;
  choiceFields: Record<Exclude<keyof Composed, 'kind' | 'view'>, string>;
  askPlaceLabel: string;
  view: string;
  views: Record<string, string>;
  // places
  place: string;
  placeLabel: string;
  removePlace: string;
}

export const compose: Texts<Compose> = {
  en: {
    kinds: 'What you write',
    reply: 'Reply',
    note: 'Note',
    replyTo: (who) => `Reply to ${who}`,
    replyHint: 'Reply; / for quick replies',
    noteLabel: 'Note for colleagues',
    noteHint: 'For colleagues only; @ mentions one',
    send: 'Send',
    save: 'Save note',
    waiting: 'Uploading…',
    sendBy: { enter: 'Enter sends', ctrl: 'Ctrl+Enter sends' },
    silences: {
      open: () => 'Take the conversation to answer.',
      offered: () => 'Accept the conversation to answer.',
      owned: (owner) => `${owner} has this conversation. You can write notes.`,
      parked: () => 'The conversation was set aside. Resume it to answer.',
      'wrap-up': () =>
        'The session has ended, and the customer was told so. You can write notes, or resume it to answer.',
      closed: () => 'The session is closed. The customer’s next message opens a new one.',
      unsubscribed: () =>
        'The customer wants no more messages, so nothing can be sent until they write again. You can write notes, or end the session.',
      window: () => 'The customer has not written for too long: the channel no longer accepts messages.',
    },
    stepIn: 'This conversation is not yours, but the customer will see your reply.',
    tooLong: (n) => (n === 1 ? 'This is 1 character too long.' : `This is ${n} characters too long.`),
    longNote: 'The note is too long.',
    longReply: 'The reply is too long.',
    pieces: (n) => `Will be sent as at least ${n} messages`,
    faults: {
      markup: 'The channel would refuse this formatting: close what you open, or put \\ before a * or [.',
      upload: 'A file was not uploaded. Try again, or remove it.',
      choices: 'Choices need a text above them.',
      place: 'Write the location as 48.85, 2.35, or paste the long address of a map.',
    },
    amiss: {
      label: (n) => `Answer ${n} has no text yet.`,
      url: (n) => `Answer ${n} needs the address of a page.`,
      phone: (n) => `Answer ${n} needs a phone number that begins with + and the country.`,
      where: (n) => `Answer ${n} needs a location: 48.85, 2.35 or the long address of a map.`,
      title: (n) => `Answer ${n} needs a title for the appointment.`,
      start: (n) => `Answer ${n} needs the time when the appointment begins.`,
      end: (n) => `Answer ${n} needs an end that is later than the beginning.`,
    },
    full: (n) => `There are at most ${n}.`,
    fullPlaced: (n) => `With a location or an appointment among them there are at most ${n}.`,
    noteOffline: 'There is no connection. The note is kept here; save it when you are online.',
    markup: 'Formatting: **bold**, *italic*, [label](https://address)',
    emoji: 'Emoji',
    findEmoji: 'Find an emoji',
    found: (n) => (n === 1 ? '1 found' : `${n} found`),
    loading: 'Loading…',
    quickReplies: 'Quick replies',
    colleagues: 'Colleagues',
    suggestKeys: '↑ ↓ choose · Enter inserts · Esc closes',
    files: 'Files to send',
    attach: 'Attach files',
    noAttachments: 'Files are switched off for this conversation',
    noFilesHere: 'Files can only be sent with replies to the customer.',
    unfit: {
      off: (name) => `${name}: files are switched off for this conversation.`,
      empty: (name) => `${name} is empty.`,
      large: (name, most) => `${name} is larger than ${bytes(most)}.`,
      many: (name) => `${name}: send the others first.`,
    },
    asLink: 'The customer gets a link to it.',
    alt: 'What the picture shows',
    uploading: (name) => `Uploading ${name}`,
    removeFile: (name) => `Remove ${name}`,
    retry: 'Try again',
    choices: 'Suggested answers',
    choice: (n) => `Answer ${n}`,
    addChoice: 'One more',
    removeChoice: (label) => `Remove ${label}`,
    choiceKind: (n) => `What answer ${n} does`,
    choiceKinds: {
      reply: 'Sends this text',
      url: 'Opens a page',
      dial: 'Calls a number',
      place: 'Shows a location',
      askPlace: 'Asks for the location',
      calendar: 'Adds to the calendar',
    },
    choiceFields: {
      label: 'What it says',
      url: 'Address of the page',
      phone: 'Phone number, with +',
      where: '48.85, 2.35 or the address of a map',
      title: 'Title of the appointment',
      body: 'What it is about',
      start: 'Begins',
      end: 'Ends',
    },
    askPlaceLabel: 'Send my location',
    view: 'Where the page opens',
    views: {
      '': 'In the browser',
      full: 'In the app',
      half: 'In half of the app',
      tall: 'In most of the app',
    },
    place: 'Send a location',
    placeLabel: 'What is there',
    removePlace: 'Remove the location',
  },
  fr: {
    kinds: 'Ce que vous écrivez',
    reply: 'Réponse',
    note: 'Note',
    replyTo: (who) => `Répondre à ${who}`,
    replyHint: 'Réponse ; / : réponses rapides',
    noteLabel: 'Note pour les collègues',
    noteHint: 'Pour vos collègues ; @ en mentionne un',
    send: 'Envoyer',
    save: 'Enregistrer la note',
    waiting: 'Envoi des fichiers…',
    sendBy: { enter: 'Entrée envoie', ctrl: 'Ctrl+Entrée envoie' },
    silences: {
      open: () => 'Prenez la conversation pour répondre.',
      offered: () => 'Acceptez la conversation pour répondre.',
      owned: (owner) => `${owner} a cette conversation. Vous pouvez écrire des notes.`,
      parked: () => 'La conversation est mise de côté. Reprenez-la pour répondre.',
      'wrap-up': () =>
        'La session est terminée, et le client le sait. Vous pouvez écrire des notes, ou la reprendre pour répondre.',
      closed: () => 'La session est close. Le prochain message du client en ouvre une nouvelle.',
      unsubscribed: () =>
        'Le client ne veut plus de messages : rien ne peut être envoyé avant qu’il n’écrive à nouveau. Vous pouvez écrire des notes ou terminer la session.',
      window: () => 'Le client n’a pas écrit depuis trop longtemps : le canal n’accepte plus rien.',
    },
    stepIn: 'La conversation n’est pas la vôtre : le client verra quand même votre réponse.',
    tooLong: (n) => (n < 2 ? `C’est ${n} caractère de trop.` : `C’est ${n} caractères de trop.`),
    longNote: 'La note est trop longue.',
    longReply: 'La réponse est trop longue.',
    pieces: (n) => `Sera envoyé en ${n} messages au moins`,
    faults: {
      markup:
        'Le canal refuserait cette mise en forme : fermez ce que vous ouvrez, ou mettez \\ devant un * ou un [.',
      upload: 'Un fichier n’est pas parti. Réessayez, ou retirez-le.',
      choices: 'Les choix demandent un texte au-dessus.',
      place: 'Écrivez la position comme 48.85, 2.35, ou collez l’adresse longue d’une carte.',
    },
    amiss: {
      label: (n) => `La réponse ${n} n’a pas encore de texte.`,
      url: (n) => `Il manque l’adresse d’une page à la réponse ${n}.`,
      phone: (n) => `Il manque à la réponse ${n} un numéro qui commence par + et le pays.`,
      where: (n) => `Il manque une position à la réponse ${n} : 48.85, 2.35 ou l’adresse longue d’une carte.`,
      title: (n) => `Il manque un titre au rendez-vous de la réponse ${n}.`,
      start: (n) => `Il manque le début du rendez-vous de la réponse ${n}.`,
      end: (n) => `La fin du rendez-vous de la réponse ${n} doit être après son début.`,
    },
    full: (n) => `Il y en a ${n} au plus.`,
    fullPlaced: (n) => `Avec une position ou un rendez-vous, il y en a ${n} au plus.`,
    noteOffline: 'Il n’y a pas de connexion. La note reste ici ; enregistrez-la une fois en ligne.',
    markup: 'Mise en forme : **gras**, *italique*, [libellé](https://adresse)',
    emoji: 'Émojis',
    findEmoji: 'Chercher un émoji',
    found: (n) => (n < 2 ? `${n} trouvé` : `${n} trouvés`),
    loading: 'Chargement…',
    quickReplies: 'Réponses rapides',
    colleagues: 'Collègues',
    suggestKeys: '↑ ↓ choisir · Entrée insère · Échap ferme',
    files: 'Fichiers à envoyer',
    attach: 'Joindre des fichiers',
    noAttachments: 'Les fichiers sont désactivés pour cette conversation',
    noFilesHere: 'Les fichiers ne vont qu’avec les réponses au client.',
    unfit: {
      off: (name) => `${name} : les fichiers sont désactivés pour cette conversation.`,
      empty: (name) => `${name} est vide.`,
      large: (name, most) => `${name} dépasse ${bytes(most)}.`,
      many: (name) => `${name} : envoyez d’abord les autres.`,
    },
    asLink: 'Le client reçoit un lien vers ce fichier.',
    alt: 'Ce que montre l’image',
    uploading: (name) => `Envoi de ${name}`,
    removeFile: (name) => `Retirer ${name}`,
    retry: 'Réessayer',
    choices: 'Réponses suggérées',
    choice: (n) => `Réponse ${n}`,
    addChoice: 'Une de plus',
    removeChoice: (label) => `Retirer ${label}`,
    choiceKind: (n) => `Ce que fait la réponse ${n}`,
    choiceKinds: {
      reply: 'Envoie ce texte',
      url: 'Ouvre une page',
      dial: 'Appelle un numéro',
      place: 'Montre une position',
      askPlace: 'Demande la position',
      calendar: 'Ajoute à l’agenda',
    },
    choiceFields: {
      label: 'Ce qui est écrit',
      url: 'Adresse de la page',
      phone: 'Numéro, avec +',
      where: '48.85, 2.35 ou l’adresse d’une carte',
      title: 'Titre du rendez-vous',
      body: 'De quoi il s’agit',
      start: 'Début',
      end: 'Fin',
    },
    askPlaceLabel: 'Envoyer ma position',
    view: 'Où s’ouvre la page',
    views: {
      '': 'Dans le navigateur',
      full: 'Dans l’application',
      half: 'Sur la moitié de l’application',
      tall: 'Sur presque toute l’application',
    },
    place: 'Envoyer une position',
    placeLabel: 'Ce qui s’y trouve',
    removePlace: 'Retirer la position',
  },
};
