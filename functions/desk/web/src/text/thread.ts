import type { Action } from '../state/actions.js';
import type { Obstacle } from '../state/recipients.js';
import type { Texts } from './language.js';

interface Thread {
  loading: string;
  retry: string;
  close: string;
  cancel: string;
  working: string;
  you: string;
  system: string;
  // the head
  actions: Record<Action, string>;
  moreActions: string;
  details: string;
  whyHere: string;
  readAlong: (who: string) => string;
  wantsPerson: string;
  wantsNone: string;
  consents: Record<'refused' | 'unanswered', string>;
  gone: string;
  goneWhat: string;
  broken: string;
  writeNote: string;
  writeReply: string;
  // the history
  history: string;
  news: string;
  older: string;
  begins: string;
  lookedInto: string;
  toNewest: string;
  newMessages: (n: number) => string;
  session: (n: number) => string;
  opened: (n: number, queue: string, at: string, cause: string) => string;
  ended: (n: number, at: string, cause: string) => string;
  automated: string;
  assistant: string;
  assistantSaid: string;
  note: string;
  noteForYou: string;
  showAll: (length: string) => string;
  chose: string;
  chosen: string;
  choices: string;
  cards: (n: number) => string;
  map: string;
  askedSuccess: string;
  askedNth: (n: number, of: number) => string;
  stars: (n: number) => string;
  // files
  picture: string;
  file: string;
  noFile: string;
  subscribed: string;
  unsubscribed: string;
  copying: string;
  fileStates: Record<'failed' | 'refused', string>;
  noPicture: string;
  brokenPicture: string;
  enlarge: (alt: string) => string;
  download: string;
  downloadThis: (name: string) => string;
  open: string;
  noTab: string;
  sound: string;
  film: string;
  play: (name: string) => string;
  notPlayed: string;
  // what became of a message
  waitsForConnection: string;
  waitsForChannel: string;
  waitsItsTurn: string;
  withdraw: string;
  withdrawThis: (text: string) => string;
  withdrawn: string;
  /** of a message that the channel has, and the customer not yet */
  takeBack: string;
  takeBackThis: (text: string) => string;
  takingBack: string;
  notInTime: string;
  again: string;
  sentAgain: string;
  // dialogs
  chooseOne: string;
  why: string;
  agent: string;
  queue: string;
  where: string;
  toQueue: string;
  toAgent: string;
  findAgent: string;
  findQueue: string;
  nobody: string;
  noQueue: string;
  more: (n: number) => string;
  load: (used: number, capacity: number) => string;
  otherQueue: string;
  waitingThere: (n: number) => string;
  lacks: (skills: string) => string;
  isOpen: string;
  isClosed: string;
  opensAt: (at: string) => string;
  areThere: (n: number, room: number) => string;
  handedOver: (who: string, why: string) => string;
  refusedBy: (who: string) => string;
  obstacles: Record<Exclude<Obstacle, ''>, string>;
  transferWhom: (who: string) => string;
  consultWhom: (who: string) => string;
  consultWhat: string;
  assignWhom: (who: string) => string;
  assignWhat: string;
  endWhose: (who: string) => string;
  endWhat: string;
  endAnyway: string;
  closeWhose: (who: string) => string;
  closeWhat: string;
  priorityOf: (who: string) => string;
  priorityWhat: string;
  set: string;
  priority: string;
}

export const thread: Texts<Thread> = {
  en: {
    loading: 'Loading…',
    retry: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
    working: 'One moment…',
    you: 'You',
    system: 'the system',
    actions: {
      accept: 'Accept',
      decline: 'Decline',
      pick: 'Take',
      revive: 'Resume',
      done: 'Done',
      transfer: 'Transfer',
      park: 'Set aside',
      end: 'End',
      consult: 'Consult',
      release: 'Back into the queue',
      leave: 'Leave as a guest',
      assign: 'Assign',
      priority: 'Priority',
      close: 'Close',
    },
    moreActions: 'More actions',
    details: 'About the customer',
    whyHere: 'Why is this here?',
    readAlong: (who) => `guests: ${who}`,
    wantsPerson: 'asks for a person',
    wantsNone: 'wants no more messages',
    consents: { refused: 'refused the notice', unanswered: 'did not answer the notice' },
    gone: 'You can no longer see this conversation',
    goneWhat: 'Somebody else has it now, or it was closed.',
    broken: 'The conversation cannot be shown',
    writeNote: 'Write a note',
    writeReply: 'Write a reply',
    history: 'History',
    news: 'New messages',
    older: 'Older messages',
    begins: 'The conversation starts here.',
    lookedInto: 'Opened to read',
    toNewest: 'To the newest message',
    newMessages: (n) => (n === 1 ? '1 new message' : `${n} new messages`),
    session: (n) => `Session ${n}`,
    opened: (n, queue, at, cause) => `Session ${n} · ${queue} · ${at} · ${cause}`,
    ended: (n, at, cause) => `End of session ${n} · ${at} · ${cause}`,
    automated: 'Automated',
    assistant: 'Answered by the channel’s assistant',
    assistantSaid: 'The channel does not say what its assistant answered.',
    note: 'Note',
    noteForYou: 'Note for you',
    showAll: (length) => `Show all ${length} characters`,
    chose: 'Chose',
    chosen: 'chosen',
    choices: 'Choices',
    cards: (n) => (n === 1 ? 'Card' : `${n} cards`),
    map: 'Show on the map',
    askedSuccess: 'Could you do what you wanted?',
    askedNth: (n, of) => `Question ${n} of ${of}`,
    stars: (n) => `${n} of 5 stars`,
    picture: 'Picture',
    file: 'File',
    noFile: 'A file that was not accepted.',
    subscribed: 'Wants messages again.',
    unsubscribed: 'Wants no more messages.',
    copying: 'The file is being fetched…',
    fileStates: { failed: 'The file could not be fetched', refused: 'The file was not accepted' },
    noPicture: 'The picture cannot be shown.',
    brokenPicture: 'It is damaged.',
    enlarge: (alt) => `Enlarge: ${alt}`,
    download: 'Download',
    downloadThis: (name) => `Download ${name}`,
    open: 'Open in a new tab',
    noTab: 'The browser allows no new tab. Download the file instead.',
    sound: 'Audio',
    film: 'Video',
    play: (name) => `Play ${name}`,
    notPlayed: 'This browser cannot play the file. Download it instead.',
    waitsForConnection: 'Waiting for a connection',
    waitsForChannel: 'Waiting: the channel has not accepted it yet',
    waitsItsTurn: 'It will be sent in its turn.',
    withdraw: 'Discard',
    withdrawThis: (text) => `Discard without sending: ${text}`,
    withdrawn: 'The message was discarded.',
    takeBack: 'Take back',
    takeBackThis: (text) => `Take back before it is delivered: ${text}`,
    takingBack: 'being taken back…',
    notInTime: 'Not delivered in time',
    again: 'Send again',
    sentAgain: 'Sent again below.',
    chooseOne: 'First choose where it should go.',
    why: 'Why (colleagues will see it)',
    agent: 'Agent',
    queue: 'Queue',
    where: 'Where to',
    toQueue: 'To a queue',
    toAgent: 'To an agent',
    findAgent: 'Find an agent',
    findQueue: 'Find a queue',
    nobody: 'Nobody has that name.',
    noQueue: 'No queue has that name.',
    more: (n) => `${n} more: type a name.`,
    load: (used, capacity) => `${used} of ${capacity} in use`,
    otherQueue: 'does not serve this queue',
    waitingThere: (n) => `${n} waiting`,
    lacks: (skills) => `lacks ${skills}`,
    isOpen: 'open',
    isClosed: 'closed',
    opensAt: (at) => `closed, gets it ${at}`,
    areThere: (n, room) => (n === 0 ? 'nobody there' : `${n} there, ${room} with room`),
    handedOver: (who, why) => `From ${who}${why ? `: ${why}` : ''}`,
    refusedBy: (who) => `${who} did not take it`,
    obstacles: {
      owner: 'already has it',
      reads: 'is already a guest',
      tooMany: 'already five guests',
      away: 'is away',
      offline: 'is offline',
      gone: 'lost the connection',
      full: 'has no room',
    },
    transferWhom: (who) => `Transfer: ${who}`,
    consultWhom: (who) => `Consult somebody about ${who}`,
    consultWhat: 'Your colleague can read the conversation and write notes. The customer does not notice.',
    assignWhom: (who) => `Assign: ${who}`,
    assignWhat: 'The agent gets the conversation immediately, even without room.',
    endWhose: (who) => `${who} is still waiting for an answer`,
    endWhat: 'The last message has no answer yet:',
    endAnyway: 'End anyway',
    closeWhose: (who) => `Close: ${who}`,
    closeWhat: 'The session ends immediately, without a survey. The customer’s next message opens a new one.',
    priorityOf: (who) => `Priority: ${who}`,
    priorityWhat: 'Whoever is more urgent comes first, but nobody waits for ever.',
    set: 'Set',
    priority: 'Priority',
  },
  fr: {
    loading: 'Chargement…',
    retry: 'Réessayer',
    close: 'Fermer',
    cancel: 'Annuler',
    working: 'Un instant…',
    you: 'Vous',
    system: 'le système',
    actions: {
      accept: 'Accepter',
      decline: 'Refuser',
      pick: 'Prendre',
      revive: 'Reprendre',
      done: 'Finaliser',
      transfer: 'Transférer',
      park: 'Mettre de côté',
      end: 'Terminer',
      consult: 'Demander conseil',
      release: 'Remettre dans la file',
      leave: 'Quitter la conversation',
      assign: 'Attribuer',
      priority: 'Priorité',
      close: 'Clore',
    },
    moreActions: 'Autres actions',
    details: 'À propos du client',
    whyHere: 'Pourquoi est-elle ici ?',
    readAlong: (who) => `invités : ${who}`,
    wantsPerson: 'souhaite parler à une personne',
    wantsNone: 'ne veut plus de messages',
    consents: { refused: 'a refusé l’avis', unanswered: 'n’a pas répondu à l’avis' },
    gone: 'Vous ne voyez plus cette conversation',
    goneWhat: 'Quelqu’un d’autre l’a maintenant, ou elle a été close.',
    broken: 'La conversation ne peut pas être affichée',
    writeNote: 'Écrire une note',
    writeReply: 'Écrire une réponse',
    history: 'Historique',
    news: 'Nouveaux messages',
    older: 'Messages plus anciens',
    begins: 'La conversation a commencé ici.',
    lookedInto: 'Ouverte pour lecture',
    toNewest: 'Au message le plus récent',
    newMessages: (n) => (n < 2 ? `${n} nouveau message` : `${n} nouveaux messages`),
    session: (n) => `Session ${n}`,
    opened: (n, queue, at, cause) => `Session ${n} · ${queue} · ${at} · ${cause}`,
    ended: (n, at, cause) => `Fin de la session ${n} · ${at} · ${cause}`,
    automated: 'Automatique',
    assistant: 'Réponse de l’assistant du canal',
    assistantSaid: 'Le canal ne dit pas ce que son assistant a répondu.',
    note: 'Note',
    noteForYou: 'Note pour vous',
    showAll: (length) => `Afficher les ${length} caractères`,
    chose: 'A choisi',
    chosen: 'choisi',
    choices: 'Choix',
    cards: (n) => (n < 2 ? 'Carte' : `${n} cartes`),
    map: 'Voir sur le plan',
    askedSuccess: 'Avez-vous pu faire ce que vous vouliez ?',
    askedNth: (n, of) => `Question ${n} sur ${of}`,
    stars: (n) => `${n} étoiles sur 5`,
    picture: 'Image',
    file: 'Fichier',
    noFile: 'Un fichier qui n’a pas été accepté.',
    subscribed: 'Accepte de nouveau les messages.',
    unsubscribed: 'Ne veut plus recevoir de messages.',
    copying: 'Le fichier est en cours de récupération…',
    fileStates: {
      failed: 'Le fichier n’a pas pu être récupéré',
      refused: 'Le fichier n’a pas été accepté',
    },
    noPicture: 'L’image ne peut pas être affichée.',
    brokenPicture: 'Elle est endommagée.',
    enlarge: (alt) => `Agrandir : ${alt}`,
    download: 'Télécharger',
    downloadThis: (name) => `Télécharger ${name}`,
    open: 'Ouvrir dans un nouvel onglet',
    noTab: 'Le navigateur n’autorise pas de nouvel onglet. Téléchargez le fichier.',
    sound: 'Audio',
    film: 'Vidéo',
    play: (name) => `Lire ${name}`,
    notPlayed: 'Ce navigateur ne peut pas lire le fichier. Téléchargez-le.',
    waitsForConnection: 'Attend une connexion',
    waitsForChannel: 'En attente : le canal ne l’a pas encore pris',
    waitsItsTurn: 'Il sera envoyé à son tour.',
    withdraw: 'Abandonner l’envoi',
    withdrawThis: (text) => `Abandonner l’envoi : ${text}`,
    withdrawn: 'L’envoi du message a été abandonné.',
    takeBack: 'Retirer',
    takeBackThis: (text) => `Retirer avant la distribution : ${text}`,
    takingBack: 'retrait en cours…',
    notInTime: 'Non distribué à temps',
    again: 'Renvoyer',
    sentAgain: 'Renvoyé plus bas.',
    chooseOne: 'Choisissez d’abord la destination.',
    why: 'Pourquoi (vos collègues le verront)',
    agent: 'Agent',
    queue: 'File',
    where: 'Destination',
    toQueue: 'À une file',
    toAgent: 'À un agent',
    findAgent: 'Rechercher un agent',
    findQueue: 'Rechercher une file',
    nobody: 'Personne de ce nom.',
    noQueue: 'Aucune file de ce nom.',
    more: (n) => `${n} de plus : tapez un nom.`,
    load: (used, capacity) => `${used} sur ${capacity} pris`,
    otherQueue: 'ne sert pas cette file',
    lacks: (skills) => `sans ${skills}`,
    isOpen: 'ouverte',
    isClosed: 'fermée',
    opensAt: (at) => `fermée, l’aura ${at}`,
    areThere: (n, room) =>
      n === 0 ? 'personne n’est là' : `${n} ${n < 2 ? 'présent' : 'présents'}, ${room} avec de la place`,
    handedOver: (who, why) => `De ${who}${why ? ` : ${why}` : ''}`,
    refusedBy: (who) => `${who} ne l’a pas prise`,
    waitingThere: (n) => (n < 2 ? `${n} y attend` : `${n} y attendent`),
    obstacles: {
      owner: 'l’a déjà',
      reads: 'est déjà invité',
      tooMany: 'déjà cinq invités',
      away: 'est absent',
      offline: 'est hors ligne',
      gone: 'a perdu la connexion',
      full: 'n’a plus de place',
    },
    transferWhom: (who) => `Transférer : ${who}`,
    consultWhom: (who) => `Demander conseil : ${who}`,
    consultWhat: 'Le collègue lit la conversation et écrit des notes. Le client ne le remarque pas.',
    assignWhom: (who) => `Attribuer : ${who}`,
    assignWhat: 'L’agent a la conversation aussitôt, avec ou sans place.',
    endWhose: (who) => `${who} attend encore une réponse`,
    endWhat: 'Le dernier message est resté sans réponse :',
    endAnyway: 'Terminer quand même',
    closeWhose: (who) => `Clore : ${who}`,
    closeWhat:
      'La session se termine aussitôt, sans sondage. Le prochain message du client en ouvre une nouvelle.',
    priorityOf: (who) => `Priorité : ${who}`,
    priorityWhat: 'Les plus urgentes passent d’abord, mais personne n’attend sans fin.',
    set: 'Définir',
    priority: 'Priorité',
  },
};
