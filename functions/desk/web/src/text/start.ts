import type { StartPurpose } from '../data/words.gen.js';
import type { Gap } from '../state/senders.js';
import type { Texts } from './language.js';

interface Start {
  start: string;
  from: string;
  fromOnly: (title: string) => string;
  number: string;
  numberWhat: string;
  numberOf: (country: string) => string;
  queue: string;
  purpose: string;
  purposes: Record<StartPurpose, string>;
  text: string;
  textWhat: string;
  send: string;
  checking: string;
  missing: Record<Gap, string>;
  open: string;
}

export const start: Texts<Start> = {
  en: {
    start: 'New conversation',
    from: 'From',
    fromOnly: (title) => `From: ${title}`,
    number: 'The customer’s phone number',
    numberWhat: 'With the country’s code, such as +33 6 12 34 56 78.',
    numberOf: (country) =>
      `With the country’s code, such as +33 6 12 34 56 78, unless it is a number of ${country}.`,
    queue: 'Queue',
    purpose: 'What it is about',
    purposes: { transaction: 'An order, a booking or the like', promotion: 'An offer' },
    text: 'First message',
    textWhat: 'Say who writes, and why: the customer does not expect it.',
    send: 'Check the number and send',
    checking: 'Checking the number…',
    missing: {
      number: 'Type the customer’s phone number.',
      purpose: 'Choose what the message is about: the customer may want the one and not the other.',
      text: 'Write the first message.',
    },
    open: 'Open the conversation',
  },
  fr: {
    start: 'Nouvelle conversation',
    from: 'De la part de',
    fromOnly: (title) => `De la part de : ${title}`,
    number: 'Numéro de téléphone du client',
    numberWhat: 'Avec l’indicatif du pays, par exemple +33 6 12 34 56 78.',
    numberOf: (country) =>
      `Avec l’indicatif du pays, par exemple +33 6 12 34 56 78, sauf pour un numéro de ce pays : ${country}.`,
    queue: 'File',
    purpose: 'De quoi il s’agit',
    purposes: { transaction: 'Une commande, une réservation ou autre', promotion: 'Une offre' },
    text: 'Premier message',
    textWhat: 'Dites qui écrit, et pourquoi : le client ne s’y attend pas.',
    send: 'Vérifier le numéro et envoyer',
    checking: 'Vérification du numéro…',
    missing: {
      number: 'Saisissez le numéro de téléphone du client.',
      purpose: 'Choisissez de quoi il s’agit : le client veut peut-être l’un et pas l’autre.',
      text: 'Écrivez le premier message.',
    },
    open: 'Ouvrir la conversation',
  },
};
