import { Gauge, type Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';

/** What admits this node, and whom it turned away. */
export function addMembershipMetrics(registry: Registry, node: FullNode): void {
  const registers = [registry];
  new Gauge({
    name: 'cheesechain_ticket_expiry_timestamp_seconds',
    help: 'When the ticket of this node expires, since 1970; 0 while it has none.',
    registers,
    collect() {
      this.set(node.peers.membership.state().ticket?.expiresAt ?? 0);
    },
  });
  new Gauge({
    name: 'cheesechain_revoked_tickets',
    help: 'Tickets that trusted trackers have revoked.',
    registers,
    collect() {
      this.set(node.peers.membership.state().revoked);
    },
  });
  new Gauge({
    name: 'cheesechain_admission_refusals',
    help: 'Nodes that were not admitted since the start, by why.',
    labelNames: ['code'],
    registers,
    collect() {
      for (const [code, count] of node.peers.membership.state().refusals) this.set({ code }, count);
    },
  });
}
