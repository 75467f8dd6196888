import type { SimulatedPeer } from '../peers/simulated-peer.ts';
import { CRASH_MOMENTS, type CrashMoment } from '../peers/wished-crash.ts';
import type { World } from '../run/world.ts';
import type { Fault } from '../scenario/fault.ts';
import { type FaultKind, numberOf, peersOf, textOf } from './fault-kind.ts';

/** How long a peer that churns stays away, on average. */
const MEAN_AWAY_MS = 8_000;

function peerOf(world: World, fault: Fault): SimulatedPeer | undefined {
  return world.peers[numberOf(fault, 'peer')];
}

const crash: FaultKind = {
  name: 'crash',
  description: 'a peer loses its power, at once or while it connects or reorganises or right after, and starts again',
  fields: {
    peer: { kind: 'number', minimum: 0, maximum: 199, whole: true },
    moment: { kind: 'choice', of: CRASH_MOMENTS },
  },
  begin: (world, fault) => {
    const peer = peerOf(world, fault);
    peer?.crash(textOf(fault, 'moment') as CrashMoment);
    return () => {
      peer?.wishedCrash.forget();
      peer?.start();
    };
  },
};

const blackout: FaultKind = {
  name: 'blackout',
  description: 'some peers lose their power at once, and start again together',
  fields: { peers: { kind: 'peers' } },
  begin: (world, fault) => {
    const dark = peersOf(fault, 'peers').map((index) => world.peers[index]);
    for (const peer of dark) peer?.crash('now');
    return () => {
      for (const peer of dark) peer?.start();
    };
  },
};

const fullDisk: FaultKind = {
  name: 'full-disk',
  description: 'no write of a peer succeeds, and none leaves anything half-done',
  fields: { peer: { kind: 'number', minimum: 0, maximum: 199, whole: true } },
  begin: (world, fault) => {
    const peer = peerOf(world, fault);
    peer?.fillDisk(true);
    return () => peer?.fillDisk(false);
  },
};

const churn: FaultKind = {
  name: 'churn',
  description: 'peers leave and come back, some of them with a goodbye',
  fields: {
    leavesPerMinute: { kind: 'number', minimum: 0.1, maximum: 600 },
    politeShare: { kind: 'number', minimum: 0, maximum: 1 },
  },
  begin: (world, fault, index) => {
    const stream = world.stream.split(`churn ${index}`);
    const [perMinute, politeShare] = [numberOf(fault, 'leavesPerMinute'), numberOf(fault, 'politeShare')];
    let isOver = false;
    const leave = (): void => {
      if (isOver) return;
      const peer = world.somePeer(stream);
      if (peer !== undefined && stream.chance(politeShare)) peer.stop();
      else peer?.crash('now');
      world.time.after(stream.exponential(MEAN_AWAY_MS), () => peer?.start());
      world.time.after(stream.exponential(60_000 / perMinute), leave);
    };
    leave();
    return () => {
      isOver = true;
      for (const peer of world.peers) peer.start();
    };
  },
};

const clockSkew: FaultKind = {
  name: 'clock-skew',
  description: 'the clocks of some peers are wrong',
  fields: {
    peers: { kind: 'peers' },
    seconds: { kind: 'number', minimum: -86_400, maximum: 86_400 },
  },
  begin: (world, fault) => {
    const skewed = peersOf(fault, 'peers').map((index) => world.peers[index]);
    for (const peer of skewed) peer?.setSkew(numberOf(fault, 'seconds') * 1000);
    return () => {
      for (const peer of skewed) peer?.setSkew(0);
    };
  },
};

const hashRate: FaultKind = {
  name: 'hash-rate',
  description: 'some peers mine so many times as fast, or hardly at all',
  fields: { peers: { kind: 'peers' }, factor: { kind: 'number', minimum: 0, maximum: 100 } },
  begin: (world, fault) => {
    const changed = peersOf(fault, 'peers').map((index) => world.peers[index]);
    for (const peer of changed) peer?.setHashFactor(numberOf(fault, 'factor'));
    return () => {
      for (const peer of changed) peer?.setHashFactor(1);
    };
  },
};

/** What happens to peers. */
export const PEER_FAULTS: readonly FaultKind[] = [crash, blackout, fullDisk, churn, clockSkew, hashRate];
