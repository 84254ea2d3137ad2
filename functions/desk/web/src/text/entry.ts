import type { Entry as Fields } from '../data/documents.js';
import type { RosterKind } from '../data/words.gen.js';
import type { Fault } from '../state/entry.js';
import type { Texts } from './language.js';

interface Entry {
  save: string;
  editWhom: (who: string) => string;
  removeWhom: (who: string) => string;
  removeWhat: string;
  removeIt: string;
  suspend: string;
  suspendWhom: (who: string) => string;
  suspendWhat: string;
  suspendIt: string;
  suspended: (who: string) => string;
  why: string;
  whyWhat: string;
  whyNeeded: string;
  forAdmins: string;
  history: string;
  noHistory: string;
  olderHistory: (n: number) => string;
  pending: string;
  refused: string;
  byOperator: (who: string) => string;
  byFirstRoster: string;
  kinds: Record<RosterKind | 'seed', string>;
  fields: Record<keyof Fields, string>;
  added: (who: string) => string;
  changed: (who: string) => string;
  removed: (who: string) => string;
  entryDenied: string;
  addressWhat: string;
  roleFixed: string;
  noSuchQueue: string;
  skill: string;
  levelOf: (skill: string) => string;
  withoutSkill: (skill: string) => string;
  addSkill: string;
  skillsWhat: string;
  capacity: string;
  capacityWhat: string;
  languagesWhat: string;
  faults: Record<Fault, string>;
}

/** What the form of an entry of the roster says. */
export const entryTexts: Texts<Entry> = {
  en: {
    save: 'Save',
    editWhom: (who) => `Edit ${who}`,
    removeWhom: (who) => `Remove ${who} from the roster?`,
    removeWhat:
      'Access ends immediately and permanently, and what the agent has goes back to its queues. The history of the entry stays.',
    removeIt: 'Remove',
    suspend: 'Suspend…',
    suspendWhom: (who) => `Suspend ${who}?`,
    suspendWhat:
      'Access ends immediately, and what the agent has goes back to its queues. The entry stays: to end the suspension, give the agent a role again.',
    suspendIt: 'Suspend',
    suspended: (who) => `${who} is suspended.`,
    why: 'Reason',
    whyWhat: 'Needed when a role changes. Supervisors and admins can read it.',
    whyNeeded: 'Supervisors and admins can read it.',
    forAdmins: 'Only an admin can change this.',
    history: 'History',
    noHistory: 'This entry has not been changed.',
    olderHistory: (n) => `Only the last ${n} changes are shown.`,
    pending: 'Not carried out yet.',
    refused: 'Refused',
    byOperator: (who) => `by command: ${who}`,
    byFirstRoster: 'the first roster of the settings',
    kinds: {
      add: 'Added',
      edit: 'Changed',
      suspend: 'Suspended',
      remove: 'Removed',
      presence: 'Presence',
      today: 'For today',
      endToday: 'As the roster says again',
      seed: 'First roster',
    },
    fields: {
      displayName: 'Name',
      role: 'Role',
      queues: 'Queues',
      skills: 'Skills',
      capacity: 'Capacity',
      languages: 'Languages',
    },
    added: (who) => `${who} is on the roster.`,
    changed: (who) => `The entry of ${who} was changed.`,
    removed: (who) => `${who} was removed.`,
    entryDenied:
      'The database refused this: your role may have changed meanwhile. Close this and check again.',
    addressWhat: 'The address that the agent signs in with, in lower case.',
    roleFixed: 'Nobody can change their own role, and only an admin can change a supervisor’s or an admin’s.',
    noSuchQueue: 'not in the configuration',
    skill: 'Skill',
    levelOf: (skill) => `Level of ${skill || 'the skill'}`,
    withoutSkill: (skill) => `Remove ${skill || 'the skill'}`,
    addSkill: 'Add a skill',
    skillsWhat: 'Each with a level from 1 to 10.',
    capacity: 'Capacity',
    capacityWhat: 'In units; most sessions take one.',
    languagesWhat: 'As tags separated by commas, such as en, fr-CA.',
    faults: {
      missing: 'This is missing.',
      long: 'This is too long.',
      many: 'There are too many.',
      address: 'This is not an e-mail address of plain letters, digits and common marks.',
      domain: 'Agents’ addresses have to be in another domain, by the settings.',
      why: 'Write why: a role that changes, a suspension and a removal need a reason.',
      lowerCase: 'Write the address in lower case.',
      known: 'There is already an entry with this address.',
      role: 'You cannot assign this role.',
      queue: 'There is no such queue.',
      skill: 'A skill is a lower-case word, such as french or heating-2.',
      twice: 'A skill is there twice.',
      level: 'A level is a whole number from 1 to 10.',
      capacity: 'The capacity is a whole number from 0 to 1000.',
      language: 'A language is a tag such as en or fr-CA.',
    },
  },
  fr: {
    save: 'Enregistrer',
    editWhom: (who) => `Modifier ${who}`,
    removeWhom: (who) => `Retirer ${who} de l’effectif ?`,
    removeWhat:
      'L’accès prend fin aussitôt et définitivement, et ce que l’agent avait en charge retourne dans ses files. L’historique de la fiche reste.',
    removeIt: 'Retirer',
    suspend: 'Suspendre…',
    suspendWhom: (who) => `Suspendre ${who} ?`,
    suspendWhat:
      'L’accès prend fin aussitôt, et ce que l’agent avait en charge retourne dans ses files. La fiche reste : pour lever la suspension, redonnez un rôle à l’agent.',
    suspendIt: 'Suspendre',
    suspended: (who) => `${who} est suspendu.`,
    why: 'Motif',
    whyWhat: 'Nécessaire quand un rôle change. Les superviseurs et les administrateurs peuvent le lire.',
    whyNeeded: 'Les superviseurs et les administrateurs peuvent le lire.',
    forAdmins: 'Seul un administrateur peut le changer.',
    history: 'Historique',
    noHistory: 'Cette fiche n’a pas été modifiée.',
    olderHistory: (n) => `Seules les ${n} dernières modifications sont affichées.`,
    pending: 'Pas encore effectuée.',
    refused: 'Refusée',
    byOperator: (who) => `par commande : ${who}`,
    byFirstRoster: 'le premier effectif de la configuration',
    kinds: {
      add: 'Ajout',
      edit: 'Modification',
      suspend: 'Suspension',
      remove: 'Retrait',
      presence: 'Présence',
      today: 'Pour aujourd’hui',
      endToday: 'De nouveau selon l’effectif',
      seed: 'Premier effectif',
    },
    fields: {
      displayName: 'Nom',
      role: 'Rôle',
      queues: 'Files',
      skills: 'Compétences',
      capacity: 'Capacité',
      languages: 'Langues',
    },
    added: (who) => `${who} est dans l’effectif.`,
    changed: (who) => `La fiche de ${who} est modifiée.`,
    removed: (who) => `${who} a été retiré.`,
    entryDenied:
      'La base de données a refusé : votre rôle a peut-être changé entre-temps. Fermez cette fenêtre et vérifiez.',
    addressWhat: 'Celle avec laquelle l’agent se connecte, en minuscules.',
    roleFixed:
      'Personne ne change son propre rôle, et seuls les administrateurs celui d’un superviseur ou d’un administrateur.',
    noSuchQueue: 'absente de la configuration',
    skill: 'Compétence',
    levelOf: (skill) => `Niveau : ${skill || 'compétence'}`,
    withoutSkill: (skill) => `Retirer ${skill || 'la compétence'}`,
    addSkill: 'Ajouter une compétence',
    skillsWhat: 'Chacune avec un niveau de 1 à 10.',
    capacity: 'Capacité',
    capacityWhat: 'En unités ; la plupart des sessions en prennent une.',
    languagesWhat: 'En codes séparés par des virgules, par exemple en, fr-CA.',
    faults: {
      missing: 'Ce champ est vide.',
      long: 'C’est trop long.',
      many: 'Il y en a trop.',
      address: 'Ce n’est pas une adresse e-mail en lettres simples, chiffres et signes courants.',
      domain: 'Selon la configuration, les adresses des agents sont dans un autre domaine.',
      why: 'Dites pourquoi : il faut un motif pour changer un rôle, suspendre ou retirer quelqu’un.',
      lowerCase: 'Écrivez l’adresse en minuscules.',
      known: 'Il y a déjà une fiche à cette adresse.',
      role: 'Vous ne pouvez pas donner ce rôle.',
      queue: 'Cette file n’existe pas.',
      skill: 'Une compétence est un mot en minuscules sans accents, par exemple french ou heating-2.',
      twice: 'Une compétence s’y trouve deux fois.',
      level: 'Un niveau est un nombre entier de 1 à 10.',
      capacity: 'La capacité est un nombre entier de 0 à 1000.',
      language: 'Une langue est un code comme en ou fr-CA.',
    },
  },
};
