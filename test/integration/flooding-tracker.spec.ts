import { MemoryHub } from '#adapters/memory/memory-hub';
import { MemoryTransport } from '#adapters/memory/memory-transport';
import { SystemClock } from '#adapters/system/system-clock';
import { signAddressRecord } from '#domain/peer-network/address-record';
import { MAX_ADDRESS_RECORDS } from '#domain/peer-network/limits';
import { ADDRESS_RECORDS } from '#domain/peer-network/peer-budget';
import type { Session, SessionHandlers } from '#domain/peer-network/transport.port';
import { nowSeconds } from '#domain/primitives/clock.port';
import { accepted, refused } from '#domain/primitives/result';
import { type MemoryNode, memoryEndpoint, startMemoryNode, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { until } from '#test/until';

const FIRST_STRANGER = 200;
const FRAMES = 10;

describe('a tracker that floods a peer with addresses', () => {
  const network = testNetwork();
  const clock = new SystemClock();
  const hub = new MemoryHub<MemoryTransport>();
  let node: MemoryNode;

  afterEach(() => node.node.stop());

  it('is heard no more once its budget is spent', async () => {
    let session: Session | undefined;
    const tracker: SessionHandlers = {
      opened: (opened) => {
        session = opened;
      },
      closed: () => undefined,
      oneWay: () => undefined,
      request: async ({ peerId }, command) => {
        const welcome = { peerId, seenAs: memoryEndpoint(1), ticket: new Uint8Array(0) };
        const answers = {
          PCONNECT: { command: 'TCONNECTACK', ...welcome },
          PLREQ: { command: 'ADDRESSES', records: [] },
        };
        const answer = answers[command as keyof typeof answers];
        return answer === undefined ? refused({ code: 'command-not-served' }) : accepted(answer as never);
      },
    };
    const place = memoryEndpoint(90);
    await new MemoryTransport(hub, place, testSigner(90), clock).start(tracker);
    node = await startMemoryNode(hub, network, 1, [], [place]);
    const { peers } = node.node;
    await until(() => peers.trackers[0]?.connected === true);
    for (let frame = 0; frame < FRAMES; frame++) {
      const records = Array.from({ length: MAX_ADDRESS_RECORDS }, (_, index) => {
        const seed = FIRST_STRANGER + frame * MAX_ADDRESS_RECORDS + index;
        return signAddressRecord(testSigner(seed), network.genesisHash, memoryEndpoint(seed), nowSeconds(clock));
      });
      session?.send('ADDRESSES', { records });
    }
    await until(() => peers.book.size >= ADDRESS_RECORDS.burst);
    for (let turn = 0; turn < 50; turn++) await clock.breathe();
    expect(peers.book.size).toBeLessThanOrEqual(ADDRESS_RECORDS.burst + MAX_ADDRESS_RECORDS);
  }, 60_000);
});
