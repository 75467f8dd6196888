import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { ADDRESS_CLOCK_TOLERANCE_SECONDS, type NodeRole, signAddressRecord } from './address-record.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import { OwnHost } from './own-host.ts';
import type { PeerId } from './peer-id.ts';
import type { NodeSigner } from './transport.port.ts';

/** A record is signed anew this often, well before it expires. */
const RENEW_RECORD_SECONDS = 12 * 3600;

export interface OwnAddressDependencies {
  readonly role: NodeRole;
  readonly signer: NodeSigner;
  readonly genesisHash: Hash;
  readonly clock: Clock;
  /** Where this node listens, as its owner says; else what others see is used. */
  readonly advertised: Endpoint | undefined;
  /** The port it listens on; undefined when it does not listen. */
  readonly listeningPort: () => number | undefined;
}

/** Where this node can be reached: its signed word on it, as far as it knows. */
export class OwnAddress {
  private readonly ownHost = new OwnHost();
  private signed: AddressRecord | undefined;

  constructor(private readonly dependencies: OwnAddressDependencies) {}

  /** Somebody reaches this node under this host. */
  seenAs(voice: PeerId, host: string): void {
    this.ownHost.seenAs(voice, host);
  }

  /** This node's signed record, if it listens and knows where others can reach it. */
  record(): AddressRecord | undefined {
    const { advertised, listeningPort, signer, genesisHash, clock, role } = this.dependencies;
    const port = listeningPort();
    if (port === undefined) return undefined;
    const { host } = this.ownHost;
    const endpoint = advertised ?? (host === undefined ? undefined : { host, port });
    if (endpoint === undefined) return undefined;
    const now = nowSeconds(clock);
    const known = this.signed;
    const isCurrent =
      known !== undefined &&
      formatEndpoint(known.endpoint) === formatEndpoint(endpoint) &&
      known.sequence + RENEW_RECORD_SECONDS > now &&
      // Signed before the clock was set back, it would be refused by all whose clocks are right.
      known.sequence <= now + ADDRESS_CLOCK_TOLERANCE_SECONDS;
    if (!isCurrent) this.signed = signAddressRecord(signer, genesisHash, endpoint, sequenceAfter(known, now), role);
    return this.signed;
  }

  /** Where this node says it listens in a greeting: the host empty while it is not known, the port 0 without one. */
  listen(): Endpoint {
    const { advertised, listeningPort } = this.dependencies;
    return advertised ?? { host: this.ownHost.host ?? '', port: listeningPort() ?? 0 };
  }
}

/** The time, or more: of two records of one sequence, such as two of the same second, nobody would take the second. */
function sequenceAfter(known: AddressRecord | undefined, now: number): number {
  const isFromAhead = known !== undefined && known.sequence >= now + ADDRESS_CLOCK_TOLERANCE_SECONDS;
  return known === undefined || isFromAhead ? now : Math.max(now, known.sequence + 1);
}
