import { once } from 'node:events';
import fc from 'fast-check';
import { mutationsOf } from '../../../../test/support/mutations.ts';
import { channelOptions } from '../../../../test/support/tcp/channel-pair.ts';
import { facing } from '../../../../test/support/tcp/raw-handshake.ts';
import { destroySocketPairs, socketPair } from '../../../../test/support/tcp/socket-pair.ts';
import type { HandshakeRole } from './noise-xx-handshake.ts';
import { openSecureChannel } from './open-secure-channel.ts';
import { PREAMBLE_BYTES } from './preamble.ts';

const RUNS = 150;
const HANDSHAKE_BYTES = { initiator: PREAMBLE_BYTES + 34 + 162, responder: PREAMBLE_BYTES + 194 };
const GOODBYE_BYTES = 3;
/** What a side may have said when the other's bytes were broken: all it says until it waits, or less and a goodbye. */
const MAX_SAID_BYTES = { initiator: HANDSHAKE_BYTES.initiator, responder: HANDSHAKE_BYTES.responder + GOODBYE_BYTES };
const CODES = [
  'preamble-magic',
  'preamble-version',
  'preamble-genesis',
  'preamble-refused',
  'handshake-failed',
  'connection-lost',
];

/** What both sides of a real handshake say. */
async function recordHandshake(): Promise<Record<HandshakeRole, Uint8Array>> {
  const [dialled, listening] = await socketPair();
  const said = { initiator: [] as Buffer[], responder: [] as Buffer[] };
  for (const [role, socket] of Object.entries({ initiator: dialled, responder: listening })) {
    const write = socket.write.bind(socket);
    socket.write = (bytes: string | Uint8Array) => {
      said[role as HandshakeRole].push(Buffer.from(bytes as Uint8Array));
      return write(bytes);
    };
  }
  const opened = await Promise.all([
    openSecureChannel(channelOptions(dialled, 'initiator')),
    openSecureChannel(channelOptions(listening, 'responder')),
  ]);
  const recorded = { initiator: Buffer.concat(said.initiator), responder: Buffer.concat(said.responder) };
  for (const result of opened) if (result.ok) await result.value.close();
  return recorded;
}

describe.each<HandshakeRole>(['responder', 'initiator'])(
  'a handshake as the %s, with bytes that were never one',
  (role) => {
    afterEach(destroySocketPairs);

    it('ends with a code, and says nothing beyond its own part', async () => {
      const recorded = await recordHandshake();
      const theirs = recorded[role === 'initiator' ? 'responder' : 'initiator'];
      expect(theirs).toHaveLength(HANDSHAKE_BYTES[role === 'initiator' ? 'responder' : 'initiator']);
      const streams = fc.oneof(mutationsOf(fc.constant(theirs)), fc.uint8Array({ maxLength: 400 }));
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(streams, async (bytes) => {
          const { raw, opening, received } = await facing(role);
          const ended = once(raw, 'close');
          raw.end(bytes);
          const result = await opening;
          expect(result.ok).toBe(false);
          if (!result.ok) seen.add(result.refusal.code);
          await ended;
          expect(received().length).toBeLessThanOrEqual(MAX_SAID_BYTES[role]);
          destroySocketPairs();
        }),
        { numRuns: RUNS, seed: 11 },
      );
      for (const code of seen) expect(CODES).toContain(code);
      expect([...seen]).toEqual(expect.arrayContaining(['preamble-magic', 'handshake-failed', 'connection-lost']));
    }, 120_000);
  },
);
