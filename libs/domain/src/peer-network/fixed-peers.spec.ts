import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { passMs } from '#test/peers/pass-time';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { FixedPeers } from './fixed-peers.ts';
import { Roster } from './roster.ts';

describe('a fixed peer', () => {
  it('is dialled ever less often, and at once when the clock was set back meanwhile', async () => {
    const clock = new ManualClock(1_800_000_000_000);
    let dials = 0;
    const fixed = new FixedPeers({
      fixedPeers: [{ host: '10.2.0.1', port: 9009 }],
      roster: new Roster(testSigner(0).peerId, { maxInbound: 8, maxOutbound: 8 }),
      clock,
      log: SILENT_LOG,
      connect: async () => {
        dials++;
        return undefined;
      },
    });
    for (let second = 0; second < 60; second++) {
      fixed.dial();
      await passMs(clock, 1_000);
    }
    expect(dials).toBe(6);
    clock.set(-3_600_000);
    fixed.dial();
    expect(dials).toBe(7);
  });
});
