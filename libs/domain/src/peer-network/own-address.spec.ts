import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { nowSeconds } from '../primitives/clock.port.ts';
import { checkAddressRecord } from './address-record.ts';
import type { AddressRecord } from './messages.ts';
import { OwnAddress } from './own-address.ts';

const { genesisHash } = testNetwork();
const MONTH_SECONDS = 30 * 24 * 3_600;

describe('a node’s own address', () => {
  const advertised = { host: 'peer.example', port: 77 };
  const ofClock = (clock: ManualClock) =>
    new OwnAddress({ role: 'peer', signer: testSigner(1), genesisHash, clock, advertised, listeningPort: () => 9009 });

  it('is what its owner says, whatever others do', () => {
    const own = ofClock(new ManualClock(1_800_000_000_000));
    own.seenAs(testSigner(2).peerId, '10.2.0.200');
    expect([own.record()?.endpoint, own.listen()]).toEqual([advertised, advertised]);
  });

  it('is signed anew when the clock was set back so far that nobody would take the record', () => {
    const clock = new ManualClock(1_800_000_000_000);
    const own = ofClock(clock);
    const wrong = own.record() as AddressRecord;
    clock.set(-MONTH_SECONDS * 1_000);
    const right = own.record() as AddressRecord;
    expect(right.sequence).toBe(wrong.sequence - MONTH_SECONDS);
    expect(checkAddressRecord(right, genesisHash, nowSeconds(clock))).toBeUndefined();
    clock.set(-1_000);
    expect(own.record()).toBe(right);
  });
});
