import type { MembershipOptions } from '#domain/peer-network/membership';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { simulatedSigner } from '../peers/identity.ts';

/** Who a peer is, whom it trusts and what it was invited with. Its owner may change that; a process keeps what it began with. */
export class Papers {
  signer: NodeSigner;
  private identities = 1;

  constructor(
    private readonly name: string,
    /** Undefined in an open network. */
    public membership: MembershipOptions | undefined,
  ) {
    this.signer = simulatedSigner(name);
  }

  invited(joinToken: string): void {
    if (this.membership !== undefined) this.membership = { ...this.membership, joinToken };
  }

  /** A new identity: the old one is gone. */
  anew(): void {
    this.signer = simulatedSigner(`${this.name}, identity ${++this.identities}`);
  }
}
