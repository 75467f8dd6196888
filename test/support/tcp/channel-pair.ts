import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import { type OpenSecureChannelOptions, openSecureChannel } from '#adapters/tcp/open-secure-channel';
import type { SecureChannel } from '#adapters/tcp/secure-channel';
import { ZERO_HASH } from '#domain/primitives/hash';
import { socketPair } from './socket-pair.ts';

/** Sixteen of the largest blocks: enough for any test. */
export const TEST_PAYLOAD_CAP_BYTES = 16_777_216;

/** Options of one end for a test; `changes` replaces what the test is about. */
export function channelOptions(
  socket: OpenSecureChannelOptions['socket'],
  role: OpenSecureChannelOptions['role'],
  changes: Partial<OpenSecureChannelOptions> = {},
): OpenSecureChannelOptions {
  return {
    socket,
    role,
    identity: generateNodeIdentity(),
    genesisHash: ZERO_HASH,
    maxPayloadBytes: () => TEST_PAYLOAD_CAP_BYTES,
    ...changes,
  };
}

/** Both ends of an open channel over loopback: initiator, then responder. */
export async function channelPair(
  initiatorChanges: Partial<OpenSecureChannelOptions> = {},
  responderChanges: Partial<OpenSecureChannelOptions> = {},
): Promise<[SecureChannel, SecureChannel]> {
  const [dialled, listening] = await socketPair();
  const results = await Promise.all([
    openSecureChannel(channelOptions(dialled, 'initiator', initiatorChanges)),
    openSecureChannel(channelOptions(listening, 'responder', responderChanges)),
  ]);
  const [initiator, responder] = results;
  if (!initiator.ok || !responder.ok) throw new Error(`no channel: ${JSON.stringify(results)}`);
  return [initiator.value, responder.value];
}
