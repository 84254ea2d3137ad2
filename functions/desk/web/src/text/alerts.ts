import type { Alert } from '../data/documents.js';
import { number, plural, type Texts } from './language.js';

interface AlertTexts {
  none: string;
  noneWhat: string;
  list: string;
  news: (n: number) => string;
  /** what happens, in a sentence; where is a queue or empty, who an agent or empty */
  what: Record<Alert['kind'], (a: { where: string; who: string; count: number }) => string>;
  since: (span: string) => string;
  see: string;
  seenBy: (names: string) => string;
  snooze: (span: string) => string;
  unsnooze: string;
  snoozed: (name: string, time: string) => string;
  open: string;
  queue: string;
  agent: string;
  heard: string;
  raised: (sentence: string) => string;
  ask: string;
  asked: string;
  askedBefore: string;
}

export const alertTexts: Texts<AlertTexts> = {
  en: {
    none: 'Nothing needs you.',
    noneWhat:
      'You hear of it here when customers wait or get no answer for longer than promised, when nobody takes work, when an agent asks for help or was set away, and when replies fail.',
    list: 'Alerts',
    news: (n) => plural(n, '1 new alert', `${number(n)} new alerts`),
    what: {
      waiting: ({ where, count }) =>
        plural(
          count,
          `${where}: a customer has waited for longer than promised`,
          `${where}: ${number(count)} customers wait, the first for longer than promised`,
        ),
      unattended: ({ where, count }) =>
        plural(
          count,
          `${where}: a customer waits, and nobody takes work`,
          `${where}: ${number(count)} customers wait, and nobody takes work`,
        ),
      unanswered: ({ where, count }) =>
        plural(
          count,
          `${where}: an agent has not answered a customer for longer than promised`,
          `${where}: ${number(count)} customers have had no answer for longer than promised`,
        ),
      'set-away': ({ who }) => `${who} missed offers and was set away`,
      'failed-replies': ({ count }) => `${number(count)} replies failed within a quarter of an hour`,
      help: ({ who, where }) => `${who} asks for help (${where})`,
    },
    since: (span) => `for ${span}`,
    see: 'Seen',
    seenBy: (names) => `Seen by ${names}`,
    snooze: (span) => `Snooze for ${span}`,
    unsnooze: 'Wake up',
    snoozed: (name, time) => `${name} snoozed it until ${time}`,
    open: 'Open conversation',
    queue: 'Show queues',
    agent: 'Show agents',
    heard: 'Done',
    raised: (sentence) => `Alert: ${sentence}`,
    ask: 'Ask for help',
    asked: 'Supervisors know that you need help.',
    askedBefore: 'Supervisors know already, or it is not your conversation any more.',
  },
  fr: {
    none: 'Rien ne demande votre attention.',
    noneWhat:
      'Vous l’apprenez ici quand des clients attendent ou restent sans réponse plus longtemps que promis, quand personne ne prend de travail, quand un agent demande de l’aide ou a été mis en pause, et quand des réponses échouent.',
    list: 'Alertes',
    news: (n) => plural(n, '1 nouvelle alerte', `${number(n)} nouvelles alertes`),
    what: {
      waiting: ({ where, count }) =>
        plural(
          count,
          `${where} : un client attend depuis plus longtemps que promis`,
          `${where} : ${number(count)} clients attendent, le premier depuis plus longtemps que promis`,
        ),
      unattended: ({ where, count }) =>
        plural(
          count,
          `${where} : un client attend, et personne ne prend de travail`,
          `${where} : ${number(count)} clients attendent, et personne ne prend de travail`,
        ),
      unanswered: ({ where, count }) =>
        plural(
          count,
          `${where} : un client est sans réponse depuis plus longtemps que promis`,
          `${where} : ${number(count)} clients sont sans réponse depuis plus longtemps que promis`,
        ),
      'set-away': ({ who }) => `${who} a laissé passer des offres et a été mis en pause`,
      'failed-replies': ({ count }) => `${number(count)} réponses ont échoué en un quart d’heure`,
      help: ({ who, where }) => `${who} demande de l’aide (${where})`,
    },
    since: (span) => `depuis ${span}`,
    see: 'Vu',
    seenBy: (names) => `Vu par ${names}`,
    snooze: (span) => `Reporter de ${span}`,
    unsnooze: 'Ne plus reporter',
    snoozed: (name, time) => `Reporté par ${name} jusqu’à ${time}`,
    open: 'Ouvrir la conversation',
    queue: 'Voir les files',
    agent: 'Voir les agents',
    heard: 'C’est fait',
    raised: (sentence) => `Alerte : ${sentence}`,
    ask: 'Demander de l’aide',
    asked: 'Les superviseurs savent que vous avez besoin d’aide.',
    askedBefore: 'Les superviseurs le savent déjà, ou la conversation n’est plus la vôtre.',
  },
};
