import { Flooder } from '../adversaries/flooder.ts';
import { LIES, Liar, type Lie } from '../adversaries/liar.ts';
import { LyingTracker, TRACKER_LIES, type TrackerLie } from '../adversaries/lying-tracker.ts';
import { Spammer } from '../adversaries/spammer.ts';
import { type FaultKind, numberOf, textOf } from './fault-kind.ts';

const flooder: FaultKind = {
  name: 'flooder',
  description: 'somebody announces blocks that break rules',
  endures: true,
  fields: { perMinute: { kind: 'number', minimum: 0.1, maximum: 600 } },
  begin: (world, fault, index) => {
    const hostile = new Flooder(world, index, numberOf(fault, 'perMinute'));
    hostile.start();
    return () => hostile.stop();
  },
};

const liar: FaultKind = {
  name: 'liar',
  description: 'somebody claims to have the best chain and leads those who ask for it nowhere',
  endures: true,
  fields: { lie: { kind: 'choice', of: LIES } },
  begin: (world, fault, index) => {
    const hostile = new Liar(world, index, textOf(fault, 'lie') as Lie);
    hostile.start();
    return () => hostile.stop();
  },
};

const spam: FaultKind = {
  name: 'spam',
  description: 'somebody offers worthless transactions and asks for everything all the time',
  endures: true,
  fields: { perSecond: { kind: 'number', minimum: 0.1, maximum: 100 } },
  begin: (world, fault, index) => {
    const hostile = new Spammer(world, index, numberOf(fault, 'perSecond'));
    hostile.start();
    return () => hostile.stop();
  },
};

const lyingTracker: FaultKind = {
  name: 'lying-tracker',
  description: 'somebody takes over the address of a tracker, and tells those who come what is not so',
  endures: true,
  fields: {
    tracker: { kind: 'number', minimum: 0, maximum: 9, whole: true },
    lie: { kind: 'choice', of: TRACKER_LIES },
  },
  begin: (world, fault, index) => {
    const tracker = world.trackers[numberOf(fault, 'tracker')];
    const giveBack = tracker?.displace();
    if (tracker === undefined || giveBack === undefined) return () => undefined;
    const hostile = new LyingTracker(world, index, tracker.endpoint, textOf(fault, 'lie') as TrackerLie);
    hostile.start();
    return () => {
      hostile.stop();
      giveBack();
    };
  },
};

/** What people do on purpose. */
export const HOSTILE_FAULTS: readonly FaultKind[] = [flooder, liar, spam, lyingTracker];
