/** Whether the conversation is back because an agent set it aside until then, and nobody has written to the customer since. */
export const isReminder = (c: { remindedAt: number; lastAgentAt?: number }): boolean =>
  c.remindedAt > 0 && c.remindedAt > (c.lastAgentAt ?? 0);
