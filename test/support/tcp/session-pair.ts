import { type OpenSecureChannelOptions } from '#adapters/tcp/open-secure-channel';
import type { SecureChannel } from '#adapters/tcp/secure-channel';
import { TcpSession } from '#adapters/tcp/tcp-session';
import { maxPayloadBytes } from '#adapters/wire/protocol';
import type { ChainStatus } from '#domain/peer-network/messages';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import { ZERO_HASH } from '#domain/primitives/hash';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import { channelPair } from './channel-pair.ts';
import { type RawPeer, rawPeerAndChannel } from './raw-peer.ts';
import { RecordingHandlers } from './recording-handlers.ts';

/** One end of a session under test. */
export interface SessionEnd<Handlers extends SessionHandlers = RecordingHandlers> {
  readonly session: TcpSession;
  readonly channel: SecureChannel;
  readonly handlers: Handlers;
}

export const STATUS: ChainStatus = { height: 7, tipHash: ZERO_HASH, totalWork: 12_345n };

/** Both ends of a session over loopback: who dialled, then who listened. Both record what they hear. */
export async function sessionPair(log: Log = SILENT_LOG): Promise<[SessionEnd, SessionEnd]> {
  const options = { maxPayloadBytes };
  const [dialled, listening] = await channelPair(options, options);
  return [endOf(dialled, log), endOf(listening, log)];
}

/** A peer that puts any bytes on the wire, and the honest session that it faces. */
export async function rawPeerAndSession(
  changes: Partial<OpenSecureChannelOptions> = {},
): Promise<[RawPeer, SessionEnd]> {
  const [raw, channel] = await rawPeerAndChannel({ maxPayloadBytes, ...changes });
  return [raw, endOf(channel, SILENT_LOG)];
}

function endOf(channel: SecureChannel, log: Log): SessionEnd {
  const handlers = new RecordingHandlers();
  const session = new TcpSession(channel, { handlers, log, onEnd: () => undefined });
  session.start();
  return { session, channel, handlers };
}
