import type { Texts } from './language.js';

interface Shell {
  product: string;
  desk: string;
  views: Record<
    'alerts' | 'queues' | 'agents' | 'sessions' | 'figures' | 'ratings' | 'daily' | 'customers',
    string
  >;
  navigation: string;
  skip: string;
  /** what stands between a name and its value */
  colon: string;
  starting: string;
  slow: string;
  loadAgain: string;
  presence: string;
  shownAs: (what: string) => string;
  full: (used: number, capacity: number) => string;
  load: (used: number, capacity: number) => string;
  awayBy: (why: string) => string;
  youWereSet: (by: string, presence: string) => string;
  youAreLent: (by: string, until: string) => string;
  offline: string;
  offlineQueued: (n: number) => string;
  unreachable: string;
  idle: string;
  stay: string;
  endedIdle: (span: string) => string;
  endedElsewhere: string;
  endedRemoved: string;
  endedRole: string;
  settings: string;
  language: string;
  scheme: string;
  schemes: Record<'auto' | 'light' | 'dark', string>;
  density: string;
  densities: Record<'comfortable' | 'compact', string>;
  sound: string;
  notify: string;
  notifyDenied: string;
  palette: string;
  paletteHint: string;
  noCommand: string;
  goTo: (what: string) => string;
  be: (presence: string) => string;
  acceptFirst: string;
  nextUnread: string;
  next: string;
  previous: string;
  write: string;
  signOut: string;
  signedInAs: (name: string) => string;
  close: string;
  dismissed: string;
  dismissedWhat: (email: string) => string;
  lost: string;
  lostWhy: string;
  copy: string;
  discard: string;
  open: string;
  reads: (reads: number, writes: number) => string;
  notices: string;
  // sign-in
  whoAreYou: string;
  local: string;
  nobody: string;
  serves: (queues: string[]) => string;
  servesNone: string;
  signIn: string;
  google: string;
  or: string;
  address: string;
  password: string;
  enter: string;
  forgot: string;
  accounts: string;
  resetSent: string;
  verify: (email: string) => string;
  verifySend: string;
  verifySent: string;
  verified: string;
  notYet: string;
  // the lists
  lists: string;
  offers: string;
  offeredBy: (queue: string) => string;
  endsIn: (span: string) => string;
  accept: string;
  decline: string;
  mine: string;
  wrapUp: string;
  parked: string;
  reading: string;
  queueEmpty: string;
  moreThan: (n: number) => string;
  waits: (span: string) => string;
  waitsFor: string;
  overPromise: string;
  newestFirst: string;
  channel: (title: string) => string;
  zone: string;
  take: string;
  missed: string;
  missedWho: (who: string) => string;
  stillWaits: string;
  waitsNoMore: string;
  back: string;
  nothing: string;
  nothingWhat: string;
  /** what to do where nothing is open */
  waitingNow: string;
  offersWait: (n: number) => string;
  waitHere: (n: number, queue: string) => string;
  longest: string;
  takeLongest: (queue: string) => string;
  notAvailable: string;
  becomeAvailable: string;
  firstTime: string;
  returning: string;
  chooseOne: string;
  unread: (n: number) => string;
  typing: string;
  draft: string;
  newNotes: (n: number) => string;
  announced: Record<'offer' | 'message' | 'note' | 'reminder', (who: string) => string>;
}

export const shell: Texts<Shell> = {
  en: {
    product: 'Frontdesk',
    desk: 'Desk',
    views: {
      alerts: 'Alerts',
      queues: 'Queues',
      agents: 'Agents',
      sessions: 'Sessions',
      figures: 'Figures',
      ratings: 'Ratings',
      daily: 'Daily settings',
      customers: 'Customers’ data',
    },
    navigation: 'Pages',
    skip: 'Skip to the conversation',
    colon: ': ',
    starting: 'Starting…',
    slow: 'This takes longer than it should. Closing the desk’s other tabs may help.',
    loadAgain: 'Load again',
    presence: 'Presence',
    shownAs: (what) => `others see: ${what}`,
    full: (used, capacity) => `You’re full (${used} of ${capacity}). New offers pause.`,
    load: (used, capacity) => `${used} of ${capacity}`,
    awayBy: (why) => `You were set away: ${why}.`,
    youWereSet: (by, presence) => `${by} set you to “${presence}”.`,
    youAreLent: (by, until) => `${by} changed your queues or capacity until ${until}.`,
    offline: 'No connection. What you see may be out of date.',
    offlineQueued: (n) =>
      n === 1
        ? 'No connection. 1 reply is kept and will be sent.'
        : `No connection. ${n} replies are kept and will be sent.`,
    unreachable: 'No connection. The desk opens as soon as there is one.',
    idle: 'Nobody seems to be here. You will be signed out in less than a minute.',
    stay: 'I am here',
    endedIdle: (span) =>
      `You were signed out because nobody used the desk for ${span}. Nothing of your work is left in this browser.`,
    endedElsewhere: 'You were signed out because you signed out in another tab.',
    endedRemoved:
      'You were signed out because you are not on the roster any more, or suspended. Nothing of your work is left in this browser.',
    endedRole: 'You were signed out because your role has changed. Sign in again to go on.',
    settings: 'Settings',
    language: 'Language',
    scheme: 'Colours',
    schemes: { auto: 'System setting', light: 'Light', dark: 'Dark' },
    density: 'Lists',
    densities: { comfortable: 'Roomy', compact: 'Compact' },
    sound: 'Sound for offers and messages',
    notify: 'Desktop notifications',
    notifyDenied: 'The browser does not allow notifications for this page.',
    palette: 'Commands',
    paletteHint: 'Type a command or a customer’s name',
    noCommand: 'No command or customer has that name.',
    goTo: (what) => `Go to ${what}`,
    be: (presence) => `Presence: ${presence}`,
    acceptFirst: 'Accept the first offer',
    nextUnread: 'Next unread conversation',
    next: 'Next conversation',
    previous: 'Previous conversation',
    write: 'Write an answer',
    signOut: 'Sign out',
    signedInAs: (name) => `Signed in as ${name}`,
    close: 'Close',
    dismissed: 'You are not on the roster',
    dismissedWhat: (email) =>
      `${email} is not on the roster, or no longer is. Ask a supervisor, then come back.`,
    lost: 'A reply was not sent',
    lostWhy: 'The conversation was no longer yours when it arrived.',
    copy: 'Copy the text',
    discard: 'Discard',
    open: 'Open',
    reads: (reads, writes) =>
      `This page has read ${reads} documents and written ${writes} since it was opened.`,
    notices: 'Licences of the components',
    whoAreYou: 'Who are you?',
    local: 'On this machine, anybody can be any agent. In the cloud, agents sign in.',
    serves: (queues) => queues.join(', '),
    servesNone: 'no queues',
    nobody: 'The roster is empty: name agents in the configuration.',
    signIn: 'Sign in',
    google: 'Sign in with Google',
    or: 'or with an e-mail address',
    address: 'E-mail address',
    password: 'Password',
    enter: 'Sign in',
    forgot: 'Forgot your password?',
    accounts:
      'Accounts are created by an admin. If yours has no password yet, enter your address and choose “Forgot your password?”.',
    resetSent: 'If there is an account with this address, a message is on its way.',
    verify: (email) =>
      `It is not verified yet that ${email} is yours. Have a message sent to it, open the link in it, then continue here.`,
    verifySend: 'Send the message',
    verifySent: 'The message was sent.',
    verified: 'I have opened the link',
    notYet: 'The address is not verified yet. Open the link in the message first.',
    lists: 'Conversations',
    offers: 'Offered to you',
    offeredBy: (queue) => `from ${queue}`,
    endsIn: (span) => `${span} left`,
    accept: 'Accept',
    decline: 'Decline',
    mine: 'Mine',
    wrapUp: 'To wrap up',
    parked: 'Set aside',
    reading: 'As a guest',
    queueEmpty: 'Nobody is waiting here.',
    moreThan: (n) => `${n}+`,
    waits: (span) => `waiting ${span}`,
    waitsFor: 'waiting',
    overPromise: 'longer than promised',
    newestFirst: 'Newest first',
    channel: (title) => `Channel: ${title}`,
    zone: 'All times are those of this zone',
    take: 'Take',
    missed: 'Offers you missed',
    missedWho: (who) => `You missed the offer of ${who}’s conversation.`,
    stillWaits: 'Still waiting',
    waitsNoMore: 'No longer waiting',
    back: 'Back to the lists',
    nothing: 'Nothing to do right now',
    nothingWhat: 'Offers appear in the list.',
    waitingNow: 'Customers are waiting',
    offersWait: (n) => (n === 1 ? 'One offer is waiting for you' : `${n} offers are waiting for you`),
    waitHere: (n, queue) => (n === 1 ? `1 customer in ${queue}` : `${n} customers in ${queue}`),
    longest: 'the longest for',
    takeLongest: (queue) => `Take from ${queue}`,
    notAvailable: 'You get no offers, because you are not available.',
    becomeAvailable: 'Become available',
    firstTime: 'first time',
    returning: 'was here before',
    chooseOne: 'Choose a conversation.',
    unread: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`),
    typing: 'is typing…',
    draft: 'Draft:',
    newNotes: (n) => (n === 1 ? '1 new note' : `${n} new notes`),
    announced: {
      offer: (who) => `New conversation: ${who}`,
      message: (who) => `${who} wrote`,
      note: (who) => `A colleague wrote a note: ${who}`,
      reminder: (who) => `You set this aside until now: ${who}`,
    },
  },
  fr: {
    product: 'Frontdesk',
    desk: 'Poste',
    views: {
      alerts: 'Alertes',
      queues: 'Files',
      agents: 'Agents',
      sessions: 'Sessions',
      figures: 'Chiffres',
      ratings: 'Évaluations',
      daily: 'Réglages du jour',
      customers: 'Données des clients',
    },
    navigation: 'Pages',
    skip: 'Aller à la conversation',
    colon: '\u00a0: ',
    starting: 'Démarrage…',
    slow: 'C’est plus long que prévu. Fermer les autres onglets du bureau peut aider.',
    loadAgain: 'Recharger',
    presence: 'Présence',
    shownAs: (what) => `vu par les autres : ${what}`,
    full: (used, capacity) =>
      `Vous êtes au complet (${used} sur ${capacity}). Les propositions font une pause.`,
    load: (used, capacity) => `${used} sur ${capacity}`,
    awayBy: (why) => `Vous êtes passé en « Absent » : ${why}.`,
    youWereSet: (by, presence) => `${by} vous a mis sur « ${presence} ».`,
    youAreLent: (by, until) => `${by} a changé vos files ou votre capacité jusqu’à ${until}.`,
    offline: 'Pas de connexion. Ce que vous voyez est peut-être ancien.',
    offlineQueued: (n) =>
      n < 2
        ? `Pas de connexion. ${n} réponse est gardée et sera envoyée.`
        : `Pas de connexion. ${n} réponses sont gardées et seront envoyées.`,
    unreachable: 'Pas de connexion. Le poste s’ouvrira dès qu’il y en aura une.',
    idle: 'Il semble n’y avoir personne. Vous serez déconnecté dans moins d’une minute.',
    stay: 'Je suis là',
    endedIdle: (span) =>
      `Vous avez été déconnecté parce que personne ne s’est servi du poste pendant ${span}. Rien de votre travail ne reste dans ce navigateur.`,
    endedElsewhere: 'Vous avez été déconnecté parce que vous l’avez fait dans un autre onglet.',
    endedRemoved:
      'Vous avez été déconnecté parce que vous n’êtes plus dans l’effectif, ou que vous êtes suspendu. Rien de votre travail ne reste dans ce navigateur.',
    endedRole:
      'Vous avez été déconnecté parce que votre rôle a changé. Connectez-vous de nouveau pour continuer.',
    settings: 'Réglages',
    language: 'Langue',
    scheme: 'Couleurs',
    schemes: { auto: 'Comme le système', light: 'Clair', dark: 'Sombre' },
    density: 'Listes',
    densities: { comfortable: 'Aérées', compact: 'Compactes' },
    sound: 'Son pour les propositions et les messages',
    notify: 'Notifications du bureau',
    notifyDenied: 'Le navigateur n’autorise pas les notifications pour cette page.',
    palette: 'Commandes',
    paletteHint: 'Tapez une commande ou le nom d’un client',
    noCommand: 'Rien ne porte ce nom.',
    goTo: (what) => `Aller à : ${what}`,
    be: (presence) => `Présence : ${presence}`,
    acceptFirst: 'Accepter la première proposition',
    nextUnread: 'Conversation non lue suivante',
    next: 'Conversation suivante',
    previous: 'Conversation précédente',
    write: 'Écrire une réponse',
    signOut: 'Se déconnecter',
    signedInAs: (name) => `Connecté : ${name}`,
    close: 'Fermer',
    dismissed: 'Vous n’êtes pas dans l’effectif',
    dismissedWhat: (email) =>
      `Personne n’a inscrit ${email} comme agent, ou plus maintenant. Adressez-vous à un superviseur, puis revenez.`,
    lost: 'Une réponse n’a pas été envoyée',
    lostWhy: 'La conversation n’était plus la vôtre quand elle y est arrivée.',
    copy: 'Copier le texte',
    discard: 'Supprimer',
    open: 'Ouvrir',
    reads: (reads, writes) =>
      `Cette page a lu ${reads} documents et en a écrit ${writes} depuis son ouverture.`,
    notices: 'Licences des composants',
    whoAreYou: 'Qui êtes-vous ?',
    local:
      'Sur cette machine, chacun peut être n’importe quel agent. Dans le cloud, les agents se connectent.',
    serves: (queues) => queues.join(', '),
    servesNone: 'aucune file',
    nobody: 'Il n’y a personne dans l’effectif : nommez des agents dans la configuration.',
    signIn: 'Connexion',
    google: 'Se connecter avec Google',
    or: 'ou avec une adresse e-mail',
    address: 'Adresse e-mail',
    password: 'Mot de passe',
    enter: 'Se connecter',
    forgot: 'Mot de passe oublié ?',
    accounts:
      'Un administrateur crée les comptes. Le vôtre n’a pas encore de mot de passe ? Saisissez votre adresse et choisissez « Mot de passe oublié ? ».',
    resetSent: 'S’il y a un compte à cette adresse, un message est en route.',
    verify: (email) =>
      `Rien ne prouve encore que ${email} est à vous. Faites-y envoyer un message, ouvrez le lien qu’il contient, puis continuez ici.`,
    verifySend: 'Envoyer le message',
    verifySent: 'Le message a été envoyé.',
    verified: 'J’ai ouvert le lien',
    notYet: 'L’adresse n’est pas encore vérifiée. Ouvrez d’abord le lien du message.',
    lists: 'Conversations',
    offers: 'Proposées',
    offeredBy: (queue) => `de ${queue}`,
    endsIn: (span) => `encore ${span}`,
    accept: 'Accepter',
    decline: 'Refuser',
    mine: 'Les miennes',
    wrapUp: 'À finaliser',
    parked: 'Mises de côté',
    reading: 'En tant qu’invité',
    queueEmpty: 'Personne n’attend ici.',
    moreThan: (n) => `${n}+`,
    waits: (span) => `attend depuis ${span}`,
    waitsFor: 'attend depuis',
    overPromise: 'plus que promis',
    newestFirst: 'Les plus récentes d’abord',
    channel: (title) => `Canal : ${title}`,
    zone: 'Toutes les heures sont celles de ce fuseau',
    take: 'Prendre',
    missed: 'Propositions manquées',
    missedWho: (who) => `Vous avez manqué la proposition de la conversation de ${who}.`,
    stillWaits: 'Attend toujours',
    waitsNoMore: 'N’attend plus',
    back: 'Retour aux listes',
    nothing: 'Rien à faire pour l’instant',
    nothingWhat: 'Les propositions apparaissent dans la liste.',
    waitingNow: 'Des clients attendent',
    offersWait: (n) => (n < 2 ? 'Une proposition vous attend' : `${n} propositions vous attendent`),
    waitHere: (n, queue) => (n < 2 ? `${n} client dans ${queue}` : `${n} clients dans ${queue}`),
    longest: 'le plus ancien depuis',
    takeLongest: (queue) => `Prendre dans ${queue}`,
    notAvailable: 'Vous ne recevez pas de propositions, car vous n’êtes pas disponible.',
    becomeAvailable: 'Devenir disponible',
    firstTime: 'première fois',
    returning: 'déjà venu',
    chooseOne: 'Choisissez une conversation.',
    unread: (n) => (n < 2 ? `${n} message non lu` : `${n} messages non lus`),
    typing: 'écrit…',
    draft: 'Brouillon :',
    newNotes: (n) => (n < 2 ? `${n} nouvelle note` : `${n} nouvelles notes`),
    announced: {
      offer: (who) => `Nouvelle conversation : ${who}`,
      message: (who) => `${who} a écrit`,
      note: (who) => `Un collègue a écrit une note : ${who}`,
      reminder: (who) => `À reprendre maintenant : ${who}`,
    },
  },
};
