import type { Silence } from '../state/actions.js';
import type { CardFault } from '../state/cards.js';
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
  faults: Record<Exclude<Fault, '' | 'empty' | 'long' | 'uploading' | 'choice' | 'card'>, string>;
  amiss: Record<Needed, (n: number) => string>;
  full: (n: number) => string;
  fullPlaced: (n: number) => string;
  fullCards: string;
  noteOffline: string;
  bold: string;
  list: string;
  looksLike: string;
  asTyped: string;
  asMarked: string;
  emoji: string;
  findEmoji: string;
  found: (n: number) => string;
  loading: string;
  quickReplies: string;
  colleagues: string;
  ownReply: string;
  withPicture: string;
  editReplies: string;
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
  // cards
  cards: string;
  card: (n: number) => string;
  addCard: string;
  removeCard: (n: number) => string;
  earlier: (n: number) => string;
  cardTitle: string;
  cardBody: string;
  cardPicture: string;
  changePicture: string;
  removePicture: (n: number) => string;
  cardChoices: (n: number) => string;
  onThePhone: string;
  pictureOff: string;
  pictureUnfit: (name: string, most: number) => string;
  cardFaults: Record<CardFault['field'], (n: number) => string>;
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
      upload: 'A file was not uploaded. Try again, or remove it.',
      choices: 'Choices need a text above them.',
      place: 'Write the location as 48.85, 2.35, or paste the long address of a map.',
    },
    amiss: {
      label: (n) => `Choice ${n} has no text yet.`,
      url: (n) => `Choice ${n} needs the address of a page.`,
      phone: (n) => `Choice ${n} needs a phone number that begins with + and the country.`,
      where: (n) => `Choice ${n} needs a location: 48.85, 2.35 or the long address of a map.`,
      title: (n) => `Choice ${n} needs a title for the appointment.`,
      start: (n) => `Choice ${n} needs the time when the appointment begins.`,
      end: (n) => `Choice ${n} needs an end that is later than the beginning.`,
    },
    full: (n) => `There are at most ${n}.`,
    fullPlaced: (n) => `With a location or an appointment among them there are at most ${n}.`,
    fullCards: 'The cards and what is below them have all the choices that they can have.',
    noteOffline: 'There is no connection. The note is kept here; save it when you are online.',
    bold: 'Bold (Ctrl+B)',
    list: 'List (Ctrl+Shift+8)',
    looksLike: 'The customer sees:',
    asTyped: 'Send the signs as typed',
    asMarked: 'Use them as formatting',
    emoji: 'Emoji',
    findEmoji: 'Find an emoji',
    found: (n) => (n === 1 ? '1 found' : `${n} found`),
    loading: 'Loading…',
    quickReplies: 'Quick replies',
    colleagues: 'Colleagues',
    ownReply: 'mine',
    withPicture: 'with a picture',
    editReplies: 'Edit quick replies…',
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
      program: (name) =>
        `${name} is a program, and a program could harm the customer. Send a document or a picture.`,
    },
    asLink: 'The customer gets a link to it.',
    alt: 'What the picture shows',
    uploading: (name) => `Uploading ${name}`,
    removeFile: (name) => `Remove ${name}`,
    retry: 'Try again',
    choices: 'Choices to tap',
    choice: (n) => `Choice ${n}`,
    addChoice: 'One more',
    removeChoice: (label) => `Remove ${label}`,
    choiceKind: (n) => `What choice ${n} does`,
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
    cards: 'Cards',
    card: (n) => `Card ${n}`,
    addCard: 'One more card',
    removeCard: (n) => `Remove card ${n}`,
    earlier: (n) => `Move card ${n} forward`,
    cardTitle: 'Title',
    cardBody: 'Text',
    cardPicture: 'Add a picture',
    changePicture: 'Change the picture',
    removePicture: (n) => `Remove the picture of card ${n}`,
    cardChoices: (n) => `Choices on card ${n}`,
    onThePhone: 'On the customer’s phone',
    pictureOff: 'Files are switched off for this conversation, pictures on cards as well.',
    pictureUnfit: (name, most) =>
      `${name} is no picture that phones show on a card, or larger than ${bytes(most)}.`,
    cardFaults: {
      empty: (n) => `Card ${n} needs a title, a text or a picture.`,
      choice: (n) => `A choice on card ${n} is not finished.`,
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
      upload: 'Un fichier n’est pas parti. Réessayez, ou retirez-le.',
      choices: 'Les choix demandent un texte au-dessus.',
      place: 'Écrivez la position comme 48.85, 2.35, ou collez l’adresse longue d’une carte.',
    },
    amiss: {
      label: (n) => `Le choix ${n} n’a pas encore de texte.`,
      url: (n) => `Il manque l’adresse d’une page au choix ${n}.`,
      phone: (n) => `Il manque au choix ${n} un numéro qui commence par + et le pays.`,
      where: (n) => `Il manque une position au choix ${n} : 48.85, 2.35 ou l’adresse longue d’une carte.`,
      title: (n) => `Il manque un titre au rendez-vous du choix ${n}.`,
      start: (n) => `Il manque le début du rendez-vous du choix ${n}.`,
      end: (n) => `La fin du rendez-vous du choix ${n} doit être après son début.`,
    },
    full: (n) => `Il y en a ${n} au plus.`,
    fullPlaced: (n) => `Avec une position ou un rendez-vous, il y en a ${n} au plus.`,
    fullCards: 'Les cartes et ce qui est dessous ont tous les choix possibles.',
    noteOffline: 'Il n’y a pas de connexion. La note reste ici ; enregistrez-la une fois en ligne.',
    bold: 'Gras (Ctrl+B)',
    list: 'Liste (Ctrl+Maj+8)',
    looksLike: 'Le client voit :',
    asTyped: 'Envoyer les signes tels quels',
    asMarked: 'Mettre en forme',
    emoji: 'Émojis',
    findEmoji: 'Rechercher un émoji',
    found: (n) => (n < 2 ? `${n} trouvé` : `${n} trouvés`),
    loading: 'Chargement…',
    quickReplies: 'Réponses rapides',
    colleagues: 'Collègues',
    ownReply: 'à moi',
    withPicture: 'avec une image',
    editReplies: 'Modifier les réponses rapides…',
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
      program: (name) =>
        `${name} est un programme, qui pourrait nuire au client. Envoyez un document ou une image.`,
    },
    asLink: 'Le client reçoit un lien vers ce fichier.',
    alt: 'Ce que montre l’image',
    uploading: (name) => `Envoi de ${name}`,
    removeFile: (name) => `Retirer ${name}`,
    retry: 'Réessayer',
    choices: 'Choix à toucher',
    choice: (n) => `Choix ${n}`,
    addChoice: 'Un de plus',
    removeChoice: (label) => `Retirer ${label}`,
    choiceKind: (n) => `Ce que fait le choix ${n}`,
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
    cards: 'Cartes',
    card: (n) => `Carte ${n}`,
    addCard: 'Une carte de plus',
    removeCard: (n) => `Retirer la carte ${n}`,
    earlier: (n) => `Avancer la carte ${n}`,
    cardTitle: 'Titre',
    cardBody: 'Texte',
    cardPicture: 'Ajouter une image',
    changePicture: 'Changer l’image',
    removePicture: (n) => `Retirer l’image de la carte ${n}`,
    cardChoices: (n) => `Choix sur la carte ${n}`,
    onThePhone: 'Sur le téléphone du client',
    pictureOff: 'Les fichiers sont désactivés pour cette conversation, les images sur les cartes aussi.',
    pictureUnfit: (name, most) =>
      `${name} n’est pas une image que les téléphones montrent sur une carte, ou dépasse ${bytes(most)}.`,
    cardFaults: {
      empty: (n) => `La carte ${n} demande un titre, un texte ou une image.`,
      choice: (n) => `Un choix de la carte ${n} n’est pas complet.`,
    },
    place: 'Envoyer une position',
    placeLabel: 'Ce qui s’y trouve',
    removePlace: 'Retirer la position',
  },
};
