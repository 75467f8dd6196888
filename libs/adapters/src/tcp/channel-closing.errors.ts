import type { RuleBook } from '#domain/primitives/result';
import { FRAME_RULES, type FrameRefusal } from './frame.errors.ts';

/** Why an open channel ended. */
export type ChannelClosing =
  | { readonly code: 'closed-here' }
  | { readonly code: 'closed-by-peer' }
  | { readonly code: 'stream-truncated' }
  | { readonly code: 'connection-lost'; readonly errno?: string }
  | { readonly code: 'decrypt-failed' }
  | FrameRefusal
  | { readonly code: 'idle-timeout'; readonly idleTimeoutMs: number }
  | { readonly code: 'write-queue-overflow'; readonly queuedBytes: number; readonly maxQueuedWriteBytes: number }
  | { readonly code: 'write-stalled'; readonly writeStallTimeoutMs: number }
  | { readonly code: 'handler-failed'; readonly error: string };

export const CHANNEL_CLOSING_RULES: RuleBook<ChannelClosing> = {
  ...FRAME_RULES,
  'closed-here': 'We closed the session ourselves.',
  'closed-by-peer': 'The other side ended the session between two frames, as it may at any time.',
  'stream-truncated': 'The stream ended inside a message or a frame: the sender died or somebody cut the line.',
  'connection-lost': 'The connection was reset or its socket destroyed.',
  'decrypt-failed':
    'A message is exactly what the other side sealed next; whatever is wrong with it has this one code.',
  'idle-timeout': 'The other side says something authentic once in a while, or its place is given to another.',
  'write-queue-overflow': 'No more than a bounded number of bytes waits for a peer that reads slowly.',
  'write-stalled': 'A peer takes what is written to it; one that stops reading is left.',
  'handler-failed': 'A handler of ours threw: a bug here, which ends this session and nothing else.',
};
