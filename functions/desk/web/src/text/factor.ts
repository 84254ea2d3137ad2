// The second factor of whoever signs in with a password.

import type { Texts } from './language.js';

interface Factor {
  enter: string;
  enterWhat: string;
  code: string;
  lost: string;
  again: string;
  add: string;
  addWhy: string;
  show: string;
  key: string;
  open: string;
  confirmWhat: string;
  confirm: string;
}

export const factor: Texts<Factor> = {
  en: {
    enter: 'Enter the code',
    enterWhat: 'Open your authenticator app and enter the code that it shows for Frontdesk.',
    code: 'Code of six digits',
    lost: 'Whoever has lost the phone with the app asks an admin to remove the second factor.',
    again: 'Sign in as somebody else',
    add: 'Add a second factor',
    addWhy:
      'A password is not enough here. You also need an authenticator app, which makes a new code every 30 seconds. Have it ready, on your phone for example, before you go on.',
    show: 'Show the key',
    key: 'Enter this key in the app, for codes that depend on the time:',
    open: 'Open the app on this device instead',
    confirmWhat: 'Then enter the code that the app shows.',
    confirm: 'Confirm',
  },
  fr: {
    enter: 'Saisissez le code',
    enterWhat:
      'Ouvrez votre application d’authentification et saisissez le code qu’elle affiche pour Frontdesk.',
    code: 'Code à six chiffres',
    lost: 'Si vous avez perdu le téléphone avec l’application, demandez à un administrateur de retirer le second facteur.',
    again: 'Se connecter sous un autre nom',
    add: 'Ajoutez un second facteur',
    addWhy:
      'Ici, le mot de passe ne suffit pas. Il vous faut aussi une application d’authentification, qui crée un nouveau code toutes les 30 secondes. Ayez-la sous la main, sur votre téléphone par exemple, avant de continuer.',
    show: 'Afficher la clé',
    key: 'Saisissez cette clé dans l’application, pour des codes qui dépendent de l’heure :',
    open: 'Ouvrir plutôt l’application de cet appareil',
    confirmWhat: 'Saisissez ensuite le code que l’application affiche.',
    confirm: 'Confirmer',
  },
};
