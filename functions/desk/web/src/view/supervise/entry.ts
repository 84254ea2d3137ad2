// Entries of the roster: add, change, remove.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Agent, Role } from '../../data/documents.js';
import { isDenied } from '../../data/listen.js';
import { Refused, type RosterEntry } from '../../data/orders.js';
import { bounds } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import {
  type Context,
  check,
  type Faults,
  type Field,
  ofWhy,
  type Rights,
  rights,
  roles,
  type SkillRow,
} from '../../state/entry.js';
import { Model } from '../../state/model.js';
import { name } from '../../state/roster.js';
import { entryTexts } from '../../text/entry.js';
import { say } from '../../text/language.js';
import { supervise } from '../../text/supervise.js';
import { roleWord } from '../../text/words.js';
import { icons } from '../icon.js';
import { View } from '../view.js';
import type { Ask } from './ask.js';

type Done = (text: string) => void;

/** What a new agent has, as in the settings file. */
const blank: RosterEntry = {
  email: '',
  displayName: '',
  role: 'agent',
  queues: [],
  skills: {},
  capacity: 3,
  languages: [],
};

/** Draft is an entry while somebody writes it. */
class Draft extends Model {
  faults: Faults = {};
  skills: SkillRow[];
  readonly within: Context;
  readonly may: Rights;

  constructor(
    readonly desk: Desk,
    readonly entry: RosterEntry,
    readonly isNew: boolean,
  ) {
    super();
    this.skills = Object.entries(entry.skills).map(([skill, level]) => ({
      name: skill,
      level: String(level),
    }));
    const self = entry.email === desk.email;
    const me = { email: desk.email, role: desk.me?.role ?? '' };
    this.may = rights(me, isNew ? { email: '', role: 'agent' } : entry);
    this.within = {
      role: isNew ? 'agent' : entry.role,
      why: '',
      domains: isNew ? (desk.config?.agentDomains ?? []) : [],
      taken: isNew ? desk.roster.everybody.map((a) => a.email) : [],
      queues: [...new Set([...(desk.config?.queues.map((q) => q.name) ?? []), ...entry.queues])],
      roles: roles(desk.me?.role ?? '', isNew ? 'agent' : entry.role, self),
    };
  }

  /** The skills that there are: those that rules ask for, and those that somebody has. */
  get offered(): string[] {
    const { config, roster } = this.desk;
    const all = [...(config?.skills ?? []), ...roster.agents.flatMap((a) => Object.keys(a.skills))];
    return [...new Set(all)].sort();
  }

  set(skills: SkillRow[]): void {
    this.skills = skills;
    this.changed();
  }

  /** read takes a form's values over and checks them. */
  read(form: FormData): RosterEntry | undefined {
    const text = (field: string) => String(form.get(field) ?? '').trim();
    const rows = this.skills.filter((r) => r.name !== '' || r.level !== '');
    const entry: RosterEntry = {
      email: this.isNew ? text('email') : this.entry.email,
      displayName: this.may.all ? text('displayName') : this.entry.displayName,
      role: (this.within.roles.length > 1 ? text('role') : this.within.roles[0]) as Role,
      queues: form.getAll('queues').map(String),
      skills: Object.fromEntries(rows.map((r) => [r.name, Number(r.level)])),
      capacity: this.capacity(text('capacity')),
      languages: text('languages')
        .split(/[\s,;]+/)
        .filter(Boolean),
    };
    this.within.why = text('why');
    this.faults = check(entry, rows, this.within);
    this.changed();
    return Object.keys(this.faults).length === 0 ? entry : undefined;
  }

  /** What is not for this author to change stays as it is. */
  private capacity(typed: string): number {
    if (!this.may.all) return this.entry.capacity;
    return typed === '' ? Number.NaN : Number(typed);
  }

  /** refused points to the field that a refusal is about, if there is one. */
  refused(e: unknown): void {
    const field = e instanceof Refused ? about[e.reason.code] : undefined;
    if (!field) return;
    this.wrong = field;
    this.changed();
  }

  /** the field that the function refused */
  wrong: Field | undefined;
}

/** What of the form a refusal is about. */
const about: Record<string, Field> = {
  'roster.badAddress': 'email',
  'roster.otherDomain': 'email',
  'roster.known': 'email',
  'roster.badName': 'displayName',
  'roster.hiddenInName': 'displayName',
  'roster.mixedName': 'displayName',
  'roster.disguisedName': 'displayName',
  'roster.noRole': 'role',
  'roster.onlyAdminsGive': 'role',
  'roster.noQueue': 'queues',
  'roster.badSkill': 'skills',
  'roster.badLanguage': 'languages',
  'roster.badCapacity': 'capacity',
  'roster.needsWhy': 'why',
  'roster.longWhy': 'why',
};

/** The rules refuse without a word what the function would have a reason for. */
const denied = (e: unknown): string => (isDenied(e) ? say(entryTexts).entryDenied : '');

export function add(desk: Desk, done: Done): Ask {
  const t = say(supervise);
  const own = say(entryTexts);
  return write(
    new Draft(desk, blank, true),
    t.addAgent,
    (e, why) => desk.orders.changeRoster('add', e.email, why, e),
    (e) => done(own.added(name(e))),
  );
}

export function edit(desk: Desk, agent: Agent, done: Done): Ask {
  const own = say(entryTexts);
  const draft = new Draft(desk, agent, false);
  return write(
    draft,
    own.editWhom(name(agent)),
    (e, why) => desk.orders.changeRoster('edit', e.email, why, e),
    (e) => done(own.changed(name(e))),
  );
}

const write = (
  draft: Draft,
  title: string,
  order: (e: RosterEntry, why: string) => Promise<void>,
  done: (e: RosterEntry) => void,
): Ask => ({
  title,
  confirm: say(entryTexts).save,
  checks: true,
  explain: (e) => {
    draft.refused(e);
    return denied(e);
  },
  body: () => html`<desk-entry .draft=${draft}></desk-entry>`,
  run: async (form) => {
    draft.wrong = undefined;
    const entry = draft.read(form);
    if (!entry) return false;
    await order(entry, draft.within.why);
    done(entry);
    return true;
  },
});

export function suspend(desk: Desk, agent: Agent, done: Done): Ask {
  const own = say(entryTexts);
  return end(own.suspendWhom(name(agent)), own.suspendIt, own.suspendWhat, async (why) => {
    await desk.orders.changeRoster('suspend', agent.email, why);
    done(own.suspended(name(agent)));
  });
}

export function remove(desk: Desk, agent: Agent, done: Done): Ask {
  const own = say(entryTexts);
  return end(own.removeWhom(name(agent)), own.removeIt, own.removeWhat, async (why) => {
    await desk.orders.changeRoster('remove', agent.email, why);
    done(own.removed(name(agent)));
  });
}

/** Gap is what is wrong with the reason, in words. */
class Gap extends Error {}

/** end asks for the reason for the end of an access, and ends it. */
function end(title: string, confirm: string, what: string, run: (why: string) => Promise<void>): Ask {
  return {
    title,
    confirm,
    danger: true,
    explain: (e) => (e instanceof Gap ? e.message : denied(e)),
    body: () => html`<p>${what}</p>
      <label>${say(entryTexts).why}
        <textarea name="why" rows="2" dir="auto" autocomplete="off" required aria-describedby="why-what"></textarea></label>
      <p class="note" id="why-what">${say(entryTexts).whyNeeded}</p>`,
    run: async (form) => {
      const why = String(form.get('why') ?? '').trim();
      const fault = ofWhy(why, true);
      if (fault) throw new Gap(say(entryTexts).faults[fault]);
      await run(why);
      return true;
    },
  };
}

/** The form of an entry. */
class EntryForm extends View {
  static override properties = { draft: { attribute: false } };
  declare draft: Draft;
  private shown: Faults = {};
  private pointed: Field | undefined;

  protected override models() {
    return [this.draft];
  }

  /** What is wrong is where the focus goes. */
  protected override updated(_: PropertyValues): void {
    const { faults, wrong } = this.draft;
    if (this.shown === faults && this.pointed === wrong) return;
    this.shown = faults;
    this.pointed = wrong;
    this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  protected override render(): TemplateResult {
    const t = say(supervise);
    const own = say(entryTexts);
    const { entry, isNew } = this.draft;
    return html`
      ${isNew ? this.input('email', t.address, entry.email, 'email', own.addressWhat) : nothing}
      ${this.input('displayName', t.name, entry.displayName, 'text', this.draft.may.all ? '' : own.forAdmins)}
      ${this.rolePart()}
      ${this.queues()}
      ${this.skills()}
      ${this.input('capacity', own.capacity, String(entry.capacity), 'number', own.capacityWhat)}
      ${this.input('languages', t.languages, entry.languages.join(', '), 'text', own.languagesWhat)}
      <label>${own.why}
        <textarea name="why" rows="2" dir="auto" autocomplete="off" aria-invalid=${this.isWrong('why')} aria-describedby="entry-why"></textarea></label>
      ${this.note('why', own.whyWhat)}
    `;
  }

  private input(field: Field, title: string, value: string, type = 'text', what = ''): TemplateResult {
    return html`<label>${title}
      <input name=${field} type=${type === 'email' ? 'text' : type} inputmode=${type === 'email' ? 'email' : nothing} value=${value}
        autocomplete="off" autocapitalize="off" spellcheck="false" max=${type === 'number' ? bounds.capacity : nothing} min=${type === 'number' ? 0 : nothing}
        ?readonly=${!this.draft.may.all && (field === 'displayName' || field === 'capacity')}
        aria-invalid=${this.isWrong(field)} aria-describedby=${`entry-${field}`} /></label>
      ${this.note(field, what)}`;
  }

  private isWrong(field: Field): boolean {
    return field in this.draft.faults || this.draft.wrong === field;
  }

  /** What a field is for, and what is wrong with it. */
  private note(field: Field, what = ''): TemplateResult {
    const fault = this.draft.faults[field];
    const wrong = fault ? html`<span class="bad">${say(entryTexts).faults[fault]}</span> ` : nothing;
    return html`<p class="note" id=${`entry-${field}`}>${wrong}${what || nothing}</p>`;
  }

  private rolePart(): TemplateResult {
    const t = say(supervise);
    const own = say(entryTexts);
    const { entry, within } = this.draft;
    const fixed = within.roles.length < 2;
    return html`<label>${t.role}
        <select name="role" ?disabled=${fixed} aria-describedby="entry-role">
          ${within.roles.map((r) => html`<option value=${r} ?selected=${r === entry.role}>${roleWord(r)}</option>`)}
        </select></label>
      ${this.note('role', fixed ? own.roleFixed : '')}`;
  }

  private queues(): TemplateResult {
    const t = say(supervise);
    const own = say(entryTexts);
    const { desk, entry, within } = this.draft;
    const known = new Set(desk.config?.queues.map((q) => q.name));
    return html`<fieldset class="boxes" aria-describedby="entry-queues">
        <legend>${t.queues}</legend>
        ${within.queues.map(
          (
            q,
          ) => html`<label><input type="checkbox" name="queues" value=${q} ?checked=${entry.queues.includes(q)} aria-invalid=${this.isWrong('queues') ? 'true' : nothing} />
            <span dir="auto">${desk.queueTitle(q)}${known.has(q) ? '' : ` (${own.noSuchQueue})`}</span></label>`,
        )}
      </fieldset>${this.note('queues')}`;
  }

  private skills(): TemplateResult {
    const t = say(supervise);
    const own = say(entryTexts);
    const { draft } = this;
    const wrong = this.isWrong('skills') ? 'true' : nothing;
    const change = (at: number, part: keyof SkillRow) => (e: Event) => {
      const { value } = e.target as HTMLInputElement;
      draft.set(draft.skills.map((r, i) => (i === at ? { ...r, [part]: value.trim() } : r)));
    };
    return html`<fieldset aria-describedby="entry-skills">
        <legend>${t.skills}</legend>
        <datalist id="skills">${draft.offered.map((s) => html`<option value=${s}></option>`)}</datalist>
        ${draft.skills.map(
          (r, i) => html`<div class="skill">
            <input aria-label=${own.skill} autocomplete="off" list="skills" autocapitalize="off" spellcheck="false" aria-invalid=${wrong} .value=${r.name} @change=${change(i, 'name')} />
            <input aria-label=${own.levelOf(r.name)} type="number" autocomplete="off" min="1" max="10" aria-invalid=${wrong} .value=${r.level} @change=${change(i, 'level')} />
            <button type="button" class="icon" aria-label=${own.withoutSkill(r.name)} @click=${() => draft.set(draft.skills.filter((_, at) => at !== i))}>${icons.close}</button>
          </div>`,
        )}
        <button type="button" @click=${this.addSkill}>${own.addSkill}</button>
      </fieldset>${this.note('skills', own.skillsWhat)}`;
  }

  private readonly addSkill = async () => {
    this.draft.set([...this.draft.skills, { name: '', level: '5' }]);
    await new Promise(requestAnimationFrame);
    this.querySelector<HTMLElement>('.skill:last-of-type input')?.focus();
  };
}

customElements.define('desk-entry', EntryForm);
