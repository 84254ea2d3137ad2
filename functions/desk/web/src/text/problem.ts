// What went wrong, in words for an agent: what, and what to do.

import { FileError, isBusy } from '../data/files.js';
import { isDenied } from '../data/listen.js';
import { NoAnswer, Refused } from '../data/orders.js';
import { say, type Texts } from './language.js';
import { sentence } from './reason.js';

interface Problems {
  denied: string;
  noAnswer: string;
  offline: string;
  tooLarge: string;
  noFile: string;
  busy: string;
  enoughFiles: string;
  wrongType: string;
  unknown: (what: string) => string;
  auth: Record<string, string>;
}

const problems: Texts<Problems> = {
  en: {
    denied: 'You cannot do this, or no longer can: the conversation may have gone to somebody else.',
    noAnswer: 'No answer yet. It may still be carried out: check again in a moment before you repeat it.',
    offline: 'There is no connection. Try again when you are online.',
    tooLarge: 'The file is too large.',
    noFile: 'The file is no longer there.',
    busy: 'Too many files at the moment. Try again.',
    enoughFiles: 'You have sent as many files today as one person can. Go on tomorrow, or ask a colleague.',
    wrongType:
      'The file is not what its name says, or it is a program. Save it again as a picture, or send another one.',
    unknown: (what) => `That did not work (${what}). Try again.`,
    auth: {
      'auth/invalid-credential': 'The address or the password is wrong.',
      'auth/wrong-password': 'The address or the password is wrong.',
      'auth/user-not-found': 'The address or the password is wrong.',
      'auth/invalid-email': 'This is not an e-mail address.',
      'auth/missing-password': 'The password is missing.',
      'auth/too-many-requests': 'Too many attempts. Wait a few minutes, then try again.',
      'auth/user-disabled': 'This account was switched off. Ask a supervisor.',
      'auth/popup-blocked': 'The browser blocked the window. Allow pop-ups for this page, then try again.',
      'auth/network-request-failed':
        'The sign-in service did not answer. Check the connection, then try again.',
      'auth/operation-not-allowed':
        'This way to sign in is switched off. Use the other one, or ask an admin.',
      'auth/password-does-not-meet-requirements':
        'The password is too weak for the rules here. Choose “Forgot your password?” and set another one.',
      'auth/multi-factor-auth-required':
        'This account asks for a second factor that is no authenticator app. Ask an admin.',
      'auth/invalid-verification-code':
        'The code is wrong, or its time is over. Enter the one that the app shows now.',
      'auth/code-expired': 'This took too long. Sign in again.',
      'auth/requires-recent-login': 'You signed in too long ago for this. Sign out, then sign in again.',
    },
  },
  fr: {
    denied: 'Vous n’en avez pas ou plus le droit : la conversation est peut-être passée à quelqu’un d’autre.',
    noAnswer:
      'Pas encore de réponse. L’action peut encore aboutir : vérifiez dans un instant avant de la répéter.',
    offline: 'Il n’y a pas de connexion. Réessayez une fois en ligne.',
    tooLarge: 'Le fichier est trop volumineux.',
    noFile: 'Le fichier n’existe plus.',
    busy: 'Trop de fichiers en ce moment. Réessayez.',
    enoughFiles:
      'Vous avez envoyé aujourd’hui autant de fichiers qu’il est possible. Continuez demain, ou demandez à un collègue.',
    wrongType:
      'Le fichier n’est pas ce que dit son nom, ou c’est un programme. Enregistrez-le de nouveau comme image, ou envoyez-en un autre.',
    unknown: (what) => `Cela n’a pas fonctionné (${what}). Réessayez.`,
    auth: {
      'auth/invalid-credential': 'L’adresse ou le mot de passe est faux.',
      'auth/wrong-password': 'L’adresse ou le mot de passe est faux.',
      'auth/user-not-found': 'L’adresse ou le mot de passe est faux.',
      'auth/invalid-email': 'Ce n’est pas une adresse e-mail.',
      'auth/missing-password': 'Il manque le mot de passe.',
      'auth/too-many-requests': 'Trop d’essais. Attendez quelques minutes, puis réessayez.',
      'auth/user-disabled': 'Ce compte a été désactivé. Adressez-vous à un superviseur.',
      'auth/popup-blocked':
        'Le navigateur a bloqué la fenêtre. Autorisez-la pour cette page, puis réessayez.',
      'auth/network-request-failed':
        'Le service de connexion n’a pas répondu. Vérifiez le réseau, puis réessayez.',
      'auth/admin-restricted-operation': 'Ici, les comptes sont créés par un administrateur. Demandez-en un.',
      'auth/operation-not-allowed':
        'Cette façon de se connecter est désactivée. Prenez l’autre, ou demandez à un administrateur.',
      'auth/password-does-not-meet-requirements':
        'Le mot de passe est trop faible pour les règles d’ici. Choisissez « Mot de passe oublié ? » et prenez-en un autre.',
      'auth/multi-factor-auth-required':
        'Ce compte demande un second facteur qui n’est pas une application d’authentification. Adressez-vous à un administrateur.',
      'auth/invalid-verification-code':
        'Le code est faux, ou son temps est écoulé. Saisissez celui que l’application affiche maintenant.',
      'auth/code-expired': 'Cela a pris trop de temps. Reconnectez-vous.',
      'auth/requires-recent-login':
        'Votre connexion est trop ancienne pour cela. Déconnectez-vous, puis reconnectez-vous.',
    },
  },
};

/** Closing the sign-in window is not an error. */
const cancelled = ['auth/popup-closed-by-user', 'auth/cancelled-popup-request'];

/** explain says what went wrong; it is empty if there is nothing to say. */
export function explain(e: unknown): string {
  const t = say(problems);
  const code = (e as { code?: string })?.code ?? '';
  if (e instanceof Refused) return sentence(e.reason);
  if (e instanceof NoAnswer) return t.noAnswer;
  if (e instanceof FileError) {
    if (e.status === 413) return t.tooLarge;
    if (e.status === 415) return t.wrongType;
    if (e.status === 429) return t.enoughFiles;
    if (isBusy(e)) return t.busy;
    if (e.status === 404) return t.noFile;
    if (e.status === 401 || e.status === 403) return t.denied;
  }
  if (isDenied(e)) return t.denied;
  if (cancelled.includes(code)) return '';
  if (t.auth[code]) return t.auth[code];
  if (code === 'unavailable' || e instanceof TypeError) return t.offline;
  return t.unknown(code || (e instanceof Error ? e.message : String(e)));
}
