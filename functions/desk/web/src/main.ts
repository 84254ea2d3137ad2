// The desk: data → state → view. data talks to Firestore and to the function that
// serves this page, state keeps what is known, view shows it; each knows only the one
// before.

import './style/type.css';
import './style/base.css';
import './style/shell.css';
import './style/lists.css';
import './style/supervise.css';
import './style/thread.css';
import './style/history.css';
import './style/composer.css';
import './style/search.css';
import './style/tags.css';
import { keepNothingFetched } from './data/connect.js';
import { askAhead, askTime, readSettings } from './settings.js';
import { Clock } from './state/clock.js';
import { Office } from './state/office.js';
import { language } from './text/language.js';
import { explain } from './text/problem.js';
import './view/app.js';
import type { DeskApp } from './view/app.js';
import { applyDensity } from './view/density.js';
import { keepFocus } from './view/focus.js';
import { applyScheme } from './view/scheme.js';

language.apply();

/** How often, in milliseconds, an emulator is asked how far its clock was moved. */
const often = 10_000;

/** follow keeps to the clock of an emulator, as long as it can be reached. */
function follow(clock: Clock, office: Office): void {
  const look = () => {
    if (office.desk?.connected === false) return;
    askAhead().then(
      (ahead) => clock.moved(ahead),
      () => {},
    );
  };
  look();
  setInterval(look, often);
}

async function begin(): Promise<void> {
  keepNothingFetched(globalThis);
  const clock = new Clock(askTime);
  const [settings] = await Promise.all([readSettings(), clock.compare()]);
  const office = new Office(settings, clock, window, language.code);
  if (settings.emulators) follow(clock, office);
  applyScheme(office.keep);
  applyDensity(office.keep);
  const app = document.querySelector<DeskApp>('desk-app');
  if (!app) return;
  app.office = office;
  keepFocus(document);
  await office.open();
}

begin().catch((e) => {
  const problem = document.createElement('p');
  problem.setAttribute('role', 'alert');
  problem.className = 'fatal';
  problem.textContent = explain(e);
  document.body.append(problem);
});
