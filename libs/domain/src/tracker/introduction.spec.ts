import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { ScriptedSession } from '#test/peers/scripted-session';
import { ScriptedTransport } from '#test/peers/scripted-transport';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { checkAddressRecord } from '../peer-network/address-record.ts';
import type { Endpoint } from '../peer-network/endpoint.ts';
import type { AddressRecord, OneWayMessages } from '../peer-network/messages.ts';
import { Introduction } from './introduction.ts';
import type { TrackerPorts } from './tracker-options.ts';

const { genesisHash } = testNetwork();

describe('the introduction of a tracker', () => {
  const clock = new ManualClock(1_800_000_000_000);
  const introduction = (advertised?: Endpoint): Introduction => {
    const ports = { transport: new ScriptedTransport(), signer: testSigner(9), clock } as unknown as TrackerPorts;
    return new Introduction(ports, {
      genesisHash,
      maxPeers: 10,
      healthCheckIntervalMs: 1_000,
      ...(advertised === undefined ? {} : { advertised }),
    });
  };
  const reachedAt = (localHost: string, seed: number): ScriptedSession =>
    Object.assign(new ScriptedSession({ seed, clock, direction: 'inbound' }), { localHost });
  const told = ({ sent }: ScriptedSession): AddressRecord[] =>
    sent.flatMap(({ message }) => (message as OneWayMessages['TRACKERS']).records);

  it('names the address where peers reach it, signed as a tracker’s, once to each', () => {
    const [here, session] = [introduction(), reachedAt('192.0.2.9', 1)];
    here.to(session);
    here.to(session);
    const [record, ...more] = told(session);
    expect([record?.endpoint, more]).toEqual([{ host: '192.0.2.9', port: 9009 }, []]);
    expect(checkAddressRecord(record as AddressRecord, genesisHash, 1_800_000_000, 'tracker')).toBeUndefined();
  });

  it('names its loopback address only while nobody reaches it at another', () => {
    const here = introduction();
    const [home, outside, later] = [reachedAt('127.0.0.1', 1), reachedAt('192.168.1.9', 2), reachedAt('127.0.0.1', 3)];
    for (const session of [home, outside, later]) here.to(session);
    expect([home, outside, later].map((session) => told(session)[0]?.endpoint.host)).toEqual([
      '127.0.0.1',
      '192.168.1.9',
      '192.168.1.9',
    ]);
  });

  it('names what its owner says, whatever its sockets do', () => {
    const session = reachedAt('10.0.0.1', 1);
    introduction({ host: 'tracker.example', port: 77 }).to(session);
    expect(told(session)[0]?.endpoint).toEqual({ host: 'tracker.example', port: 77 });
  });

  it('comes with the first answer to who asks for peers, and to nobody who has not joined', async () => {
    const world = await TrackerWorld.open();
    const stranger = await world.dialledIn(2);
    await world.toldTo(stranger);
    expect(stranger.heard).not.toContain('TRACKERS');
    const peer = await world.joined(1);
    await world.toldTo(peer);
    await world.toldTo(peer);
    expect(peer.heard.filter((command) => command === 'TRACKERS')).toHaveLength(1);
    await world.inTime(world.place.tracker.stop());
  });
});
