// The words of the page, in English and French.

const english = {
  title: (brand, name) => `${name} · ${brand}`,
  log: 'Messages', write: 'Write a message', send: 'Send', attach: 'Send an image', person: 'Ask for a person',
  menu: 'Customer and device', close: 'Close', customer: 'Customer and device', name: 'Name', locale: 'Language of the device',
  writeTo: 'Write to', came: 'Settings of this channel',
  old: 'Old device: plain text only', others: 'Customers', withBrand: (name, brand) => `${name}, to ${brand}`, onChannel: (brand, channel) => `${brand} · ${channel}`,
  newCustomer: 'New customer', me: 'You', bot: 'automated', human: 'person', business: 'The business',
  joined: (who) => `${who} joined`, left: (who) => `${who} left`, asked: 'You asked for a person',
  allowed: 'You signed in', denied: 'You did not sign in', typing: (who) => `${who} is typing`,
  sending: 'sending…', sent: 'sent', retrying: 'not delivered yet, trying again', dropped: 'never delivered', read: 'read',
  fallback: 'shown instead of content that this device cannot show', picture: 'Image', yourPicture: 'Image you sent',
  noPicture: 'Image not available', suggestions: 'Suggestions', cards: 'Cards', livePerson: 'Talk to a person',
  signin: 'Sign in', signinTitle: (brand) => `Sign in with ${brand}?`, signinScopes: 'The business asks for:',
  allow: 'Allow', deny: 'Deny', newWindow: 'opens in a new tab', question: (n, all) => `Question ${n} of ${all}`,
  thanks: 'Thank you!', over: 'This survey is over.', survey: 'Survey',
  attachFile: 'Send a file', sharePlace: 'Send a location', latitude: 'Latitude', longitude: 'Longitude', share: 'Send location',
  cancel: 'Cancel', done: 'Done', place: 'Location', file: 'File', inApp: 'opens in the app', verified: 'verified business',
  inCalendar: (when) => `In your calendar: ${when}`, address: (tel) => `Phone number: ${tel}`,
  subscribe: 'Allow messages again', unsubscribe: 'Stop all messages',
  subscribed: 'You allowed messages again', unsubscribed: 'You stopped all messages',
  offline: 'No connection to Google, trying again', failed: (why) => `That did not work: ${why}`, plain: 'Old device',
};

const french = {
  title: (brand, name) => `${name} · ${brand}`,
  log: 'Messages', write: 'Écrire un message', send: 'Envoyer', attach: 'Envoyer une image', person: 'Demander une personne',
  menu: 'Client et appareil', close: 'Fermer', customer: 'Client et appareil', name: 'Nom', locale: 'Langue de l’appareil',
  writeTo: 'Écrire à', came: 'Réglages de ce canal',
  old: 'Ancien appareil : texte simple', others: 'Clients', withBrand: (name, brand) => `${name}, à ${brand}`,
  onChannel: (brand, channel) => `${brand} · ${channel}`,
  newCustomer: 'Nouveau client', me: 'Vous', bot: 'automatique', human: 'personne', business: 'L’entreprise',
  joined: (who) => `${who} a rejoint la conversation`, left: (who) => `${who} a quitté la conversation`,
  asked: 'Vous avez demandé une personne', allowed: 'Vous vous êtes connecté', denied: 'Vous ne vous êtes pas connecté',
  typing: (who) => `${who} écrit`,
  sending: 'envoi…', sent: 'envoyé', retrying: 'pas encore remis, nouvel essai', dropped: 'jamais remis', read: 'lu',
  fallback: 'affiché à la place d’un contenu que cet appareil ne sait pas afficher', picture: 'Image',
  yourPicture: 'Image envoyée', noPicture: 'Image indisponible', suggestions: 'Suggestions', cards: 'Fiches',
  livePerson: 'Parler à une personne', signin: 'Se connecter', signinTitle: (brand) => `Se connecter chez ${brand} ?`,
  signinScopes: 'L’entreprise demande :', allow: 'Autoriser', deny: 'Refuser', newWindow: 's’ouvre dans un nouvel onglet',
  question: (n, all) => `Question ${n} sur ${all}`, thanks: 'Merci !', over: 'Ce questionnaire est terminé.',
  attachFile: 'Envoyer un fichier', sharePlace: 'Envoyer une position', latitude: 'Latitude', longitude: 'Longitude',
  share: 'Envoyer la position', cancel: 'Annuler', done: 'Terminé', place: 'Position', file: 'Fichier',
  inApp: 's’ouvre dans l’application', verified: 'entreprise vérifiée',
  inCalendar: (when) => `Dans votre agenda : ${when}`, address: (tel) => `Numéro de téléphone : ${tel}`,
  subscribe: 'Autoriser de nouveau les messages', unsubscribe: 'Arrêter tous les messages',
  subscribed: 'Vous avez de nouveau autorisé les messages', unsubscribed: 'Vous avez arrêté tous les messages',
  survey: 'Questionnaire', offline: 'Pas de connexion à Google, nouvel essai', plain: 'Ancien appareil',
  failed: (why) => `Cela n’a pas marché : ${why}`,
};

/** The language of the page: ?lang= or that of the browser; "en" or "fr". */
export const lang = (new URLSearchParams(location.search).get('lang') ?? navigator.language).startsWith('fr') ? 'fr' : 'en';

const words = lang === 'fr' ? french : english;

/** A word, or a sentence made with values. */
export function say(key, ...values) {
  const word = words[key];
  return typeof word === 'function' ? word(...values.map(plain)) : word;
}

/** A text without the marks that would change the writing direction of the text around it. */
export const plain = (text) => String(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');

/** Fills in the words that index.html leaves out. */
export function translate(root) {
  document.documentElement.lang = lang;
  for (const node of root.querySelectorAll('[data-text]')) node.textContent = say(node.dataset.text);
  for (const node of root.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', say(node.dataset.label));
    if (node.tagName === 'BUTTON') node.title = say(node.dataset.label);
    if (node.tagName === 'TEXTAREA') node.placeholder = say(node.dataset.label);
  }
}

// Times in the format of the customer's region, if that has the language of the page.
const region = navigator.language.startsWith(lang) ? navigator.language : lang;
const clock = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(region, { weekday: 'long', day: 'numeric', month: 'long' });

const moment = new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const amount = new Intl.NumberFormat(region, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });

/** From one instant to another. */
export const span = (start, end) => moment.formatRange(new Date(start), new Date(end));

/** The size of a file. */
export const bytes = (size) => amount.format(Math.max(1, size / 1000));

/** The time of day of an instant. */
export const timeOf = (at) => clock.format(new Date(at));

/** The day of an instant. */
export const dayOf = (at) => calendar.format(new Date(at));
