import { LIES } from '../adversaries/liar.ts';
import { TRACKER_LIES } from '../adversaries/lying-tracker.ts';
import { PASSES } from '../adversaries/stranger.ts';
import { faultKind } from '../faults/fault-kinds.ts';
import { CRASH_MOMENTS } from '../peers/wished-crash.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { Fault } from './fault.ts';

/** What a random fault may touch. */
export interface FaultRoom {
  readonly peers: number;
  readonly miners: number;
  readonly trackers: number;
  /** Faults begin after this … */
  readonly fromSeconds: number;
  /** … and are over at this. */
  readonly untilSeconds: number;
  /** No tracker dies for good: tickets do not outlive the run. */
  readonly needsTrackers: boolean;
}

/** Longer than any run. */
const FOR_EVER_SECONDS = 3_600;

type Maker = (stream: SeededStream, room: FaultRoom) => Omit<Fault, 'atSeconds' | 'forSeconds'>;

const everyPeer = ({ peers }: FaultRoom): number[] => Array.from({ length: peers }, (_, index) => index);
const inOrder = (peers: readonly number[]): number[] => [...peers].sort((left, right) => left - right);

function somePeers(stream: SeededStream, room: FaultRoom, most: number): number[] {
  return inOrder(stream.some(everyPeer(room), stream.integer(1, Math.max(1, most))));
}

/** Tenths are enough, and read better. */
function tenths(stream: SeededStream, minimum: number, maximum: number): number {
  return stream.integer(minimum * 10, maximum * 10) / 10;
}

/** One random fault of each kind. */
export const RANDOM_FAULTS: Readonly<Record<string, Maker>> = {
  partition: (stream, room) => ({ kind: 'partition', side: somePeers(stream, room, room.peers / 2) }),
  'one-way-cut': (stream, room) => {
    const from = somePeers(stream, room, room.peers / 2);
    const others = everyPeer(room).filter((peer) => !from.includes(peer));
    return { kind: 'one-way-cut', from, to: inOrder(stream.some(others, stream.integer(1, others.length))) };
  },
  'slow-line': (stream, { peers }) => ({
    kind: 'slow-line',
    peer: stream.integer(0, peers - 1),
    factor: stream.integer(2, 60),
  }),
  'bad-lines': (stream) => ({
    kind: 'bad-lines',
    lossRate: stream.integer(0, 10) / 100,
    breakRate: stream.integer(0, 10) / 1_000,
    duplicateRate: stream.integer(0, 20) / 100,
    reorderRate: stream.integer(0, 20) / 100,
  }),
  'tracker-death': (stream, { trackers }) => ({ kind: 'tracker-death', tracker: stream.integer(0, trackers - 1) }),
  crash: (stream, { peers, miners }) => ({
    kind: 'crash',
    peer: stream.integer(0, (stream.chance(0.5) ? miners : peers) - 1),
    moment: stream.pick(CRASH_MOMENTS),
  }),
  blackout: (stream, room) => ({ kind: 'blackout', peers: somePeers(stream, room, room.peers) }),
  'full-disk': (stream, { peers }) => ({ kind: 'full-disk', peer: stream.integer(0, peers - 1) }),
  churn: (stream) => ({
    kind: 'churn',
    leavesPerMinute: tenths(stream, 2, 30),
    politeShare: tenths(stream, 0, 1),
  }),
  'clock-skew': (stream, room) => ({
    kind: 'clock-skew',
    peers: somePeers(stream, room, room.peers / 4),
    seconds: stream.chance(0.2) ? stream.integer(-7_200, 7_200) : stream.integer(-120, 120),
  }),
  'hash-rate': (stream, room) => ({
    kind: 'hash-rate',
    peers: inOrder(stream.some(everyPeer(room).slice(0, room.miners), stream.integer(1, room.miners))),
    factor: stream.pick([0, 0.1, 3, 8]),
  }),
  flooder: (stream) => ({ kind: 'flooder', perMinute: stream.integer(5, 60) }),
  liar: (stream) => ({ kind: 'liar', lie: stream.pick(LIES) }),
  spam: (stream) => ({ kind: 'spam', perSecond: tenths(stream, 0.5, 5) }),
  'lying-tracker': (stream, { trackers }) => ({
    kind: 'lying-tracker',
    tracker: stream.integer(0, trackers - 1),
    lie: stream.pick(TRACKER_LIES),
  }),
  // Somebody has to mine.
  revocation: (stream, { peers, miners }) => ({
    kind: 'revocation',
    peer: stream.integer(Math.min(miners, peers - 1), peers - 1),
  }),
  stranger: (stream) => ({ kind: 'stranger', pass: stream.pick(PASSES) }),
};

/** So many random faults of these kinds, each within the room, in the order in which they begin. */
export function randomFaults(stream: SeededStream, room: FaultRoom, kinds: readonly string[], count: number): Fault[] {
  const faults: Fault[] = [];
  const seconds = room.untilSeconds - room.fromSeconds;
  for (let i = 0; i < count; i++) {
    const make = RANDOM_FAULTS[stream.pick(kinds)] as Maker;
    const atSeconds = stream.integer(room.fromSeconds, room.fromSeconds + Math.floor(seconds * 0.9));
    const longest = Math.max(5, Math.min(Math.floor(seconds / 2), room.untilSeconds - atSeconds));
    const made = make(stream, room) as Fault;
    const passes = stream.integer(5, longest);
    const endures = faultKind(made.kind)?.endures === true && stream.chance(0.5);
    const mayEndure = !room.needsTrackers || !Object.hasOwn(made, 'tracker');
    const forSeconds = endures && mayEndure ? FOR_EVER_SECONDS : passes;
    faults.push({ ...made, atSeconds, forSeconds });
  }
  return faults.sort((left, right) => left.atSeconds - right.atSeconds);
}
