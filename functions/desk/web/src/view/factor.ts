import { html, type TemplateResult } from 'lit';
import type { Key } from '../data/people.js';
import { factor } from '../text/factor.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';

type Give = (code: string) => void;

/** codeForm asks for the code of a sign-in. */
export function codeForm(busy: boolean, give: Give, again: () => void): TemplateResult {
  const t = say(factor);
  return html`
    <h2>${t.enter}</h2>
    ${code(busy, t.enterWhat, say(shell).enter, give)}
    <p class="dim">${t.lost}</p>
    <button class="link" @click=${again}>${t.again}</button>
  `;
}

/** noKey says why an agent needs a second factor, before there is a key. */
export function noKey(busy: boolean, show: () => void, leave: () => void): TemplateResult {
  const t = say(factor);
  return html`
    <h2>${t.add}</h2>
    <p>${t.addWhy}</p>
    <button class="primary" ?disabled=${busy} @click=${show}>${t.show}</button>
    <button class="link" @click=${leave}>${say(shell).signOut}</button>
  `;
}

/** enrolForm shows the key, and asks for the code that the app makes with it. */
export function enrolForm(key: Key, busy: boolean, give: Give, leave: () => void): TemplateResult {
  const t = say(factor);
  return html`
    <h2>${t.add}</h2>
    <p>${t.key} <code class="key">${key.text}</code></p>
    <p><a href=${key.address}>${t.open}</a></p>
    ${code(busy, t.confirmWhat, t.confirm, give)}
    <button class="link" @click=${leave}>${say(shell).signOut}</button>
  `;
}

function code(busy: boolean, what: string, label: string, give: Give): TemplateResult {
  const submit = (e: Event) => {
    e.preventDefault();
    give(String(new FormData(e.target as HTMLFormElement).get('code') ?? ''));
  };
  return html`
    <form @submit=${submit}>
      <p>${what}</p>
      <label
        >${say(factor).code}
        <input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="( *[0-9]){6} *" required
      /></label>
      <button class="primary" ?disabled=${busy}>${label}</button>
    </form>
  `;
}
