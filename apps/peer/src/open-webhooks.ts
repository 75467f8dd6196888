import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { EventReader } from '#adapters/events/event-reader';
import type { EventRecorder } from '#adapters/events/event-recorder';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { SqliteWebhookStore } from '#adapters/sqlite/sqlite-webhook-store';
import { Webhooks } from '#adapters/webhooks/webhooks';
import type { FullNode } from '#domain/node/full-node';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';
import type { Random } from '#domain/primitives/random.port';

export interface WebhookParts {
  readonly node: FullNode;
  readonly events: EventRecorder;
  readonly store: SqliteStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The subscriptions of the store; nothing is delivered before they are started. */
export function openWebhooks(
  configuration: PeerConfiguration,
  { node, events, store, ...ports }: WebhookParts,
): Webhooks {
  return new Webhooks({
    reader: new EventReader(node, events),
    store: new SqliteWebhookStore(store),
    allowPrivate: configuration.webhooksAllowPrivate,
    ...ports,
  });
}
