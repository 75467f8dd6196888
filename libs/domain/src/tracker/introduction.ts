import { OwnAddress } from '../peer-network/own-address.ts';
import type { Session } from '../peer-network/transport.port.ts';
import { isLoopback } from './ip-address.ts';
import type { TrackerOptions, TrackerPorts } from './tracker-options.ts';

/**
 * Tells peers where this tracker is, in its own signed word, which they pass on: so a tracker that was given to one of
 * them becomes known to all.
 */
export class Introduction {
  private own: OwnAddress;
  private isReachedFromOutside = false;
  /** Sequence of the record that a session was told. */
  private readonly told = new WeakMap<Session, number>();

  constructor(
    private readonly ports: TrackerPorts,
    private readonly options: TrackerOptions,
  ) {
    this.own = this.newOwn();
  }

  /** Tells a peer, unless it was told already. */
  to(session: Session): void {
    this.reached(session);
    const record = this.own.record();
    if (record === undefined || this.told.get(session) === record.sequence) return;
    this.told.set(session, record.sequence);
    session.send('TRACKERS', { records: [record] });
  }

  /** This machine's own peers reach it at an address that is nobody else's: it counts while there are no others. */
  private reached({ peerId, localHost }: Session): void {
    const isFromOutside = !isLoopback(localHost);
    if (isFromOutside && !this.isReachedFromOutside) this.own = this.newOwn();
    this.isReachedFromOutside ||= isFromOutside;
    if (isFromOutside || !this.isReachedFromOutside) this.own.seenAs(peerId, localHost);
  }

  private newOwn(): OwnAddress {
    const { transport, signer, clock } = this.ports;
    const { genesisHash, advertised } = this.options;
    const listeningPort = () => transport.listening?.port;
    return new OwnAddress({ role: 'tracker', signer, genesisHash, clock, advertised, listeningPort });
  }
}
