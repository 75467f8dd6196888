import type { Type } from '@chainsafe/ssz';
import { InvariantError } from '#domain/primitives/invariant';
import { accepted, type Result, type RuleBook, refused } from '#domain/primitives/result';

/** A payload that is not a message of its command. */
export interface MessageRefusal {
  readonly code: 'message-malformed';
  readonly reason: string;
}

export const messageRules: RuleBook<MessageRefusal> = {
  'message-malformed': 'A payload is the canonical SSZ of its command’s message, every value in its range.',
};

/** Between a command's payload and the message that the domain knows. */
export interface MessageCodec<Message> {
  /** No payload of this command is longer. */
  readonly maxBytes: number;
  /** Throws on a message that is out of range: a bug here, since SSZ would wrap or pad it silently. */
  encode(message: Message): Uint8Array;
  decode(payload: Uint8Array): Result<Message, MessageRefusal>;
}

/** Thrown by `fromWire` of a codec for values that SSZ allows and the message does not. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

export interface CodecParts<Wire, Message> {
  readonly type: Type<Wire> & { readonly maxSize: number };
  /** Below the type's own maximum where answers have a tighter cap. */
  readonly maxBytes?: number;
  toWire(message: Message): Wire;
  fromWire(wire: Wire): Message;
}

/** A codec from an SSZ type and the translation between its values and messages. */
export function messageCodec<Wire, Message>(parts: CodecParts<Wire, Message>): MessageCodec<Message> {
  const { type, toWire, fromWire } = parts;
  const maxBytes = parts.maxBytes ?? type.maxSize;
  return {
    maxBytes,
    encode(message) {
      const bytes = type.serialize(toWire(message));
      if (bytes.length > maxBytes) throw new InvariantError(`a message of ${bytes.length} bytes passes ${maxBytes}`);
      return bytes;
    },
    decode(payload) {
      if (payload.length > maxBytes) return refused(malformed(`${payload.length} bytes, at most ${maxBytes}`));
      try {
        return accepted(fromWire(type.deserialize(payload)));
      } catch (error) {
        return refused(malformed(error instanceof Error ? error.message : String(error)));
      }
    },
  };
}

function malformed(reason: string): MessageRefusal {
  return { code: 'message-malformed', reason: reason.slice(0, 200) };
}
