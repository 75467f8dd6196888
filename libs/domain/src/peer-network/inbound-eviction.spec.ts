import { ManualClock } from '#test/manual-clock';
import { ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import { peerToEvict } from './inbound-eviction.ts';
import type { Peer } from './peer.ts';

const clock = new ManualClock(1_000_000_000_000);
let seeds = 0;

/** A peer from a host; each comes a second after the one before. */
function peerFrom(host: string, wish: Partial<Peer> = {}): Peer {
  clock.advance(1_000);
  const session = new ScriptedSession({ seed: ++seeds, clock, direction: 'inbound', remote: { host, port: 1 } });
  return { ...testPeer(session, clock), ...wish };
}

/** Eight from different networks, who were there first. */
const early = () => Array.from({ length: 8 }, (_, i) => peerFrom(`${20 + i}.1.1.1`));
/** Many from one network. */
const crowd = (count: number) => Array.from({ length: count }, (_, i) => peerFrom(`66.66.1.${i}`));

describe('when all places are taken', () => {
  it('the youngest of the most crowded network makes room', () => {
    const many = crowd(12);
    const peers = [...early(), ...many];
    expect(peerToEvict(peers, '99.1.1.1')).toBe(many.at(-1));
  });

  it('nobody makes room for one more of the crowd', () => {
    expect(peerToEvict([...early(), ...crowd(12)], '66.66.2.1')).toBeUndefined();
  });

  it('nobody makes room when everybody comes from a network of his own', () => {
    const peers = Array.from({ length: 40 }, (_, i) => peerFrom(`${30 + i}.1.1.1`));
    expect(peerToEvict(peers, '99.1.1.1')).toBeUndefined();
  });

  it('those who were useful, who are near, and who were there first stay', () => {
    const old = crowd(8);
    const useful = Array.from({ length: 8 }, (_, i) => peerFrom(`66.66.3.${i}`, { lastUsefulMs: clock.nowMs() + i }));
    const near = Array.from({ length: 8 }, (_, i) => peerFrom(`66.66.4.${i}`, { latencyMs: i }));
    const peers = [...old, ...useful, ...near];
    expect(peerToEvict(peers, '99.1.1.1')).toBeUndefined();
    const late = peerFrom('66.66.5.1');
    expect(peerToEvict([...peers, late], '99.1.1.1')).toBe(late);
  });

  it('peers at home are not pushed out', () => {
    const peers = [...early(), ...Array.from({ length: 12 }, (_, i) => peerFrom(`192.168.1.${i}`))];
    expect(peerToEvict(peers, '99.1.1.1')).toBeUndefined();
  });
});
