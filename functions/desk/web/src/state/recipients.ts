import type { Agent, Conversation } from '../data/documents.js';
import { bounds, type Presence } from '../data/words.gen.js';

/** Why somebody cannot be chosen; empty if they can. */
export type Obstacle = '' | 'owner' | 'reads' | 'tooMany' | 'away' | 'offline' | 'gone' | 'full';

export interface Choice {
  agent: Agent;
  presence: Presence;
  /** whether the agent serves the conversation's queue */
  serves: boolean;
  /** the skills that the conversation needs and the agent lacks, with the level that is needed */
  lacks: string[];
  obstacle: Obstacle;
}

/** What an agent is chosen for. */
export type Purpose = 'transfer' | 'consult' | 'assign';

type About = Pick<Conversation, 'owner' | 'queue' | 'guests' | 'cost' | 'state' | 'skills'>;

/** obstacle is what the function would say no for. */
function obstacle(a: Agent, seen: Presence, c: About, purpose: Purpose): Obstacle {
  if (a.email === c.owner && c.state !== 'offered') return 'owner';
  if (purpose === 'consult') {
    if (a.email in c.guests) return 'reads';
    return Object.keys(c.guests).length >= bounds.guests ? 'tooMany' : '';
  }
  if (purpose === 'transfer' && (a.presence === 'away' || a.presence === 'offline')) return a.presence;
  if (seen === 'offline') return a.presence === 'offline' ? 'offline' : 'gone';
  if (purpose === 'assign') return ''; // even without room
  return c.cost > 0 && a.capacity - a.used < c.cost ? 'full' : '';
}

/** lacking are the skills that an agent does not have at the level that is needed. */
const lacking = (a: Agent, needed: Record<string, number>): string[] =>
  Object.entries(needed)
    .filter(([skill, level]) => (a.skills[skill] ?? 0) < level)
    .map(([skill, level]) => `${skill} ${level}`);

const order: Record<Presence, number> = { available: 0, busy: 1, away: 2, offline: 3 };

/**
 * choices are the agents who can be given a conversation: those who can take it first, of them
 * those who serve its queue, have the skills, are there, and have most room.
 */
export function choices(
  agents: Agent[],
  presence: (a: Agent) => Presence,
  c: About,
  purpose: Purpose,
  me: string,
): Choice[] {
  const room = (a: Agent) => a.capacity - a.used;
  return agents
    .filter((a) => purpose === 'assign' || a.email !== me)
    .map((agent) => {
      const seen = presence(agent);
      return {
        agent,
        presence: seen,
        serves: agent.queues.includes(c.queue),
        lacks: lacking(agent, c.skills),
        obstacle: obstacle(agent, seen, c, purpose),
      };
    })
    .sort(
      (a, b) =>
        Number(a.obstacle !== '') - Number(b.obstacle !== '') ||
        Number(b.serves) - Number(a.serves) ||
        a.lacks.length - b.lacks.length ||
        order[a.presence] - order[b.presence] ||
        room(b.agent) - room(a.agent),
    );
}
