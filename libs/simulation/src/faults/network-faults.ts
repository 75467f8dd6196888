import { simulatedEndpoint } from '../peers/identity.ts';
import { type FaultKind, numberOf, peersOf } from './fault-kind.ts';

const hostsOf = (peers: readonly number[]): Set<string> => new Set(peers.map((peer) => simulatedEndpoint(peer).host));

const partition: FaultKind = {
  name: 'partition',
  description: 'the named peers and all others hear nothing of each other',
  fields: { side: { kind: 'peers' } },
  begin: ({ network }, fault) => {
    const side = hostsOf(peersOf(fault, 'side'));
    return network.cut((from, to) => side.has(from) !== side.has(to));
  },
};

const oneWayCut: FaultKind = {
  name: 'one-way-cut',
  description: 'nothing that some peers say reaches some others, while they hear them',
  fields: { from: { kind: 'peers' }, to: { kind: 'peers' } },
  begin: ({ network }, fault) => {
    const [deafTo, deaf] = [hostsOf(peersOf(fault, 'from')), hostsOf(peersOf(fault, 'to'))];
    return network.cut((from, to) => deafTo.has(from) && deaf.has(to));
  },
};

const slowLine: FaultKind = {
  name: 'slow-line',
  description: 'everything to and from a peer takes many times as long',
  fields: {
    peer: { kind: 'number', minimum: 0, maximum: 199, whole: true },
    factor: { kind: 'number', minimum: 1, maximum: 100 },
  },
  begin: ({ network }, fault) => {
    const { host } = simulatedEndpoint(numberOf(fault, 'peer'));
    network.slow(host, numberOf(fault, 'factor'));
    return () => network.slow(host, 1);
  },
};

const badLines: FaultKind = {
  name: 'bad-lines',
  description: 'messages are lost and sent again, arrive twice, overtake each other, and sessions break',
  fields: {
    lossRate: { kind: 'number', minimum: 0, maximum: 0.5 },
    breakRate: { kind: 'number', minimum: 0, maximum: 0.05 },
    duplicateRate: { kind: 'number', minimum: 0, maximum: 0.5 },
    reorderRate: { kind: 'number', minimum: 0, maximum: 0.5 },
  },
  begin: ({ network, scenario }, fault) => {
    const [lossRate, breakRate] = [numberOf(fault, 'lossRate'), numberOf(fault, 'breakRate')];
    const [duplicateRate, reorderRate] = [numberOf(fault, 'duplicateRate'), numberOf(fault, 'reorderRate')];
    network.conditions = { ...network.conditions, lossRate, breakRate, duplicateRate, reorderRate };
    return () => {
      network.conditions = scenario.lines;
    };
  },
};

const trackerDeath: FaultKind = {
  name: 'tracker-death',
  description: 'a tracker dies, and comes back with the registry it last wrote',
  endures: true,
  fields: { tracker: { kind: 'number', minimum: 0, maximum: 9, whole: true } },
  begin: ({ trackers }, fault) => {
    const tracker = trackers[numberOf(fault, 'tracker')];
    tracker?.kill();
    return () => tracker?.start();
  },
};

/** What happens between peers. */
export const NETWORK_FAULTS: readonly FaultKind[] = [partition, oneWayCut, slowLine, badLines, trackerDeath];
