import { signAddressRecord } from '#domain/peer-network/address-record';
import type { AddressRecord, ChainStatus, RequestCommand } from '#domain/peer-network/messages';
import { START_MS } from '../peers/simulated-chain.ts';
import type { World } from '../run/world.ts';
import { type HostileAnswer, HostileNode, type Hostility, notServed, said } from './hostile-node.ts';

/** Waits for peers who were told of it, welcomes them, and is of no use to them. */
export class Accomplice implements Hostility {
  private readonly node: HostileNode;
  readonly record: AddressRecord;

  constructor(
    private readonly world: World,
    index: number,
    /** What it tells those who ask it for peers. */
    private readonly records: () => AddressRecord[],
  ) {
    this.node = new HostileNode('accomplice', index, world, [], this);
    const { signer, endpoint } = this.node;
    this.record = signAddressRecord(signer, world.chain.genesisHash, endpoint, START_MS / 1000);
  }

  start(): void {
    void this.node.start();
  }

  stop(): void {
    this.node.stop();
  }

  status(): ChainStatus {
    return { height: 0, tipHash: this.world.chain.genesisHash, totalWork: 1n };
  }

  answer(command: RequestCommand): HostileAnswer {
    const { endpoint } = this.node;
    switch (command) {
      case 'PCONNECT':
        return said({
          command: 'PCONNECTACK',
          agent: 'accomplice',
          listen: endpoint,
          status: this.status(),
          ticket: new Uint8Array(0),
          seenAs: endpoint,
        });
      case 'HCK':
        return said({ command: 'HCKACK', ...this.status() });
      case 'PLREQ':
        return said({ command: 'ADDRESSES', records: this.records() });
      case 'BRCHEESE':
        return said({ command: 'BRCHEESEACK', outcome: 'known', code: '' });
      case 'BRTRANSACTION':
        return said({ command: 'BRTRANSACTIONACK', wanted: 0 });
      default:
        return notServed();
    }
  }
}
