import type { NumberedEvent } from '../events/event-view.ts';
import type { WebhookMessage } from './webhook-headers.ts';

/** Told in place of events that the journal keeps no longer, whatever a subscription asks for: a gap is never silent. */
export const EVENTS_PASSED = 'events.passed';

/**
 * An event as it is delivered. Its id holds the time when it was noted beside its number: after a restored backup the
 * same numbers are given to other events.
 */
export function messageOf({ number, name, data }: NumberedEvent): WebhookMessage {
  const time = String(data['time']);
  return {
    messageId: `evt_${number}_${Date.parse(time).toString(36)}`,
    body: JSON.stringify({ id: number, type: name, timestamp: time, data }),
  };
}

/** Events from `first` to `last` are kept no longer. */
export function passedEvent(first: number, last: number, atMs: number): NumberedEvent {
  const time = new Date(atMs).toISOString();
  return { number: last, name: EVENTS_PASSED, data: { time, first, last } };
}
