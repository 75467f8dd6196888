import { ContainerType } from '@chainsafe/ssz';
import { accepted, refused } from '#domain/primitives/result';
import { Text, textFromWire, textToWire } from './basic-types.ts';
import { type MessageCodec, messageCodec } from './message-codec.ts';

/** DISCONNECT (11), and the payload of every error frame: a code. */
export const codeCodec = messageCodec({
  type: new ContainerType({ code: Text }),
  toWire: ({ code }: { readonly code: string }) => ({ code: textToWire(code) }),
  fromWire: ({ code }) => ({ code: textFromWire(code) }),
});

/** PLREQ (5), GETOPENTRANSACTIONS (18), INVALIDPEERID (12): the command says it all. */
export const emptyCodec: MessageCodec<Record<string, never>> = {
  maxBytes: 0,
  encode: () => new Uint8Array(0),
  decode: (payload) => {
    if (payload.length === 0) return accepted({});
    return refused({ code: 'message-malformed', reason: 'this command has no payload' });
  },
};
