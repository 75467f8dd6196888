import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { nowSeconds } from '../primitives/clock.port.ts';
import { accepted } from '../primitives/result.ts';
import { AddressBook } from './address-book.ts';
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

  it('is heard by those who know the one before, though both are of the same second', () => {
    const clock = new ManualClock(1_800_000_000_000);
    const asOthersSee = { role: 'peer', signer: testSigner(1), genesisHash, clock, advertised: undefined } as const;
    const own = new OwnAddress({ ...asOthersSee, listeningPort: () => 9009 });
    const book = new AddressBook(testSigner(2).peerId, genesisHash, clock, new SeededRandom(1));
    const tell = () => book.learn(own.record() as AddressRecord);
    own.seenAs(testSigner(2).peerId, '10.9.9.9');
    expect([tell(), tell()]).toEqual([accepted(true), accepted(false)]);
    for (const seed of [3, 4]) own.seenAs(testSigner(seed).peerId, '10.2.0.1');
    expect(tell()).toEqual(accepted(true));
    expect(book.stored()[0]?.endpoint).toEqual({ host: '10.2.0.1', port: 9009 });
  });
});
