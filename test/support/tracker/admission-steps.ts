import { joinProofOf } from '#domain/peer-network/join-proof';
import { decodeTicket, type Ticket } from '#domain/peer-network/ticket';
import type { BarePeer } from './bare-peer.ts';
import type { TrackerWorld } from './tracker-world.ts';

const NOTHING = new Uint8Array(0);

const peers = new WeakMap<TrackerWorld, Map<number, BarePeer>>();

/** The peer of a number on a new session with the tracker. */
export async function come(world: TrackerWorld, seed: number): Promise<BarePeer> {
  const known = peers.get(world) ?? new Map<number, BarePeer>();
  peers.set(world, known);
  const peer = known.get(seed) ?? (await world.peer(seed));
  known.set(seed, peer);
  await world.inTime(peer.dial());
  return peer;
}

/** Greets with the proof of a token, or without; the ticket's bytes, or the code of the refusal. */
export async function greet(
  world: TrackerWorld,
  peer: BarePeer,
  token?: string,
  ticket: Uint8Array = NOTHING,
): Promise<Uint8Array | string> {
  const joinProof = token === undefined ? NOTHING : joinProofOf(token, peer.session.handshakeHash);
  const answer = await world.inTime(peer.greet({ joinProof, ticket }));
  if (!answer.ok) return answer.refusal.code === 'request-refused' ? answer.refusal.reason : answer.refusal.code;
  return answer.value.command === 'TCONNECTACK' ? answer.value.ticket : 'no tracker';
}

/** Greets; the ticket that it gets. */
export async function ticketOf(world: TrackerWorld, peer: BarePeer, token?: string): Promise<Ticket> {
  const bytes = await greet(world, peer, token);
  const ticket = typeof bytes === 'string' ? undefined : decodeTicket(bytes);
  if (ticket === undefined) throw new Error(`no ticket: ${bytes}`);
  return ticket;
}

/** A new join token of the world's tracker. */
export async function invite(world: TrackerWorld): Promise<string> {
  const made = await world.place.tracker.admission.invite();
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.token;
}
