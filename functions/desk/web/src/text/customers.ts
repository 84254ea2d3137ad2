import { number, plural, type Texts } from './language.js';

/** What is asked for beside a count. */
export type Wish = 'erase' | 'hold' | 'release' | 'export';

/** Texts of the page of customers' data. */
interface Customers {
  who: string;
  whoWhat: string;
  count: string;
  whoMissing: string;
  counting: string;
  found: (conversations: number) => string;
  foundWhat: string;
  place: string;
  documents: string;
  places: Record<string, string>;
  theirs: string;
  firstOnes: (n: number) => string;
  gone: string;
  heldSince: (when: string) => string;
  /** what a button says; of one conversation, or of so many */
  wishes: Record<Wish, string>;
  titles: Record<Wish, (whose: string) => string>;
  confirms: Record<Wish, (conversations: number) => string>;
  conversations: (n: number) => string;
  goes: (what: string) => string;
  forGood: string;
  someHeld: (n: number) => string;
  holds: string;
  releases: string;
  exports: string;
  why: string;
  whyWhat: string;
  // what became of a request
  progress: string;
  underWay: Record<Wish, string>;
  endedOf: (ended: number, all: number) => string;
  retryAt: (when: string) => string;
  erased: (documents: number, conversations: number) => string;
  foundAgain: (n: number) => string;
  goneAt: (when: string) => string;
  held: (conversations: number) => string;
  released: (conversations: number) => string;
  exported: (until: string) => string;
  download: string;
  downloadOf: (id: string) => string;
  refused: (why: string) => string;
  someRefused: (n: number, all: number, why: string) => string;
  // the latest requests
  latest: string;
  none: string;
  newest: (n: number) => string;
  when: string;
  by: string;
  what: string;
  whose: string;
  became: string;
  kinds: Record<string, string>;
  operator: (who: string) => string;
  conversation: (id: string) => string;
  account: (name: string) => string;
  aCustomer: string;
  everybody: string;
  pending: string;
  done: string;
  forEach: (conversations: number) => string;
  counted: (documents: number) => string;
  deleted: (documents: number) => string;
}

export const customers: Texts<Customers> = {
  en: {
    who: 'Whose data',
    whoWhat:
      'A phone number with the country’s code, such as +33 6 39 98 12 34, or a conversation’s id or address. Counting deletes nothing.',
    count: 'Count',
    whoMissing: 'Enter a phone number or a conversation.',
    counting: 'Counting…',
    found: (n) => `${number(n)} ${plural(n, 'conversation', 'conversations')} found`,
    foundWhat: 'What an erasure would delete',
    place: 'Kind',
    documents: 'Documents and files',
    places: {
      conversations: 'Conversations',
      messages: 'Messages and notes',
      replies: 'Replies that were sent or wait to be',
      actions: 'What agents asked for',
      events: 'Events, with what decisions were made from',
      sessions: 'Sessions',
      closedSessions: 'Sessions, as they are searched for',
      readings: 'Record of who read it',
      private: 'Phone numbers',
      items: 'Places in queues',
      ratings: 'Ratings',
      starts: 'First words of agents',
      files: 'Files',
      rows: 'Rows in BigQuery',
    },
    theirs: 'Conversations',
    firstOnes: (n) => `These are the first ${number(n)}.`,
    gone: 'no longer there, with something left of it',
    heldSince: (when) => `on legal hold since ${when}`,
    wishes: { erase: 'Erase…', hold: 'Hold…', release: 'Lift the hold…', export: 'Export…' },
    titles: {
      erase: (whose) => `Erase: ${whose}`,
      hold: (whose) => `Legal hold: ${whose}`,
      release: (whose) => `Lift the legal hold: ${whose}`,
      export: (whose) => `Export: ${whose}`,
    },
    confirms: {
      erase: (n) => `Erase ${number(n)} ${plural(n, 'conversation', 'conversations')} for good`,
      hold: () => 'Hold',
      release: () => 'Lift the hold',
      export: () => 'Export',
    },
    conversations: (n) => `${number(n)} ${plural(n, 'conversation', 'conversations')}`,
    goes: (what) => `This deletes ${what}, and what came since the count.`,
    forGood:
      'Nobody can undo it. An open session closes without a word; a customer who writes again begins a new conversation.',
    someHeld: (n) =>
      `${number(n)} of the conversations ${plural(n, 'is', 'are')} on legal hold and will not be erased.`,
    holds:
      'Nothing of it is deleted until an admin lifts the hold: not by its retention and not by an erasure.',
    releases: 'Its retention counts again. What has been kept for longer goes within a day or two.',
    exports:
      'One archive of all documents, a transcript that prints, and the files. It has agents’ notes: look through it before you hand it out. Only you can download it, within a day.',
    why: 'Reason',
    whyWhat: 'It is kept with the request for three years. Write a case’s number, and no names.',
    progress: 'Request',
    underWay: {
      erase: 'Erasing… You can leave this page: it goes on.',
      hold: 'The hold is being set…',
      release: 'The hold is being lifted…',
      export: 'The archive is being written…',
    },
    endedOf: (ended, all) => `${number(ended)} of ${number(all)} conversations.`,
    retryAt: (when) =>
      `Everything else is deleted. It waits for BigQuery, which cannot delete rows yet that it has just been given: again at ${when}.`,
    erased: (documents, n) =>
      `Erased: ${number(documents)} documents and files of ${number(n)} ${plural(n, 'conversation', 'conversations')}.`,
    foundAgain: (n) =>
      `${number(n)} of them ${plural(n, 'was', 'were')} found only when everything was read again.`,
    goneAt: (when) => `The last backup that has them runs out on ${when}.`,
    held: (n) => `${number(n)} ${plural(n, 'conversation is', 'conversations are')} on legal hold.`,
    released: (n) =>
      `${number(n)} ${plural(n, 'conversation is', 'conversations are')} no longer on legal hold.`,
    exported: (until) => `The archive is ready. It can be downloaded until ${until}.`,
    download: 'Download',
    downloadOf: (id) => `Download the export of the conversation ${id}`,
    refused: (why) => `Refused: ${why}.`,
    someRefused: (n, all, why) => `Refused for ${number(n)} of ${number(all)} conversations: ${why}.`,
    latest: 'Latest requests',
    none: 'Nobody has asked for anything yet.',
    newest: (n) => `These are the newest ${number(n)}.`,
    when: 'When',
    by: 'Who asked',
    what: 'What',
    whose: 'Whose data',
    became: 'What became of it',
    kinds: {
      count: 'Count',
      erase: 'Erasure',
      hold: 'Legal hold',
      release: 'End of a legal hold',
      export: 'Export',
      retain: 'End of retention',
    },
    operator: (who) => `${who}, by command`,
    conversation: (id) => `Conversation ${id}`,
    account: (name) => `Everybody of the account ${name}`,
    aCustomer: 'A customer, by number',
    everybody: 'Everybody whose time had come',
    pending: 'Under way',
    done: 'Done',
    forEach: (n) => `A request for each of ${number(n)} ${plural(n, 'conversation', 'conversations')}`,
    counted: (n) => `${number(n)} documents and files`,
    deleted: (n) => `${number(n)} documents and files deleted`,
  },
  fr: {
    who: 'Données de qui',
    whoWhat:
      'Un numéro de téléphone avec l’indicatif du pays, comme +33 6 39 98 12 34, ou l’identifiant ou l’adresse d’une conversation. Compter n’efface rien.',
    count: 'Compter',
    whoMissing: 'Indiquez un numéro de téléphone ou une conversation.',
    counting: 'Comptage…',
    found: (n) => `${number(n)} ${plural(n, 'conversation trouvée', 'conversations trouvées')}`,
    foundWhat: 'Ce qu’un effacement supprimerait',
    place: 'Genre',
    documents: 'Documents et fichiers',
    places: {
      conversations: 'Conversations',
      messages: 'Messages et notes',
      replies: 'Réponses envoyées ou en attente',
      actions: 'Demandes des agents',
      events: 'Événements, avec ce qui a fondé les décisions',
      sessions: 'Sessions',
      closedSessions: 'Sessions, pour la recherche',
      readings: 'Registre des lectures',
      private: 'Numéros de téléphone',
      items: 'Places dans les files',
      ratings: 'Évaluations',
      starts: 'Premiers messages d’agents',
      files: 'Fichiers',
      rows: 'Lignes dans BigQuery',
    },
    theirs: 'Conversations',
    firstOnes: (n) => `Voici les ${number(n)} premières.`,
    gone: 'disparue, mais il en reste quelque chose',
    heldSince: (when) => `sous conservation obligatoire depuis le ${when}`,
    wishes: { erase: 'Effacer…', hold: 'Conserver…', release: 'Lever la conservation…', export: 'Exporter…' },
    titles: {
      erase: (whose) => `Effacer : ${whose}`,
      hold: (whose) => `Conservation obligatoire : ${whose}`,
      release: (whose) => `Lever la conservation obligatoire : ${whose}`,
      export: (whose) => `Exporter : ${whose}`,
    },
    confirms: {
      erase: (n) => `Effacer définitivement ${number(n)} ${plural(n, 'conversation', 'conversations')}`,
      hold: () => 'Conserver',
      release: () => 'Lever la conservation',
      export: () => 'Exporter',
    },
    conversations: (n) => `${number(n)} ${plural(n, 'conversation', 'conversations')}`,
    goes: (what) => `Ceci supprime ${what}, et ce qui est arrivé depuis le comptage.`,
    forGood:
      'Personne ne peut revenir en arrière. Une session ouverte est close sans un mot ; un client qui écrit de nouveau commence une autre conversation.',
    someHeld: (n) =>
      `${number(n)} ${plural(n, 'conversation est', 'conversations sont')} sous conservation obligatoire et ne ${plural(n, 'sera pas effacée', 'seront pas effacées')}.`,
    holds:
      'Rien n’en est effacé avant qu’un administrateur ne lève la conservation : ni à la fin de la durée de conservation, ni par un effacement.',
    releases: 'Sa durée de conservation compte de nouveau. Ce qui l’a dépassée disparaît en un jour ou deux.',
    exports:
      'Une archive de tous les documents, avec une transcription imprimable et les fichiers. Elle contient les notes des agents : relisez-la avant de la remettre. Vous seul pouvez la télécharger, pendant un jour.',
    why: 'Motif',
    whyWhat: 'Il est conservé trois ans avec la demande. Indiquez le numéro d’un dossier, mais aucun nom.',
    progress: 'Demande',
    underWay: {
      erase: 'Effacement en cours… Vous pouvez quitter cette page : il continue.',
      hold: 'Mise sous conservation…',
      release: 'Levée de la conservation…',
      export: 'Écriture de l’archive…',
    },
    endedOf: (ended, all) => `${number(ended)} conversations sur ${number(all)}.`,
    retryAt: (when) =>
      `Tout le reste est effacé. BigQuery ne peut pas encore supprimer des lignes qu’il vient de recevoir : nouvel essai à ${when}.`,
    erased: (documents, n) =>
      `Effacé : ${number(documents)} documents et fichiers de ${number(n)} ${plural(n, 'conversation', 'conversations')}.`,
    foundAgain: (n) =>
      `${number(n)} ${plural(n, 'n’a été trouvé', 'n’ont été trouvés')} qu’à la seconde lecture.`,
    goneAt: (when) => `La dernière sauvegarde qui les contient expire le ${when}.`,
    held: (n) =>
      `${number(n)} ${plural(n, 'conversation est', 'conversations sont')} sous conservation obligatoire.`,
    released: (n) =>
      `${number(n)} ${plural(n, 'conversation n’est', 'conversations ne sont')} plus sous conservation obligatoire.`,
    exported: (until) => `L’archive est prête. Elle peut être téléchargée jusqu’au ${until}.`,
    download: 'Télécharger',
    downloadOf: (id) => `Télécharger l’exportation de la conversation ${id}`,
    refused: (why) => `Refusé : ${why}.`,
    someRefused: (n, all, why) =>
      `Refusé pour ${number(n)} ${plural(n, 'conversation', 'conversations')} sur ${number(all)} : ${why}.`,
    latest: 'Dernières demandes',
    none: 'Personne n’a encore rien demandé.',
    newest: (n) => `Voici les ${number(n)} plus récentes.`,
    when: 'Quand',
    by: 'Demandé par',
    what: 'Quoi',
    whose: 'Données de qui',
    became: 'Suite donnée',
    kinds: {
      count: 'Comptage',
      erase: 'Effacement',
      hold: 'Conservation obligatoire',
      release: 'Fin d’une conservation obligatoire',
      export: 'Exportation',
      retain: 'Fin de la durée de conservation',
    },
    operator: (who) => `${who}, par une commande`,
    conversation: (id) => `Conversation ${id}`,
    account: (name) => `Tous les clients du compte ${name}`,
    aCustomer: 'Un client, par numéro',
    everybody: 'Tous ceux dont la durée est écoulée',
    pending: 'En cours',
    done: 'Terminé',
    forEach: (n) =>
      `Une demande pour ${plural(n, `${number(n)} conversation`, `chacune des ${number(n)} conversations`)}`,
    counted: (n) => `${number(n)} documents et fichiers`,
    deleted: (n) => `${number(n)} documents et fichiers supprimés`,
  },
};
