import type { RuleBook } from '#domain/primitives/result';
import { type MessageRefusal, messageRules } from '../wire/message-codec.ts';

/** What the session itself answers to a request; a handler's own refusals have codes of their own. */
export type SessionRefusal =
  | Pick<MessageRefusal, 'code'>
  | { readonly code: 'command-unknown' }
  | { readonly code: 'command-not-a-request' }
  | { readonly code: 'command-not-served' }
  | { readonly code: 'internal-error' };

export const SESSION_RULES: RuleBook<SessionRefusal> = {
  ...messageRules,
  'command-unknown': 'This node does not know the command; a newer version may.',
  'command-not-a-request': 'The command is known, but nobody is asked by it.',
  'command-not-served': 'The command is known, but this node (a tracker, say) answers none of its kind.',
  'internal-error': 'The node failed to make the answer; that is a bug there, and it is logged there.',
};
